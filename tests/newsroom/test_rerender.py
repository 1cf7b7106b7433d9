from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from articles import editions
from newsroom import publication, saving, search, verbs, version
from newsroom.models import Change, Edition, EditionBody, Passage, Topic
from tests.annotations.noting import make_note
from tests.making import make_article, make_interview, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user()


@pytest.fixture
def edition(publisher):
    [edition] = verbs.publish(
        make_article(by=publisher, body="Cranes stop.\n\n## Wind\n\nThey wait."), by=publisher
    )
    return edition


def rerender(**options):
    out = io.StringIO()
    call_command("rerender", stdout=out, no_color=True, **options)
    return out.getvalue().strip()


def left_by_an_older_renderer(edition, **fields):
    """The edition's body as if it had been made by other code."""
    EditionBody.objects.filter(edition=edition).update(**fields)


def body_of(edition):
    return EditionBody.objects.get(edition=edition)


def found(words):
    return [passage.text for passage in search.matching(words)]


def test_a_page_is_made_again_from_its_record(edition):
    made = body_of(edition)
    left_by_an_older_renderer(
        edition, html="<p>Old.</p>", contents=[], card={}, json_ld={}, words=0
    )
    assert rerender() == "Made 1 of 1 editions again."
    again = body_of(edition)
    for name in ("html", "texts", "contents", "card", "json_ld", "words"):
        assert getattr(again, name) == getattr(made, name)
    assert again.rendered_at > made.rendered_at


def test_a_body_that_is_lost_is_made_again(edition):
    EditionBody.objects.all().delete()
    rerender()
    assert body_of(edition).texts == {"body": "Cranes stop.\nWind\nThey wait."}


def test_the_words_of_the_working_copy_never_come_in(edition, publisher):
    article = edition.story.concrete
    article.title, article.body = "Another", "Other words."
    saving.save(article, by=publisher)
    rerender()
    assert "Other words" not in body_of(edition).html
    assert body_of(edition).card["title"] == edition.title != "Another"


def test_passages_are_found_again_by_their_words(edition):
    Passage.objects.all().delete()
    assert found("cranes") == []
    rerender()
    assert found("cranes") == ["Cranes stop."]
    assert found("wind") == ["They wait."]
    rerender()
    assert Passage.objects.filter(edition=edition).count() == 2


def test_what_lists_are_queried_by_is_read_off_the_record_again(publisher):
    section, rail = make_topic(), make_topic(Topic.Kind.SUBJECT)
    person = make_person()
    article = make_article(by=publisher, people=(person,), section=section)
    article.topics.add(rail)
    [edition] = verbs.publish(article, by=publisher)
    Edition.objects.update(section=None)
    edition.topics.clear()
    edition.people.clear()
    rerender()
    edition.refresh_from_db()
    assert edition.section == section
    assert list(edition.topics.all()) == [rail]
    assert list(edition.people.all()) == [person]


def test_a_topic_that_is_no_more_stops_nothing(publisher):
    rail = make_topic(Topic.Kind.SUBJECT)
    article = make_article(by=publisher)
    article.topics.add(rail)
    verbs.publish(article, by=publisher)
    rail.delete()
    assert rerender() == "Made 1 of 1 editions again."


def test_an_edition_whose_words_would_change_is_left_and_named(edition):
    left_by_an_older_renderer(edition, html="<p>Old.</p>", texts={"body": "Old."})
    with pytest.raises(CommandError) as refusal:
        rerender()
    assert f"{edition.pk} {edition.path}" in str(refusal.value)
    assert body_of(edition).html == "<p>Old.</p>"
    assert body_of(edition).texts == {"body": "Old."}


def test_the_others_are_made_all_the_same(edition, publisher):
    [other] = verbs.publish(make_interview(by=publisher), by=publisher)
    for each in (edition, other):
        left_by_an_older_renderer(each, html="<p>Old.</p>")
    left_by_an_older_renderer(edition, texts={"body": "Old."})
    with pytest.raises(CommandError, match="would change"):
        rerender()
    assert body_of(edition).html == "<p>Old.</p>"
    assert body_of(other).html != "<p>Old.</p>"


