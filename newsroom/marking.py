"""A record's corrections and notes in its pages: words marked, and what is said of them beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom import corrections, noted
from newsroom.languages import LANGUAGES
from newsroom.records import note_key
from prose.html import Rendered, without_ids, woven
from prose.weaving import Span
from prose.words import words_worth

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from newsroom.bodies import NoteDraft
    from newsroom.languages import Language
    from newsroom.records import NoteRecord, Record

KINDS = ("source", "explain", "check")
# About six lines of a margin: more is folded.
SHORT_WORDS = 45


@dataclass(slots=True)
class Shown:
    """A note as the body's templates show it. `mark` is "" where its words stand in no text;
    `before` and `after` are the marks of its neighbours."""

    note: NoteRecord
    key: str
    mark: str
    html: SafeString
    path: str
    first_words: str
    label: str
    checked_on: str
    is_long: bool
    before: str = ""
    after: str = ""
    inner: str = ""


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
        spans: dict[str, list[Span]] = defaultdict(list)
        for part, span in corrections.spans(record):
            spans[part].append(span)
        places = noted.placed(record, texts)
        shown = _shown(record, places, language)
        for place, each in zip(places, shown, strict=True):
            if each.mark:
                spans[place.note["part"]].append(_span(place, each))
        by_mark = {each.mark: each for each in shown if each.mark}
        template = get_template("bodies/_beside.html")

        def beside(ending: Sequence[Span]) -> str:
            notes = [by_mark[span.identity] for span in ending if span.identity in by_mark]
            counted = Counter(each.note["kind"] for each in notes)
            said = {"notes": notes, "summary": summary(counted)}
            return template.render(said).strip() if notes else ""

        marked = {
            part: woven(rendered, spans.get(part, ()), beside) for part, rendered in parts.items()
        }
    said_by = {each.note["uuid"]: each.html for each in shown}
    return Marked(marked, shown, noted.drafts(record, texts, places, said_by))


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


def _shown(record: Record, places: Sequence[noted.Placed], language: Language) -> list[Shown]:
    template = get_template("bodies/_said.html")
    shown = []
    for place in places:
        note = place.note
        key = note_key(note["uuid"])
        each = Shown(
            note=note,
            key=key,
            mark=note["mark"] if place.is_marked else "",
            html=noted.said(note, record["language"]),
            path=f"{record['path']}notes/{key}/",
            first_words=_first_words(note),
            label=_("Note %(number)s, %(kind)s")
            % {"number": note["number"], "kind": kind_words(note["kind"]).lower()},
            checked_on=_day(note.get("checked_at", ""), language),
            is_long=_is_long(note),
        )
        each.inner = template.render({"note": note, "html": without_ids(each.html), "shown": each})
        shown.append(each)
    marked = [each for each in shown if each.mark]
    for one, other in zip(marked, marked[1:], strict=False):
        one.after, other.before = other.mark, one.mark
    return shown


def _first_words(note: NoteRecord) -> str:
    if note["kind"] == "check":
        return _("Checked: %(verdict)s") % {"verdict": note.get("verdict", "")}
    return kind_words(note["kind"])


def _is_long(note: NoteRecord) -> bool:
    words = " ".join([note["body"], note.get("definition", "")])
    sources = 12 * (len(note.get("evidence", [])) + (note["kind"] == "source"))
    return words_worth(words) + sources > SHORT_WORDS


def _day(moment: str, language: Language) -> str:
    if not moment:
        return ""
    return date_format(timezone.localtime(datetime.fromisoformat(moment)).date(), language.day)


def _span(place: noted.Placed, each: Shown) -> Span:
    kind = place.note["kind"]
    is_check = kind == "check"
    return Span(
        place.start,
        place.end,
        each.mark,
        f"note {kind}",
        "mark",
        details=f"note-{each.key}",
        begins=f"[{each.first_words}: " if is_check else "",
        ends="]" if is_check else "",
        reference=_reference(kind, each),
    )


def _reference(kind: str, each: Shown) -> str:
    html: str = get_template("bodies/_reference.html").render({"kind": kind, "note": each})
    return html.strip()
