"""Words: counted for readers, and folded into tokens for the search, in every script.

Chinese, Japanese and Korean are written without spaces, so a run of their characters becomes
overlapping pairs and its last character; other words are folded: case, width, accents, Arabic
vowel signs and letter forms.
"""

from __future__ import annotations

import re
import unicodedata

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_CJK}]+)|([^\W_](?:[^\W_{_CJK}]|[\u0300-\u036f])*)")
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}][^\s{_CJK}]*")
_SPLIT = re.compile(rf"([{_CJK}]|\s+|[^\s\w]+|_+)")
_ARABIC = {
    ord("أ"): "ا", ord("إ"): "ا", ord("آ"): "ا", ord("ٱ"): "ا",
    ord("ى"): "ي", ord("ی"): "ي", ord("ة"): "ه", ord("ک"): "ك", ord("ـ"): None,
}  # fmt: skip

WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 400
MAX_TOKEN = 64


def fold(text: str) -> str:
    """`text` as it is searched: compatibility forms, case, accents and vowel signs aside."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ARABIC)).casefold()
    bare = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
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
    # Marks that are no vowels to drop (Devanagari's, for one) would cut a word in two.
    return "".join(
        character
        for character in fold(text)
        if unicodedata.category(character) not in {"Mc", "Me", "Cf"}
    )


def count_words(text: str) -> int:
    """Words as an editor counts them; each CJK character counts one."""
    return len(_WORD.findall(text))


def split_words(text: str) -> list[str]:
    """`text` in words, spaces and signs; joined again it is the same."""
    return [piece for piece in _SPLIT.split(text) if piece]


def reading_minutes(text: str, language: str = "en") -> int:
    """Whole minutes, at least one."""
    pace = CHARACTERS_A_MINUTE if language in {"zh", "ja"} else WORDS_A_MINUTE
    return max(1, round(count_words(text) / pace))
