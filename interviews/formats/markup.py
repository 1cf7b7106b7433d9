"""The markup of subtitles: voices, tags, entities, and headings as our own files mark them."""

from __future__ import annotations

import re

# What players know. Anything else between < and > is words: nothing said is lost.
_TAGS = re.compile(
    r"</?(?:c|i|b|u|v|s|ruby|rt|lang|font)(?:[.\s][^<>]*)?/?>"
    r"|<\d{1,4}:[\d:.]{1,12}>"
    r"|\{\\[^{}\n]{0,100}\}",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s?/?>|\\N", re.IGNORECASE)
# A voice that is not closed on its line names whoever speaks, and the words follow.
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:[ \t]+([^<>\n]*))?(?:>|$|(?=\n|<))", re.MULTILINE)
HEADING = re.compile(r"<b>\[([^\n]+?)\]</b>[ \t]*([^\n]*)")


def without_tags(words: str) -> str:
    if "<" not in words and "{" not in words and "\\" not in words:
        return words
    return _TAGS.sub("", _BREAK.sub("\n", words))
