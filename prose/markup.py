"""Clean HTML, piece by piece: how its tags are read, and how those of ours are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

# An attribute's value may hold ">" unescaped, so quotes are stepped over whole.
TOKEN = re.compile(r'(<[^">]*(?:"[^"]*"[^">]*)*>)')
_TAG_NAME = re.compile(r"<([A-Za-z0-9/]*)")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
BLOCKS = {
    "blockquote", "div", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class PictureTag:
    src: str
    srcset: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""


def text_content(html: str) -> str:
    """The text of finished HTML: tags gone, entities resolved, one newline between blocks."""
    lines: list[str] = []
    line: list[str] = []
    for token in TOKEN.split(html):
        if not token.startswith("<"):
            line.append(token)
        elif tag_name(token).lstrip("/") in BLOCKS:
            lines.append("".join(line))
            line = []
        elif token.startswith("<br"):
            line.append(" ")
    lines.append("".join(line))
    return "\n".join(filter(None, (unescape(each).strip("\n ") for each in lines)))


def tag_name(tag: str) -> str:
    """h2 of `<h2 id="…">`, /h2 of `</h2>`; nothing of a comment."""
    found = _TAG_NAME.match(tag)
    assert found is not None
    return found[1]


def attributes_of(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def join_lines(token: str) -> str:
    """A line break inside a paragraph is a space, and nothing between Chinese characters."""
    if "\n" not in token:
        return token
    first, *others = token.split("\n")
    joined = [first.rstrip(" ")] if first.strip() else [first]
    for line in others:
        last = joined[-1][-1:]
        space = "" if last and line and _CJK.match(last) and _CJK.match(line[0]) else " "
        joined.append(space + line.lstrip(" "))
    return "".join(joined)


def image_html(shown: PictureTag, alt: str) -> str:
    sizes = "(min-width: 48em) 40rem, 100vw"
    return (
        f'<img src="{escape(shown.src)}" srcset="{escape(shown.srcset)}" sizes="{sizes}" '
        f'width="{shown.width}" height="{shown.height}" alt="{escape(alt or shown.alt)}" '
        'loading="lazy" decoding="async">'
    )


def caption_html(shown: PictureTag) -> str:
    credit = f' <span class="credit">{escape(shown.credit)}</span>' if shown.credit else ""
    return f"<figcaption>{escape(shown.caption)}{credit}</figcaption>"


def inline_mark_html(identity: str, number: str) -> str:
    """A citation whose number is a word of the sentence."""
    return f'<a class="ref-inline" id="{escape(identity)}" href="#source-{number}">[{number}]</a>'


def mark_html(identity: str, number: str, language: str) -> str:
    """A citation beside the words it proves."""
    return (
        f'<sup class="ref"><a id="{escape(identity)}" href="#source-{number}" '
        f'role="doc-noteref" aria-label="{_source_word(language)} {number}">'
        f"{number}</a></sup>"
    )


def reference_html(kind: str, key: str, number: str, label: str) -> str:
    """What leads from noted words to their note: without words of its own, so that the text stays
    as it is. Its number is drawn by the page's style."""
    said = f'data-n="{escape(number)}" aria-label="{escape(label)}"'
    if kind == "explain":
        return (
            f'<button type="button" class="noteref explain" popovertarget="said-{escape(key)}" '
            f"{said}></button>"
        )
    return (
        f'<a class="noteref {escape(kind)}" href="#note-{escape(key)}" role="doc-noteref" '
        f"{said}></a>"
    )


def _source_word(language: str) -> str:
    return {"zh": "来源", "ar": "المصدر"}.get(language, "Source")
