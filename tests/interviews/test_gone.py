"""Turns that are in the text no more: their anchors stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from interviews.gone import missing
from newsroom import publication, saving, verbs
from newsroom.models import Edition
from newsroom.verbs import NothingNew
from tests.making import make_interview, make_user

WHOLE = (
    "**Host:** One?\n\n**Guest:** Two words.\n\n**Host:** Three?\n\n**Guest:** Four other words."
)
WITHOUT_TWO = "**Host:** One?\n\n**Host:** Three?\n\n**Guest:** Four other words."
WITHOUT_ONE = "**Guest:** Two words.\n\n**Host:** Three?\n\n**Guest:** Four other words."


@pytest.fixture
def publisher(db):
    return make_user()


@pytest.fixture
def interview(publisher):
    story = make_interview(by=publisher, transcript=WHOLE, slug="counted")
    verbs.publish(story, by=publisher)
    return story


def published(interview, publisher, transcript, **how):
    interview.refresh_from_db()
    interview.transcript = transcript
    saving.save(interview, by=publisher)
    [edition] = verbs.publish(interview, by=publisher, **how)
    return edition


def test_removed_turn_leaves_an_anchor_where_it_stood(interview, publisher):
    one, two, three, _ = interview.turn_keys()
    edition = published(interview, publisher, WITHOUT_TWO)
    assert edition.record["gone"] == [{"key": two, "after": one}]
    html = edition.body.html
    assert html.index(f'id="t-{one}"') < html.index(f'id="t-{two}"') < html.index(f'id="t-{three}"')
    assert f'href="/interviews/counted/turns/{two}/"' in html


def test_removed_turn_that_had_no_words_leaves_an_anchor_and_no_link(interview, publisher, client):
    silent = WHOLE + "\n\n**Host:** [^1]\n\n**Guest:** Five.\n\n[^1]: A note."
    published(interview, publisher, silent)
    *_, silence, five = interview.turn_keys()
    for words in (WHOLE, WITHOUT_TWO):
        edition = published(interview, publisher, words)
        gone = {each["key"]: each for each in edition.record["gone"]}
        assert (gone[silence].get("wordless"), "wordless" in gone[five]) == (True, False)
        html = edition.body.html
        assert f'id="t-{silence}"' in html and f"turns/{silence}/" not in html
        assert client.get(f"/interviews/counted/turns/{silence}/").status_code == 404
        assert f'href="/interviews/counted/turns/{five}/"' in html
        assert client.get(f"/interviews/counted/turns/{five}/").status_code == 410


def test_first_turn_leaves_its_anchor_before_all_others(interview, publisher):
    one = interview.turn_keys()[0]
    edition = published(interview, publisher, WITHOUT_ONE)
    assert edition.record["gone"] == [{"key": one, "after": ""}]
    assert edition.body.html.count(f'id="t-{one}"') == 1


def test_anchor_stays_in_every_later_edition_and_goes_when_the_turn_is_back(interview, publisher):
    two = interview.turn_keys()[1]
    published(interview, publisher, WITHOUT_TWO)
    later = published(interview, publisher, WITHOUT_TWO + " And more.")
    assert [each["key"] for each in later.record["gone"]] == [two]
    back = published(interview, publisher, WHOLE)
    assert "gone" not in back.record
    assert back.body.html.count(f'id="t-{two}"') == 1


def test_anchor_outlives_a_withdrawal(interview, publisher):
    two = interview.turn_keys()[1]
    published(interview, publisher, WITHOUT_TWO)
    verbs.withdraw(interview, by=publisher)
    again = published(interview, publisher, WITHOUT_TWO + " And more.")
    assert [each["key"] for each in again.record["gone"]] == [two]


def test_same_words_make_no_edition(interview, publisher):
    published(interview, publisher, WITHOUT_TWO)
    with pytest.raises(NothingNew):
        verbs.publish(interview, by=publisher)


def test_turn_that_is_still_to_come_leaves_nothing_before_it_came(interview, publisher):
    tomorrow = timezone.now() + timedelta(days=1)
    published(interview, publisher, WHOLE + "\n\n**Host:** Five?", at=tomorrow)
    edition = published(interview, publisher, WITHOUT_TWO, later="cancel")
    assert len(edition.record["gone"]) == 1


def test_turn_of_an_edition_that_waited_meanwhile_is_remembered(interview, publisher):
    """Two entries scheduled one after the other: the second was frozen before the first was read."""
    soon, later = (timezone.now() + timedelta(days=days) for days in (1, 2))
    published(interview, publisher, WHOLE + "\n\n**Host:** Five?", at=soon)
    five = interview.turn_keys()[-1]
    published(interview, publisher, WHOLE + " Really.", at=later)
    started = timezone.now() + timedelta(days=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: started)
        gone = interview.freeze()["gone"]
    assert [each["key"] for each in gone] == [five]


def test_amended_text_keeps_the_anchor_of_what_it_takes_out(interview, publisher):
    two = interview.turn_keys()[1]
    live = Edition.objects.live().get(story=interview)
    record = interview.freeze(base=live, words={"transcript": WITHOUT_TWO})
    assert [each["key"] for each in record["gone"]] == [two]


def test_gone_turns_are_no_words_of_the_text(interview, publisher):
    edition = published(interview, publisher, WITHOUT_TWO)
    assert set(edition.body.texts) == {
        "introduction",
        *(f"turn:{key}" for key in interview.turn_keys()),
    }
    assert publication.rerender(edition)


def test_taken_down_record_says_nothing_of_its_turns(interview, publisher):
    published(interview, publisher, WITHOUT_TWO)
    verbs.take_down(interview, by=make_user("administrator"), note="A court asked.")
    for record in Edition.objects.filter(story=interview).values_list("record", flat=True):
        assert not {"gone", "turns", "contents_of"} & record.keys()


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True)


def turns(keys):
    return [{"key": key, "kind": "speech"} for key in keys]


@given(st.lists(KEYS, min_size=1, max_size=6))
def test_no_key_is_lost_and_none_stands_twice(line):
    """Edition after edition: every key ever published stands or is gone, once."""
    had, gone, ever = [], [], set()
    for keys in line:
        gone = missing(turns(keys), [(had, gone)])
        had = turns(keys)
        ever |= set(keys)
        left = [each["key"] for each in gone]
        assert sorted([*keys, *left]) == sorted(ever)
        assert {each["after"] for each in gone} <= {"", *keys}
        assert missing(had, [(had, gone)]) == gone
