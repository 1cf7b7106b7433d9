"""A manuscript in one paste, taken apart: articles and interviews, and what was doubtful.

    text ─► front matter ─► blocks (layout) ─► turns (interviews.grammar) ─► stories

Pure: nothing here knows the database. Every decision that could have gone another way is a
warning with its line, its text and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from interviews.grammar import ParsedTurn, Transcript, serialise
from interviews.grammar import parse as parse_transcript
from interviews.vocabulary import ANSWERS, ASKS, is_marker
from manuscripts import front_matter, names
from manuscripts.layout import Block, blocks
from manuscripts.names import ParsedSpeaker
from prose.html import Citation, collect_definitions, render
from prose.urls import publisher_host
from prose.words import count_words

__all__ = ["FollowUp", "Manuscript", "ParsedSpeaker", "ParsedStory", "Doubtful", "parse"]

# A heading that says what follows is an interview.
INTERVIEW = re.compile(
    r"(?:the\s+)?(?:full\s+|complete\s+|edited\s+)?"
    r"(interview(?:\s+transcript)?|transcript|q\s?&\s?a|q\s+and\s+a|questions\s+and\s+answers|"
    r"in\s+conversation|conversation|entrevista|transcripción|采访实录|访谈实录|采访|访谈|专访|对话|实录|"
    r"مقابلة|حوار|نص\s+المقابلة)(?:\s*[:：–—-]\s*(.+)|\s+(with\s+.+)|\s*)\Z",
    re.IGNORECASE,
)
# More than this before the first label is an article of its own, not an introduction.
INTRODUCTION_WORDS = 400


@dataclass(frozen=True, slots=True)
class Doubtful:
    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The question that closes an article, and the place of the story that answers it."""

    question: str
    story: int


@dataclass(frozen=True, slots=True)
class PlacedCitation:
    """`part` is body, introduction or turn:<place from 1>."""

    part: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class ParsedStory:
    kind: str
    title: str
    language: str
    standfirst: str = ""
    body: str = ""
    transcript: str = ""
    turns: tuple[ParsedTurn, ...] = ()
    speakers: tuple[ParsedSpeaker, ...] = ()
    sections: tuple[str, ...] = ()
    lists: tuple[int, ...] = ()
    words: int = 0
    citations: tuple[PlacedCitation, ...] = ()
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    metadata: dict[str, Any] = field(default_factory=dict)
    stories: tuple[ParsedStory, ...] = ()
    warnings: tuple[Doubtful, ...] = ()


def parse(text: str, *, language: str = "en", known: Collection[str] = ()) -> Manuscript:
    """Take a manuscript apart. Never raises for any text; an empty one has no stories.

    `known` are names of people (aliases too) met before; front matter may name more, and its
    `language` wins over the argument.
    """
    metadata, rest, head_lines, doubt = front_matter.take(text)
    warnings = [Doubtful(1, text.split("\n", 1)[0], doubt)] if doubt else []
    found = blocks(rest, first_line=head_lines + 1)
    wanted = metadata.get("language")
    if isinstance(wanted, str) and wanted:
        language = wanted
    known = [*known, *names.in_metadata(metadata)]
    stories: list[ParsedStory] = []
    for part in _parts(found):
        stories += _Part(part, metadata, language, known, text, warnings, len(stories)).stories()
    stories = _title_from_metadata(stories, metadata)
    warnings.sort(key=lambda warning: warning.line)
    return Manuscript(metadata, tuple(stories), tuple(warnings))


def _parts(found: Sequence[Block]) -> list[list[Block]]:
    """Whole pieces: each `# Title` begins one where there are several, with ## sections in them."""
    titles = [
        place for place, block in enumerate(found) if block.kind == "heading" and block.level == 1
    ]
    has_sections = any(
        block.kind == "heading" and block.level > 1 and not block.bare for block in found
    )
    if len(titles) < 2 or not has_sections or titles[0] > 0:
        return [list(found)] if found else []
    ends = [*titles[1:], len(found)]
    return [list(found[start:end]) for start, end in zip(titles, ends, strict=True)]


