"""Words: counted for readers, and folded into tokens for the search, in every script.

Chinese, Japanese and Korean are written without spaces, so a run of their characters becomes
overlapping pairs and its last character; other words are folded: case, width, accents, Arabic
vowel signs and letter forms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_CJK}]+)|([^\W_](?:[^\W_{_CJK}]|[\u0300-\u036f])*)")
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}][^\s{_CJK}]*")
# Written without spaces: Chinese, Japanese, Thai, Lao, Burmese, Khmer. Korean has spaces.
_LETTERED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = _CJK.replace("\uac00-\ud7af", "") + _LETTERED
_LETTERS = rf"[^\W_{_UNSPACED}]+"
_PIECE = re.compile(
    rf"\s+|[{_UNSPACED}]|{_LETTERS}(?:['’]{_LETTERS}|(?<=\d)[.,](?=\d){_LETTERS})*|.", re.DOTALL
)
_SPACED = re.compile(_LETTERS)
_ALPHABETIC = re.compile(rf"[{_LETTERED}]")
_VOCABLE = re.compile(rf"([{_UNSPACED}]+)|({_LETTERS})")
# What may belong to the character before it: signs that are no common punctuation.
_SUSPECT = re.compile(
    r"[^\w\s\x00-\xff\u2010-\u2027\u2030-\u205e\u3001-\u3029\u3030\uff01-\uff65\u060c\u061b\u061f\u066a-\u066d\u06d4]|[\uff9e\uff9f]"
)
_JOINER = "\u200d"
_EXTENDING = {"Mn", "Mc", "Me"}
_ARABIC = {
    ord("أ"): "ا", ord("إ"): "ا", ord("آ"): "ا", ord("ٱ"): "ا",
    ord("ى"): "ي", ord("ی"): "ي", ord("ة"): "ه", ord("ک"): "ك", ord("ـ"): None,
}  # fmt: skip

WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 400
MAX_TOKEN = 64
MOST_CHARACTERS = 20_000


class _Without(dict[int, int | None]):
    """For `str.translate`: characters of some categories are dropped. Each is looked up once."""

    def __init__(self, *categories: str) -> None:
        self.categories = categories

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)) in self.categories else code
        if len(self) > MOST_CHARACTERS:  # somebody sends every character there is
            self.clear()
        self[code] = kept
        return kept


_BARE = _Without("Mn")
# Marks that are no vowels to drop (Devanagari's, for one) would cut a word in two.
_WHOLE = _Without("Mc", "Me", "Cf")


def fold(text: str) -> str:
    """`text` as it is searched: compatibility forms, case, accents and vowel signs aside."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_ARABIC)).casefold()
    bare = decomposed.translate(_BARE)
    return unicodedata.normalize("NFKC", bare).translate(_ARABIC)


def tokens(text: str) -> list[str]:
    """Search tokens of `text`, in order: letters and digits only, at most 64 characters each."""
    found: list[str] = []
    for run, word in _RUN.findall(_foldable(text)):
        if run:
            found.extend(run[place : place + 2] for place in range(len(run) - 1))
            found.append(run[-1])
        else:
            found.append(word[:MAX_TOKEN])
    return found


def query_tokens(query: str) -> list[str]:
    """Tokens of a query: pairs within a run of CJK, and its one character if it has no more."""
    found: list[str] = []
    for run, word in _RUN.findall(_foldable(query)):
        if len(run) > 1:
            found.extend(run[place : place + 2] for place in range(len(run) - 1))
        else:
            found.append(run or word[:MAX_TOKEN])
    return found


def _foldable(text: str) -> str:
    return fold(text).translate(_WHOLE)


def count_words(text: str) -> int:
    """Words as an editor counts them; each CJK character counts one."""
    return len(_WORD.findall(text))


def split_words(text: str) -> list[str]:
    """`text` in words, spaces and signs; joined again it is the same.

    A character of a script written without spaces is a word. What a reader sees as one character
    (a letter with its marks, an emoji of several, a flag) is never cut.
    """
    pieces: list[str] = _PIECE.findall(text)
    return _joined(pieces) if _SUSPECT.search(text) else pieces


def words_worth(text: str) -> float:
    """How many words `text` says as much as.

    A character of a script without spaces is part of a word: of a Chinese or Japanese one more
    than half, as readers' paces have it, of a Thai, Lao, Burmese or Khmer one a quarter.
    """
    return sum(map(piece_worth, split_words(text)))


def piece_worth(piece: str) -> float:
    """The same of one piece that `split_words` gave; a sign or a space is worth nothing."""
    if not piece[0].isalnum():
        return 0.0
    if _is_spaced(piece):
        return 1.0
    return 0.25 if _ALPHABETIC.match(piece) else WORDS_A_MINUTE / CHARACTERS_A_MINUTE


def bare_words(text: str) -> list[str]:
    """The words of `text` in order, without case, spaces and signs: to lay two texts side by side."""
    return [word for word in split_words(text.casefold()) if word[0].isalnum()]


def _joined(pieces: list[str]) -> list[str]:
    groups: list[list[str]] = []
    for piece in pieces:
        if groups and _goes_on(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return ["".join(group) for group in groups]


def _goes_on(group: list[str], piece: str) -> bool:
    """Does `piece` belong to what stands before it?"""
    before = group[-1][-1]
    if _extends(piece[0]):
        return True
    if before == _JOINER:
        return not piece.isspace()
    if _extends(before):  # a mark inside a word
        return _is_spaced(piece) and _is_spaced(group[0])
    return len(group) == 1 and _is_half_a_flag(piece) and _is_half_a_flag(group[0])


@lru_cache(maxsize=4096)
def _extends(character: str) -> bool:
    """Is it part of the character before: a mark, a joiner, a colour of skin?"""
    return character >= "\u0300" and (
        unicodedata.category(character) in _EXTENDING
        or character in "\u200c\u200d\uff9e\uff9f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_spaced(piece: str) -> bool:
    return _SPACED.match(piece) is not None


def _is_half_a_flag(piece: str) -> bool:
    return len(piece) == 1 and "\U0001f1e6" <= piece <= "\U0001f1ff"


def vocabulary(text: str) -> frozenset[str]:
    """The words of `text` without order or case, to tell how alike two texts are.

    Of a script written without spaces, pairs of characters: one alone says little.
    """
    found: set[str] = set()
    for run, word in _VOCABLE.findall(text.casefold()):
        if len(run) > 1:
            found.update(run[place : place + 2] for place in range(len(run) - 1))
        else:
            found.add(run or word)
    return frozenset(found)


def reading_minutes(text: str, language: str = "en") -> int:
    """Whole minutes, at least one."""
    pace = CHARACTERS_A_MINUTE if language in {"zh", "ja"} else WORDS_A_MINUTE
    return max(1, round(count_words(text) / pace))
