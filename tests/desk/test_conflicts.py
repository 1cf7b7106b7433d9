"""Two people in one piece: nobody's words are lost, and nobody's are overwritten unseen."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from newsroom import saving
from newsroom.models import Credit, RelatedStory, Revision, Role, Stage
from tests.desk.forms import fields_of
from tests.making import make_article, make_interview, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def save_as(article, name, **fields):
    """Somebody else's save, while the form is open."""
    story = type(article).objects.get(pk=article.pk)
    for field, value in fields.items():
        setattr(story, field, value)
    saving.save(story, by=make_user(Role.EDITOR, name=name))


def take_together(client, article, page, **choices):
    return client.post(form_of(article), {**fields_of(page), **choices, "_together": "1"})


def together(client, article, theirs, **mine):
    """What the form answers when both changed something; `theirs` by Dana, `mine` as posted."""
    fields = fields_of(client.get(form_of(article)))
    save_as(article, "Dana", **theirs)
    return client.post(form_of(article), {**fields, **mine, "_save": "1"})


@pytest.fixture
def article():
    return make_article(body="As it was.")


@pytest.fixture
def collision(editor, article):
    """What the editor's save answers after a colleague saved first."""
    fields = fields_of(editor.get(form_of(article)))
    save_as(article, "Dana", body="What the colleague wrote.")
    return editor.post(form_of(article), {**fields, "body": "What I wrote.", "_save": "1"})


def test_a_save_over_newer_words_is_refused_and_names_who_saved(collision, article):
    assert collision.status_code == 409
    assert "Dana saved this piece" in collision.content.decode()
    article.refresh_from_db()
    assert article.body == "What the colleague wrote."


def test_the_refused_words_are_all_in_the_page(collision):
    assert fields_of(collision)["body"] == ["What I wrote."]


def test_the_page_shows_what_was_what_is_and_what_would_be(collision):
    words = re.sub(r"</?ins>", "", collision.content.decode())
    for wording in ("As it was.", "What the colleague wrote.", "What I wrote."):
        assert f">{wording}" in words


def test_both_wordings_are_kept_unless_somebody_says_otherwise(collision):
    assert fields_of(collision)["choice:body-0"] == ["both"]


def test_pressing_save_again_is_refused_again(collision, editor, article):
    editor.post(form_of(article), {**fields_of(collision), "_save": "1"})
    article.refresh_from_db()
    assert article.body == "What the colleague wrote."


@pytest.mark.parametrize(
    ("choice", "body"),
    [
        ("mine", "What I wrote."),
        ("theirs", "What the colleague wrote."),
        ("both", "What I wrote.\r\n\r\nWhat the colleague wrote."),
    ],
)
def test_taking_both_together_opens_the_form_with_what_was_chosen(
    collision, editor, article, choice, body
):
    form = take_together(editor, article, collision, **{"choice:body-0": choice})
    assert form.status_code == 200
    assert fields_of(form)["body"] == [body]
    article.refresh_from_db()
    assert article.body == "What the colleague wrote."


def test_what_was_taken_together_is_saved_and_the_other_wording_stays_in_the_history(
    collision, editor, article
):
    form = take_together(editor, article, collision, **{"choice:body-0": "mine"})
    editor.post(form_of(article), {**fields_of(form), "_save": "1"})
    article.refresh_from_db()
    assert article.body == "What I wrote."
    wordings = [each.record["texts"]["body"] for each in Revision.objects.all()]
    assert "What the colleague wrote." in wordings


def test_looking_once_is_no_leave_for_a_third_wording(collision, editor, article):
    save_as(article, "Erik", body="A third one.")
    form = take_together(editor, article, collision, **{"choice:body-0": "mine"})
    refused = editor.post(form_of(article), {**fields_of(form), "_save": "1"})
    assert "Erik saved this piece" in refused.content.decode()
    assert fields_of(refused)["body"] == ["What I wrote."]
    article.refresh_from_db()
    assert article.body == "A third one."


def test_a_fact_about_which_nothing_was_said_is_asked_again(editor, article):
    fields = fields_of(editor.get(form_of(article)))
    save_as(article, "Dana", section=make_topic(name="Ports"))
    mine = {**fields, "section": make_topic(name="Rails").pk, "_save": "1"}
    page = editor.post(form_of(article), mine)
    assert "choice:section" not in fields_of(page)
    again = take_together(editor, article, page)
    assert again.status_code == 409
    assert "so choose" in again.content.decode()


def test_a_form_that_says_nothing_of_its_version_is_refused(editor, article):
    fields = fields_of(editor.get(form_of(article)))
    del fields["based_on"]
    editor.post(form_of(article), {**fields, "body": "Unseen.", "_save": "1"})
    article.refresh_from_db()
    assert article.body == "As it was."


@pytest.mark.parametrize("version", ["0", "-3", "7", "9" * 30, "words"])
def test_a_form_that_says_nonsense_of_its_version_is_refused_with_all_its_words(
    editor, article, version
):
    fields = fields_of(editor.get(form_of(article)))
    save_as(article, "Dana", body="Hers.")
    mine = {**fields, "based_on": version, "body": "Mine.", "_save": "1"}
    page = editor.post(form_of(article), mine)
    assert fields_of(page)["body"] == ["Mine."]
    article.refresh_from_db()
    assert article.body == "Hers."


