"""Writing an entry: the rows that an edition is made of. Verbs call it inside their transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from newsroom import note_rows, paths, search, timeline, version
from newsroom.bodies import Body, Reading
from newsroom.models import (
    Change,
    Edition,
    EditionBody,
    Passage,
    Person,
    Picture,
    Revision,
    Story,
    Topic,
    User,
)
from newsroom.records import SCHEMA, PictureRecord, Record


@dataclass(slots=True)
class Draft:
    """A record and what is derived from it: everything slow, done before the transaction."""

    story: Story  # of its kind, as it was then
    record: Record
    body: Body
    found_by: list[list[str]] = field(default_factory=list)  # a passage's tokens, for the search
    note_rows: list[note_rows.Row] = field(default_factory=list)


def draft(story: Story, record: Record) -> Draft:
    """What a preview shows."""
    concrete = story.concrete
    return Draft(concrete, record, concrete.derive(record))


def publishable(story: Story, record: Record) -> Draft:
    """What publishing writes: a draft with its search tokens, a third of the work."""
    concrete = story.concrete
    return _ready(concrete, record, concrete.derive(record))


def _ready(story: Story, record: Record, body: Body) -> Draft:
    found_by = [search.tokens_of(passage) for passage in body.passages]
    return Draft(story, record, body, found_by, note_rows.of(body))


def common_record(story: Story, reading: Reading | None = None) -> Record:
    """The part of a record that every kind of story has, from the working copy."""
    return Record(
        schema=SCHEMA,
        uuid=str(story.uuid),
        kind=story.kind,
        language=story.language,
        slug=story.slug,
        path=paths.path_for(story.kind, story.language, story.slug),
        title=story.title,
        standfirst=story.standfirst,
        section=story.section_id,
        topics=list(story.topics.order_by("pk").values_list("pk", flat=True)) if story.pk else [],
        credits=[
            {
                "person": credit.person_id,
                "name": credit.person.name_in(story.language),
                "role": credit.role,
            }
            for credit in (story.credits.select_related("person") if story.pk else [])
        ],
        picture=picture_record(story.lead_picture) if story.lead_picture else None,
        pictures=dict(reading.pictures) if reading else pictures_in(story),
        related=[
            {"story": tie.target_id, "label": tie.label}
            for tie in (story.related_stories.all() if story.pk else [])
        ],
        translation_of=story.translation_of_id,
        texts=story.texts(),
        notes=[],
    )


def reworded(record: Record, words: Mapping[str, str]) -> Record:
    """A copy of a published record with other words: title, standfirst, texts by part."""
    texts = {part: words.get(part, text) for part, text in record["texts"].items()}
    changed: Record = {
        **record,
        "title": words.get("title", record["title"]),
        "standfirst": words.get("standfirst", record["standfirst"]),
        "texts": texts,
    }
    named = picture_keys(*texts.values()) - set(record["pictures"])
    changed["pictures"] = dict(record["pictures"])
    for picture in Picture.objects.filter(key__in=named) if named else ():
        changed["pictures"][picture.key] = picture_record(picture)
    changed.pop("corrected", None)
    return changed


def pictures_in(story: Story) -> dict[str, PictureRecord]:
    """The pictures that the text of `story` names, by their keys."""
    keys = picture_keys(*story.texts().values())
    if not keys:
        return {}
    return {
        picture.key: picture_record(picture) for picture in Picture.objects.filter(key__in=keys)
    }


def picture_record(picture: Picture) -> PictureRecord:
    return PictureRecord(
        id=picture.pk,
        key=picture.key,
        alt=picture.alt,
        decorative=picture.decorative,
        caption=picture.caption,
        credit=picture.credit,
        src=picture.src,
        srcset=picture.srcset,
        width=picture.width,
        height=picture.height,
    )


def picture_keys(*sources: str) -> set[str]:
    """Keys of the pictures that Markdown `sources` name as `![…](picture:KEY)`."""
    keys = set()
    for source in sources:
        for piece in source.split("](picture:")[1:]:
            key = piece.partition(")")[0].split()
            if key:
                keys.add(key[0])
    return keys


def add_entry(
    story: Story,
    *,
    record: Record | dict[str, Any],
    change: Change,
    issued_at: datetime,
    note: str,
    by: User,
) -> Edition:
    """An entry with an empty period: read by nobody until `timeline.retime` places it."""
    return Edition.objects.create(
        story=Story(pk=story.pk),
        number=timeline.next_number(story),
        change=change,
        kind=record["kind"],
        language=record["language"],
        path=record["path"],
        title=record["title"],
        record=record,
        section_id=record["section"],
        note=note,
        issued_at=issued_at,
        ended_at=issued_at,
        # Not before `issued_at`, unless it was scheduled: that is how a clock set back is noticed.
        created_at=timezone.now(),
        created_by=by,
        created_by_name=str(by),
    )


def add_edition(
    story: Story, draft: Draft, *, change: Change, issued_at: datetime, note: str, by: User
) -> Edition:
    """A readable entry with its body, passages and search rows."""
    edition = add_entry(
        story, record=draft.record, change=change, issued_at=issued_at, note=note, by=by
    )
    edition.topics.add(*draft.record["topics"])
    edition.people.add(*credited(draft.record))
    draft.story.read_off(edition)
    write_body(edition, draft)
    return edition


def credited(record: Record) -> set[int]:
    """Ids of the people credited or speaking in a record."""
    ids = {credit["person"] for credit in record["credits"]}
    ids |= {speaker["person"] for speaker in record.get("speakers", []) if speaker["person"]}
    return ids


def unsaved_edition(story: Story, draft: Draft) -> Edition:
    """What publishing now would give, for a preview: no row of it is ever written."""
    record, now = draft.record, timezone.now()
    live = Edition.objects.at(now).filter(story=story.pk).first() if story.pk else None
    edition = Edition(
        story=Story(pk=story.pk),
        number=0,
        change=Change.MINOR if live else Change.FIRST,
        kind=record["kind"],
        language=record["language"],
        path=record["path"],
        title=record["title"],
        record=record,
        section_id=record["section"],
        issued_at=now,
        published_at=live.published_at if live else now,
        updated_at=live.updated_at if live else None,
        notices=live.notices if live else [],
    )
    edition.body = EditionBody(edition=edition, **_body_fields(draft.body))
    return edition


def _body_fields(body: Body) -> dict[str, Any]:
    return {
        "html": body.html,
        "texts": body.texts,
        "contents": body.contents,
        "card": body.card,
        "json_ld": body.json_ld,
        "words": body.words,
        "rendered_at": timezone.now(),
    }


def rewrite_body(edition: Edition, draft: Draft) -> None:
    """Instead of the one it has."""
    EditionBody.objects.filter(edition=edition).delete()
    edition.passages.all().delete()
    edition.notes.all().delete()
    write_body(edition, draft)


def write_body(edition: Edition, draft: Draft) -> None:
    """Of an edition that has none yet: writers wait for it, so nothing is looked for first."""
    body = draft.body
    EditionBody.objects.create(edition=edition, **_body_fields(body))
    known = set(
        Person.objects.filter(
            pk__in={passage.person for passage in body.passages if passage.person}
        ).values_list("pk", flat=True)
    )
    passages = Passage.objects.bulk_create(
        Passage(
            edition=edition,
            order=order,
            part=passage.part,
            anchor=passage.anchor,
            heading=passage.heading[:300],
            person_id=passage.person if passage.person in known else None,
            speaker=passage.speaker[:200],
            question=passage.question,
            language=passage.language or edition.language,
            text=passage.text,
        )
        for order, passage in enumerate(body.passages)
    )
    search.index(passages, draft.found_by)
    note_rows.write(edition, draft.note_rows)


def says_more(story: Story, record: Record) -> bool:
    """Has the working copy something that `record` has not? Slow: asked before a lock."""
    frozen = {**story.concrete.freeze()}
    return _without_notices(frozen) != _without_notices({**record})


def still_changed(story: Story) -> None:
    """What went out is newer than the draft, but not the draft: it has changes that are not live."""
    Story.objects.filter(pk=story.pk).update(changed_at=timezone.now())


def _without_notices(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in ("corrected", "gone")}


def keep_revision(
    story: Story, record: Record, reason: str, by: User | None, note: str = ""
) -> Revision:
    """A row of private history."""
    return Revision.objects.create(
        story=Story(pk=story.pk),
        reason=reason,
        version=story.version,
        record=record,
        turn_keys=[turn["key"] for turn in record.get("turns", [])],
        note=note[:300],
        author=by,
        author_name=str(by) if by else "",
    )


def rerender(edition: Edition, *, accept_changes: bool = False) -> Body | None:
    """Make one edition's body again; None (and nothing written) if its words would change."""
    story = Story.objects.get(pk=edition.story_id).concrete
    body = story.derive(edition.record)
    previous = getattr(edition, "body", None)
    if previous is not None and previous.texts != body.texts and not accept_changes:
        return None
    ready = _ready(story, edition.record, body)
    with transaction.atomic():
        _read_off(edition)
        story.read_off(edition)
        rewrite_body(edition, ready)
    return body


def redraw(pk: int) -> bool:
    """Make one edition's page again, after what stands beside its words changed.

    False, and nothing is written, if the words themselves would change (`rerender` says so), or if
    it was taken down meanwhile.
    """
    edition = Edition.objects.select_related("body").get(pk=pk)
    if edition.blanked_at is not None:
        return False
    story = Story.objects.get(pk=edition.story_id)
    body = story.concrete.derive(edition.record)
    with transaction.atomic():
        Story.objects.select_for_update().get(pk=story.pk)
        stands = EditionBody.objects.filter(edition=pk, edition__blanked_at__isnull=True)
        if stands.values_list("texts", flat=True).first() != body.texts:
            return False
        EditionBody.objects.filter(edition=pk).update(**_body_fields(body))
        version.bump()
    return True


def _read_off(edition: Edition) -> None:
    """What lists are queried by, as the record says it; what no longer exists is left out."""
    record: Record = edition.record
    section = record["section"]
    edition.section = Topic.objects.filter(pk=section).first() if section else None
    edition.save(update_fields=["section"])
    edition.topics.set(Topic.objects.filter(pk__in=record["topics"]))
    edition.people.set(Person.objects.filter(pk__in=credited(record)))