def _title_from_metadata(
    stories: list[ParsedStory], metadata: Mapping[str, Any]
) -> list[ParsedStory]:
    if not stories:
        return stories
    first = stories[0]
    title, standfirst = metadata.get("title"), metadata.get("standfirst")
    if isinstance(title, str) and title.strip():
        first = replace(first, title=title.strip())
    if isinstance(standfirst, str) and standfirst.strip():
        first = replace(first, standfirst=standfirst.strip())
    return [first, *stories[1:]]


def markdown(found: Sequence[Block], *, top: int = 2) -> str:
    """Blocks as canonical Markdown; the highest heading among them becomes level `top`."""
    highest = min((block.level for block in found if block.kind == "heading"), default=top)
    pieces: list[str] = []
    before: Block | None = None
    number = 0
    for block in found:
        tight = before is not None and before.kind == block.kind == "item"
        if block.kind == "heading":
            text = f"{'#' * min(block.level - highest + top, 6)} {block.text}"
        elif block.kind == "item":
            number = number + 1 if tight and before and before.marker == block.marker else 1
            marker = f"{number}." if block.marker == "1." else "-"
            text = f"{'    ' * block.level}{marker} {block.text}"
        else:
            text = block.text
        if before is not None:
            pieces.append("\n" if tight else "\n\n")
        pieces.append(text)
        before = block
    return "".join(pieces)


