"""Addresses out of titles, in any script."""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 80


def slugify(title: str) -> str:
    """The end of an address: letters and digits of any script, words joined by hyphens.

    Unicode NFC, lower case, at most 80 characters, cut at a word where one ends in the second
    half; "" where the title has no letter or digit.
    """
    words: list[str] = []
    word: list[str] = []
    for character in unicodedata.normalize("NFC", unicodedata.normalize("NFKC", title).lower()):
        category = unicodedata.category(character)
        if category[0] in "LN" or (category in {"Mn", "Mc"} and word):
            word.append(character)
        elif category not in {"Po", "Pi", "Pf", "Cf", "Lm"} or character in "/&.,:;!?…":
            words.append("".join(word))
            word = []
    words.append("".join(word))
    slug = unicodedata.normalize("NFC", "-".join(filter(None, words)))
    return _cut(slug)


def _cut(slug: str) -> str:
    if len(slug) <= MAX_LENGTH:
        return slug
    shorter = slug[: MAX_LENGTH + 1].rpartition("-")[0]
    if len(shorter) < MAX_LENGTH // 2:
        shorter = slug[:MAX_LENGTH]
    return shorter.rstrip("-")
