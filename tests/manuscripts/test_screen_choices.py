"""Titles and people chosen on the import screen, and buttons that make only what was shown."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article
from interviews.models import Interview
from manuscripts.models import Manuscript
from newsroom.models import Edition, Person, Story
from tests.desk.forms import fields_of
from tests.making import make_person
from tests.manuscripts.test_screen import TEXT, URL, press, read, words_of

HARBOUR = "# The old harbour\n\nWords about the harbour that somebody wrote down.\n"
RAILWAY = "# A new railway\n\nWords about the railway that somebody wrote down.\n"
TALK = (
    "# {0}\n\n**Host:** Tell us, what is {0}?\n\n**Ana Lee:** It is {0}.\n\n"
    "**Host:** And then?\n\n**Ana Lee:** Then no more.\n"
)
UNSEEN = "Nothing was made yet"


def titles_of(page):
    """The titles that stand in the page's fields, in order."""
    return [value for name, [value] in fields_of(page).items() if name.startswith("title-")]


def who_of(page, label):
    """The field that says who a label stands for, and what it offers by its words."""
    words = words_of(page)
    name = re.search(rf'<label for="id_(who-[^"]+)"><bdi>{re.escape(label)}</bdi>', words)[1]
    options = words.split(f'<select name="{name}"')[1].split("</select>")[0]
    found = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)<', options)
    [chosen] = [text for _, selected, text in found if selected]
    return name, {text: value for value, _, text in found}, chosen


# Titles


def test_a_title_can_be_written_on_the_page(editor):
    press(editor, read(editor), "create", **{"title-0": "A harbour  awake"})
    assert Article.objects.get().title == "A harbour awake"


def test_a_title_keeps_no_characters_that_break_feeds(publisher, client):
    press(publisher, read(publisher, HARBOUR), "publish", **{"title-0": "Bad\x00\x01 title"})
    assert "<title>Bad title</title>" in words_of(client.get("/feed.xml"))


def test_a_title_written_stays_while_the_text_is_read_again(editor):
    page = press(editor, read(editor), "read", **{"title-0": "A harbour awake"})
    assert titles_of(page)[0] == "A harbour awake"


def test_a_title_nobody_wrote_gives_way_when_the_text_is_another(editor):
    page = press(editor, read(editor, HARBOUR), "read", text=RAILWAY)
    assert titles_of(page) == ["A new railway"]


def test_a_title_written_over_another_proposal_is_not_taken_over(editor):
    changes = {"text": RAILWAY, "title-0": "A harbour awake"}
    page = press(editor, read(editor, HARBOUR), "read", **changes)
    assert titles_of(page) == ["A new railway"]


def test_a_title_written_follows_its_piece_when_one_is_put_in_front(editor):
    front = "# A foreword\n\n## Part\n\nSomebody's words.\n\n# {}\n\n## Part\n\nOther words."
    page = read(editor, front.format("Harbour"))
    more = f"# Before\n\n## Part\n\nNew words.\n\n{front.format('Harbour')}"
    page = press(editor, page, "read", text=more, **{"title-1": "A harbour awake"})
    assert titles_of(page) == ["Before", "A foreword", "A harbour awake"]


def test_a_title_made_from_the_names_follows_them(editor):
    text = TALK.format("It").removeprefix("# It\n\n")
    page = press(editor, read(editor, text), "read", text=text.replace("Ana Lee", "Bo Ray"))
    assert titles_of(page) == ["Interview with Bo Ray"]


# People


def test_the_person_a_label_stands_for_can_be_chosen(editor):
    aziz = make_person("Rana Aziz-Karim")
    page = read(editor)
    name, options, chosen = who_of(page, "Dr. Aziz")
    assert chosen == "A new person: Dr. Rana Aziz"
    press(editor, page, "create", **{name: options["Rana Aziz-Karim (known here)"]})
    speaker = Interview.objects.get().speakers.get(label="Dr. Aziz")
    assert speaker.person == aziz
    assert not Person.objects.exclude(pk=aziz.pk).exists()


