"""A subtitle file, or a transcript that another program wrote, as an interview."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from interviews import formats
from interviews.grammar import ParsedTurn, parse, serialise
from interviews.vocabulary import is_marker
from manuscripts import citing, names
from manuscripts.layout import Block
from manuscripts.piece import made_title
from manuscripts.stories import Doubtful, Manuscript, ParsedStory


def of_captions(text: str, *, language: str, known: Collection[str]) -> Manuscript | None:
    """The interview in `text`, or None if that is in no format of subtitles or transcripts.

    One that is and cannot be read has no stories, and a refusal that names the line.
    """
    try:
        captions = formats.read(text, known)
    except formats.Malformed as error:
        return Manuscript(refusal=str(error))
    if captions is None:
        return None
    turns = _as_saved(formats.join(captions))
    transcript = serialise(turns)
    people = names.People(transcript, known)
    speakers = people.speakers(turns, {})
    title, untitled = captions.title, ""
    if not title:
        title, untitled = made_title(speakers, language)
    blocks = tuple(_paragraph(words) for words in captions.introduction)
    introduction = "\n\n".join(block.text for block in blocks)
    _, _, words_above = citing.in_introduction(introduction, transcript, language)
    _, _, words_said = citing.in_turns(turns, introduction, transcript, language)
    story = ParsedStory(
        kind="interview",
        title=title,
        language=language,
        body=introduction,
        blocks=blocks,
        transcript=transcript,
        turns=turns,
        speakers=speakers,
        sections=tuple(
            turn.label for turn in turns if turn.kind == "marker" and not is_marker(turn.label)
        ),
        words=words_above + words_said,
        cues=tuple(formats.kept(captions.cues)),
    )
    warnings = _warnings(text.split("\n"), captions)
    if untitled:
        warnings.insert(0, Doubtful(1, text.split("\n", 1)[0][:200], untitled))
    return Manuscript({}, (story,), tuple(sorted(warnings, key=lambda warning: warning.line)))


def _as_saved(turns: Sequence[ParsedTurn]) -> tuple[ParsedTurn, ...]:
    """The turns as a save will read them off the transcript, with their lines in the file."""
    read = parse(serialise(turns), known={turn.label for turn in turns}).turns
    if len(read) != len(turns):
        return read
    return tuple(replace(turn, line=came.line) for turn, came in zip(read, turns, strict=True))


def _paragraph(words: str) -> Block:
    return Block("paragraph", formats.markdown([words]), 1)


def _warnings(lines: Sequence[str], captions: formats.Captions) -> list[Doubtful]:
    """Remarks as doubts. A line is offered to be written otherwise only if it is the very line."""
    found = []
    for remark in captions.remarks:
        line = lines[remark.line - 1]
        instead = remark.instead if remark.was == line.strip() else ""
        found.append(Doubtful(remark.line, line[:500], remark.reason, instead))
    return found
