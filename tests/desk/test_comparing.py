"""Two wordings of a piece side by side, and the way back to one of them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from newsroom import saving, verbs
from newsroom.models import Edition
from tests.desk.forms import fields_of
from tests.making import make_article, make_interview, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def compared(client, story, before=None, after=None, **query):
    """The page that compares the first wording with the newest, or those named."""
    keys = [f"r{each.pk}" for each in story.revisions.all()]
    query = {"from": before or keys[-1], "to": after or keys[0], **query}
    return client.get(reverse("admin:desk_compare", args=[story.pk]), query)


def words_of(page):
    """The page as one reads it: [-deleted-] {+inserted+}, tags left out."""
    text = re.sub(r'<span class="visually-hidden">.*?</span>', "", page.content.decode())
    text = text.replace("<del>", "[-").replace("</del>", "-]")
    text = text.replace("<ins>", "{+").replace("</ins>", "+}")
    return unescape(re.sub(r"<[^>]+>", "", text))


def saved_again(story, **changes):
    for field, value in changes.items():
        setattr(story, field, value)
    saving.save(story, by=make_user())
    return story


@pytest.fixture
def article():
    article = make_article(
        title="One port", standfirst="Of a port.", body="It moved **two** tonnes."
    )
    return saved_again(article, title="Two ports", body="It moved **nine** tonnes.")


def test_words_that_went_and_came_are_marked(editor, article):
    page = words_of(compared(editor, article))
    assert "[-One port-]{+Two ports+}" in page or "[-One-]{+Two+}" in page
    assert "It moved [-two-]{+nine+} tonnes." in page
    assert "1 changed" in page or "2 changed" in page


def test_who_listens_hears_what_was_removed_and_added(editor, article):
    page = compared(editor, article).content.decode()
    assert '<del><span class="visually-hidden">[removed: </span>two<' in page
    assert '<ins><span class="visually-hidden">[added: </span>nine<' in page


def test_the_source_is_compared_as_it_is_written(editor, article):
    page = words_of(compared(editor, article, **{"as": "source"}))
    assert "It moved **[-two-]{+nine+}** tonnes." in page


def test_an_empty_line_of_the_source_is_not_said_to_be_added(editor):
    article = saved_again(make_article(body="One thing."), body="One thing.\n\nAnother thing.")
    page = words_of(compared(editor, article, **{"as": "source"}))
    assert page.count("Added") == 1


def test_headings_stay_headings(editor):
    article = saved_again(make_article(body="## The quay\n\nOne."), body="## The old quay\n\nOne.")
    page = compared(editor, article).content.decode()
    assert re.search(r'<h4 class="line">The <ins>.*?old .*?</ins>quay</h4>', page)


def test_a_change_of_marks_alone_says_where_to_see_it(editor):
    article = saved_again(make_article(body="So *it* is."), body="So **it** is.")
    page = words_of(compared(editor, article))
    assert "Readers see the same words" in page
    assert "Every word is the same" in words_of(compared(editor, article, "now", "now"))


def test_unchanged_stretches_are_folded_and_can_be_opened(editor):
    lines = [f"Paragraph {number} of many." for number in range(20)]
    changed = [*lines[:10], "Something new here.", *lines[10:]]
    article = saved_again(make_article(body="\n\n".join(lines)), body="\n\n".join(changed))
    page = compared(editor, article).content.decode()
    folds = re.findall(r"<details class=\"kept\"><summary[^>]*>([^<]*)</summary>", page)
    assert folds == ["8 paragraphs without a change"] * 2
    assert "Paragraph 0 of many." in page


def test_a_turn_shows_its_speaker_and_what_became_of_it(editor):
    interview = make_interview(transcript="**Host:** Who are you?\n\n**Guest:** A guest.")
    saved_again(
        interview,
        transcript="**Host:** Who are you?\n\n**Guest:** A host.\n\n**Host:** Oh, and why is that?",
    )
    page = compared(editor, interview).content.decode()
    assert re.search(r"Guest</p>\s*<p class=\"line\">A <del>", page)
    assert re.search(r'class="done"[^>]*>Added</p>\s*<p class="speaker"><ins>Host<', page)


def test_a_turn_given_to_another_speaker_changes_its_label_alone(editor):
    interview = make_interview(transcript="**Ann:** It is all about the port and its cranes.")
    saved_again(interview, transcript="**Bob:** It is all about the port and its cranes.")
    assert "[-Ann-]{+Bob+}" in words_of(compared(editor, interview))


@pytest.mark.parametrize(
    ("language", "direction", "before", "after", "shown"),
    [
        ("zh", "ltr", "港口运了一百吨。", "港口运了两百吨。", "港口运了[-一-]{+两+}百吨。"),
        ("ar", "rtl", "الميناء كبير جدا.", "الميناء صغير جدا.", "الميناء [-كبير-]{+صغير+} جدا."),
    ],
)
def test_other_scripts_are_compared_in_their_own_words_and_direction(
    editor, language, direction, before, after, shown
):
    article = saved_again(make_article(language=language, body=before), body=after)
    page = compared(editor, article)
    assert shown in words_of(page)
    assert f'lang="{language}" dir="{direction}"' in page.content.decode()


def test_facts_beside_the_words_are_listed(editor):
    old, new, topic = (
        make_topic(name="Ports"),
        make_topic(name="Rail"),
        make_topic("subject", "Cranes"),
    )
    article = make_article(
        section=old, people=(make_person("Aigerim Bekova"),), body="So [1](https://a.example/)."
    )
    article.credits.all().delete()
    article.topics.add(topic)
    saved_again(article, section=new, body="So.")
    page = words_of(compared(editor, article))
    for fact in (
        "[-Ports-]",
        "{+Rail+}",
        "{+Cranes+}",
        "[-By Aigerim Bekova-]",
        "[-https://a.example/-]",
    ):
        assert fact in page


def test_facts_that_did_not_change_are_left_out(editor, article):
    assert "Section" not in words_of(compared(editor, article))


def test_the_draft_is_compared_with_what_is_live(publisher, article):
    verbs.publish(article, by=publisher.user)
    saved_again(article, body="It moved ten tonnes.")
    link = re.search(
        r'href="([^"]*)">Compare with live', publisher.get(form_of(article)).content.decode()
    )
    assert "It moved [-nine-]{+ten+} tonnes." in words_of(publisher.get(unescape(link[1])))


def test_a_piece_that_is_not_live_has_no_such_link(editor, article):
    assert "Compare with live" not in editor.get(form_of(article)).content.decode()
    assert compared(editor, article, before="live").status_code == 404


@pytest.mark.parametrize("key", ["r0", "r999999", "e1", "x", "r" + "9" * 30, "%00"])
def test_a_version_that_the_piece_does_not_have_is_not_found(editor, article, key):
    assert compared(editor, article, before=key).status_code == 404
    assert editor.get(f"/admin/desk/restore/{article.pk}/{key}/").status_code == 404


def test_another_pieces_version_is_not_found(editor, article):
    other = make_article().revisions.get()
    assert compared(editor, article, after=f"r{other.pk}").status_code == 404


def test_nobody_compares_or_restores_a_piece_that_is_not_theirs(reporter, article):
    key = f"r{article.revisions.last().pk}"
    assert compared(reporter, article).status_code == 403
    answer = reporter.post(reverse("admin:desk_restore", args=[article.pk, key]))
    assert answer.status_code == 403
    assert article.revisions.count() == 2


def test_a_reporter_compares_and_restores_a_piece_of_his_own(reporter):
    article = saved_again(make_article(by=reporter.user, body="Mine."), body="Theirs.")
    assert compared(reporter, article).status_code == 200
    restore(reporter, article)
    article.refresh_from_db()
    assert article.body == "Mine."


def test_hostile_words_stay_words(editor):
    article = saved_again(make_article(title="<b>old", body="x"), title="<script>alert(1)</script>")
    for view in ("", "source"):
        page = compared(editor, article, **{"as": view}).content.decode()
        assert "<script>alert" not in page
        assert "<b>" not in page


def restore(client, story, **changes):
    """Ask to restore the first wording, and press the button."""
    address = reverse("admin:desk_restore", args=[story.pk, f"r{story.revisions.last().pk}"])
    return client.post(address, {**fields_of(client.get(address)), **changes})


def test_restoring_asks_first(editor, article):
    address = reverse("admin:desk_restore", args=[article.pk, f"r{article.revisions.last().pk}"])
    assert "Restore as a new draft" in editor.get(address).content.decode()
    article.refresh_from_db()
    assert article.title == "Two ports"


def test_restoring_leads_back_to_the_form_and_says_what_happened(editor, article):
    answer = restore(editor, article)
    assert answer.url == form_of(article)
    article.refresh_from_db()
    assert (article.title, article.body) == ("One port", "It moved **two** tonnes.")
    assert "readers see no change" in editor.get(answer.url).content.decode()


def test_a_page_left_open_restores_over_nobodys_words(editor, article):
    address = reverse("admin:desk_restore", args=[article.pk, f"r{article.revisions.last().pk}"])
    fields = fields_of(editor.get(address))
    saved_again(article, body="A colleague's.")
    answer = editor.post(address, fields)
    assert answer.status_code == 422
    assert "in the meantime" in answer.content.decode()
    article.refresh_from_db()
    assert article.body == "A colleague's."
    # The page now shows the version that was refused: pressing again is a decision.
    assert editor.post(address, fields_of(answer)).status_code == 302


def test_a_restore_that_says_no_version_is_refused(editor, article):
    assert restore(editor, article, based_on="").status_code == 422


def test_restoring_changes_nothing_that_readers_see(publisher, article):
    verbs.publish(article, by=publisher.user)
    restore(publisher, article)
    assert Edition.objects.live().get().title == "Two ports"


def test_the_page_needs_the_same_few_queries_whatever_it_compares(
    editor, django_assert_num_queries
):
    small = saved_again(make_article(), body="Other.")
    large = make_article(
        body="\n\n".join(f"Paragraph {n} [1](https://a{n}.example/)" for n in range(40))
    )
    saved_again(large, body="\n\n".join(f"Paragraf {n}" for n in range(50)))
    for article in (small, large):
        # Session, user, story, its kind, two wordings, two lists of what can be chosen, topics.
        with django_assert_num_queries(9):
            compared(editor, article)