def test_a_choice_that_was_not_offered_is_not_taken(editor):
    stranger = make_person("Somebody Else")
    page = read(editor)
    names = [name for name in fields_of(page) if name.startswith("who-")]
    press(editor, page, "create", **dict.fromkeys(names, f"person:{stranger.pk}"))
    speakers = Interview.objects.get().speakers.all()
    assert stranger not in [speaker.person for speaker in speakers]


def test_a_label_in_two_pieces_is_chosen_in_each(editor):
    page = read(editor, f"{TALK.format('Iron')}\n\n## Interview: Coal\n\n{TALK.format('It')[6:]}")
    names = [name for name in fields_of(page) if name.startswith("who-")]
    assert len(names) == 4
    guests = [name for name in names if fields_of(page)[name] == [""]]
    press(editor, page, "create", **{guests[-1]: "nobody"})
    people = [
        each.speakers.get(label="Ana Lee").person for each in Interview.objects.order_by("pk")
    ]
    assert [person and person.name for person in people] == ["Ana Lee", None]


def test_a_proposal_nobody_changed_gives_way_to_a_better_one(editor):
    page = read(editor, TALK.format("Iron"))
    make_person("Ana Lee")
    page = press(editor, page, "read")
    assert who_of(page, "Ana Lee")[2] == "Ana Lee (known here)"


def test_a_choice_stays_while_the_text_is_read_again(editor):
    page = read(editor, TALK.format("Iron"))
    name, options, _ = who_of(page, "Ana Lee")
    page = press(editor, page, "read", **{name: options["Nobody: only a label"]})
    assert who_of(page, "Ana Lee")[2] == "Nobody: only a label"


def test_the_same_guest_in_two_tabs_is_one_person(editor):
    one, other = read(editor, TALK.format("Iron")), read(editor, TALK.format("Coal"))
    press(editor, one, "create")
    answer = press(editor, other, "create")
    assert UNSEEN in words_of(answer)
    assert "Known here as Ana Lee." in words_of(answer)
    press(editor, answer, "create")
    assert Person.objects.get().speaking.count() == 2


def test_more_names_than_a_form_can_send_are_taken_as_proposed(editor):
    names = [f"Ana {chr(65 + n // 26)}a{chr(97 + n % 26)}" for n in range(320)]
    text = "# Interview: Talk\n\n" + "\n\n".join(f"**{name}:** Well, so it is." for name in names)
    page = read(editor, text)
    assert "20 more names are not asked about here" in words_of(page)
    assert sum(name.startswith("who-") for name in fields_of(page)) == 300


# What was shown


@pytest.mark.parametrize("do", ["create", "publish"])
def test_words_that_were_not_shown_are_shown_and_nothing_is_made(publisher, do):
    answer = press(publisher, read(publisher, HARBOUR), do, text=RAILWAY)
    assert UNSEEN in words_of(answer)
    assert titles_of(answer) == ["A new railway"]
    assert not Story.objects.exists()
    press(publisher, answer, do)
    assert Article.objects.get().title == "A new railway"


def test_a_line_that_was_not_shown_as_chosen_is_shown_and_nothing_is_made(editor):
    page = read(editor)
    line = re.search(r'name="(line-[^"]+)"', words_of(page))[1]
    answer = press(editor, page, "create", **{line: "otherwise"})
    assert UNSEEN in words_of(answer)
    assert not Story.objects.exists()
    assert press(editor, answer, "create").status_code == 302


def test_a_button_without_a_page_makes_nothing(editor):
    answer = editor.post(URL, {"text": HARBOUR, "do": "create"})
    assert UNSEEN in words_of(answer)
    assert not Story.objects.exists()


def test_a_file_sent_with_the_button_is_shown_first(publisher):
    file = SimpleUploadedFile("railway.md", RAILWAY.encode())
    answer = press(publisher, read(publisher, HARBOUR), "publish", file=file)
    assert UNSEEN in words_of(answer)
    assert titles_of(answer) == ["A new railway"]
    assert not Edition.objects.exists()


