"""Updates and corrections: what readers are told, and where the corrected words stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import corrections, saving, verbs
from newsroom.corrections import Corrected, Unmarked
from newsroom.models import Change, Edition, HouseRules, Role
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


@pytest.fixture
def article(publisher):
    article = make_article(by=publisher, body="Trade grew by 5 percent. Then it fell.")
    verbs.publish(article, by=publisher)
    return article


def rewrite(story, publisher, **fields):
    for name, value in fields.items():
        setattr(story, name, value)
    saving.save(story, by=publisher)
    return story


def live(story):
    return Edition.objects.live().select_related("body").get(story=story.pk)


def difference(story):
    base = live(story)
    record = story.freeze()
    return corrections.differences(base, record, story.derive(record).texts)


def correct(story, publisher, **fields):
    """Save `fields` and publish them as a correction that tells all that differs."""
    rewrite(story, publisher, **fields)
    found = difference(story)
    verbs.publish(
        story, by=publisher, change=Change.CORRECTION, note="The figure was wrong.", corrected=found
    )
    return live(story)


def test_a_correction_tells_what_it_said_and_says(article, publisher):
    edition = correct(article, publisher, body="Trade grew by 6 percent. Then it fell.")
    [notice] = edition.notices
    assert (notice["change"], notice["note"]) == ("correction", "The figure was wrong.")
    [told] = notice["corrected"]
    assert (told["said"], told["says"]) == ("Trade grew by 5 percent.", "Trade grew by 6 percent.")


def test_the_corrected_words_are_marked_where_they_stand(article, publisher):
    edition = correct(article, publisher, body="Trade grew by 6 percent. Then it fell.")
    key = edition.notices[0]["corrected"][0]["key"]
    assert (
        f'<span class="corrected" id="corrected-{key}" data-begins="[corrected: " data-ends="]">'
        "Trade grew by 6 percent.</span>" in edition.body.html
    )


def test_a_small_fix_later_keeps_the_mark_on_its_words(article, publisher):
    first = correct(article, publisher, body="Trade grew by 6 percent. Then it fell.")
    rewrite(article, publisher, body="New start.\n\nTrade grew by 6 percent. Then it fell a bit.")
    verbs.publish(article, by=publisher)
    edition = live(article)
    assert edition.notices == first.notices
    assert ">Trade grew by 6 percent.</span>" in edition.body.html


def test_words_that_were_corrected_and_are_gone_mark_nothing(article, publisher):
    correct(article, publisher, body="Trade grew by 6 percent. Then it fell.")
    rewrite(article, publisher, body="All of it is new.")
    verbs.publish(article, by=publisher)
    assert "corrected" not in live(article).body.html


def test_a_turn_and_a_title_are_corrected_too(publisher):
    interview = make_interview(by=publisher, title="The port of Actau")
    verbs.publish(interview, by=publisher)
    text = interview.transcript.replace("A guest.", "A guest from Aktau.")
    edition = correct(interview, publisher, title="The port of Aktau", transcript=text)
    told = {each["part"].split(":")[0]: each["says"] for each in edition.notices[0]["corrected"]}
    assert told == {"title": "The port of Aktau", "turn": "A guest from Aktau."}


def test_a_turn_that_was_taken_out_is_told(publisher):
    interview = make_interview(
        by=publisher, transcript="**Host:** Who are you?\n\n**Guest:** Nobody."
    )
    verbs.publish(interview, by=publisher)
    rewrite(interview, publisher, transcript="**Host:** Who are you?")
    assert [(each.said, each.says) for each in difference(interview)] == [("Nobody.", "")]


def test_numbers_of_citations_are_no_words(publisher):
    one, two = "[1](https://example.org/1)", "[2](https://example.org/2)"
    article = make_article(by=publisher, body=f"It grew. {one} It fell. {two}")
    verbs.publish(article, by=publisher)
    rewrite(article, publisher, body=f"It grew. It fell a little. {two}")
    assert [(each.said, each.says) for each in difference(article)] == [
        ("It fell.", "It fell a little.")
    ]


@pytest.mark.parametrize("change", [Change.UPDATE, Change.CORRECTION])
def test_readers_are_told_in_words(article, publisher, change):
    rewrite(article, publisher, body="Other words.")
    with pytest.raises(verbs.VerbRefused, match="Say in a sentence"):
        verbs.publish(article, by=publisher, change=change, note=" ")


def test_only_a_correction_names_passages(article, publisher):
    with pytest.raises(verbs.VerbRefused):
        verbs.publish(article, by=publisher, corrected=[Corrected("body", "a", "b")])


def test_a_small_fix_is_never_told(article, publisher):
    rewrite(article, publisher, body="Other words.")
    verbs.publish(article, by=publisher)
    assert live(article).notices == []


def test_a_cancelled_correction_is_told_nobody(article, publisher):
    rewrite(article, publisher, body="Other words.")
    [entry] = verbs.publish(
        article, by=publisher, change=Change.CORRECTION, note="Wrong.", at=timezone.now() + HOUR
    )
    verbs.publish(article, by=publisher, later="cancel", change=Change.UPDATE, note="More.")
    assert [each["change"] for each in live(article).notices] == ["update"]
    entry.refresh_from_db()
    assert entry.cancelled_at is not None


def test_a_notice_leads_to_the_wording_before_it_if_the_house_shows_it(article, publisher):
    edition = correct(article, publisher, body="Trade grew by 6 percent. Then it fell.")
    assert edition.notices[0]["before"] == 1


def test_a_house_that_shows_no_earlier_wording_leads_to_none(article, publisher):
    HouseRules.objects.create(pk=1, earlier_wordings="none")
    edition = correct(article, publisher, body="Trade grew by 6 percent. Then it fell.")
    assert edition.notices[0]["before"] is None


@pytest.mark.parametrize(
    ("whole", "marks", "bare"), [("ab[1] cd[2]", [(2, 5), (8, 11)], "ab cd"), ("ab", [], "ab")]
)
def test_places_without_numbers_are_found_in_the_whole_text_and_back(whole, marks, bare):
    unmarked = Unmarked(whole, marks)
    assert unmarked.text == bare
    for start in range(len(bare)):
        first, last = unmarked.place(start, start + 1)
        assert whole[first:last] == bare[start]
        assert unmarked.without(first) == start
