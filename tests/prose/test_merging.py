"""Two people in one text: both changes in it, or both wordings side by side; never a word less."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prose.blocks import blocks, units
from prose.merging import Agreed, Collision, merge

SENTENCES = st.sampled_from(
    ["The train left.", "Apples went.", "It rained all day.", "第一句。", "Who said so?", "No end"]
)
PARAGRAPH = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
BLOCK = st.one_of(
    PARAGRAPH,
    st.sampled_from(["## A heading", "```\na\n\nb\n```", "- one\n- two", "**Host:** Well."]),
)
TEXT = st.lists(BLOCK, max_size=6).map("\n\n".join)
ANYTHING = st.text(alphabet="ab. \n`-|。", max_size=60)


def swapped(piece):
    if isinstance(piece, Collision):
        return (piece.base, piece.theirs, piece.mine, piece.gap, piece.between)
    by = {"mine": "theirs", "theirs": "mine"}.get(piece.by, piece.by)
    return (piece.words, by, piece.gap)


def plain(piece):
    if isinstance(piece, Collision):
        return (piece.base, piece.mine, piece.theirs, piece.gap, piece.between)
    return (piece.words, piece.by, piece.gap)


def units_of(text):
    return {unit.words for block in blocks(text).items for unit in units(block)}


# What holds for any text


@given(TEXT | ANYTHING, TEXT | ANYTHING)
def test_a_side_that_changed_nothing_leaves_the_others_words_to_the_letter(base, other):
    assert merge(base, other, base).text() == other
    assert merge(base, base, other).text() == other


@given(TEXT | ANYTHING, TEXT | ANYTHING)
def test_the_same_change_on_both_sides_is_made_once(base, other):
    assert merge(base, other, other).text() == other


@given(TEXT | ANYTHING, TEXT | ANYTHING, TEXT | ANYTHING)
def test_nothing_that_either_wrote_is_missing(base, mine, theirs):
    text = merge(base, mine, theirs).text()
    for unit in (units_of(mine) | units_of(theirs)) - units_of(base):
        assert unit in text


@given(TEXT, TEXT, TEXT)
def test_a_collision_holds_the_words_of_both_sides(base, mine, theirs):
    merged = merge(base, mine, theirs)
    for collision in merged.collisions:
        assert collision.mine != collision.theirs
        for words in filter(None, (collision.mine, collision.theirs)):
            assert words in merged.text()


@example("`", "The train left. The train left.", "The train left.\n\nThe train left.")
@given(TEXT | ANYTHING, TEXT | ANYTHING, TEXT | ANYTHING)
def test_it_is_the_same_seen_from_the_other_side(base, mine, theirs):
    there, back = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [plain(piece) for piece in there.pieces] == [swapped(piece) for piece in back.pieces]
    assert (there.lead, there.tail) == (back.lead, back.tail)


@given(st.lists(st.sampled_from(["mine", "theirs", "nobody", "both"]), min_size=1, max_size=9))
def test_changes_in_different_paragraphs_are_both_made(changers):
    def text(*who):
        return "\n\n".join(
            f"Paragraph {number} as {by if by in who else 'nobody'} has it."
            for number, by in enumerate(changers)
        )

    merged = merge(text(), text("mine", "both"), text("theirs", "both"))
    assert merged.collisions == []
    assert merged.text() == text("mine", "theirs", "both")


# Paragraphs and turns


def test_a_paragraph_that_one_deleted_is_gone_and_is_told():
    merged = merge("One.\n\nTwo.\n\nLast.", "One.\n\nLast.", "One.\n\nTwo.\n\nLast!")
    assert Agreed("", "mine", instead_of="Two.") in merged.pieces
    assert merged.text() == "One.\n\nLast!"


def test_a_paragraph_put_beside_one_that_changed_collides_with_nothing():
    merged = merge("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.", "One.\n\nTwo more.")
    assert merged.pieces == (
        Agreed("One.", "nobody"),
        Agreed("Two more.", "theirs", instead_of="Two."),
        Agreed("Three.", "mine"),
    )


def test_two_paragraphs_put_in_one_place_collide():
    merged = merge("One.\n\nLast.", "One.\n\nMine.\n\nLast.", "One.\n\nTheirs.\n\nLast.")
    assert merged.collisions == [Collision("", "Mine.", "Theirs.")]
    assert merged.text() == "One.\n\nMine.\n\nTheirs.\n\nLast."


def test_what_both_put_in_one_place_stands_once():
    merged = merge("One.", "One.\n\nNew.\n\nMine.", "One.\n\nNew.")
    assert merged.collisions == []
    assert merged.text() == "One.\n\nNew.\n\nMine."


def test_a_paragraph_that_one_deleted_and_the_other_changed_collides():
    merged = merge(
        "One.\n\nTwo is here.\n\nThree.", "One.\n\nThree.", "One.\n\nTwo was here.\n\nThree."
    )
    assert merged.collisions == [Collision("Two is here.", "", "Two was here.")]
    assert merged.text({0: "mine"}) == "One.\n\nThree."


FAR = "The crane at the far end of the quay stood still all day."
THREE = f"{FAR}\n\nIt rained all day.\n\nThe train left."
EDITED = FAR.replace("all day", "for a week")


@pytest.mark.parametrize("who", ["mine", "theirs"])
def test_a_paragraph_that_one_moved_and_the_other_changed_is_changed_where_it_went(who):
    moved = f"It rained all day.\n\nThe train left.\n\n{FAR}"
    sides = (moved, THREE.replace(FAR, EDITED))
    merged = merge(THREE, *(sides if who == "mine" else reversed(sides)))
    assert merged.collisions == []
    assert merged.text() == f"It rained all day.\n\nThe train left.\n\n{EDITED}"


def test_turns_of_a_transcript_are_merged_one_by_one():
    base = "**Host:** Who are you?\n\n**Guest:** A guest.\n\n**Host:** Why?"
    mine = base.replace("A guest.", "A guest of the port.")
    theirs = base.replace("Why?", "Why are you here?")
    merged = merge(base, mine, theirs)
    assert merged.collisions == []
    assert "A guest of the port." in merged.text()
    assert "Why are you here?" in merged.text()


def test_a_turn_that_both_changed_keeps_its_label_in_both_wordings():
    merged = merge("**Host:** Who?", "**Host:** Who is it?", "**Host:** Who are you?")
    assert merged.text() == "**Host:** Who is it?\n\n**Host:** Who are you?"


# Inside a paragraph


def test_different_sentences_of_one_paragraph_are_merged():
    merged = merge(
        "It left early. It was late. It came.",
        "It left very early. It was late. It came.",
        "It left early. It was late. It came at noon.",
    )
    assert merged.collisions == []
    assert merged.text() == "It left very early. It was late. It came at noon."


def test_one_sentence_that_both_changed_collides_and_the_rest_of_its_paragraph_stands():
    merged = merge(
        "It left early. It was late. It came.",
        "It left early. It was very late. It came.",
        "It left early. It was quite late. It came home.",
    )
    assert merged.collisions == [
        Collision("It was late.", "It was very late.", "It was quite late.", " ", " ")
    ]
    assert merged.text() == "It left early. It was very late. It was quite late. It came home."


def test_items_of_a_list_are_merged():
    merged = merge("- one\n- two\n- three", "- one\n- two\n- 3", "- 1\n- two\n- three")
    assert merged.text() == "- 1\n- two\n- 3"


def test_an_item_that_both_changed_becomes_two_of_the_list():
    merged = merge("- one\n- two is here", "- one\n- two was here", "- one\n- two will be here")
    assert merged.text() == "- one\n- two was here\n- two will be here"


def test_a_fence_is_never_broken():
    base = "```\none\n\ntwo\n```"
    mine, theirs = base.replace("one", "1"), base.replace("two", "2")
    assert merge(base, mine, theirs).text() == f"{mine}\n\n{theirs}"


def test_rows_of_a_table_are_merged():
    head = "| a | b |\n|---|---|\n"
    merged = merge(
        f"{head}| 1 | 2 |\n| 3 | 4 |",
        f"{head}| 1 | two |\n| 3 | 4 |",
        f"{head}| 1 | 2 |\n| 3 | four |",
    )
    assert merged.text() == f"{head}| 1 | two |\n| 3 | four |"


def test_chinese_sentences_are_merged_without_spaces():
    merged = merge(
        "火车早上开。下午到。晚上停。",
        "火车清早上开。下午到。晚上停。",
        "火车早上开。下午到。深晚上停。",
    )
    assert merged.text() == "火车清早上开。下午到。深晚上停。"


# Notes


def test_notes_that_both_added_at_the_end_stand_side_by_side():
    merged = merge(
        "One.\n\nTwo.", "One[^a].\n\nTwo.\n\n[^a]: A source.", "One.\n\nTwo[^b].\n\n[^b]: B source."
    )
    assert merged.collisions == []
    assert merged.text() == "One[^a].\n\nTwo[^b].\n\n[^a]: A source.\n\n[^b]: B source."


def test_two_new_notes_of_one_name_keep_both_meanings():
    text = merge(
        "One.\n\nTwo.", "One[^1].\n\nTwo.\n\n[^1]: Mine.", "One.\n\nTwo[^1].\n\n[^1]: Theirs."
    ).text()
    assert text == "One[^2].\n\nTwo[^1].\n\n[^2]: Mine.\n\n[^1]: Theirs."


def test_a_note_that_was_there_keeps_its_name():
    base = "One[^1].\n\n[^1]: As it was."
    merged = merge(base, base.replace("As it was", "As I have it"), base.replace("One", "First"))
    assert merged.text() == "First[^1].\n\n[^1]: As I have it."


@pytest.mark.parametrize(
    ("choice", "text"),
    [("mine", "A b c."), ("theirs", "A b d."), ("both", "A b c.\n\nA b d.")],
)
def test_a_collision_is_settled_as_somebody_says(choice, text):
    assert merge("A b.", "A b c.", "A b d.").text({0: choice}) == text