# Again


def test_the_same_text_again_offers_the_drafts_it_made(editor):
    press(editor, read(editor), "create")
    page = read(editor, TEXT.replace("\n", "\r\n"))
    assert "This text came in before" in words_of(page)
    assert reverse("admin:articles_article_change", args=[Article.objects.get().pk]) in words_of(
        page
    )
    assert Story.objects.count() == 2


def test_two_tabs_make_the_drafts_once(editor):
    first, second = read(editor), read(editor)
    press(editor, first, "create")
    answer = press(editor, second, "create")
    assert answer.status_code == 200
    assert "This text came in before" in words_of(answer)
    assert Story.objects.count() == 2


def test_drafts_are_made_again_by_somebody_who_has_seen_the_first(editor):
    press(editor, read(editor), "create")
    press(editor, read(editor), "create")
    assert Story.objects.count() == 4
    assert Manuscript.objects.get().stories.count() == 4


def test_drafts_are_not_made_again_of_another_text_than_was_asked(editor):
    press(editor, read(editor, HARBOUR), "create")
    press(editor, read(editor, RAILWAY), "create")
    fields = fields_of(read(editor, HARBOUR))
    other = {**fields_of(read(editor, RAILWAY)), "again": fields["again"]}
    answer = editor.post(URL, {**other, "do": "create"})
    assert "This text came in before" in words_of(answer)
    assert Story.objects.count() == 2


def test_a_second_press_makes_nothing_again(editor):
    press(editor, read(editor, HARBOUR), "create")
    page = read(editor, HARBOUR)
    press(editor, page, "create")
    assert "This text came in before" in words_of(press(editor, page, "create"))
    assert Story.objects.count() == 2


# Nothing is lost


def test_a_file_that_is_refused_loses_nothing_chosen_on_the_page(editor):
    page = read(editor)
    name, options, _ = who_of(page, "Dr. Aziz")
    line = re.search(r'name="(line-[^"]+)"', words_of(page))[1]
    chosen = {name: options["Nobody: only a label"], "title-0": "Awake", line: "otherwise"}
    answer = press(editor, page, "read", file=SimpleUploadedFile("b.pdf", b"%PDF-1"), **chosen)
    assert answer.status_code == 422
    assert {field: fields_of(answer)[field] for field in chosen} == {
        field: [value] for field, value in chosen.items()
    }
    assert fields_of(answer)["text"][0].replace("\r\n", "\n") == TEXT


def test_a_text_that_is_refused_loses_nothing_chosen_on_the_page(editor):
    page = read(editor)
    answer = press(editor, page, "read", text=f"{TEXT}\x00", **{"title-0": "Awake"})
    assert answer.status_code == 422
    answer = press(editor, answer, "read", text=TEXT)
    assert titles_of(answer)[0] == "Awake"


def test_words_that_a_file_replaces_are_not_replaced_without_a_word(editor):
    file = SimpleUploadedFile("railway.md", RAILWAY.encode())
    page = press(editor, read(editor, HARBOUR), "read", file=file)
    assert "in place of those that stood there" in words_of(page)


def test_a_text_that_is_no_longer_the_files_forgets_the_file(editor):
    file = SimpleUploadedFile("harbour.txt", HARBOUR.encode("utf-16"))
    page = editor.post(URL, {"file": file, "do": "read"})
    page = press(editor, page, "read", text=RAILWAY)
    press(editor, page, "create")
    manuscript = Manuscript.objects.get()
    assert (manuscript.name, manuscript.encoding) == ("A new railway", "")


def test_a_chinese_text_is_measured_alike_pasted_and_sent(editor):
    answer = read(editor, "# 海\n\n" + "海" * 1_800_000)
    assert answer.status_code == 422
    assert "It has 5.1 MB; this page takes 5." in words_of(answer)
