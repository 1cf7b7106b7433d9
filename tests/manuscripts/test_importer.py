from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Article
from interviews.models import Interview, Speaker
from manuscripts import importer, people
from manuscripts.models import Manuscript
from newsroom.models import Credit, LogEntry, Person, Revision, Role, Story, Topic
from tests.making import make_article, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db

TALK = "**Host:** Where do the trains go?\n\n**{}:** To the port.\n\n**Host:** Thank you."
PIECE = (
    "# The dry port\n\nTwo gauges meet here, and every box is lifted once.\n\n"
    "What does Ana Silva say of it?\n\n"
)
BOTH = f"{PIECE}## Interview: At the border\n\n{TALK.format('Ana Silva')}"


@pytest.fixture
def editor():
    return make_user(Role.EDITOR)


def proposal(label, text=TALK):
    [proposals] = importer.prepare(f"# A talk\n\n{text.format(label)}").proposals
    return proposals[label]


def made(text, by, **options):
    return importer.create(importer.prepare(text), by=by, **options)


def head(**fields):
    lines = "\n".join(f"{name}: {value}" for name, value in fields.items())
    return f"---\n{lines}\n---\n{BOTH}"


# Proposals


@pytest.mark.parametrize("label", ["Ana Silva", "ANA SILVA", "Anita Silva", "安娜"])
def test_somebody_known_is_proposed_by_any_form_of_the_name(label):
    person = make_person("Ana Silva", native_name="安娜", aliases=["Anita Silva"])
    assert proposal(label).choice == f"person:{person.pk}"


def test_a_name_is_known_without_its_accents():
    person = make_person("Aña Sílva")
    assert proposal("Ana Silva").choice == f"person:{person.pk}"


def test_a_record_that_was_merged_stands_for_the_one_that_stays():
    stays = make_person("Ana Silva Santos")
    make_person("Ana Silva", merged_into=stays)
    assert proposal("Ana Silva").choice == f"person:{stays.pk}"


def test_a_short_form_is_proposed_as_the_fuller_name_in_the_text():
    text = "Dr. Li Wei studies ports.\n\n" + TALK
    assert proposal("Dr. Li", text).choice == "new:Dr. Li Wei"


def test_a_part_is_proposed_as_nobody():
    [proposals] = importer.prepare(TALK.format("Ana Silva")).proposals
    assert proposals["Host"].choice == people.NOBODY


def test_known_people_who_share_a_word_are_offered_too():
    person = make_person("Ana Maria Silva")
    offered = [choice for choice, _ in proposal("Bo Silva").alternatives]
    assert offered == [f"person:{person.pk}", "new:Bo Silva", people.NOBODY]


# Choices


@pytest.mark.parametrize("choice", ["person", "new:Ana Maria Silva", "nobody"])
def test_a_choice_is_honoured(editor, choice):
    known = make_person("Bo Li")
    chosen = f"person:{known.pk}" if choice == "person" else choice
    made(BOTH, editor, choices=[{}, {"Ana Silva": chosen}])
    person = Speaker.objects.get(label="Ana Silva").person
    names = {"person": "Bo Li", "nobody": None}
    assert (person and person.name) == names.get(choice, "Ana Maria Silva")


def test_a_label_without_a_choice_gets_its_proposal(editor):
    made(BOTH, editor, choices=[{}, {}])
    assert Speaker.objects.get(label="Ana Silva").person.name == "Ana Silva"
    assert Speaker.objects.get(label="Host").person is None


@pytest.mark.parametrize("choice", ["person:999999", "person:x", "new: ", "anything"])
def test_a_choice_of_nothing_is_nobody(editor, choice):
    made(BOTH, editor, choices=[{}, {"Ana Silva": choice}])
    assert Speaker.objects.get(label="Ana Silva").person is None
    assert not Person.objects.exists()


def test_two_labels_that_choose_one_new_name_share_one_person(editor):
    text = f"# A talk\n\n{TALK.format('Ana Silva')}\n\n**A. Silva:** Goodbye."
    new = "new:Ana Maria Silva"
    made(text, editor, choices=[{"Ana Silva": new, "A. Silva": new}])
    [person] = Person.objects.all()
    assert set(person.speaking.values_list("label", flat=True)) == {"Ana Silva", "A. Silva"}


def test_a_new_name_in_two_interviews_and_the_byline_is_one_person(editor):
    talks = f"# One\n\n{TALK}\n\n## Interview: Two\n\n{TALK}".replace("{}", "Ana Silva")
    made(f"---\nauthors: Ana Silva\n---\n{talks}", editor)
    assert Person.objects.count() == 1


def test_who_may_not_add_people_leaves_new_names_as_labels():
    made(head(authors="Bo Li"), make_user(Role.REPORTER))
    assert not Person.objects.exists()
    assert Speaker.objects.filter(label="Ana Silva", person=None).exists()


# What is made


def test_an_article_and_its_interview_are_made_in_order(editor):
    article, interview = made(BOTH, editor)
    assert isinstance(article, Article)
    assert isinstance(interview, Interview)
    assert (article.title, interview.title) == ("The dry port", "At the border")
    assert article.body == "Two gauges meet here, and every box is lifted once."
    assert len(interview.turn_keys()) == 3


def test_the_closing_question_leads_to_the_interview_and_back(editor):
    article, interview = made(BOTH, editor)
    there, back = article.related_stories.get(), interview.related_stories.get()
    assert there.target_id == interview.pk
    assert there.label == "What does Ana Silva say of it?"
    assert back.target_id == article.pk


