"""Markdown to safe HTML: the only maker of SafeString in the project.

comrak turns Markdown into HTML with raw HTML escaped (nothing is lost, nothing runs), nh3 lets
only a short list of tags and attributes through, and one linear pass (`prose.finishing`) gives
headings their ids, pictures their figures and citations their marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import comrak
import nh3
from django.db import models
from django.utils.safestring import SafeString, mark_safe

from prose import counting, finishing, marks, weaving
from prose.finishing import Heading
from prose.marks import Citation
from prose.markup import PictureTag, text_content

__all__ = [
    "CUT",
    "Citation",
    "Heading",
    "PictureTag",
    "Rendered",
    "StoredHTML",
    "counted",
    "cut_apart",
    "json_ld",
    "plain_text",
    "render",
    "without_ids",
    "woven",
]


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` is the text content of `html`, blocks separated by one newline."""

    html: SafeString
    text: str
    headings: tuple[Heading, ...] = ()
    citations: tuple[Citation, ...] = ()
    lists: tuple[int, ...] = ()

    @property
    def words_alone(self) -> str:
        """The text without the reference numbers that stand beside its sentences."""
        return marks.without_marks(self.text, self.citations)


def _trusted(html: str) -> SafeString:
    """The one call in the project: for what was cleaned or escaped here, or stored from here."""
    return mark_safe(html)  # noqa: S308


class StoredHTML(models.TextField):  # type: ignore[type-arg]
    """A column for what `render` made: its value comes back as SafeString.

    The one trusted column. Nothing but a rendered body may be written to it.
    """

    def from_db_value(self, value: str | None, *args: Any) -> SafeString | None:
        return None if value is None else _trusted(value)


extensions = comrak.ExtensionOptions()
extensions.table = True
extensions.strikethrough = True
extensions.autolink = True
extensions.footnotes = True
extensions.cjk_friendly_emphasis = True
parsing = comrak.ParseOptions()
_rendering = comrak.RenderOptions()
_rendering.escape = True

_CLEANER = nh3.Cleaner(
    tags={
        "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "img", "li", "ol", "p", "pre", "section", "strong", "sup", "table", "tbody", "td", "th",
        "thead", "tr", "ul",
    },
    clean_content_tags={"script", "style"},
    attributes={
        "a": {"href", "title", "id", "class"},
        "img": {"src", "alt"},
        "li": {"id"},
        "ol": {"start"},
        "section": {"class"},
        "sup": {"class"},
        "td": {"align"},
        "th": {"align"},
    },
    # A picture of ours is named picture:KEY; the finishing pass lets no such address out.
    url_schemes={"http", "https", "mailto", "picture"},
    link_rel="noopener",
)  # fmt: skip

# Separates finished HTML: `prose.characters.legible` lets it into no text.
CUT = "\x1e"
# Text has no bare "<": this is a tag's.
_OWN_ID = re.compile(r'(?<=<h[2-6]) id="[^"]*"')

# Quotations within quotations: cleaning takes quadratic time in their depth, and nobody means it.
_MARKER = r"[ \t]{0,4}(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])"
_TOO_DEEP = re.compile(rf"^((?:{_MARKER}){{100}})(?:{_MARKER})+", re.MULTILINE)

# A text that begins with a number and a dot: 1912. It was cold.
_NUMBER_FIRST = re.compile(r"\A(\d{1,9})([.)])(?=\s|\Z)")


def with_first_number(source: str) -> str:
    """`source` for Markdown: a number that it begins with and that no list counts on from is a word.
    As an item's number readers would never see it."""
    found = _NUMBER_FIRST.match(source) if source[:1].isdigit() else None
    if found is None or found[1] == "1":
        return source
    if re.search(rf"^ ?{int(found[1]) + 1}[.)]\s", source, re.MULTILINE):
        return source
    return _NUMBER_FIRST.sub(r"\1\\\2", source)


def render(
    source: str,
    *,
    prefix: str = "",
    definitions: str = "",
    numbers: Mapping[str, int] | None = None,
    pictures: Mapping[str, PictureTag] | None = None,
    language: str = "en",
    cites: bool = True,
) -> Rendered:
    """The HTML of Markdown `source`, safe to show anywhere, and its plain text.

    `prefix` stands before every id made here. `definitions` are link and footnote definitions
    from elsewhere in the piece (`prose.definitions`). `numbers` gives the number to show for a
    citation by its address (or `^` and a footnote's words); without it the author's own is shown.
    Without `cites` a link is a link, whatever its words, and a footnote stands in brackets.
    `pictures` holds what `![](picture:KEY)` may show; anything else becomes a link. Never raises
    for any text; NUL characters show as U+FFFD.
    """
    source = with_first_number(source)
    if definitions:
        source = f"{source}\n\n{definitions}"
    if _TOO_DEEP.search(source):
        source = _TOO_DEEP.sub(r"\1", source)
    # Without the line's end comrak overlooks a definition on the last line: [1]: <https://…>
    made = comrak.render_markdown(f"{source}\n", extensions, parsing, _rendering)
    finished = finishing.finish(
        _CLEANER.clean(made),
        prefix=prefix,
        numbers=numbers or {},
        pictures=pictures or {},
        language=language,
        cites=cites,
    )
    return Rendered(
        html=_trusted(finished.html),
        text=finished.text,
        headings=tuple(finished.headings),
        citations=tuple(finished.citations),
        lists=tuple(finished.lists),
    )


def woven(
    rendered: Rendered, spans: Sequence[weaving.Span], beside: weaving.Beside | None = None
) -> Rendered:
    """`rendered` with marks laid over its words (`prose.weaving`); its text stays as it is.

    `beside` and the spans' references are finished HTML: made by a template, as a page is.
    """
    if not spans:
        return rendered
    return replace(rendered, html=_trusted(weaving.weave(rendered.html, spans, beside)))


def without_ids(html: SafeString) -> SafeString:
    """What `render` made, to stand in a page a second time."""
    return _trusted(_OWN_ID.sub("", html)) if ' id="' in html else html


def cut_apart(html: SafeString) -> list[SafeString]:
    """What a template made with `CUT` after each of its pieces."""
    return [_trusted(piece) for piece in html.split(CUT)[:-1]]


def counted(rendered: Rendered, notes: Sequence[counting.Noted] = ()) -> SafeString:
    """For a page on which words are selected: each run says where it begins (`prose.counting`)."""
    return _trusted(counting.counted(rendered.html, rendered.text, notes))


def plain_text(html: str) -> str:
    """The text content of rendered HTML, blocks separated by one newline."""
    return text_content(html)


def json_ld(described: Mapping[str, Any]) -> SafeString:
    """A JSON-LD script element: the one inline script the site's policy has to bear (it is data)."""
    words = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        words = words.replace(character, f"\\u{ord(character):04x}")
    return _trusted(f'<script type="application/ld+json">{words}</script>')
