"""Doubtful lines on the import screen: where they stand, and what becomes of a choice."""

from __future__ import annotations

import re

import pytest

from interviews.models import Interview
from manuscripts.models import Manuscript
from newsroom.models import Story
from tests.desk.forms import fields_of
from tests.manuscripts.test_screen import press, read, words_of

TALK = "**Ana Lee:** Well?\n\n**Bo Ray:** It is.\n\nCy Ota: so they say.\n\n**Ana Lee:** Hm."


def doubts_at(page, line):
    """What the page says of a line: its doubts, as HTML."""
    doubts = re.findall(r'<div class="doubt".*?</div>', words_of(page), re.DOTALL)
    return [doubt for doubt in doubts if f">Line {line}<" in doubt]


def choice_at(page, line, place=0):
    """The name of a choice that the page offers for a line."""
    names = [re.search(r'name="(line-[^"]+)"', doubt) for doubt in doubts_at(page, line)]
    return [name[1] for name in names if name][place]


def choose(client, page, line, *, place=0, do="read", **changes):
    return press(client, page, do, **{choice_at(page, line, place): "otherwise"}, **changes)


def turns():
    return list(Interview.objects.get().turns.values_list("label", "text"))


def test_a_doubt_stands_with_its_line_and_nothing_is_chosen(editor):
    page = read(editor)
    before, after = words_of(page).split(f'id="{choice_at(page, 21)}"')
    # With the turn it is in, under its words.
    assert "shows what ports report" in before.rsplit('<div class="part', 1)[1]
    assert "is a word of this sentence" in after
    assert not any(name.startswith("line-") for name in fields_of(page))


def test_the_status_line_leads_to_the_first_doubt(editor):
    page = read(editor, TALK)
    [first] = re.findall(r'<a href="#([^"]+)">\d+ doubtful', words_of(page))
    assert f'id="{first}"' in words_of(page)


def test_the_other_reading_is_shown_and_made_when_chosen(editor):
    page = choose(editor, read(editor), 21)
    assert fields_of(page)[choice_at(page, 21)] == ["otherwise"]
    press(editor, page, "create")
    assert "unctad.org [1](https://unctad.org/" in Interview.objects.get().transcript
    # What came in is kept as it came.
    assert "unctad.org [1]" not in Manuscript.objects.get().text


def test_a_choice_is_taken_back_by_unticking_it(editor):
    first = read(editor, TALK)
    page = choose(editor, first, 5)
    fields = {name: value for name, value in fields_of(page).items() if "line-" not in name}
    assert doubts_at(editor.post(first.request["PATH_INFO"], {**fields, "do": "read"}), 5) == (
        doubts_at(first, 5)
    )


def test_a_label_in_doubt_can_be_made_a_speaker_and_stays_so(editor):
    press(editor, choose(editor, read(editor, TALK), 5), "create")
    assert [label for label, _ in turns()] == ["Ana Lee", "Bo Ray", "Cy Ota", "Ana Lee"]


def test_a_choice_stays_with_its_line_when_lines_are_put_in_above(editor):
    text = f"{TALK}\n\nDi Uno: he told me so.\n\n**Bo Ray:** Yes."
    page = choose(editor, read(editor, text), 9)
    more = text.replace("It is.", "It is.\n\nMore of it.\n\nAnd more.")
    page = press(editor, page, "read", text=more)
    press(editor, page, "create")
    assert "Di Uno" in dict(turns())
    assert "Cy Ota" not in dict(turns())


def test_a_choice_about_one_of_two_equal_lines_leaves_the_other(editor):
    slip = "**Bo Ray: It** is."
    text = f"**Ana Lee:** Well?\n\n{slip}\n\n**Ana Lee:** Hm?\n\n{slip}\n\n**Bo Ray:** Yes."
    press(editor, choose(editor, read(editor, text), 3), "create")
    assert [label for label, _ in turns()] == ["Ana Lee", "Ana Lee", "Bo Ray", "Bo Ray"]


def test_doubts_that_a_choice_brought_up_can_be_decided_too(editor):
    text = "主持人：为什么？\n\n**Ana Lee:** well?\n\nCy Ota: so.\n"
    page = choose(editor, read(editor, text), 3)
    page = choose(editor, page, 5)
    assert fields_of(page)[choice_at(page, 5)] == ["otherwise"]
    press(editor, page, "create")
    assert ("Cy Ota", "so.") in turns()


def test_a_line_is_cut_at_one_label_after_another(editor):
    text = "# T\n\n**Host:** Why? **Bo Li:** So. **Host:** And? **Bo Li:** Fine.\n\n**Bo Li:** Yes."
    page = choose(editor, read(editor, text), 3)
    page = choose(editor, page, 3, place=1)
    page = choose(editor, page, 3, place=2)
    press(editor, page, "create")
    assert turns() == [
        ("Host", "Why?"),
        ("Bo Li", "So."),
        ("Host", "And?"),
        ("Bo Li", "Fine."),
        ("Bo Li", "Yes."),
    ]


def test_a_decided_line_says_so_and_not_what_it_is_no_longer_read_as(editor):
    page = choose(editor, read(editor, TALK), 5)
    [doubt] = doubts_at(page, 5)
    assert "It is read otherwise, as you chose." in doubt
    assert "was not taken for a speaker" not in doubt


def test_the_doubt_that_was_decided_is_the_one_that_is_asked_again(editor):
    text = "# T\n\nWords of it.\n\n**Bo Ray: one** thing.\n\n**Bo Ray:** another thing."
    first = read(editor, text)
    decided = choice_at(first, 5)
    page = choose(editor, first, 5)
    assert fields_of(page)[decided] == ["otherwise"]
    ids = re.findall(r'id="([^"]+)"', words_of(page))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("chosen", [False, True])
def test_a_thousand_doubts_are_no_thousand_fields(editor, chosen):
    text = "\n\n".join(f"**Ana Lee:** Well {n}?\n\n**Bo Ray: It is** so {n}." for n in range(1100))
    page = read(editor, text)
    page = choose(editor, page, 3) if chosen else page
    assert press(editor, page, "create").status_code == 302
    assert Story.objects.count() == 1