@pytest.mark.parametrize(
    "claim", ["", "[", "[" * 100_000, "[1]", '{"stage": 1}', r'{"due_on": "\ud800"}']
)
def test_a_form_that_says_nonsense_of_what_it_showed_is_asked_about_what_differs(
    editor, article, claim
):
    form = together(
        editor, article, {"due_on": date(2030, 5, 9)}, facts_read=claim, due_on="2031-01-01"
    )
    assert form.status_code == 409
    assert "choice:due_on" in form.content.decode()


def test_a_save_in_the_same_instant_shows_the_form_again(editor, article, monkeypatch):
    """The colleague's save falls between the form's check and the lock."""
    from newsroom.admin import stories

    save = saving.save

    def save_after_a_colleague(story, **arguments):
        monkeypatch.setattr(stories.saving, "save", save)
        colleague = type(article).objects.get(pk=article.pk)
        colleague.body = "What the colleague wrote."
        save(colleague, by=make_user(Role.EDITOR, name="Dana"))
        return save(story, **arguments)

    fields = fields_of(editor.get(form_of(article)))
    monkeypatch.setattr(stories.saving, "save", save_after_a_colleague)
    page = editor.post(form_of(article), {**fields, "body": "Mine.", "_save": "1"})
    assert "Dana saved this piece" in page.content.decode()
    assert fields_of(page)["body"] == ["Mine."]


# What does not collide


def test_different_paragraphs_come_back_in_one_form_and_a_save_keeps_both(editor):
    article = make_article(body="One.\n\nTwo.\n\nThree.")
    form = together(
        editor,
        article,
        {"body": "One by Dana.\n\nTwo.\n\nThree."},
        body="One.\n\nTwo.\n\nThree by me.",
    )
    assert form.status_code == 200
    assert "Dana saved this piece" in form.content.decode()
    assert "Both changes are in the text below" in form.content.decode()
    article.refresh_from_db()
    assert article.body == "One by Dana.\n\nTwo.\n\nThree."
    editor.post(form_of(article), {**fields_of(form), "_save": "1"})
    article.refresh_from_db()
    assert article.body == "One by Dana.\n\nTwo.\n\nThree by me."


def test_what_was_merged_is_not_saved_before_it_was_seen(editor, article):
    together(editor, article, {"title": "Dana's title"}, body="Mine.")
    article.refresh_from_db()
    assert article.body == "As it was."


def test_side_facts_are_merged_one_by_one(editor, article):
    ports, rails = make_topic(name="Ports"), make_topic(name="Rails")
    colleague = make_user(Role.REPORTER)
    form = together(
        editor, article, {"section": ports, "due_on": date(2030, 5, 9)}, assignee=colleague.pk
    )
    fields = fields_of(form)
    assert fields["section"] == [str(ports.pk)]
    assert fields["due_on"] == ["2030-05-09"]
    assert fields["assignee"] == [str(colleague.pk)]
    assert str(rails.pk) not in fields["section"]


def test_a_fact_that_both_changed_is_asked_and_can_be_mine(editor, article):
    ports, rails = make_topic(name="Ports"), make_topic(name="Rails")
    page = together(editor, article, {"section": ports}, section=rails.pk)
    assert page.status_code == 409
    assert "Ports" in page.content.decode()
    form = take_together(editor, article, page, **{"choice:section": "mine"})
    assert fields_of(form)["section"] == [str(rails.pk)]


def test_credits_of_both_are_kept_and_saved(editor, article):
    mine, hers = make_person("Mine"), make_person("Hers")
    fields = fields_of(editor.get(form_of(article)))
    Credit.objects.create(story=article, person=hers)
    save_as(article, "Dana")
    added = {
        "credits-TOTAL_FORMS": "1",
        "credits-0-person": mine.pk,
        "credits-0-role": "author",
        "credits-0-order": "0",
    }
    form = editor.post(form_of(article), {**fields, **added, "_save": "1"})
    saved = editor.post(form_of(article), {**fields_of(form), "_save": "1"})
    assert saved.status_code == 302
    assert {credit.person for credit in article.credits.all()} == {mine, hers}


def test_a_credit_that_a_colleague_took_out_does_not_come_back(editor):
    gone, stays = make_person("Gone"), make_person("Stays")
    article = make_article(people=(gone, stays))
    fields = fields_of(editor.get(form_of(article)))
    article.credits.get(person=gone).delete()
    save_as(article, "Dana")
    form = editor.post(form_of(article), {**fields, "body": "Mine.", "_save": "1"})
    editor.post(form_of(article), {**fields_of(form), "_save": "1"})
    assert [credit.person for credit in article.credits.all()] == [stays]


def test_a_credit_that_i_took_out_does_not_come_back(editor):
    gone, stays = make_person("Gone"), make_person("Stays")
    article = make_article(people=(gone, stays))
    form = together(editor, article, {"body": "Dana's."}, **{"credits-0-DELETE": "on"})
    editor.post(form_of(article), {**fields_of(form), "_save": "1"})
    assert [credit.person for credit in article.credits.all()] == [stays]


