"""What tests of parsing manuscripts share: paragraphs that are prose, and what stories came out."""

from __future__ import annotations

from manuscripts.manuscript import parse

PROSE = (
    "The dry port stands where two gauges meet, and every box that crosses it is lifted once. "
    "Nobody who works there calls it a port."
)
MORE = (
    "In winter the cranes stop when the wind passes fifteen metres a second. In summer they stop "
    "for nothing but lunch."
)


def kinds(text, **options):
    return [(story.kind, story.title) for story in parse(text, **options).stories]


def only(text, **options):
    [story] = parse(text, **options).stories
    return story
