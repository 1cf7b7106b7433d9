"""Does a line look like a heading? Short, unclosed, and no day: what follows says the rest."""

from __future__ import annotations

import re

from manuscripts.line_ends import CJK

CLOSED = tuple(".!?:;,…。！？：；，、؟؛،")
# Chinese numbers its headings: 一、 above （一）.
ENUMERATED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、章节]|(（[一二三四五六七八九十]{1,3}）))(?=.)"
)
_DAYS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct",
    "nov", "dec", "st", "nd", "rd", "th", "of", "am", "pm", "p", "m", "est", "edt", "gmt", "utc",
}  # fmt: skip
_QUOTES = "\"“”'‘’«»「」"
HEADING_WORDS = 14
HEADING_LENGTH = 100
QUESTION_WORDS = 8
UNCASED_HEADING_LENGTH = 34


def looks_like_heading(text: str, *, is_title: bool = False) -> bool:
    """A title may begin with a quotation that ends before it does; other headings do not."""
    # Somebody's sentence is closed before the quotation mark.
    ends = text if is_title else text.rstrip(_QUOTES)
    closed = ends.endswith(CLOSED) and not _is_a_titled_question(text)
    if "\n" in text or closed or text[:1] in "[<!*_(—-":
        return False
    if text[:1] in _QUOTES and not (is_title and not text[:-1].endswith(CLOSED)):
        return False
    if CJK.search(text):
        return len(text) <= UNCASED_HEADING_LENGTH
    if all(word in _DAYS or not word.isalpha() for word in re.findall(r"\w+", text.casefold())):
        return False  # a day says when something was
    first = next((each for each in text if each.isalnum()), "")
    if not first or first.islower() or not any(each.isalpha() for each in text):
        return False
    return len(text) <= HEADING_LENGTH and len(text.split()) <= HEADING_WORDS


def _is_a_titled_question(text: str) -> bool:
    """What Comes Next?"""
    words = text.split()
    return (
        text.endswith("?")
        and 1 < len(words) <= QUESTION_WORDS
        and all(word[0].isupper() for word in words if len(word) > 3 or word is words[0])
        and sum(word[0].isupper() for word in words) > 1
    )
