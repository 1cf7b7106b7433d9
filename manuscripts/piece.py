"""One piece of a manuscript: an article, interviews, or an article and its interviews."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from interviews.clock import only_a_time
from interviews.grammar import serialise
from interviews.vocabulary import ANSWERS, ASKS, is_marker
from manuscripts import citing, names
from manuscripts.as_markdown import markdown
from manuscripts.conversation import interview_heading
from manuscripts.layout import Block
from manuscripts.names import ParsedSpeaker
from manuscripts.stories import Doubtful, FollowUp, ParsedStory, PlacedCitation
from manuscripts.turns import read_turns
from prose.definitions import Definitions
from prose.html import render
from prose.words import count_words

# More than this before the first label is an article of its own, not an introduction.
INTRODUCTION_WORDS = 400
# Under a heading such as “Q&A” it takes less to be an article.
SHORT_INTRODUCTION_WORDS = 120
LONGEST_QUESTION = 400
_TRANSCRIPT = {
    "transcript",
    "interview transcript",
    "实录",
    "采访实录",
    "访谈实录",
    "transcripción",
}


class Piece:
    """`found` are its blocks, `first` how many stories go before it in the manuscript."""

    def __init__(
        self,
        found: Sequence[Block],
        metadata: Mapping[str, Any],
        language: str,
        people: names.People,
        cited: citing.Citing,
        definitions: Definitions,
        *,
        first: int,
    ) -> None:
        self.found = _announced(found)
        self.metadata, self.language, self.first = metadata, language, first
        self.people, self.citing, self.definitions = people, cited, definitions
        self.warnings: list[Doubtful] = []

    def stories(self) -> list[ParsedStory]:
        starts = self.interview_starts()
        if not starts:
            found = [block for block in self.found if block.kind != "fact"]
            return [self.article(found)] if found else []
        made: list[ParsedStory] = []
        article = [block for block in self.found[: starts[0]] if block.kind != "fact"]
        ends = [*starts[1:], len(self.found)]
        interviews = [self.found[start:end] for start, end in zip(starts, ends, strict=True)]
        if article:
            question, article = closing_question(article, interviews[0])
            story = self.article(article)
            if question:
                story = replace(story, follow_up=FollowUp(question, self.first + 1))
            made.append(story)
        for interview in interviews:
            made.append(self.interview(interview, made[0].title if made else ""))
        return made

    # Where the interviews begin

    def interview_starts(self) -> list[int]:
        """Places of the blocks at which interviews begin; none for a text where nobody speaks."""
        spoken = [place for place, block in enumerate(self.found) if block.kind == "label"]
        if not spoken:
            return []
        first = spoken[0]
        heads = [
            place
            for place, block in enumerate(self.found)
            if block.kind == "heading" and interview_heading(block.text)
        ]
        before = [place for place in heads if place < first]
        if before:
            starts = [self.start_before(before[-1])]
        else:
            above = self.headings_above(first)
            starts = [0 if self.is_introduction(self.found[:above]) else above]
        for place in heads:
            match = interview_heading(self.found[place].text)
            # A bare “Q&A” between turns is a section of the same conversation.
            names_a_piece = match is not None and bool(match[2] or match[3])
            if first < place < spoken[-1] and names_a_piece:
                starts.append(place)
        # Nobody speaks under some headings: their words stay with the piece before.
        return [
            start
            for start, end in zip(starts, [*starts[1:], len(self.found)], strict=True)
            if start <= first or bisect_left(spoken, start) < bisect_left(spoken, end)
        ]

    def headings_above(self, place: int) -> int:
        """The first of the headings that stand right above a block."""
        while place > 0 and self.found[place - 1].kind == "heading":
            place -= 1
        return place

    def start_before(self, place: int) -> int:
        """A heading that only says “Transcript” or “Q&A” belongs to the piece it stands in."""
        match = interview_heading(self.found[place].text)
        titled = bool(match and (match[2] or match[3]))
        start = place if titled else self.headings_above(place)
        lead = self.found[:start]
        if not any(block.kind not in {"heading", "fact"} for block in lead):
            return 0
        if titled:
            return start
        limit = SHORT_INTRODUCTION_WORDS
        if match and match[1].casefold() in _TRANSCRIPT:
            limit = INTRODUCTION_WORDS
        return 0 if self.is_introduction(lead, limit) else start

    @staticmethod
    def is_introduction(lead: Sequence[Block], limit: int = INTRODUCTION_WORDS) -> bool:
        """Few words before the first label introduce it; more, or sections, are an article."""
        words = sum(count_words(block.text) for block in lead)
        sections = [block for block in lead[1:] if block.kind == "heading"]
        return words <= limit and len(sections) < 2

    # Stories

    def article(self, found: list[Block]) -> ParsedStory:
        title, found = self.title(found)
        body = self.with_definitions(markdown(found))
        rendered = render(body, language=self.language)
        citations = tuple(PlacedCitation("body", citation) for citation in rendered.citations)
        self.warnings += self.citing.warnings(citations)
        if not title:
            line, text = (found[0].line, found[0].text[:200]) if found else (1, "")
            self.warnings.append(Doubtful(line, text, "No title was found: write one."))
        return ParsedStory(
            kind="article",
            title=title,
            language=self.language,
            body=body,
            blocks=tuple(found),
            sections=tuple(each.text for each in rendered.headings if each.level == 2),
            lists=rendered.lists,
            words=count_words(rendered.words_alone),
            citations=citations,
        )

    def interview(self, found: list[Block], beside: str) -> ParsedStory:
        title, rest = self.interview_title(found, beside)
        lead, spoken = _split(rest)
        lead = [block for block in lead if block.kind != "fact"]
        introduction = markdown(lead)
        turns = read_turns(spoken, self.people.names)
        transcript = serialise(turns)
        speakers = self.people.speakers(turns, self.metadata)
        self.warn_of_names(speakers, turns_lines={turn.label: turn.line for turn in turns[::-1]})
        if not title:
            title, reason = made_title(speakers, self.language, beside)
            self.warnings.append(Doubtful(rest[0].line, rest[0].text[:200], reason))
        introduction = self.with_definitions(introduction, transcript)
        cited, lists, words = citing.in_introduction(introduction, transcript, self.language)
        said, more_lists, more_words = citing.in_turns(
            turns, introduction, transcript, self.language
        )
        self.warnings += self.citing.warnings([*cited, *said])
        return ParsedStory(
            kind="interview",
            title=title,
            language=self.language,
            body=introduction,
            blocks=tuple(lead),
            transcript=transcript,
            turns=turns,
            speakers=speakers,
            sections=tuple(
                turn.label for turn in turns if turn.kind == "marker" and not is_marker(turn.label)
            ),
            lists=lists + more_lists,
            words=words + more_words,
            citations=cited + said,
        )

    def with_definitions(self, text: str, beside: str = "") -> str:
        """A text with the definitions that it, or the one beside it, uses and that stand with
        another piece: writers put them at the end of it all."""
        lacking = self.definitions.lacking(f"{text}\n\n{beside}")
        return f"{text}\n\n{lacking}".lstrip("\n") if lacking else text

    def warn_of_names(
        self, speakers: Sequence[ParsedSpeaker], turns_lines: Mapping[str, int]
    ) -> None:
        for label, other in names.nearly_alike([speaker.label for speaker in speakers]):
            self.warnings.append(
                Doubtful(
                    turns_lines.get(label, 1),
                    label,
                    f"“{label}” is written almost like “{other}”. They were kept apart; if they "
                    "are the same, write the name the same way.",
                )
            )

    # Titles

    def known_title(self) -> str:
        """The title that the file's head gives to its first piece."""
        title = self.metadata.get("title")
        return title.strip() if isinstance(title, str) and not self.first else ""

    def title(self, found: list[Block]) -> tuple[str, list[Block]]:
        """The piece's title and the blocks without it: a first heading, or a first short line."""
        if self.known_title():
            repeated = found and found[0].kind == "heading" and found[0].text == self.known_title()
            return self.known_title(), found[1:] if repeated else found
        if not found or found[0].kind != "heading":
            return "", found
        return found[0].text, found[1:]

    def interview_title(self, found: list[Block], beside: str) -> tuple[str, list[Block]]:
        """Its title, and the blocks without the headings that gave it."""
        place = next((at for at, block in enumerate(found) if block.kind != "fact"), 0)
        head = found[place]
        rest = [block for block in found if block is not head]
        if head.kind != "heading":
            return "" if beside else self.known_title(), found
        match = interview_heading(head.text)
        if self.known_title() and not beside:
            repeated = match is not None or head.text == self.known_title()
            return self.known_title(), rest if repeated else found
        if match is None:
            return head.text, rest
        own = head.text.strip() if match[3] else (match[2] or "").strip()
        if own:
            return own, rest
        return (f"{head.text.rstrip('. ')}: {beside}" if beside else ""), rest


