"""What stands beside a transcript while it is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviews.grammar import parse
from interviews.margin import MOST_TURNS, margin

TALK = "Before.\n\n**Anna Lee:** [00:12] Who?\n\n## The towns\n\n**Chris Benson:** Three towns."


def test_each_turn_says_its_line_its_speaker_and_its_time():
    read = margin(TALK)
    assert read["labels"] == ["Anna Lee", "Chris Benson"]
    assert read["turns"] == [
        [3, 0, 12.0, 2, 22],
        [5, -1, None, -1, -1, "The towns"],
        [7, 1, None, 2, 18],
    ]


def test_places_are_counted_as_javascript_does():
    read = margin("**😀 Anna Lee:** [00:12] Who?\n\n**Chris Benson:** I.", known=["😀 Anna Lee"])
    line, _, _, name_at, words_at = read["turns"][0]
    # The emoji is one character here, and two there.
    assert (line, name_at, words_at) == (1, 2, 25)


def test_a_turn_that_goes_on_under_a_heading_has_no_label_to_rewrite():
    read = margin("**Anna Lee:** One.\n\n## Part two\n\nAnna Lee goes on.\n\n**Chris:** Yes.")
    assert read["turns"][2] == [5, 0, None, -1, -1]


def test_a_label_typed_wrongly_is_named_with_what_was_meant():
    words = "\n\n".join(["**Chris Benson:** A.", "**Anna Lee:** B."] * 3)
    assert margin(f"{words}\n\n**Chis Benson:** C.")["meant"] == {"Chis Benson": "Chris Benson"}


def test_a_label_that_was_not_believed_is_doubted_with_who_was_meant():
    words = "\n\n".join(["**Chris Benson:** A.", "**Anna Lee:** B."] * 3)
    [doubt] = margin(f"{words}\n\nChis Benson: Not in bold.")["doubts"]
    assert (doubt["line"], doubt["meant"]) == (13, "Chris Benson")
    assert doubt["instead"] == "**Chis Benson:** Not in bold."


def test_known_labels_are_read_as_a_save_would_read_them():
    plain = "Anna Lee: One.\n\nAnd more."
    assert margin(plain)["turns"] == []
    assert margin(plain, known=["Anna Lee"])["turns"] == [[1, 0, None, 0, 10]]


def test_more_turns_than_any_conversation_has_are_counted_and_not_sent():
    read = margin("**Anna Lee:** A.\n\n" * (MOST_TURNS + 5))
    assert (len(read["turns"]), read["more_turns"]) == (MOST_TURNS, 5)


@given(st.text(alphabet="*_:：[]() \n#->AB1😀ا李\\`", max_size=200))
def test_whatever_is_written_the_margin_says_what_the_grammar_reads(source):
    read = margin(source)
    turns = parse(source).turns
    assert [row[0] for row in read["turns"]] == [turn.line for turn in turns]
    lines = source.split("\n")
    for row, turn in zip(read["turns"], turns, strict=True):
        units = lines[turn.line - 1].encode("utf-16-le")
        name_at, words_at = row[3], row[4]
        if name_at >= 0:
            name = units[2 * name_at :].decode("utf-16-le", "replace")
            assert name.startswith(turn.label)
        assert words_at <= len(units) // 2


def test_lines_that_a_carriage_return_ends_are_counted():
    assert margin("Above.\r\r\r**Anna Lee:** Who?\r**Chris Benson:** I.")["turns"] == [
        [4, 0, None, 2, 14],
        [5, 1, None, 2, 18],
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "**A:** ",
                "B: ",
                "\n",
                "\r",
                "\r\n",
                "[00:01]",
                "> [original: kk] ",
                "## H",
                "```",
                "Foo Bar:",
                "\u2028",
                "\xa0",
                "😀",
                "**Break:**",
                "x",
                "Date: 1\n",
                "：",
                "\\:",
            ]
        ),
        max_size=14,
    )
)
def test_any_text_has_a_margin(pieces):
    source = "".join(pieces)
    assert len(margin(source, known=["A"])["turns"]) == len(parse(source, known=["A"]).turns)
