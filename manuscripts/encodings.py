"""Which encoding bytes are in that are no UTF-8: told by what their letters would be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# So many of the letters have to be such as the language uses.
ENOUGH = 0.6
# Bytes beyond ASCII that are too few to tell, and bytes that tell enough.
LEAST, SAMPLE = 6, 50_000
_CHINESE_SIGNS = re.compile(r"[\u3000-\u303f\uff00-\uff65“”‘’…—·《》]")
_CYRILLIC = re.compile(r"[А-яЁёІіҮүЎў«»№–—“”]")
# A capital that follows a small letter is no Russian.
_CYRILLIC_SLIP = re.compile(r"[а-яё][А-ЯЁ]")
_ARABIC = re.compile(r"[\u060c\u061b\u061f\u0621-\u0652\u067e\u0686\u0698\u06af«»–—“”]")


@dataclass(frozen=True, slots=True)
class Guess:
    """Text, the encoding, and what is said of it."""

    text: str
    encoding: str
    said: str


def guess(raw: bytes) -> Guess | None:
    """The likeliest reading of `raw`, or None where its letters are of none of the languages.

    A few signs among Latin letters tell Chinese from the rest, but not whose letters they are.
    """
    sample = raw[:SAMPLE]
    high = sum(1 for byte in sample if byte > 127)
    latin = sum(1 for byte in sample if byte < 128 and chr(byte).isalpha())
    if high < LEAST:
        return None
    found = [
        (likely(text[:SAMPLE]), encoding, said, text)
        for encoding, said, likely in (_CHINESE if high < latin else _CHINESE + _LETTERS)
        if (text := _decoded(raw, encoding)) is not None
    ]
    share, encoding, said, text = max(found, key=lambda each: each[0], default=(0, "", "", ""))
    return Guess(text, encoding, f"Not UTF-8; read as {said}.") if share >= ENOUGH else None


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _beyond_ascii(text: str) -> list[str]:
    return [each for each in text if each > "\x7f"]


def _chinese(encoding: str, common: Callable[[bytes], bool]) -> Callable[[str], float]:
    """The share of signs and of characters that stand among the common ones of `encoding`."""

    def likely(text: str) -> float:
        letters = _beyond_ascii(text)
        usual = sum(
            1
            for each in letters
            if _CHINESE_SIGNS.match(each)
            or ("\u4e00" <= each <= "\u9fff" and common(each.encode(encoding)))
        )
        return usual / max(len(letters), 1)

    return likely


def _cyrillic(text: str) -> float:
    letters = _beyond_ascii(text)
    slips = len(_CYRILLIC_SLIP.findall(text))
    return (sum(map(bool, map(_CYRILLIC.match, letters))) - 4 * slips) / max(len(letters), 1)


def _arabic(text: str) -> float:
    letters = _beyond_ascii(text)
    return sum(map(bool, map(_ARABIC.match, letters))) / max(len(letters), 1)


# Characters in the order of how common they are begin with these bytes.
_CHINESE: tuple[tuple[str, str, Callable[[str], float]], ...] = (
    (
        "gb18030",
        "GB 18030 (Chinese)",
        _chinese("gb18030", lambda raw: 0xB0 <= raw[0] <= 0xD7 and raw[1] > 0xA0),
    ),
    ("big5", "Big5 (Chinese)", _chinese("big5", lambda raw: 0xA4 <= raw[0] <= 0xC6)),
)
_LETTERS: tuple[tuple[str, str, Callable[[str], float]], ...] = (
    ("cp1251", "Windows-1251 (Cyrillic)", _cyrillic),
    ("koi8-r", "KOI8-R (Cyrillic)", _cyrillic),
    ("cp1256", "Windows-1256 (Arabic)", _arabic),
)
