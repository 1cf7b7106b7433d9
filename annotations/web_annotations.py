"""Web Annotations as other programs write them: what of each could be a note here. Pure.

Ours (`newsroom.exports.web_annotations`) and those of others that quote the words they are about.
Whatever is in a file is data: words of it become plain text or Markdown, which shows and never runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from newsroom.exports.web_annotations import DEFINITION, MARKDOWN
from prose.characters import legible
from prose.urls import canonical

MAX_BYTES = 10_000_000
MAX_NOTES = 5_000
MAX_QUOTE = 20_000
# A selector may be refined by another, and that by a third. Nobody means more.
MAX_DEPTH = 5
KINDS = {
    "linking": "source", "bookmarking": "source", "describing": "explain", "classifying": "explain",
    "identifying": "explain", "assessing": "check",
}  # fmt: skip
_PART = re.compile(r"""\s*\[data-part=["']([^"']{1,40})["']\]\s*""")
_TURN = re.compile(r"(?:.*#)?t-([0-9a-z]{1,12})")
_UUID = re.compile(r"urn:uuid:([0-9a-fA-F-]{36})")
_MARKS = re.compile(r"[\\`*_\[\]<>|~&#]")
_OPENING = re.compile(r"^[ \t]*(?:([-+=:])|(\d{1,9})([.)]))", re.MULTILINE)


class Unreadable(Exception):
    """A file that holds no Web Annotations, or one of them that says nothing to go by."""


@dataclass(frozen=True, slots=True)
class Link:
    """A source; `url` is "" for one that is not on the web."""

    url: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published_on: date | None = None
    read_on: date | None = None
    archived_url: str = ""


@dataclass(slots=True)
class Quoted:
    """The words that an annotation is about; a place is in code points of a part, if it says which."""

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    part: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Foreign:
    """An annotation of a file. `identity` tells it from others; `uuid` is what it is called, if that."""

    identity: str
    uuid: UUID | None
    kind: str
    quoted: Quoted
    author: str = ""
    made_at: datetime | None = None
    body: str = ""
    term: str = ""
    definition: str = ""
    verdict: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None
    links: list[Link] = field(default_factory=list)


def items(content: bytes) -> list[Any]:
    """The annotations in a file, unread: a collection's, a page's, a list's, or the one.

    Raises Unreadable, in words for whoever brought it.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(f"It is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("It is not written in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"It is no JSON: line {error.lineno}, {error.msg}.") from None
    except (ValueError, RecursionError):
        raise Unreadable("It is no JSON that anybody would write.") from None
    if isinstance(found, dict) and found.get("type") == "AnnotationCollection":
        found = found.get("first", {"items": []})
        if isinstance(found, str):
            raise Unreadable("Its annotations stand in other files, page by page. Bring those.")
    if isinstance(found, dict):
        found = found.get("items", [found] if _is_annotation(found) else None)
    if not isinstance(found, list):
        raise Unreadable("There are no Web Annotations in it.")
    if len(found) > MAX_NOTES:
        raise Unreadable(f"It has {len(found):,} annotations; {MAX_NOTES:,} are taken at once.")
    return found


def read(item: Any) -> Foreign:
    """One of a file's annotations. Raises Unreadable."""
    if not isinstance(item, dict) or not _is_annotation(item):
        raise Unreadable("It is no annotation.")
    said = json.dumps(item, sort_keys=True)
    purpose = next(
        (each for each in map(_words, _many(item.get("motivation"))) if each in KINDS), ""
    )
    found = Foreign(
        identity=_words(item.get("canonical")) or _words(item.get("id")) or said,
        uuid=_uuid(item),
        kind=KINDS.get(purpose, "comment"),
        quoted=_quoted(item.get("target")),
        author=_name(item.get("creator")),
        made_at=_moment(item.get("created")),
    )
    bodies = _many(item.get("body"))
    if "bodyValue" in item:
        bodies.append({"type": "TextualBody", "value": item["bodyValue"]})
    for body in bodies:
        _read_body(found, body)
    return found


def _is_annotation(item: Mapping[str, Any]) -> bool:
    return "Annotation" in _many(item.get("type")) and "target" in item


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _words(value: Any) -> str:
    return legible(value).strip() if isinstance(value, str) else ""


def _uuid(item: Mapping[str, Any]) -> UUID | None:
    for name in ("canonical", "id"):
        if match := _UUID.fullmatch(_words(item.get(name))):
            try:
                return UUID(match[1])
            except ValueError:
                return None
    return None


def _name(agents: Any) -> str:
    for agent in _many(agents):
        name = _words(agent.get("name")) if isinstance(agent, dict) else _words(agent)
        if name:
            return name
    return ""


def _moment(value: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(_words(value))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_words(value)[:10])
    except ValueError:
        return None


