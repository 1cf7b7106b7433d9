"""An interview in Markdown as this site writes it: its head names the heading over the transcript.

Everything under that heading is taken as it is, so that the turns are those that were published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from interviews.grammar import parse
from interviews.vocabulary import is_marker
from manuscripts import citing, names
from manuscripts.layout import blocks
from manuscripts.piece import made_title
from manuscripts.stories import Doubtful, Manuscript, ParsedStory


def of_export(
    metadata: Mapping[str, Any], rest: str, head_lines: int, language: str
) -> Manuscript | None:
    """The interview in `rest`, if its head names a heading that stands in it and turns follow."""
    heading = metadata.get("transcript")
    if not isinstance(heading, str) or not heading:
        return None
    above, found, transcript = f"\n{rest}".partition(f"\n## {heading}\n")
    known = names.in_metadata(metadata)
    read = parse(transcript, known=known)
    if not found or not read.turns:
        return None
    introduction, transcript = above.strip("\n"), transcript.strip("\n")
    lines_above = head_lines + above.count("\n") + 1
    turns = tuple(replace(turn, line=turn.line + lines_above) for turn in read.turns)
    people = names.People(f"{introduction}\n\n{transcript}", known)
    speakers = people.speakers(turns, metadata)
    cited, lists, words = citing.in_introduction(introduction, transcript, language)
    said, more_lists, more_words = citing.in_turns(turns, introduction, transcript, language)
    title, standfirst = metadata.get("title"), metadata.get("standfirst")
    story = ParsedStory(
        kind="interview",
        title=title if isinstance(title, str) else made_title(speakers, language)[0],
        standfirst=standfirst if isinstance(standfirst, str) else "",
        language=language,
        body=introduction,
        blocks=tuple(blocks(introduction, first_line=head_lines + 1)),
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
    doubts = tuple(
        Doubtful(each.line + lines_above, each.text, each.reason, each.instead)
        for each in read.doubts
    )
    return Manuscript(dict(metadata), (story,), doubts)
