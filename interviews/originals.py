"""A translated answer that carries what was said: a quotation at the end of its turn. Pure.

    **Aigerim Bekova:** We changed the wheels at night.

    > [original: kk] Біз дөңгелектерді түнде ауыстырдық.

The quotation is the turn's last, its first line names the language (RFC 5646: kk, zh-Hant), and
everything in it is the original.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CODE = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,2}"
_HEAD = re.compile(rf"(?:\A|\n)[ \t]*>[ \t]?\\?\[original:[ \t]*({_CODE})\\?\](?:[ \t]+|(?=\n|\Z))")
_QUOTED = re.compile(r"[ \t]*>(?: ?)(.*)")
# The columns of a turn and of a passage hold so much.
LONGEST_CODE = 12


class Original(NamedTuple):
    """`language` is "" where a turn has none."""

    language: str
    text: str


NONE = Original("", "")


def names_language(code: str) -> bool:
    """Can a turn's original be in the language that `code` names?"""
    return len(code) <= LONGEST_CODE and re.fullmatch(_CODE, code) is not None


def take_original(text: str) -> tuple[str, Original]:
    """A turn's own words, and the original that stands under them."""
    if "[original:" not in text:
        return text, NONE
    heads = list(_HEAD.finditer(text))
    if not heads or len(heads[-1][1]) > LONGEST_CODE:
        return text, NONE
    head = heads[-1]
    first, *lines = text[head.end() :].split("\n")
    said = [first]
    for line in lines:
        quoted = _QUOTED.fullmatch(line)
        if quoted is None:
            return text, NONE  # other words follow: a quotation like any other
        said.append(quoted[1].rstrip())
    original = "\n".join(said).strip()
    return (
        (text[: head.start()].rstrip(), Original(head[1], original)) if original else (text, NONE)
    )


def with_original(text: str, original: Original) -> str:
    """The turn's words with the original under them, as `take_original` reads it."""
    if not original.language:
        return text
    first, *lines = original.text.split("\n")
    quotation = [f"> [original: {original.language}] {first}"]
    quotation += [f"> {line}" if line else ">" for line in lines]
    return "\n\n".join(filter(None, [text, "\n".join(quotation)]))
