"""What two records say of a story beside its words: which of these facts changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from newsroom.models import CreditRole, Story, Topic
from newsroom.records import NoteRecord, PictureRecord, Record, SpeakerRecord

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Fact:
    """What is no longer so, and what is so now."""

    name: str
    gone: list[str]
    come: list[str]


def changed_facts(before: Record, after: Record) -> list[Fact]:
    """The facts that differ, by name; two queries, whatever they are."""
    names = _Names(before, after)
    old, new = _facts(before, names), _facts(after, names)
    found = []
    for name, now in new.items():
        was = old[name]
        if was != now:
            gone, come = list(Counter(was) - Counter(now)), list(Counter(now) - Counter(was))
            # The same in another order, which counts for a byline.
            found.append(Fact(name, gone, come) if gone or come else Fact(name, was, now))
    return found


class _Names:
    """Topics and stories that records know by number only."""

    def __init__(self, *records: Record) -> None:
        topics: set[int] = set()
        stories: set[int] = set()
        for record in records:
            topics.update(filter(None, [record["section"], *record["topics"]]))
            stories.update(tie["story"] for tie in record["related"])
            stories.update(filter(None, [record["translation_of"]]))
        self.topics = dict(Topic.objects.filter(pk__in=topics).values_list("pk", "name"))
        self.stories = dict(Story.objects.filter(pk__in=stories).values_list("pk", "title"))

    def topic(self, number: int | None) -> list[str]:
        return [] if number is None else [self.topics.get(number, "one that is gone")]

    def story(self, number: int | None) -> list[str]:
        return [] if number is None else [self.stories.get(number, "one that is gone")]


def _facts(record: Record, names: _Names) -> dict[str, list[str]]:
    return {
        "Address": [record["path"]],
        "Section": names.topic(record["section"]),
        "Topics": sorted(name for number in record["topics"] for name in names.topic(number)),
        "Credits": [
            f"{CreditRole(credit['role']).label} {credit['name']}" for credit in record["credits"]
        ],
        "Speakers": [_speaker(speaker) for speaker in record.get("speakers", [])],
        "Picture": [_picture(record["picture"])] if record["picture"] else [],
        "Pictures in the text": sorted(map(_picture, record["pictures"].values())),
        "Recording": _recording(record),
        "Translation of": names.story(record["translation_of"]),
        "Related pieces": [
            tie["label"] or name for tie in record["related"] for name in names.story(tie["story"])
        ],
        "Sources and notes": [_note(note) for note in record["notes"]],
    }


def _speaker(speaker: SpeakerRecord) -> str:
    described = f", {speaker['described_as']}" if speaker["described_as"] else ""
    return f"{speaker['label']} ({speaker['role']}{described})"


def _picture(picture: PictureRecord) -> str:
    words = picture["caption"] or picture["alt"] or picture["key"]
    credit = f" ({picture['credit']})" if picture["credit"] else ""
    return f"{words}{credit}"


def _recording(record: Record) -> list[str]:
    """Its file by what tells it from another: readers never see its title."""
    found = record.get("recording")
    if found is None:
        return []
    file = found["src"].rpartition("/")[2]
    return [
        each for each in (file, found["url"], found["recorded_on"], found["recorded_in"]) if each
    ]


def _note(note: NoteRecord) -> str:
    words = note.get("title") or note.get("url") or note["body"]
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
