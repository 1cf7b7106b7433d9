"""A preview shows the public page of words that nobody has saved, however half-typed."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from articles.models import Article
from interviews.models import Turn
from newsroom import saving
from newsroom.models import Edition, Revision
from tests.desk.forms import fields_of
from tests.making import make_article, make_interview, make_person

pytestmark = pytest.mark.django_db

NEW = {"article": "/admin/articles/article/add/", "interview": "/admin/interviews/interview/add/"}


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def preview_of(story):
    return reverse("admin:desk_preview", args=[story.kind, story.pk])


def previewed(client, story, **changes):
    fields = {**fields_of(client.get(form_of(story))), **changes}
    answer = client.post(preview_of(story), fields)
    assert answer.status_code == 200
    return answer


def test_unsaved_words_are_shown_and_nothing_is_written(editor):
    article = make_article()
    page = previewed(editor, article, title="New words", body="Fresh **text**.").content.decode()
    assert "New words" in page
    assert "Fresh <strong>text</strong>." in page
    article.refresh_from_db()
    assert article.title != "New words"
    assert Revision.objects.count() == 1
    assert not Edition.objects.exists()


@pytest.mark.parametrize("kind", ["article", "interview"])
def test_a_piece_never_saved_has_a_preview(editor, kind):
    fields = fields_of(editor.get(NEW[kind]))
    fields |= {
        "title": "New words",
        "body": "Text.",
        "transcript": "**Host:** Who?\r\n\r\n**A:** I.",
    }
    answer = editor.post(reverse("admin:desk_preview", args=[kind]), fields)
    assert answer.status_code == 200
    assert "New words" in answer.content.decode()


def test_a_turn_that_stays_has_its_own_anchor_and_a_new_one_gets_no_row(editor):
    interview = make_interview()
    key = interview.turns.get(label="Host").key
    transcript = interview.transcript + "\n\n**Host:** And then?"
    page = previewed(editor, interview, transcript=transcript).content.decode()
    assert f'id="t-{key}"' in page
    assert "And then?" in page
    assert Turn.objects.filter(interview=interview).count() == 2


def test_a_person_chosen_in_the_form_is_previewed_beside_the_right_label(editor):
    interview = make_interview(transcript="**Gone:** Hm.\n\n**Host:** Who?\n\n**Guest:** I.")
    interview.speakers.filter(label="Gone").update(described_as="Left the room")
    interview.transcript = "**Host:** Who?\n\n**Guest:** I."
    saving.save(interview, by=editor.user)
    person, guest = make_person("Li Wei"), interview.speakers.get(label="Guest")
    fields = fields_of(editor.get(form_of(interview)))
    row = next(name for name in fields if name.endswith("-id") and fields[name] == [str(guest.pk)])
    page = previewed(editor, interview, **{row.replace("-id", "-person"): person.pk})
    assert page.context["voices"][1].name == "Li Wei"
    assert len(page.context["voices"]) == 2


def test_a_speaker_renamed_in_the_text_is_previewed_as_who_it_was(editor):
    interview = make_interview(transcript="**Host:** Who?\n\n**Chris B.:** I.")
    person = make_person("Chris Benson")
    interview.speakers.filter(label="Chris B.").update(person=person, described_as="A pilot")
    renamed = {
        "transcript": "**Host:** Who?\n\n**Captain:** I.",
        "renamed": '[["Chris B.", "Captain"]]',
    }
    voice = previewed(editor, interview, **renamed).context["voices"][1]
    assert (voice.name, voice.described_as) == ("Chris Benson", "A pilot")
    taken_back = previewed(editor, interview, renamed=renamed["renamed"])
    assert taken_back.context["voices"][1].name == "Chris Benson"


def test_labels_merged_in_the_text_are_previewed_as_the_one_that_is_known(editor):
    interview = make_interview(transcript="**Host:** Who?\n\n**Chris B.:** I.\n\n**Cap:** Aye.")
    person = make_person("Chris Benson")
    interview.speakers.filter(label="Chris B.").update(person=person)
    merged = {
        "transcript": "**Host:** Who?\n\n**Cap:** I.\n\n**Cap:** Aye.",
        "renamed": '[["Chris B.", "Cap"]]',
    }
    voices = previewed(editor, interview, **merged).context["voices"]
    assert [voice.name for voice in voices] == ["Host", "Chris Benson"]


def test_an_unsaved_byline_is_shown(editor):
    article, person = make_article(), make_person("Aigerim Bekova")
    page = previewed(
        editor,
        article,
        **{
            "credits-TOTAL_FORMS": "1",
            "credits-0-person": str(person.pk),
            "credits-0-role": "author",
        },
    )
    assert "Aigerim Bekova" in page.content.decode()


def test_a_preview_may_stand_in_a_frame_of_ours_only_and_is_kept_nowhere(editor):
    answer = previewed(editor, make_article())
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "", "body": "", "slug": "", "language": ""},
        {"language": "klingon", "section": "x", "lead_picture": "-1", "topics": ["a", "99999"]},
        {"section": "9" * 40, "lead_picture": "٣", "credits-TOTAL_FORMS": "9" * 30},
        {"credits-TOTAL_FORMS": "1", "credits-0-person": "zz", "credits-0-order": "first"},
        {"related_stories-TOTAL_FORMS": "1", "related_stories-0-target": "123456789"},
        {"body": "\x00 [a](\u202e) ![b](picture:nothing) [^1] <script>alert(1)</script>"},
        {"title": "<script>alert(1)</script>" * 40, "slug": "../../etc"},
        {"body": "![[[((" * 500},
    ],
)
def test_half_typed_and_forged_fields_still_give_a_page(editor, changes):
    page = previewed(editor, make_article(), **changes).content.decode()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    "transcript",
    [
        "",
        "**",
        "**Host:**",
        "**Host:** \r\n\r\n**Host:**",
        "no speaker at all",
        "[00:99:99] x",
        "：：：\x00",
    ],
)
def test_a_half_typed_transcript_still_gives_a_page(editor, transcript):
    previewed(editor, make_interview(), transcript=transcript)


def test_a_post_with_nothing_in_it_gives_the_saved_page(editor):
    article = make_article(title="As saved")
    answer = editor.post(preview_of(article), {})
    assert "As saved" in answer.content.decode()


def test_an_unknown_kind_is_not_found(editor):
    assert editor.post("/admin/desk/preview/sculpture/", {}).status_code == 404


def test_an_earlier_wording_can_be_read(editor):
    article = make_article(body="The first wording.")
    Article.objects.filter(pk=article.pk).update(body="Another.")
    answer = editor.get(reverse("admin:desk_revision", args=[article.revisions.get().pk]))
    assert "The first wording." in answer.content.decode()


def test_the_history_lists_what_was_done_and_every_wording(publisher):
    article = make_article(by=publisher.user)
    page = publisher.get(reverse("admin:articles_article_history", args=[article.pk]))
    words = page.content.decode()
    assert "Never published." in words
    assert len(re.findall(r'/admin/desk/revision/\d+/"', words)) == 1


def test_a_preview_leads_to_the_notes_of_a_saved_piece(editor):
    article = make_article()
    notes = reverse("admin:desk_notes", args=[article.pk])
    assert (
        f'<a href="{notes}" target="_blank">Notes</a>'
        in previewed(editor, article).content.decode()
    )
    fields = fields_of(editor.get(NEW["article"]))
    new = editor.post(reverse("admin:desk_preview", args=["article"]), fields).content.decode()
    assert 'target="_blank">Notes' not in new
