"""Half-typed fields, read leniently: what makes no sense yet is left as it was saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from interviews import renaming
from interviews.models import Interview, Recording, Speaker
from newsroom import paths
from newsroom.admin.fields import WebAddressField
from newsroom.languages import LANGUAGES
from newsroom.models import CreditRole, Person, Picture, Story, Topic
from newsroom.records import Record
from prose.slugs import slugify

TEXTS = ("title", "standfirst", "body", "introduction", "transcript")
# More rows than a form ever has: a forged count must not keep the server busy.
MOST_ROWS = 200


def fill(story: Story, post: QueryDict) -> None:
    """Put the posted words into `story`, unsaved."""
    for name in TEXTS:
        if name in post and hasattr(story, name):
            words = _word(post, name).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
            setattr(story, name, words[:300] if name == "title" else words)
    if "contents_of" in post and isinstance(story, Interview):
        story.contents_of = " ".join(filter(None, post.getlist("contents_of")))
    if _word(post, "language") in LANGUAGES:
        story.language = _word(post, "language")
    if "slug" in post:
        story.slug = slugify(_word(post, "slug"))
    if not story.slug:
        story.slug = slugify(story.title) or "preview"
    if "section" in post:
        wanted = _number(_word(post, "section"))
        story.section = Topic.objects.filter(pk=wanted, kind=Topic.Kind.SECTION).first()
    if "lead_picture" in post:
        story.lead_picture = Picture.objects.filter(pk=_number(_word(post, "lead_picture"))).first()
    if isinstance(story, Interview):
        _fill_recording(story, post)


def _fill_recording(interview: Interview, post: QueryDict) -> None:
    if "recording" in post:
        wanted = _number(_word(post, "recording"))
        interview.recording = Recording.objects.filter(pk=wanted).first()
    if "recording_url" in post:
        interview.recording_url = _read(WebAddressField(), _word(post, "recording_url")) or ""
    if "recorded_on" in post:
        interview.recorded_on = _read(forms.DateField(), _word(post, "recorded_on"))
    if "recorded_in" in post:
        interview.recorded_in = _word(post, "recorded_in").replace("\x00", "").strip()[:200]


def _read(field: forms.Field, word: str) -> Any:
    """What a form would take of the word; None for what it would refuse."""
    try:
        return field.clean(word)
    except ValidationError:
        return None


def fill_record(record: Record, post: QueryDict) -> None:
    """Put into `record` what hangs on a story in rows of its own: nothing of it is saved."""
    record["path"] = paths.path_for(record["kind"], record["language"], record["slug"])
    if "title" in post:
        chosen = [number for number in map(_number, post.getlist("topics")) if number]
        record["topics"] = list(
            Topic.objects.filter(pk__in=chosen).order_by("pk").values_list("pk", flat=True)
        )
    if "credits-TOTAL_FORMS" in post:
        rows = _rows(post, "credits", "person")
        names = _names(row["person"] for row in rows)
        record["credits"] = [
            {
                "person": number,
                "name": names[number],
                "role": row["role"] if row["role"] in CreditRole.values else CreditRole.AUTHOR,
            }
            for row in sorted(rows, key=lambda row: _number(row["order"]))
            if (number := _number(row["person"])) in names
        ]
    if "related_stories-TOTAL_FORMS" in post:
        record["related"] = [
            {"story": _number(row["target"]), "label": row["label"]}
            for row in sorted(
                _rows(post, "related_stories", "target"), key=lambda row: _number(row["order"])
            )
        ]
    if "speakers-TOTAL_FORMS" in post:
        _fill_speakers(record, post)


def _fill_speakers(record: Record, post: QueryDict) -> None:
    """Rows of speakers are posted with their id: the label is not the form's to say."""
    rows = {_number(row["id"]): row for row in _rows(post, "speakers", "role")}
    labels = Speaker.objects.filter(interview__uuid=record["uuid"], pk__in=rows)
    by_label = {label: rows[number] for number, label in labels.values_list("pk", "label")}
    _rename(by_label, record, post)
    names = _names(row["person"] for row in rows.values())
    for speaker in record.get("speakers", []):
        row = by_label.get(speaker["label"])
        if row is None:
            continue
        number = _number(row["person"])
        speaker["person"] = number if number in names else None
        if row["role"] in {"interviewer", "guest"}:
            speaker["role"] = row["role"]
        speaker["described_as"] = row["described_as"]


def _rename(by_label: dict[str, _Row], record: Record, post: QueryDict) -> None:
    """As the save will: a label that was renamed since stands for whom the old one stood for."""
    speaking = {speaker["label"] for speaker in record.get("speakers", [])}
    for old, new in renaming.borne_out(renaming.renamed(_word(post, "renamed")), speaking):
        known, there = by_label.get(old), by_label.get(new)
        if known is None:
            continue
        if there is None:
            by_label[new] = known
        elif known["person"] and not there["person"]:
            there["person"] = known["person"]
            there["described_as"] = there["described_as"] or known["described_as"]


class _Row(dict[str, str]):
    """A posted row of a formset; what was not posted is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _rows(post: QueryDict, prefix: str, needed: str) -> list[_Row]:
    """The rows of a formset that are filled in and not marked for deletion."""
    rows = []
    for place in range(min(_number(_word(post, f"{prefix}-TOTAL_FORMS")), MOST_ROWS)):
        start = f"{prefix}-{place}-"
        row = _Row(
            (name.removeprefix(start), _word(post, name)) for name in post if name.startswith(start)
        )
        if row[needed] and not row["DELETE"]:
            rows.append(row)
    return rows


def _names(people: Any) -> dict[int, str]:
    wanted = {number for number in map(_number, people) if number}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _word(post: QueryDict, name: str) -> str:
    return str(post.get(name, ""))


def _number(raw: str) -> int:
    return int(raw) if raw.isdecimal() and len(raw) <= 15 else 0
