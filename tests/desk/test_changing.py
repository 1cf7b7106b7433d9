"""A live piece changes: the one question, and what takes a piece from its readers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from newsroom import saving, verbs
from newsroom.models import Change, Edition
from tests.desk.forms import fields_of
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db


def url(name, story):
    return reverse(f"admin:desk_{name}", args=[story.pk])


def live(story):
    return Edition.objects.live().filter(story=story.pk).first()


@pytest.fixture
def article():
    """Live, with changes that are not."""
    by = make_user()
    article = make_article(by=by, body="It grew by 5 percent. Then it fell.")
    verbs.publish(article, by=by)
    article.body = "It grew by 6 percent. Then it fell."
    saving.save(article, by=by)
    return article


def answer(client, article, **fields):
    """Open the dialog, answer the question, press Publish."""
    sent = fields_of(client.get(url("publish", article)))
    return client.post(url("publish", article), {**sent, **fields})


def test_a_first_publishing_asks_nothing(publisher):
    assert b"What kind of change" not in publisher.get(url("publish", make_article())).content


def test_changes_are_not_published_before_somebody_says_what_they_are(publisher, article):
    page = answer(publisher, article)
    assert page.status_code == 422
    assert "Say what kind of change it is." in page.content.decode()
    assert live(article).number == 1


def test_a_small_fix_tells_readers_nothing_even_if_a_note_was_typed(publisher, article):
    answer(publisher, article, change="minor", note="I changed my mind.")
    assert (live(article).change, live(article).note) == (Change.MINOR, "")


@pytest.mark.parametrize("change", ["update", "correction"])
def test_readers_are_told_in_words(publisher, article, change):
    assert answer(publisher, article, change=change).status_code == 422
    assert live(article).number == 1


def test_a_correction_comes_filled_in_and_is_told_in_the_words_left_there(publisher, article):
    page = publisher.get(url("publish", article)).content.decode()
    assert "It grew by 5 percent.</textarea>" in page
    answer(publisher, article, change="correction", note="Wrong year.", **{"said-0": "5 percent"})
    [told] = live(article).notices[0]["corrected"]
    assert (told["said"], told["says"]) == ("5 percent", "It grew by 6 percent.")


def test_a_passage_that_is_unticked_is_not_told(publisher, article):
    sent = fields_of(publisher.get(url("publish", article)))
    del sent["tell-0"]
    publisher.post(url("publish", article), {**sent, "change": "correction", "note": "Wrong."})
    assert live(article).notices[0]["corrected"] == []


def test_a_draft_goes_out_with_the_correction_of_the_piece_it_is_tied_to(publisher, article):
    interview = make_interview()
    article.related_stories.create(target=interview)
    answer(publisher, article, change="correction", note="Wrong.")
    assert live(article).change == Change.CORRECTION
    assert live(interview).change == Change.FIRST


def test_two_live_pieces_chosen_in_a_list_are_not_corrected_together(publisher, article):
    page = publisher.get(url("publish", article) + "?chosen=1").content.decode()
    assert 'value="update"' in page
    assert 'value="correction"' not in page


@pytest.mark.parametrize("name", ["retract", "take_down", "withdraw"])
def test_asking_changes_nothing(administrator, article, name):
    assert administrator.get(url(name, article)).status_code == 200
    assert live(article) is not None


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("reporter", "retract", 403),
        ("editor", "retract", 403),
        ("editor", "withdraw", 403),
        ("publisher", "retract", 302),
        ("publisher", "take_down", 403),
    ],
)
def test_who_may_take_a_piece_from_readers(request, article, who, name, status):
    client = request.getfixturevalue(who)
    answered = client.post(url(name, article), {"note": "It was wrong.", "sure": "1"})
    assert answered.status_code == status
    assert (live(article) is None) == (status == 302)


def test_a_retraction_shows_its_reason_at_the_address(publisher, article, client):
    path = live(article).path
    publisher.post(url("retract", article), {"note": "The figures were made up."})
    page = client.get(path)
    assert page.status_code == 410
    assert "The figures were made up." in page.content.decode()


def test_publishing_over_a_tombstone_says_that_its_reason_goes(publisher, article):
    assert "What stands there now" not in publisher.get(url("publish", article)).content.decode()
    publisher.post(url("retract", article), {"note": "The figures were made up."})
    page = publisher.get(url("publish", article)).content.decode()
    assert "What stands there now goes: “Retracted”" in page
    assert "The figures were made up." in page


def test_readers_are_told_why_a_retracted_piece_can_be_read_again(publisher, article):
    publisher.post(url("retract", article), {"note": "The figures were made up."})
    asked = answer(publisher, article, note="")
    assert asked.status_code == 422
    assert "Say in a sentence why it can be read again." in asked.content.decode()
    assert answer(publisher, article, change="minor", note="They were right.").status_code == 422
    assert live(article) is None
    assert answer(publisher, article, note="They were right.").status_code == 302
    assert (live(article).change, live(article).note) == (Change.UPDATE, "They were right.")


def test_what_was_retracted_is_not_linked_as_an_earlier_wording(publisher, article, client):
    answer(publisher, article, change="update", note="More of it.")
    publisher.post(url("retract", article), {"note": "The figures were made up."})
    answer(publisher, article, note="Without the figures.")
    notices = live(article).notices
    assert [each["note"] for each in notices] == ["More of it.", "Without the figures."]
    assert [each["before"] for each in notices] == [None, None]
    for number in (1, 2):
        assert client.get(f"{live(article).path}editions/{number}/").status_code == 404


def test_a_retraction_without_a_reason_is_refused_in_words(publisher, article):
    page = publisher.post(url("retract", article), {"note": ""})
    assert page.status_code == 422
    assert "Say why in a sentence." in page.content.decode()


def test_taking_down_asks_twice_and_says_what_it_blanked(administrator, article, client):
    path = live(article).path
    once = administrator.post(url("take_down", article), {"note": "A court ordered it."})
    assert once.status_code == 200
    assert live(article) is not None
    assert fields_of(once)["note"] == ["A court ordered it."]
    done = administrator.post(
        url("take_down", article), {"note": "A court ordered it.", "sure": "1"}, follow=True
    )
    assert "Taken down. Blanked: " in done.content.decode()
    gone = client.get(path)
    assert gone.status_code == 410
    assert "A court ordered it." in gone.content.decode()
    assert article.title not in gone.content.decode()


def test_an_earlier_wording_is_sealed_with_a_reason(publisher, article, client):
    answer(publisher, article, change="update", note="More.")
    first = Edition.objects.get(story=article, number=1)
    address = f"{first.path}editions/1/"
    assert client.get(address).status_code == 200
    publisher.post(reverse("admin:desk_seal", args=[first.pk]), {"note": "It named a minor."})
    sealed = client.get(address)
    assert sealed.status_code == 410
    assert "It named a minor." in sealed.content.decode()
    assert first.record["texts"]["body"].split(".")[0] not in sealed.content.decode()
    publisher.post(reverse("admin:desk_seal", args=[first.pk]))
    assert client.get(address).status_code == 200


def test_the_history_leads_to_sealing_what_readers_had(publisher, article):
    answer(publisher, article, change="update", note="More.")
    history = publisher.get(f"/admin/articles/article/{article.pk}/history/").content.decode()
    first, second = Edition.objects.filter(story=article).order_by("number")
    assert reverse("admin:desk_seal", args=[first.pk]) in history
    assert reverse("admin:desk_seal", args=[second.pk]) not in history