class _Part:
    """One piece of a manuscript: an article, interviews, or an article and its interviews."""

    def __init__(
        self,
        found: list[Block],
        metadata: Mapping[str, Any],
        language: str,
        known: Collection[str],
        text: str,
        warnings: list[Doubtful],
        offset: int,
    ) -> None:
        self.found, self.metadata, self.language = found, metadata, language
        self.known, self.text, self.warnings, self.offset = known, text, warnings, offset

    def stories(self) -> list[ParsedStory]:
        starts = self.interview_starts()
        if not starts:
            return [self.article(self.found)] if self.found else []
        made: list[ParsedStory] = []
        article = self.found[: starts[0]]
        ends = [*starts[1:], len(self.found)]
        interviews = [self.found[start:end] for start, end in zip(starts, ends, strict=True)]
        if article:
            question, article = self.closing_question(article, interviews[0])
            story = self.article(article)
            if question:
                story = replace(story, follow_up=FollowUp(question, self.offset + 1))
            made.append(story)
        for interview in interviews:
            made.append(self.interview(interview, made[0].title if made else ""))
        return made

    # Where the interviews begin

    def interview_starts(self) -> list[int]:
        """Places of the blocks at which interviews begin; none for a text where nobody speaks."""
        transcript, at = self.transcript(self.found)
        turn_places = [at[turn.line] for turn in transcript.turns]
        if not self.is_conversation(
            transcript, self.found[: turn_places[0]] if turn_places else []
        ):
            return []
        first = turn_places[0]
        heads = [
            place
            for place, block in enumerate(self.found)
            if block.kind == "heading" and INTERVIEW.match(block.text)
        ]
        starts = []
        before = [place for place in heads if place <= first]
        if before:
            starts.append(self.start_before(before[-1], first))
        else:
            starts.append(0 if self.is_introduction(self.found[:first]) else first)
        spoken = set(turn_places)
        for place in heads:
            match = INTERVIEW.match(self.found[place].text)
            # A bare “Q&A” between turns is a section of the same conversation.
            names_a_piece = match is not None and bool(match[2] or match[3])
            if (
                place > first
                and names_a_piece
                and any(later in spoken for later in range(place + 1, len(self.found)))
            ):
                starts.append(place)
        return starts

    def start_before(self, heading: int, first: int) -> int:
        """A heading that only says “Transcript” belongs to the piece it stands in."""
        match = INTERVIEW.match(self.found[heading].text)
        titled = bool(match and (match[2] or match[3]))
        lead = self.found[:heading]
        if not any(block.kind != "heading" for block in lead):
            return 0
        bare_transcript = match is not None and match[1].casefold() in {
            "transcript",
            "实录",
            "transcripción",
        }
        if not titled and bare_transcript and self.is_introduction(lead):
            return 0
        return heading

    @staticmethod
    def is_introduction(lead: Sequence[Block]) -> bool:
        """Few words before the first label introduce it; more, or sections, are an article."""
        words = sum(count_words(block.text) for block in lead)
        sections = [block for block in lead[1:] if block.kind == "heading"]
        return words <= INTRODUCTION_WORDS and len(sections) < 3

    def is_conversation(self, transcript: Transcript, lead: Sequence[Block]) -> bool:
        speech = [turn for turn in transcript.turns if turn.kind == "speech"]
        labels = [turn.label for turn in speech]
        if not labels:
            return False
        if any(block.kind == "heading" and INTERVIEW.match(block.text) for block in self.found):
            return True
        if len(set(labels)) < len(labels) or any(turn.starts_at is not None for turn in speech):
            return True
        # Bold lead-ins are used once each too; somebody who asks, or whom we know, is a speaker.
        return (
            any(label.casefold() in ASKS | ANSWERS or label in self.known for label in labels)
            and len(labels) > 1
        )

    def transcript(self, found: Sequence[Block]) -> tuple[Transcript, dict[int, int]]:
        """The turns in these blocks, and which block each line of the joined text came from."""
        at: dict[int, int] = {}
        pieces: list[str] = []
        line = 1
        for place, block in enumerate(found):
            text = self.as_spoken(block)
            tight = place > 0 and self.adjacent(found[place - 1], block)
            if pieces:
                pieces.append("\n" if tight else "\n\n")
                line += 1 if tight else 2
            for step in range(text.count("\n") + 1):
                at[line + step] = place
            pieces.append(text)
            line += text.count("\n")
        return parse_transcript("".join(pieces), known=self.known), at

    @staticmethod
    def adjacent(before: Block, block: Block) -> bool:
        """Lines that stood under one another: list items, and labelled lines at the head."""
        if before.kind == block.kind == "item":
            return True
        labelled = before.text.startswith("**") and block.text.startswith("**")
        return labelled and before.line + 1 == block.line and len(before.text) < 160

    @staticmethod
    def as_spoken(block: Block) -> str:
        """A guessed heading may be somebody's short answer: among turns it is words again."""
        if block.kind == "heading" and not block.bare:
            return f"{'#' * max(block.level, 2)} {block.text}"
        if block.kind == "item":
            return f"{'    ' * block.level}{block.marker} {block.text}"
        return block.text

    # Stories

    def article(self, found: list[Block]) -> ParsedStory:
        title, found = self.title(found)
        body = markdown(found)
        rendered = render(body, language=self.language)
        citations = tuple(PlacedCitation("body", citation) for citation in rendered.citations)
        self.warn_of_words(citations)
        if not title:
            self.warnings.append(
                Doubtful(
                    found[0].line if found else 1,
                    found[0].text[:120] if found else "",
                    "No title was found: write one.",
                )
            )
        return ParsedStory(
            kind="article",
            title=title,
            language=self.language,
            body=body,
            sections=tuple(heading.text for heading in rendered.headings if heading.level == 2),
            lists=rendered.lists,
            words=count_words(rendered.text),
            citations=citations,
        )

    def interview(self, found: list[Block], beside: str) -> ParsedStory:
        title, rest = self.interview_title(found, beside)
        transcript, at = self.transcript(rest)
        for doubt in transcript.doubts:
            block = rest[at[doubt.line]]
            self.warnings.append(Doubtful(block.line, doubt.text[:200], doubt.reason))
        first = at[transcript.turns[0].line] if transcript.turns else len(rest)
        lead = [block for block in rest[:first] if not self.is_metadata(block, transcript)]
        lead = [
            block for block in lead if not (block.kind == "heading" and INTERVIEW.match(block.text))
        ]
        introduction = markdown(lead)
        spoken = serialise(transcript.turns)
        speakers = names.speakers(
            transcript, self.text, {**self.metadata, **transcript.metadata}, self.known
        )
        if not title:
            title = self.made_title(speakers, beside)
            self.warnings.append(
                Doubtful(
                    rest[0].line if rest else 1,
                    "",
                    "No title was found: this one was made from the names.",
                )
            )
        citations, lists, words = self.cited(introduction, transcript.turns, spoken)
        return ParsedStory(
            kind="interview",
            title=title,
            language=self.language,
            body=introduction,
            transcript=spoken,
            turns=transcript.turns,
            speakers=speakers,
            sections=tuple(
                turn.label
                for turn in transcript.turns
                if turn.kind == "marker" and not is_marker(turn.label)
            ),
            lists=lists,
            words=words,
            citations=citations,
        )

    def made_title(self, speakers: Sequence[ParsedSpeaker], beside: str) -> str:
        guests = [
            each.person or each.label
            for each in speakers
            if each.role == "guest" and each.label.casefold() not in ANSWERS
        ]
        if not guests:
            return f"Interview: {beside}" if beside and self.language == "en" else beside
        listed = names.listed(guests)
        return f"Interview with {listed}" if self.language == "en" else listed

    @staticmethod
    def is_metadata(block: Block, transcript: Transcript) -> bool:
        return block.text.startswith(("**", "__")) and any(
            block.text.lstrip("*_").startswith(name) for name in transcript.metadata
        )

    def cited(
        self, introduction: str, turns: Sequence[ParsedTurn], spoken: str
    ) -> tuple[tuple[PlacedCitation, ...], tuple[int, ...], int]:
        definitions = collect_definitions(spoken)
        rendered = render(introduction, language=self.language)
        found = [PlacedCitation("introduction", each) for each in rendered.citations]
        lists, words = [*rendered.lists], count_words(rendered.text)
        for place, turn in enumerate(turns, 1):
            rendered = render(turn.text, definitions=definitions, language=self.language)
            found += [PlacedCitation(f"turn:{place}", each) for each in rendered.citations]
            lists += rendered.lists
            words += count_words(rendered.text)
        self.warn_of_words(found)
        return tuple(found), tuple(lists), words

    def warn_of_words(self, citations: Sequence[PlacedCitation]) -> None:
        """A number that is a word of its sentence: offer the publisher's name in its place."""
        for placed in citations:
            citation = placed.citation
            if not citation.inline:
                continue
            host = publisher_host(citation.url)
            offered = citation.quote.replace(f"[{citation.number}]", host, 1)
            self.warnings.append(
                Doubtful(
                    self.line_of(citation),
                    citation.quote,
                    f"The number [{citation.number}] is a word of this sentence. It stays; with the "
                    f"publisher's name it would read: “{offered}”",
                )
            )

    def line_of(self, citation: Citation) -> int:
        place = self.text.find(f"[{citation.number}]({citation.url}")
        return self.text[: max(place, 0)].count("\n") + 1

    # Titles and the closing question

    def known_title(self) -> str:
        """The title that the file's head gives to its first piece."""
        title = self.metadata.get("title")
        return title.strip() if isinstance(title, str) and not self.offset else ""

    def title(self, found: list[Block]) -> tuple[str, list[Block]]:
        """The piece's title and the blocks without it: a first heading, or a first short line."""
        if self.known_title():
            repeated = found and found[0].kind == "heading" and found[0].text == self.known_title()
            return self.known_title(), found[1:] if repeated else found
        if not found or found[0].kind != "heading":
            return "", found
        return found[0].text, found[1:]

    def interview_title(self, found: list[Block], beside: str) -> tuple[str, list[Block]]:
        if not found or found[0].kind != "heading":
            return "" if beside else self.known_title(), found
        match = INTERVIEW.match(found[0].text)
        if self.known_title() and not beside:
            repeated = match is not None or found[0].text == self.known_title()
            return self.known_title(), found[1:] if repeated else found
        if match is None:
            return found[0].text, found[1:]
        own = (match[2] or "").strip()
        if match[3]:
            own = found[0].text.strip()
        if own:
            return own, found[1:]
        return (f"{found[0].text}: {beside}" if beside else ""), found[1:]

    def closing_question(
        self, article: list[Block], interview: Sequence[Block]
    ) -> tuple[str, list[Block]]:
        """A last paragraph that asks about the guest leads on to the interview."""
        last = article[-1]
        if last.kind not in {"paragraph", "heading"} or not last.text.endswith(("?", "？", "؟")):
            return "", article
        if len(last.text) > 400 or len(article) < 2:
            return "", article
        transcript, _ = self.transcript(interview)
        guests = {
            turn.label
            for turn in transcript.turns
            if turn.kind == "speech" and turn.label.casefold() not in ASKS
        }
        if not any(names.is_about(last.text, label) for label in guests):
            return "", article
        return last.text, article[:-1]