def test_a_change_of_words_is_made_where_it_is_accepted(edition):
    left_by_an_older_renderer(edition, texts={"body": "Old."})
    assert rerender(accept_changes=True) == "Made 1 of 1 editions again."
    assert body_of(edition).texts == {"body": "Cranes stop.\nWind\nThey wait."}


def test_one_story_alone_can_be_made_again(edition, publisher):
    [other] = verbs.publish(make_article(by=publisher), by=publisher)
    for each in (edition, other):
        left_by_an_older_renderer(each, html="<p>Old.</p>")
    assert rerender(story=other.story_id) == "Made 1 of 1 editions again."
    assert body_of(edition).html == "<p>Old.</p>"
    assert body_of(other).html != "<p>Old.</p>"


def test_every_edition_of_a_story_is_made_again(edition, publisher):
    verbs.publish(edition.story.concrete, by=publisher, change=Change.UPDATE, note="More.")
    assert rerender() == "Made 2 of 2 editions again."


def test_a_withdrawal_has_no_page_to_make(edition, publisher):
    verbs.withdraw(edition.story, by=publisher)
    assert rerender() == "Made 1 of 1 editions again."
    assert EditionBody.objects.count() == 1


def test_readers_copies_are_stale_once_a_page_was_made_again(edition):
    before = version.current()
    rerender()
    assert version.current() == before + 1


def test_where_nothing_was_made_readers_copies_stay_good(edition):
    left_by_an_older_renderer(edition, texts={"body": "Old."})
    before = version.current()
    with pytest.raises(CommandError):
        rerender()
    assert version.current() == before


def test_the_record_of_an_edition_is_not_touched(edition):
    before = Edition.objects.values().get()
    rerender(accept_changes=True)
    assert Edition.objects.values().get() == before


def with_a_note(publisher, words, **other):
    """A published article with a note on `words`, and its record as another release had it."""
    article = make_article(by=publisher, body="Cranes stop.\n\nThey wait for the wind to fall.")
    make_note(article, words, body="Above 20 m/s.", by=publisher)
    [edition] = verbs.publish(article, by=publisher)
    record = edition.record
    record["notes"][0].update(other)
    # What was published is frozen, and the database says so: this is what an older release wrote.
    taken = publication.publishable(article, record)
    edition.record = taken.record
    publication.rewrite_body(edition, taken)
    return edition, taken.body


def test_a_note_is_marked_where_its_words_are_and_not_where_they_were(publisher):
    edition, body = with_a_note(publisher, "the wind", start=0, end=8)
    key = edition.record["notes"][0]["mark"]
    assert f'id="{key}" aria-details' in body.html and ">the wind</mark>" in body.html
    [note] = body.notes
    assert (note.has_moved, note.passage[note.start : note.end]) == (True, "the wind")


def test_a_note_whose_words_are_nowhere_is_listed_and_leads_nowhere(publisher):
    edition, body = with_a_note(publisher, "the wind", exact="a gale", kind="explain")
    mark = edition.record["notes"][0]["mark"]
    assert "<mark" not in body.html and f'href="#{mark}"' not in body.html
    assert "<q>a gale</q>" in body.html and "Above 20 m/s." in body.html
    assert edition.notes.get().anchor == ""


def test_rerendering_tells_of_notes_that_stand_elsewhere(publisher, monkeypatch):
    """As after an upgrade that renders an old text otherwise."""
    article = make_article(by=publisher, body="Cranes stop.\n\nThey wait for the wind to fall.")
    make_note(article, "the wind", by=publisher)
    verbs.publish(article, by=publisher)
    rendering = editions.render

    def otherwise(source, **how):
        return rendering(source.replace("Cranes stop.", "All cranes stop."), **how)

    monkeypatch.setattr(editions, "render", otherwise)
    said = rerender(accept_changes=True)
    assert "the words “the wind” were found elsewhere in the text" in said
    monkeypatch.setattr(
        editions, "render", lambda source, **how: rendering(source.replace("wind", "gale"), **how)
    )
    said = rerender(accept_changes=True)
    assert "the words “the wind” are not in the text, so its note is in the list alone." in said
    monkeypatch.undo()
    assert "Notes that" not in rerender(accept_changes=True)
