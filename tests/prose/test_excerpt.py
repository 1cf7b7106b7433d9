from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prose.excerpt import excerpt

LONG = "The port grew every year. " * 40 + "Khorgos lies here. " + "Trains pass by it. " * 40


def found(text, query):
    return [piece for piece, match in excerpt(text, query) if match]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("The Port grew. A port fell.", "port", ["Port", "port"]),
        ("A café in Almaty", "CAFE almaty", ["café", "Almaty"]),
        ("Ports grew.", "port", []),
        ("霍尔果斯口岸很忙", "口岸", ["口岸"]),
        ("霍尔果斯口岸很忙", "果斯口岸", ["果斯口岸"]),
        ("中国的港口", "港", ["港"]),
        ("هنا المُعَلِّم اليوم", "المعلم", ["المُعَلِّم"]),
        ("Nothing here.", "", []),
        ("", "port", []),
    ],
)
def test_found_words_are_marked(text, query, marked):
    assert found(text, query) == marked


def test_a_short_text_is_shown_whole():
    assert excerpt("The  dry port.", "dry") == [("The ", False), ("dry", True), (" port.", False)]


def test_cells_and_headings_do_not_run_into_one_sentence():
    text = "Papers\nA customs declaration\n\nIt is read twice.\nThen filed."
    shown = "".join(piece for piece, _ in excerpt(text, ""))
    assert shown == "Papers · A customs declaration · It is read twice. Then filed."


def test_a_long_text_is_cut_at_words_round_the_first_match():
    pieces = excerpt(LONG, "khorgos", length=120)
    assert pieces[0] == pieces[-1] == ("…", False)
    assert ("Khorgos", True) in pieces
    shown = "".join(piece for piece, _ in pieces[1:-1])
    assert len(shown) <= 120
    assert f" {shown} " in LONG


def test_a_long_text_without_a_match_is_shown_from_its_beginning():
    pieces = excerpt(LONG, "zzz")
    assert pieces[0][0].startswith("The port grew")
    assert pieces[-1] == ("…", False)


def test_chinese_without_spaces_is_cut_all_the_same():
    pieces = excerpt("列车经过。" * 200 + "霍尔果斯" + "列车经过。" * 200, "霍尔果斯", length=60)
    assert ("霍尔果斯", True) in pieces
    assert sum(len(piece) for piece, _ in pieces) <= 62


@example("aaaaaaaaa\na\na\na", "")
@given(st.text(alphabet=list("ab é港口م \n.")), st.text(alphabet=list("ab é港口م ")))
def test_the_pieces_joined_are_a_part_of_the_text(text, query):
    pieces = excerpt(text, query, length=20)
    shown = "".join(piece for piece, _ in pieces).strip("…")
    assert shown.replace(" · ", " ") in " ".join(text.split())
    assert all(piece for piece, _ in pieces)
