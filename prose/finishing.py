"""One pass over clean HTML: ids for headings, figures for pictures, marks for citations.

It works on the output of nh3, which is well-formed and small in kind, so tags are found with one
regular expression and every token is looked at once: hostile input takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from prose.citing import is_inline
from prose.marks import Citation, Mark, cited, footnotes
from prose.markup import (
    BLOCKS,
    TOKEN,
    PictureTag,
    attributes_of,
    caption_html,
    image_html,
    inline_mark_html,
    join_lines,
    mark_html,
    tag_name,
)
from prose.plain import PlainText
from prose.slugs import slugify


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    id: str
    line: int  # of the plain text, from 0; -1 where it has no words


@dataclass(slots=True)
class Finished:
    html: str = ""
    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)


# Ids of the page around the text.
_OF_THE_PAGE = re.compile(
    r"(?:main|top|q|voices|sources|source-\d+|more-on-this|site-name|foot-\w+|notes-at-the-end"
    r"|(?:on|note|listed|said)-[0-9a-f]{12})\Z"
)
_NUMBER = re.compile(r"\[?(\d{1,4})\]?\Z")
_BARE_NEWLINE = "\n"
# What the citation's grammar may look at on each side of the mark.
_CONTEXT = 60


def finish(
    html: str,
    *,
    prefix: str,
    numbers: Mapping[str, int],
    pictures: Mapping[str, PictureTag],
    language: str,
    cites: bool = True,
) -> Finished:
    # Raw HTML is escaped, so only comrak itself writes this element, once, at the end.
    html, _, section = html.partition('<section class="footnotes">')
    return _Pass(html, prefix, numbers, pictures, language, footnotes(section), cites).run()


class _Pass:
    """Tokens in, finished HTML and plain text out."""

    def __init__(
        self,
        html: str,
        prefix: str,
        numbers: Mapping[str, int],
        pictures: Mapping[str, PictureTag],
        language: str,
        footnotes: Mapping[str, tuple[str, str]],
        cites: bool,
    ) -> None:
        self.tokens = TOKEN.split(html)
        self.shift = 1 if "<h1>" in html else 0
        self.prefix, self.numbers, self.pictures = prefix, numbers, pictures
        self.language, self.footnotes, self.cites = language, footnotes, cites
        self.out: list[str] = []
        self.plain = PlainText()
        self.depth = 0
        self.pre = False
        self.ids: set[str] = set()
        self.last_numbers: dict[str, int] = {}
        self.lists: list[int] = []
        self.open_lists: list[int] = []
        self.headings: list[Heading] = []
        self.marks: list[Mark] = []

    def run(self) -> Finished:
        self.walk(0, len(self.tokens))
        self.plain.end_line()
        text = str(self.plain)
        return Finished(
            html="".join(self.out).strip("\n"),
            text=text,
            headings=self.headings,
            citations=cited(self.marks, text),
            lists=self.lists,
        )

    def walk(self, at: int, end: int) -> None:
        """Take the tokens from `at` to `end`. Tags stand at the odd places."""
        while at < end:
            token = self.tokens[at]
            if at % 2:
                at = self.tag(token, at)
            else:
                if token:
                    self.words(token)
                at += 1

    # Text

    def words(self, token: str) -> None:
        if self.pre:
            self.out.append(token)
            self.plain.add(unescape(token))
        elif self.depth:
            if "\n" in token:
                token = self.between_blocks(token) or join_lines(token)
            self.out.append(token)
            if token != _BARE_NEWLINE:
                self.plain.add(unescape(token))
        elif token.isspace():
            self.out.append("\n")
        else:
            # Raw HTML, escaped: comrak writes it without a <p>.
            self.plain.end_line()
            token = join_lines(token.strip())
            self.out.append(f"<p>{token}</p>\n")
            self.plain.add(unescape(token))
            self.plain.end_line()

    def between_blocks(self, token: str) -> str:
        """The bare newline that comrak writes between two blocks, inside a list for example."""
        return token if token == _BARE_NEWLINE and not self.plain.size else ""

    # Tags

    def tag(self, tag: str, at: int) -> int:
        """Take the tag at `at`; return where to go on."""
        name = tag_name(tag)
        if name == "a":
            return self.link(tag, at)
        if name == "img":
            self.picture(tag, figure=False)
            return at + 1
        if name == "sup":
            return self.footnote(at)
        if name == "br":
            self.out.append("<br>")
            self.plain.add(" ")
            return at + 1
        if name.lstrip("/") not in BLOCKS:
            self.out.append(tag)
            return at + 1
        return self.block(tag, name, at)

    def block(self, tag: str, name: str, at: int) -> int:
        self.plain.end_line()
        closing = name.startswith("/")
        bare = name.lstrip("/")
        if bare == "p" and not closing and self.is_figure(at):
            self.picture(self.tokens[at + 2], figure=True)
            return at + 5
        if len(bare) == 2 and bare[0] == "h" and bare[1].isdigit():
            return self.heading(int(bare[1]), at)
        if bare == "section":
            return at + 1
        if bare != "hr":
            self.depth += -1 if closing else 1
        if bare == "pre":
            self.pre = not closing
        if bare in {"ul", "ol"}:
            self.list(closing)
        elif name == "li" and self.open_lists:
            self.lists[self.open_lists[-1]] += 1
        if bare == "table":
            self.out.append(
                "</table></div>" if closing else '<div class="table" tabindex="0"><table>'
            )
        else:
            self.out.append(tag)
        return at + 1

    def list(self, closing: bool) -> None:
        if closing:
            if self.open_lists:
                self.open_lists.pop()
        else:
            self.open_lists.append(len(self.lists))
            self.lists.append(0)

    def heading(self, level: int, at: int) -> int:
        """A heading in a body is never the page's own: # becomes h2, and so on."""
        level = max(2, min(level + self.shift, 6))
        end = at + 2
        while end < len(self.tokens) and not tag_name(self.tokens[end]).startswith("/h"):
            end += 2
        words = self.heading_words(at, end)
        identity = self.unique(slugify(words) or "section")
        line = len(self.plain.lines)
        self.out.append(f'<h{level} id="{escape(identity)}">')
        self.depth += 1
        self.walk(at + 1, end)
        self.depth -= 1
        self.plain.end_line()
        self.headings.append(
            Heading(level, words, identity, line if line < len(self.plain.lines) else -1)
        )
        self.out.append(f"</h{level}>")
        return end + 1

    def heading_words(self, at: int, end: int) -> str:
        """The words of a heading without the numbers of the marks that stand in it."""
        words = ""
        for place in range(at + 1, end, 2):
            token = self.tokens[place]
            is_mark = self.tokens[place - 1].startswith("<a ") and _NUMBER.match(token.strip())
            if not is_mark or is_inline(unescape(words), self.after(place + 1), self.language):
                words += token
        return " ".join(unescape(words).split())

    def unique(self, wanted: str) -> str:
        identity, number = f"{self.prefix}{wanted}", self.last_numbers.get(wanted, 1)
        while identity in self.ids or _OF_THE_PAGE.match(identity):
            number += 1
            identity = f"{self.prefix}{wanted}-{number}"
        self.last_numbers[wanted] = number  # counting from 1 again makes many headings quadratic
        self.ids.add(identity)
        return identity

    def is_figure(self, at: int) -> bool:
        """A paragraph that is nothing but one of our pictures."""
        if at + 4 >= len(self.tokens):
            return False
        before, image, after, end = self.tokens[at + 1 : at + 5]
        return (
            not before.strip()
            and image.startswith("<img ")
            and not after.strip()
            and end == "</p>"
            and self.key_of(image) in self.pictures
        )

    @staticmethod
    def key_of(tag: str) -> str:
        source = attributes_of(tag).get("src", "")
        return source.removeprefix("picture:") if source.startswith("picture:") else ""

    def picture(self, tag: str, *, figure: bool) -> None:
        attributes = attributes_of(tag)
        shown = self.pictures.get(self.key_of(tag))
        alt = attributes.get("alt", "")
        if shown is None:
            # Never load what is not ours: whoever wants to see it follows the link.
            source = attributes.get("src", "")
            # A key says nothing to readers; `problems()` tells the editor that it names no picture.
            words = alt or ("" if self.key_of(tag) else source)
            if source.startswith(("http://", "https://")):
                self.out.append(f'<a href="{escape(source)}" rel="noopener">{escape(words)}</a>')
            else:
                self.out.append(escape(words))
            self.plain.add(words)
            return
        image = image_html(shown, alt)
        if not figure:
            self.out.append(image)
            return
        self.out.append(f"<figure>{image}")
        caption = " ".join(filter(None, (shown.caption, shown.credit)))
        if caption:
            self.out.append(caption_html(shown))
            self.plain.add(caption)
            self.plain.end_line()
        self.out.append("</figure>")

    # Citations

    def link(self, tag: str, at: int) -> int:
        attributes = attributes_of(tag)
        address = attributes.get("href", "")
        words = self.tokens[at + 1] if at + 1 < len(self.tokens) else ""
        number = _NUMBER.match(words.strip())
        closes = at + 2 < len(self.tokens) and self.tokens[at + 2] == "</a>"
        if self.cites and number and closes and address.startswith(("http://", "https://")):
            self.mark(number[1], address, attributes.get("title", ""), at + 3)
            return at + 3
        if not address or address.startswith(("picture:", "#fn")):
            return self.unlinked(at)
        title = f' title="{escape(attributes["title"])}"' if attributes.get("title") else ""
        self.out.append(f'<a href="{escape(address)}"{title} rel="noopener">')
        return at + 1

    def unlinked(self, at: int) -> int:
        """The words of a link that leads nowhere we allow, without the link."""
        end = at + 2
        while end < len(self.tokens) and self.tokens[end] != "</a>":
            end += 2
        self.walk(at + 1, end)
        return end + 1

    def footnote(self, at: int) -> int:
        """`<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>`, or any other sup."""
        following = self.tokens[at + 2] if at + 2 < len(self.tokens) else ""
        attributes = attributes_of(following) if following.startswith("<a ") else {}
        target = attributes.get("href", "").removeprefix("#")
        if target not in self.footnotes:
            self.out.append(self.tokens[at])
            return at + 1
        url, words = self.footnotes[target]
        if not self.cites:
            self.out.append(f" ({escape(words)})")
            self.plain.add(f" ({words})")
            return at + 7
        self.mark(self.tokens[at + 3].strip(), url, words, at + 7, footnote=True)
        return at + 7

    def mark(
        self, number: str, url: str, title: str, following: int, *, footnote: bool = False
    ) -> None:
        before = self.plain.last_words
        inline = not footnote and is_inline(before, self.after(following), self.language)
        shown = str(self.numbers.get(url or f"^{title}", number))
        identity = self.unique(f"cite-{len(self.marks) + 1}")
        if inline:
            words = f"[{shown}]"
            self.out.append(inline_mark_html(identity, shown))
        else:
            self.close_up()
            words = shown
            self.out.append(mark_html(identity, shown, self.language))
        start = self.plain.here
        self.plain.add(words)
        self.marks.append(Mark(start, start + len(words), number, url, inline, title, identity))

    def close_up(self) -> None:
        """A reference mark stands directly after the words it proves."""
        if self.plain.last_words.endswith(" ") and self.out[-1].endswith(" "):
            self.out[-1] = self.out[-1][:-1]
            self.plain.take_space()

    def after(self, at: int) -> str:
        """The words that follow in the same block."""
        found = ""
        for place in range(at, min(at + _CONTEXT, len(self.tokens))):
            token = self.tokens[place]
            if not place % 2:
                found += unescape(token)
            elif tag_name(token).lstrip("/") in BLOCKS:
                break
            if len(found) >= _CONTEXT:
                break
        return found