def test_the_words_of_a_related_piece_that_both_changed_are_asked(editor, article):
    tie = RelatedStory.objects.create(story=article, target=make_article(), label="As it was")
    save_as(article, "Dana")
    fields = fields_of(editor.get(form_of(article)))
    tie.label = "Hers"
    tie.save()
    save_as(article, "Dana")
    mine = {**fields, "related_stories-0-label": "Mine", "_save": "1"}
    page = editor.post(form_of(article), mine)
    (name,) = re.findall(r'name="(choice:related[^"]*)" value="theirs"', page.content.decode())
    form = take_together(editor, article, page, **{name: "theirs"})
    assert fields_of(form)["related_stories-0-label"] == ["Hers"]


def test_who_speaks_is_merged_with_what_is_said(editor):
    interview = make_interview()
    guest = make_person("Nur Bekova")
    form = together(
        editor,
        interview,
        {"introduction": "They met in Aktau."},
        **{"speakers-1-person": guest.pk, "speakers-1-described_as": "Director"},
    )
    assert fields_of(form)["introduction"] == ["They met in Aktau."]
    editor.post(form_of(interview), {**fields_of(form), "_save": "1"})
    speaker = interview.speakers.get(label="Guest")
    assert (speaker.person, speaker.described_as) == (guest, "Director")


def test_topics_of_both_are_kept(editor, article):
    mine, hers = make_topic("subject"), make_topic("place")
    fields = fields_of(editor.get(form_of(article)))
    article.topics.add(hers)
    save_as(article, "Dana")
    form = editor.post(form_of(article), {**fields, "topics": [mine.pk], "_save": "1"})
    assert set(fields_of(form)["topics"]) == {str(mine.pk), str(hers.pk)}


def test_a_reporters_save_leaves_facts_to_those_who_may_set_them(reporter):
    article = make_article(by=reporter.user, body="As it was.")
    form = together(reporter, article, {"assignee": reporter.user}, body="Mine.")
    reporter.post(form_of(article), {**fields_of(form), "_save": "1"})
    article.refresh_from_db()
    assert (article.body, article.assignee) == ("Mine.", reporter.user)


# No conflict with oneself


def test_the_same_form_sent_twice_was_saved_already(editor, article):
    fields = {**fields_of(editor.get(form_of(article))), "body": "Mine.", "_save": "1"}
    editor.post(form_of(article), fields)
    again = editor.post(form_of(article), fields, follow=True)
    assert again.redirect_chain
    assert "saved already" in again.content.decode()
    article.refresh_from_db()
    assert article.version == 2


def test_sent_for_review_twice_was_saved_already(reporter):
    article = make_article(by=reporter.user)
    fields = {**fields_of(reporter.get(form_of(article))), "body": "Mine.", "_submit": "1"}
    reporter.post(form_of(article), fields)
    again = reporter.post(form_of(article), fields, follow=True)
    assert "saved already" in again.content.decode()
    article.refresh_from_db()
    assert article.stage == Stage.IN_REVIEW


def test_a_publish_button_pressed_twice_goes_on_to_the_question(publisher, article):
    fields = {**fields_of(publisher.get(form_of(article))), "body": "Mine.", "_publish": "1"}
    first = publisher.post(form_of(article), fields)
    assert publisher.post(form_of(article), fields).url == first.url


def test_a_new_row_sent_twice_is_no_second_one(editor, article):
    added = {
        "credits-TOTAL_FORMS": "1",
        "credits-0-person": make_person().pk,
        "credits-0-role": "author",
        "credits-0-order": "0",
    }
    fields = {**fields_of(editor.get(form_of(article))), **added, "_save": "1"}
    editor.post(form_of(article), fields)
    again = editor.post(form_of(article), fields, follow=True)
    assert "saved already" in again.content.decode()
    assert article.credits.count() == 1


def test_what_is_written_after_going_back_is_saved_with_the_row_added_before(editor, article):
    added = {
        "credits-TOTAL_FORMS": "1",
        "credits-0-person": make_person().pk,
        "credits-0-role": "author",
        "credits-0-order": "0",
    }
    fields = {**fields_of(editor.get(form_of(article))), **added, "_save": "1"}
    editor.post(form_of(article), {**fields, "body": "Said first."})
    again = editor.post(form_of(article), {**fields, "body": "Said then."})
    assert again.status_code == 302
    article.refresh_from_db()
    assert (article.body, article.version) == ("Said then.", 3)
    assert article.credits.count() == 1


def test_ones_own_other_window_is_told_apart_from_a_colleague(editor, article):
    other, this = (fields_of(editor.get(form_of(article))) for _ in range(2))
    editor.post(form_of(article), {**other, "title": "From the other window", "_save": "1"})
    form = editor.post(form_of(article), {**this, "body": "From this one.", "_save": "1"})
    assert "You saved this piece at" in form.content.decode()
    assert fields_of(form)["title"] == ["From the other window"]
    assert fields_of(form)["body"] == ["From this one."]
