from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manuscripts.reading import MAX_BYTES, MAX_LINES, Unreadable, read

ENGLISH = "The train left Khorgos at dawn.\nIt was late.\n"
RUSSIAN = "Корреспондент: Как изменился порт?\nИван Петров: Мы построили терминал.\n"
ARABIC = "المذيع: كيف بدأت القصة؟\nأحمد: بدأت في ميناء صغير.\n"
TURNS = "标题\n\n记者：你好吗？\n李伟：很好。\n"
CHINESE = "列车在黎明时分离开霍尔果斯。\n它晚点了。这是一个很长的旅程，沿途有许多车站。\n"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (ENGLISH.encode(), ENGLISH),
        (b"\xef\xbb\xbf" + CHINESE.encode(), CHINESE),
        (ENGLISH.encode("utf-16"), ENGLISH),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), CHINESE),
        (ENGLISH.encode("utf-16-le"), ENGLISH),
        (ENGLISH.encode("utf-16-be"), ENGLISH),
        (CHINESE.encode("gb18030"), CHINESE),
        (TURNS.encode("gb18030"), TURNS),
        (
            "標題\n\n記者：您好嗎？\n李偉：很好。\n".encode("big5"),
            "標題\n\n記者：您好嗎？\n李偉：很好。\n",
        ),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (RUSSIAN.encode("koi8-r"), RUSSIAN),
        (ARABIC.encode("cp1256"), ARABIC),
        (
            "Größe und Länge: Müller fährt über Österreich.\n".encode("cp1252"),
            "Größe und Länge: Müller fährt über Österreich.\n",
        ),
        ("Café “Almaty” – naïve.\n".encode("cp1252"), "Café “Almaty” – naïve.\n"),
        (ENGLISH.replace("\n", "\r\n").encode(), ENGLISH),
        (ENGLISH.replace("\n", "\r").encode(), ENGLISH),
    ],
)
def test_text_is_read_in_the_encoding_it_came_in(raw, text):
    assert read(raw).text == text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Café\n".encode("cp1252"), "Windows-1252"),
        (CHINESE.encode("gb18030"), "GB 18030"),
        (ENGLISH.encode("utf-16-le"), "UTF-16-LE"),
        (RUSSIAN.encode("cp1251"), "Windows-1251"),
    ],
)
def test_an_assumed_encoding_is_said(raw, words):
    assert words in read(raw).assumed


def test_nothing_is_said_of_plain_utf_8():
    assert read(CHINESE.encode()).assumed == ""


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"Port\x00of\x00Aktau", "NUL"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Word document"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(1, 32)) * 20, "control characters"),
        (b"x" * (MAX_BYTES + 1), "20 MB"),
        (b"x\n" * (MAX_LINES + 1), "200,000"),
        ("Ост".encode() * 20 + b"\xff" + "ров".encode() * 20, "byte 120"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(raw, words):
    with pytest.raises(Unreadable, match=words):
        read(raw)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    try:
        assert "\x00" not in read(raw).text
    except Unreadable as refusal:
        assert str(refusal).endswith((".", "!"))


def test_characters_that_break_feeds_are_left_out():
    assert (
        read("One\x01 and\x1b two\ufffe.\fAnd three.".encode()).text == "One and two.\nAnd three."
    )


def test_a_file_cut_off_inside_a_letter_is_no_other_encoding():
    with pytest.raises(Unreadable, match="breaks off"):
        read("Hello 中".encode()[:-1])
