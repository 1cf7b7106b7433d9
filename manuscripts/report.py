"""What an import makes, as one JSON object a file; the same for a dry run and for a real one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from manuscripts.manuscript import Manuscript, ParsedStory
from prose.slugs import slugify


def report(
    file: str,
    manuscript: Manuscript,
    *,
    made: Sequence[Mapping[str, Any]] = (),
    people: Sequence[Mapping[str, str | None]] = (),
) -> dict[str, Any]:
    """`made` gives id, slug, url and turn keys of each story once it exists; `people` the name
    decided for each label. Without them ids, addresses and keys are null."""
    stories = [
        _story(
            story,
            made[place] if made else {},
            people[place] if people else {},
            manuscript.stories,
        )
        for place, story in enumerate(manuscript.stories)
    ]
    return {
        "file": file,
        "stories": stories,
        "citations": [
            {
                "number": int(placed.citation.number) if placed.citation.number.isdigit() else None,
                "url": placed.citation.url or None,
                "part": _part(placed.part, _keys(made[place] if made else {}, story)),
                "quote": placed.citation.quote,
            }
            for place, story in enumerate(manuscript.stories)
            for placed in story.citations
        ],
        "warnings": [
            {"line": warning.line, "text": warning.text, "reason": warning.reason}
            for warning in manuscript.warnings
        ],
    }


def _keys(made: Mapping[str, Any], story: ParsedStory) -> Sequence[str | None]:
    """The keys of the turns; null where there are none yet, or the draft has other turns since."""
    keys = made.get("keys") or []
    return keys if len(keys) == len(story.turns) else [None] * len(story.turns)


def _part(part: str, keys: Sequence[str | None]) -> str:
    name, _, place = part.partition(":")
    key = keys[int(place) - 1] if name == "turn" else None
    return f"turn:{key}" if key else part


def _story(
    story: ParsedStory,
    made: Mapping[str, Any],
    people: Mapping[str, str | None],
    stories: Sequence[ParsedStory],
) -> dict[str, Any]:
    keys = _keys(made, story)
    follow_up = story.follow_up
    return {
        "kind": story.kind,
        "id": made.get("id"),
        "title": story.title,
        "slug": made.get("slug") or slugify(story.title),
        "url": made.get("url"),
        "sections": list(story.sections) if story.kind == "article" else [],
        "lists": list(story.lists),
        "words": story.words,
        "speakers": [
            {
                "label": speaker.label,
                "person": people.get(speaker.label, speaker.person),
                "role": speaker.role,
            }
            for speaker in story.speakers
        ],
        "turns": [
            {
                "key": key,
                "speaker": turn.label,
                "kind": turn.kind,
                "starts_at": turn.starts_at,
                "text": turn.text,
            }
            for key, turn in zip(keys, story.turns, strict=True)
        ],
        "follow_up": {
            "question": follow_up.question,
            "story": stories[follow_up.story].title,
        }
        if follow_up
        else None,
    }
