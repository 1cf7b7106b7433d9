"""A record's corrections and notes in its pages: words marked, and what is said of them beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom import corrections, noted
from newsroom.languages import LANGUAGES
from newsroom.records import note_key
from prose.html import CUT, Rendered, cut_apart, without_ids, woven
from prose.markup import reference_html
from prose.weaving import Span

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from newsroom.bodies import NoteDraft
    from newsroom.languages import Language
    from newsroom.records import NoteRecord, Record

KINDS = ("source", "explain", "check")
# Of a margin: more is folded.
SHORT_LINES = 6
LINE_LETTERS = 40
SOURCE_LINES = 2


@dataclass(slots=True)
class Shown:
    """A note as the body's templates show it.

    `mark` is "" where its words stand in no text; `before` and `after` are the marks of its
    neighbours. `inner` is all that it says, `one` the same as it stands beside its words.
    """

    note: NoteRecord
    key: str
    number: str
    mark: str
    html: SafeString
    path: str
    first_words: str
    checked: str
    is_long: bool
    before: str = ""
    after: str = ""
    inner: str = ""
    one: str = ""

    @property
    def html_again(self) -> SafeString:
        """What it says, to stand in the page beside its words and at the end."""
        return without_ids(self.html)


@dataclass(slots=True)
class Marked:
    """Every part with its marks, the record's notes as they are shown, and as they are kept."""

    parts: dict[str, Rendered]
    notes: list[Shown] = field(default_factory=list)
    drafts: list[NoteDraft] = field(default_factory=list)

    @property
    def unmarked(self) -> set[str]:
        """Marks that stand nowhere."""
        return {each.note["mark"] for each in self.notes if not each.mark}

    @property
    def for_the_page(self) -> dict[str, Any]:
        """What a body's template shows of the notes: all but sources, which have a list of their
        own, unless somebody wrote something to them; and how many there are of each kind."""
        kinds = Counter(each.note["kind"] for each in self.notes)
        listed = [each for each in self.notes if each.note["kind"] != "source" or each.html]
        return {
            "notes": sorted(listed, key=lambda each: each.note["number"]),
            "kinds": [(kind, summary({kind: kinds[kind]})) for kind in KINDS if kinds[kind]],
        }


def mark(record: Record, parts: Mapping[str, Rendered]) -> Marked:
    """`parts` with the words marked that were corrected or have a note."""
    language = LANGUAGES[record["language"]]
    texts = {part: rendered.text for part, rendered in parts.items()}
    with translation.override(language.locale):
        places = noted.placed(record, texts)
        shown = [_shown(place, record, language) for place in places]
        _render(shown)
        marked = weave(parts, spans(record, places, shown), shown)
    said_by = {each.note["uuid"]: each.html for each in shown}
    return Marked(marked, shown, noted.drafts(record, texts, places, said_by))


def spans(
    record: Record, places: Sequence[noted.Placed], notes: Sequence[Shown]
) -> dict[str, list[Span]]:
    """What is marked, by part: corrections, and the words of notes."""
    found: dict[str, list[Span]] = defaultdict(list)
    for part, span in corrections.spans(record):
        found[part].append(span)
    for place, each in zip(places, notes, strict=True):
        if each.mark:
            found[place.note["part"]].append(_span(place, each))
    return found


def weave(
    parts: Mapping[str, Rendered], spans: Mapping[str, Sequence[Span]], notes: Sequence[Shown]
) -> dict[str, Rendered]:
    """Every part with its spans marked, and `notes` after the blocks that end their words."""
    by_mark = {each.mark: each for each in notes if each.mark}

    def beside(ending: Sequence[Span]) -> str:
        found = [by_mark[span.identity] for span in ending if span.identity in by_mark]
        if not found:
            return ""
        counted = summary(Counter(each.note["kind"] for each in found))
        said = {"notes": found, "summary": counted}
        return render_to_string("bodies/_beside.html", said).strip()

    return {part: woven(rendered, spans.get(part, ()), beside) for part, rendered in parts.items()}


