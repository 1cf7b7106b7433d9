"""A manuscript in one paste, taken apart: articles and interviews, and what was doubtful.

    text ─► front matter ─► labels (interviews.deciding) ─► blocks (layout) ─► pieces ─► stories

Pure: nothing here knows the database. Every decision that could have gone another way is a
warning with its line, its text and the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from interviews.deciding import Labels, find_labels
from interviews.fences import Fences
from interviews.labels import heading
from manuscripts import front_matter, names
from manuscripts.captions import of_captions
from manuscripts.citing import Citing
from manuscripts.conversation import interview_heading, is_conversation
from manuscripts.exported import of_export
from manuscripts.layout import blocks
from manuscripts.names import ParsedSpeaker
from manuscripts.piece import Piece
from manuscripts.stories import Doubtful, FollowUp, Manuscript, ParsedStory, PlacedCitation
from newsroom import languages
from prose.definitions import Definitions

__all__ = [
    "Doubtful",
    "FollowUp",
    "Manuscript",
    "ParsedSpeaker",
    "ParsedStory",
    "PlacedCitation",
    "parse",
]

# Labels that were left as emphasis are told of by name; more than these are a habit of the text.
MAX_LEAD_INS = 5
LONGEST_TITLE = 300


def parse(text: str, *, language: str = "en", known: Collection[str] = ()) -> Manuscript:
    """Take a manuscript apart. Never raises for any text; an empty one has no stories.

    `known` are names of people (aliases too) met before; front matter may name more, and its
    `language` wins over the argument.
    """
    captions = of_captions(text, language=language, known=known)
    if captions is not None:
        return captions
    metadata, rest, head_lines, doubt = front_matter.take(text)
    warnings = [Doubtful(1, text.split("\n", 1)[0], doubt)] if doubt else []
    wanted = metadata.get("language")
    if isinstance(wanted, str) and wanted.strip():
        language = languages.named(wanted) or language
        if not languages.named(wanted):
            warnings.append(_unknown_language(wanted, text.split("\n")[:head_lines], language))
    exported = of_export(metadata, rest, head_lines, language)
    if exported is not None:
        return replace(exported, warnings=(*warnings, *exported.warnings))
    known = {*known, *names.in_metadata(metadata)}
    people, cited, definitions = names.People(text, known), Citing(text), Definitions(text)
    stories: list[ParsedStory] = []
    lines = rest.split("\n")
    facts: dict[str, str] = {}
    for start, end in _parts(lines):
        part = lines[start:end]
        labels = find_labels(part, known)
        talk = is_conversation(part, labels, known)
        title = front_matter.title_told(labels.metadata)
        alone = len(labels.metadata) == 1 and not title
        told = labels.metadata if talk or not (alone or _under_words(part, labels)) else {}
        title = title if told else ""
        for name, value in told.items():
            facts.setdefault(name, value)
        found = blocks(
            "\n".join(part),
            first_line=head_lines + start + 1,
            labels=labels.accepted if talk else None,
            facts=labels.taken if told else (),
        )
        warnings += _doubts(labels, part, head_lines + start, talk=talk)
        head = {**({"title": title} if title else {}), **metadata, **told}
        piece = Piece(found, head, language, people, cited, definitions, first=len(stories))
        stories += piece.stories()
        warnings += piece.warnings
    metadata = front_matter.fold_in(metadata, facts)
    stories = _described(stories, metadata)
    warnings += _too_long(stories, text)
    warnings.sort(key=lambda warning: warning.line)
    return Manuscript(metadata, tuple(stories), tuple(warnings))


def _under_words(lines: Sequence[str], labels: Labels) -> bool:
    """Do other words stand over the labelled lines? Where nobody speaks, such lines are the text's:
    a recipe's time, the place of an event."""
    above = lines[: min(labels.taken, default=0)]
    return any(line.strip() and not heading(line) for line in above)


def _unknown_language(wanted: str, head: Sequence[str], language: str) -> Doubtful:
    number = next((number for number, line in enumerate(head) if wanted in line), 0)
    return Doubtful(
        number + 1,
        head[number],
        f"“{wanted}” is no language of this site, so the text was taken as {language}.",
    )


def _parts(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Whole pieces: each `# Title` begins one where there are several, with ## sections in them.

    A `# Interview: …` does not: it belongs to the article before it.
    """
    titles: list[int] = []
    has_sections = False
    fences, code_ends = Fences(lines), -1
    begins = next((number for number, line in enumerate(lines) if line.strip()), -1)
    for number, line in enumerate(lines):
        if number <= code_ends:
            continue
        code_ends = fences.end(number, line.lstrip()) if "`" in line or "~" in line else -1
        found = heading(line) if "#" in line[:4] else None
        if found and found[0] == 1 and found[1] and not interview_heading(found[1]):
            titles.append(number)
        elif found and found[0] > 1:
            has_sections = True
    if len(titles) < 2 or not has_sections or titles[0] != begins:
        return [(0, len(lines))] if begins >= 0 else []
    return list(zip(titles, [*titles[1:], len(lines)], strict=True))


def _doubts(labels: Labels, lines: Sequence[str], before: int, *, talk: bool) -> list[Doubtful]:
    if talk:
        return [
            Doubtful(before + each.line, each.text, each.reason, each.instead)
            for each in labels.doubts
        ]
    said: dict[str, int] = {}
    for number, label in labels.accepted.items():
        said.setdefault(label.name, number)
    return [
        Doubtful(
            before + number + 1,
            lines[number][:500],
            f"“{name}” begins this line as a speaker's name would, but nobody answers: it was left "
            "as emphasis. For an interview, put a heading “Interview: …” above it.",
            f"## Interview\n\n{lines[number]}" if not place else "",
        )
        for place, (name, number) in enumerate(list(said.items())[:MAX_LEAD_INS])
    ]


def _too_long(stories: Sequence[ParsedStory], text: str) -> list[Doubtful]:
    """Titles that do not fit: what is beyond is not in the text either."""
    found = []
    for story in stories:
        if len(story.title) > LONGEST_TITLE:
            at = max(text.find(story.title[:40]), 0)
            reason = (
                f"This title has {len(story.title)} letters, and a title takes {LONGEST_TITLE}: "
                "the rest is left out. If it is no title, leave a line empty below a shorter one."
            )
            found.append(Doubtful(text.count("\n", 0, at) + 1, story.title[:500], reason))
    return found


def _described(stories: list[ParsedStory], metadata: Mapping[str, Any]) -> list[ParsedStory]:
    """Title and standfirst that the head gives belong to the first piece."""
    if not stories:
        return stories
    first = stories[0]
    title, standfirst = metadata.get("title"), metadata.get("standfirst")
    if isinstance(title, int | float) and not isinstance(title, bool):
        title = str(title)  # a title may be a year
    if isinstance(title, str) and title.strip():
        first = replace(first, title=title.strip())
    if isinstance(standfirst, str) and standfirst.strip():
        first = replace(first, standfirst=" ".join(standfirst.split()))
    return [first, *stories[1:]]
