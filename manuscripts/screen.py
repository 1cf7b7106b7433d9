"""What an import will make, laid out to be looked over: every part with its doubts in place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from os.path import commonprefix

from django.utils.safestring import SafeString

from interviews.clock import clock
from manuscripts import choosing
from manuscripts.as_markdown import markdown
from manuscripts.choosing import Choice
from manuscripts.importer import Import
from manuscripts.layout import Block
from manuscripts.rewriting import Doubted
from manuscripts.stories import ParsedStory
from newsroom.languages import DEFAULT, LANGUAGES
from prose.definitions import Definitions
from prose.html import render

# A page with more parts than this helps nobody, and takes a browser long to draw.
MOST_PARTS = 3000
# More labels than these are not asked about: a form of a thousand fields is refused.
MOST_LABELS = 300
# Letters shown of a line that would be written otherwise.
BEFORE_DIFFERENCE, AFTER_DIFFERENCE = 60, 140


@dataclass(slots=True)
class Part:
    """A heading, a paragraph, a whole list, or a turn; `line` is where it stands as it came."""

    kind: str
    line: int
    words: str = ""
    html: SafeString | None = None
    speaker: str = ""
    time: str = ""
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubt:
    """`anchor` is its place on the page, `name` that of its choice."""

    anchor: str
    name: str
    line: int
    text: str
    reason: str
    instead: str
    decided: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A story as the page shows it before it is made."""

    place: int
    story: ParsedStory
    title: str
    direction: str
    parts: list[Part]
    choices: list[Choice]

    @property
    def kind(self) -> str:
        return "Article" if self.story.kind == "article" else "Interview"

    @property
    def title_name(self) -> str:
        return choosing.title_name(self.place)

    @property
    def proposed_name(self) -> str:
        return choosing.proposed_name(self.place)

    @property
    def facts(self) -> str:
        story = self.story
        spoken = sum(turn.kind == "speech" for turn in story.turns)
        counted = [
            (story.words, "word"),
            (len(story.sections), "section"),
            (len(story.lists), "list"),
            (spoken, "turn"),
            (len(story.citations), "citation"),
        ]
        facts = [
            f"{number:,} {word}{'' if number == 1 else 's'}" for number, word in counted if number
        ]
        return " · ".join([*facts, LANGUAGES.get(story.language, LANGUAGES[DEFAULT]).name])


@dataclass(frozen=True, slots=True)
class Plan:
    stories: list[Planned]
    # Doubts about lines that stand in no part; how many parts the page leaves out, and how many
    # labels it does not ask about.
    doubts: list[Doubt]
    left_out: int = 0
    unasked: int = 0
    first_doubt: str = ""


def plan(coming: Import, sent: Mapping[str, str]) -> Plan:
    """Lay out `coming`; `sent` holds what was chosen on the page before, by field name."""
    titles, people = choosing.titles(coming, sent), choosing.people(coming, sent)
    stories, asked, unasked = [], 0, 0
    for place, story in enumerate(coming.parsed.stories):
        language = LANGUAGES.get(story.language, LANGUAGES[DEFAULT])
        choices = people[place][: max(MOST_LABELS - asked, 0)]
        asked += len(choices)
        unasked += len(people[place]) - len(choices)
        stories.append(
            Planned(
                place=place,
                story=story,
                title=titles[place],
                direction=language.direction,
                parts=list(_parts(coming, place, story)),
                choices=choices,
            )
        )
    lost = _place(coming, stories)
    left_out = 0
    for planned in stories:
        left_out += max(len(planned.parts) - MOST_PARTS, 0)
        planned.parts[MOST_PARTS:] = [part for part in planned.parts[MOST_PARTS:] if part.doubts]
    shown = [*lost, *(doubt for each in stories for part in each.parts for doubt in part.doubts)]
    return Plan(stories, lost, left_out, unasked, shown[0].anchor if shown else "")


def _parts(coming: Import, place: int, story: ParsedStory) -> Iterator[Part]:
    definitions = Definitions(f"{story.body}\n\n{story.transcript}")
    origin = coming.read.origin
    shown = 0

    def html(source: str) -> SafeString | None:
        # Beyond what the page shows nothing is rendered either.
        if not source or shown > MOST_PARTS:
            return None
        return render(
            source,
            prefix=f"piece{place}-{shown}-",
            definitions=definitions.used_in(source),
            language=story.language,
        ).html

    for group in _groups(story.blocks):
        shown += 1
        first = group[0]
        if first.kind == "heading":
            yield Part("heading", origin(first.line), words=first.text)
        else:
            yield Part("text", origin(first.line), html=html(markdown(group)))
    for turn in story.turns:
        shown += 1
        yield Part(
            turn.kind,
            origin(turn.line),
            html=html(turn.text),
            speaker=turn.label,
            time=clock(turn.starts_at) if turn.starts_at is not None else "",
        )


def _groups(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Blocks one by one, but the items of a list together."""
    for is_item, group in groupby(blocks, key=lambda block: block.kind == "item"):
        if is_item:
            yield list(group)
        else:
            yield from ([block] for block in group)


def _place(coming: Import, stories: list[Planned]) -> list[Doubt]:
    """Put each doubt with the part that its line stands in; return those before any part."""
    parts = sorted((part for each in stories for part in each.parts), key=lambda part: part.line)
    lines = [part.line for part in parts]
    before = []
    met: Counter[str] = Counter()
    for doubt in coming.doubts:
        shown = _doubt(doubt, met)
        at = bisect_right(lines, doubt.line) - 1
        if at >= 0:
            # Parts that a rewriting made of one line: the doubt stands with the first.
            while at > 0 and lines[at - 1] == doubt.line:
                at -= 1
            parts[at].doubts.append(shown)
        else:
            before.append(shown)
    return before


def _doubt(doubt: Doubted, met: Counter[str]) -> Doubt:
    """`met` counts the doubts of a line: what is asked has its name for an anchor."""
    anchor = doubt.name
    if not doubt.asks:
        met[doubt.name] += 1
        anchor += f"-more-{met[doubt.name]}"
    return Doubt(
        anchor,
        doubt.name,
        doubt.line,
        doubt.text,
        doubt.reason,
        _difference(doubt.was, doubt.instead) if doubt.asks else "",
        doubt.decided,
    )


def _difference(line: str, instead: str) -> str:
    """The part of `instead` round the first letter that differs from the line as it came."""
    same = len(commonprefix((line, instead)))
    start = max(same - BEFORE_DIFFERENCE, 0)
    end = same + AFTER_DIFFERENCE
    return f"{'…' if start else ''}{instead[start:end]}{'…' if end < len(instead) else ''}"
