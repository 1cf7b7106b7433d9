"""Blocks as canonical Markdown: headings by level, lists by depth, and words that stay words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from manuscripts.layout import Block

# Words that Markdown would take for the first item of a list. Where a number begins all of the
# text, rendering knows better.
_DASH = re.compile(r"\A[-+*](?=\s)")
_NUMBER_DOT = re.compile(r"\A(\d{1,9})([.)](?=\s|\Z))")


def _marker(block: Block, numbers: list[int]) -> str:
    """A bullet, or the number after the last one of the same list, which ends `numbers`."""
    if block.marker == "-":
        numbers[-1] = 0
        return "-"
    numbers[-1] = numbers[-1] + 1 if numbers[-1] else int(block.marker[:-1])
    return f"{numbers[-1]}."


def markdown(found: Sequence[Block], *, top: int = 2) -> str:
    """Blocks as canonical Markdown; the highest heading among them becomes level `top`."""
    highest = min((block.level for block in found if block.kind == "heading"), default=top)
    pieces: list[str] = []
    before: Block | None = None
    levels: list[int] = []  # of the items that the last one stands in
    numbers: list[int] = []
    for block in found:
        tight = before is not None and before.kind == block.kind == "item"
        if not tight:
            levels, numbers = [], []
        if block.kind == "heading":
            text = f"{'#' * min(block.level - highest + top, 6)} {block.text}"
        elif block.kind == "item":
            while levels and block.level <= levels[-1] and len(levels) > 1:
                if block.level > levels[-2]:
                    break
                levels.pop(), numbers.pop()
            if not levels or block.level > levels[-1]:
                levels.append(block.level)
                numbers.append(0)
            text = f"{'    ' * (len(levels) - 1)}{_marker(block, numbers)} {block.text}"
        elif block.kind == "paragraph":
            text = _DASH.sub(r"\\\g<0>", block.text)
            if before is not None:
                text = _NUMBER_DOT.sub(r"\1\\\2", text)
        else:
            text = block.text
        if before is not None:
            pieces.append("\n" if tight else "\n\n")
        pieces.append(text)
        before = block
    return "".join(pieces)