def summary(kinds: Mapping[str, int]) -> str:
    """“2 sources, 1 check”, in the words of the page."""
    words = {
        "source": lambda n: ngettext("%(n)d source", "%(n)d sources", n),
        "explain": lambda n: ngettext("%(n)d explanation", "%(n)d explanations", n),
        "check": lambda n: ngettext("%(n)d check", "%(n)d checks", n),
    }
    counted = [words[kind](kinds[kind]) % {"n": kinds[kind]} for kind in KINDS if kinds.get(kind)]
    return _(", ").join(counted)


def kind_words(kind: str) -> str:
    return {"source": _("Source"), "explain": _("Explanation"), "check": _("Check")}[kind]


def _shown(place: noted.Placed, record: Record, language: Language) -> Shown:
    note = place.note
    key = note_key(note["uuid"])
    return Shown(
        note=note,
        key=key,
        number=str(note["number"]),
        mark=note["mark"] if place.is_marked else "",
        html=noted.said(note, record["language"]),
        path=f"{record['path']}notes/{key}/",
        first_words=_first_words(note),
        checked=_checked(note, language),
        is_long=_is_long(note),
    )


def _render(notes: Sequence[Shown]) -> None:
    """What stands of each note in the page: all in one pass, because templates are slow to start."""
    if not notes:
        return
    marked = [each for each in notes if each.mark]
    for one, other in zip(marked, marked[1:], strict=False):
        one.after, other.before = other.mark, one.mark
    for each, html in zip(notes, _pieces("bodies/_said.html", notes), strict=True):
        each.inner = html
    for each, html in zip(notes, _pieces("bodies/_ones.html", notes), strict=True):
        each.one = html


def _pieces(template: str, notes: Sequence[Shown]) -> list[SafeString]:
    pieces = cut_apart(render_to_string(template, {"notes": notes, "cut": CUT}))
    if len(pieces) == len(notes):
        return pieces
    # A title or a name has the character that no text should have.
    return [render_to_string(template, {"notes": [each]}) for each in notes]


def _first_words(note: NoteRecord) -> str:
    if note["kind"] == "check":
        return _("Checked: %(verdict)s") % {"verdict": note.get("verdict", "")}
    return kind_words(note["kind"])


def _checked(note: NoteRecord, language: Language) -> str:
    """Who checked it and when."""
    moment = note.get("checked_at", "")
    if not moment:
        return note.get("checked_by", "")
    day = timezone.localtime(datetime.fromisoformat(moment)).date()
    written = date_format(day, language.day)
    if not note.get("checked_by"):
        return written
    return _("Checked by %(name)s, %(day)s") % {"name": note["checked_by"], "day": written}


def _is_long(note: NoteRecord) -> bool:
    """A list's items and a table's rows are lines, however short."""
    text = f"{note.get('definition', '')}\n{note['body']}"
    lines = sum(-(-_width(line) // LINE_LETTERS) for line in text.splitlines())
    sources = len(note.get("evidence", [])) + (note["kind"] == "source")
    return lines + SOURCE_LINES * sources > SHORT_LINES


def _width(line: str) -> int:
    """In letters; those of Chinese are two wide."""
    line = line.strip()
    if line.isascii():
        return len(line)
    return len(line) + sum(east_asian_width(letter) in "WF" for letter in line)


def _span(place: noted.Placed, each: Shown) -> Span:
    kind = place.note["kind"]
    is_check = kind == "check"
    label = _("Note %(number)s, %(kind)s") % {
        "number": each.number,
        "kind": kind_words(kind).lower(),
    }
    return Span(
        place.start,
        place.end,
        each.mark,
        f"note {kind}",
        "mark",
        details=f"note-{each.key}",
        begins=f"[{each.first_words}: " if is_check else "",
        ends="]" if is_check else "",
        reference=reference_html(kind, each.key, each.number, label),
    )