def test_an_import_is_kept_in_the_log_and_in_the_history(editor):
    stories = made(BOTH, editor)
    for story in stories:
        assert LogEntry.objects.get(story=story.pk, verb="import").actor == editor
        assert story.created_by == editor
        assert Revision.objects.get(story=story.pk).reason == Revision.Reason.IMPORT


def test_the_manuscript_is_kept_whole_with_its_drafts(editor):
    coming = importer.prepare(BOTH, name="port.txt", encoding="cp1252")
    stories = importer.create(coming, by=editor)
    kept = Manuscript.objects.get()
    assert (kept.text, kept.name, kept.encoding) == (BOTH, "port.txt", "cp1252")
    assert {story.pk for story in kept.stories.all()} == {story.pk for story in stories}


def test_a_second_import_of_the_same_text_finds_the_earlier_drafts_in_order(editor):
    stories = made(BOTH, editor)
    again = importer.prepare(BOTH.replace("\n\n", "\n\n\n") + "\n")
    assert [story.pk for story in again.drafts_made] == [story.pk for story in stories]
    assert importer.prepare(BOTH + " And more.").drafts_made == []


def test_drafts_of_one_text_are_made_once_unless_asked_for_again(editor):
    made(BOTH, editor)
    with pytest.raises(importer.ImportedBefore):
        made(BOTH, editor)
    assert Story.objects.count() == 2
    seen = importer.prepare(BOTH).made_before
    made(BOTH, editor, again=seen)
    assert Story.objects.count() == 4


def test_who_asks_again_has_seen_all_drafts_that_were_made(editor):
    made(BOTH, editor)
    seen = importer.prepare(BOTH).made_before
    made(BOTH, editor, again=seen)
    with pytest.raises(importer.ImportedBefore):
        made(BOTH, editor, again=seen)
    assert Story.objects.count() == 4


def test_the_words_in_other_paragraphs_are_kept_as_they_came_too(editor):
    other = BOTH.replace(", and every", ",\n\nand every")
    made(BOTH, editor)
    stories = made(other, editor, again=importer.prepare(other).made_before)
    assert stories[0].manuscripts.get().text == other
    assert importer.prepare(other).made_before.endswith("-4")


def test_a_manuscript_whose_drafts_are_gone_is_kept_as_it_comes_again(editor):
    other = BOTH.replace("\n\n", "\n\n\n")
    for story in made(BOTH, editor):
        Story.objects.filter(pk=story.pk).delete()
    made(other, editor)
    assert Manuscript.objects.get().text == other


def test_a_failure_in_the_second_story_leaves_nothing(editor):
    with pytest.raises(IndexError):
        made(head(authors="Bo Li"), editor, choices=[{}])
    for model in (Story, Manuscript, Person, Revision, LogEntry):
        assert not model.objects.exists()


def test_every_piece_is_read_before_anything_is_locked(editor, monkeypatch):
    locked = []
    render = Article.read

    def read(article):
        locked.append(Manuscript.objects.exists())
        return render(article)

    monkeypatch.setattr(Article, "read", read)
    made(BOTH, editor)
    assert locked == [False]


def test_who_may_not_write_imports_nothing(editor):
    editor.is_active = False
    with pytest.raises(PermissionDenied):
        made(BOTH, editor)
    assert not Story.objects.exists()


# The head


def test_the_head_names_section_topics_and_authors(editor):
    section = make_topic(Topic.Kind.SECTION, "Trade", slug="trade")
    rail = make_topic(Topic.Kind.SUBJECT, "Rail", slug="rail")
    known = make_person("Bo Li")
    article, interview = made(
        head(section="Trade", topics="Rail, Unheard of", authors="Bo Li and Cem Ay"), editor
    )
    assert article.section == interview.section == section
    assert list(article.topics.all()) == [rail]
    credits = article.credits.values_list("person__name", "role")
    assert list(credits) == [("Bo Li", "author"), ("Cem Ay", "author")]
    assert set(interview.credits.values_list("role", flat=True)) == {"interviewer"}
    assert Credit.objects.filter(person=known).count() == 2


def test_an_address_that_is_taken_gets_a_number(editor):
    make_article(by=editor, slug="dry-port")
    article, _ = made(head(slug="dry-port"), editor)
    assert article.slug == "dry-port-2"


@pytest.mark.parametrize("words", ["zh", "ZH", "zh-CN", "zh_Hans", "中文"])
def test_the_head_names_the_language_in_any_of_its_forms(editor, words):
    assert {story.language for story in made(head(language=words), editor)} == {"zh"}


def test_a_language_this_site_does_not_have_is_said_and_the_text_taken_all_the_same(editor):
    coming = importer.prepare(head(language="fr"))
    assert any(doubt.line == 2 and "“fr”" in doubt.reason for doubt in coming.doubts)
    assert {story.language for story in importer.create(coming, by=editor)} == {"en"}


@pytest.mark.parametrize("name", ["authors", "topics", "section", "slug", "host", "title"])
@pytest.mark.parametrize(
    "value", ["2024", "true", "null", "[a, 2]", "{a: b}", "2024-01-02", "''", f"0x{'f' * 5000}"]
)
def test_no_value_in_the_head_stops_an_import(editor, name, value):
    assert len(made(head(**{name: value}), editor)) == 2