def made_title(
    speakers: Sequence[ParsedSpeaker], language: str, beside: str = ""
) -> tuple[str, str]:
    """A title of the names, or of the article beside it, and what is said of it."""
    guests = [
        each.person
        for each in speakers
        if each.role == "guest" and each.person and each.label.casefold() not in ANSWERS
    ]
    english = language == "en"
    if guests and len(guests) <= 4:
        listed = names.listed(guests, language)
        title = f"Interview with {listed}" if english else listed
        return title, "No title was found: this one was made from the names."
    if beside:
        title = f"Interview: {beside}" if english else beside
        return title, "No title was found: this one was made from the article's."
    return ("Interview" if english else ""), "No title was found: write one."


def _announced(found: Sequence[Block]) -> list[Block]:
    """A bare line “Interview: …” right above a label is a heading, also between turns."""
    blocks = list(found)
    for place, block in enumerate(blocks[:-1]):
        if block.kind == "paragraph" and blocks[place + 1].kind == "label":
            match = interview_heading(block.text)
            if match and (match[2] or match[3]):
                blocks[place] = replace(block, kind="heading", level=2, bare=True)
    return blocks


def _split(found: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The introduction, and what is said, with the headings and the time right above it."""
    first = next((at for at, block in enumerate(found) if block.kind == "label"), len(found))
    while first > 0 and (
        found[first - 1].kind == "heading" or only_a_time(found[first - 1].text) is not None
    ):
        first -= 1
    lead = [block for block in found[:first] if not _is_interview_heading(block)]
    spoken = [block for block in found[first:] if block.kind != "fact"]
    while spoken and _is_interview_heading(spoken[0]):
        spoken = spoken[1:]
    # A line drawn between two turns says nothing; one inside a turn does.
    spoken = [
        block
        for at, block in enumerate(spoken, 1)
        if block.kind != "rule"
        or (at < len(spoken) and spoken[at].kind not in {"label", "heading"})
    ]
    while lead and lead[-1].kind == "rule":
        lead = lead[:-1]
    return lead, spoken


def _is_interview_heading(block: Block) -> bool:
    return block.kind == "heading" and interview_heading(block.text) is not None


def closing_question(article: list[Block], interview: Sequence[Block]) -> tuple[str, list[Block]]:
    """A last paragraph that asks about the guest leads on to the interview."""
    last = article[-1]
    if last.kind not in {"paragraph", "heading"} or not last.text.endswith(("?", "？", "؟")):
        return "", article
    if len(last.text) > LONGEST_QUESTION or len(article) < 2:
        return "", article
    guests = {
        block.text
        for block in interview
        if block.kind == "label" and not is_marker(block.text) and block.text.casefold() not in ASKS
    }
    if not any(names.is_about(last.text, label) for label in guests):
        return "", article
    return last.text, article[:-1]