def _quoted(target: Any) -> Quoted:
    targets = _many(target)
    if len(targets) != 1:
        raise Unreadable("It is about several passages, and a note stands on one.")
    found = Quoted()
    if isinstance(targets[0], dict):
        for scope in _many(targets[0].get("scope")):
            if match := _TURN.fullmatch(_words(scope)):
                found.part = f"turn:{match[1]}"
        for selector in _many(targets[0].get("selector")):
            for each in _and_refined(selector):
                _select(found, each)
    if not found.exact:
        raise Unreadable("It does not quote the words that it is about.")
    if len(found.exact) + len(found.prefix) + len(found.suffix) > MAX_QUOTE:
        raise Unreadable(f"It quotes more than {MAX_QUOTE:,} characters.")
    return found


def _and_refined(selector: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if isinstance(selector, dict) and depth < MAX_DEPTH:
        yield selector
        for refined in _many(selector.get("refinedBy")):
            yield from _and_refined(refined, depth + 1)


def _select(found: Quoted, selector: Mapping[str, Any]) -> None:
    kind = selector.get("type")
    if kind == "TextQuoteSelector" and not found.exact:
        # The spaces round them are words' own: they are not stripped.
        quote = [selector.get(name) for name in ("exact", "prefix", "suffix")]
        found.exact, found.prefix, found.suffix = (
            legible(each) if isinstance(each, str) else "" for each in quote
        )
    elif kind == "CssSelector" and (match := _PART.fullmatch(_words(selector.get("value")))):
        found.part = match[1]
    elif kind == "FragmentSelector" and (match := _TURN.fullmatch(_words(selector.get("value")))):
        found.part = f"turn:{match[1]}"
    elif kind == "TextPositionSelector":
        start, end = selector.get("start"), selector.get("end")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
            found.start, found.end = start, end


def _read_body(found: Foreign, body: Any) -> None:
    if isinstance(body, str):
        found.links.append(Link(legible(body).strip()))
        return
    if not isinstance(body, dict):
        return
    purpose = next(iter(_many(body.get("purpose"))), "")
    if "value" not in body:
        found.links += _links(body)
    elif purpose == "linking":
        found.links.append(_link("", {**body, "dc:title": body["value"]}, {}))
    elif purpose == "assessing" and found.kind == "check" and not found.verdict:
        found.verdict = _words(body["value"])
        found.checked_by, found.checked_at = (
            _name(body.get("creator")),
            _moment(body.get("created")),
        )
    elif purpose == DEFINITION and _words(body.get("dc:title")):
        found.term, found.definition = _words(body["dc:title"]), _markdown(body)
    elif words := _markdown(body):
        found.body = "\n\n".join(filter(None, (found.body, words)))


def _links(body: Mapping[str, Any]) -> Iterator[Link]:
    """Of a specific resource its source; of any other its own address."""
    source = body.get("source", body)
    state = next((each for each in _many(body.get("state")) if isinstance(each, dict)), {})
    if isinstance(source, str):
        yield _link(source, {}, state)
    elif isinstance(source, dict) and _words(source.get("id")):
        yield _link(source["id"], source, state)


def _link(url: str, named: Mapping[str, Any], state: Mapping[str, Any]) -> Link:
    copy = _words(next(iter(_many(state.get("cached"))), ""))
    return Link(
        url=legible(url).strip(),
        title=_words(named.get("dc:title"))[:500],
        publisher=_words(named.get("dc:publisher"))[:200],
        author=_words(named.get("dc:creator"))[:300],
        published_on=_day(named.get("dc:date")),
        read_on=_day(next(iter(_many(state.get("sourceDate"))), "")),
        archived_url=copy if is_address(copy) else "",
    )


def is_address(url: str) -> bool:
    """Whether a source can be at `url`: on the web, in one word, and no longer than a row holds."""
    whole = canonical(url)
    on_the_web = whole.startswith(("http://", "https://"))
    return on_the_web and not re.search(r'[\s<>"]', url) and max(len(url), len(whole)) <= 2000


def _markdown(body: Mapping[str, Any]) -> str:
    """A body's words as Markdown; of any other kind they are shown as they stand."""
    words = legible(body["value"]) if isinstance(body["value"], str) else ""
    media_type = _words(next(iter(_many(body.get("format"))), "")).partition(";")[0].lower()
    if media_type == MARKDOWN:
        return words.strip()
    if media_type in {"text/html", "application/xhtml+xml"}:
        words = _text_of(words)
    words = _MARKS.sub(r"\\\g<0>", "\n".join(line.strip() for line in words.strip().split("\n")))
    return _OPENING.sub(lambda at: f"\\{at[1]}" if at[1] else f"{at[2]}\\{at[3]}", words)


LONGEST_HTML = 20_000


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"p", "div", "br", "li", "blockquote", "tr"}:
            self.pieces.append("\n\n")


def _text_of(html: str) -> str:
    # The parser takes quadratic time for tags that never end; a note has a quarter of that anyway.
    html = html[:LONGEST_HTML]
    parser = _Text()
    parser.feed(html)
    parser.close()
    return re.sub(r"\n\s*\n", "\n\n", "".join(parser.pieces))
