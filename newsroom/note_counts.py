"""How the notes of a story stand after a save, in a few words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteCounts:
    """Notes on their words, moved and lost; claims are checks, however they stand."""

    placed: int
    moved: int
    lost: int
    claims: int
    open_claims: int

    @property
    def all(self) -> int:
        return self.placed + self.moved + self.lost

    @property
    def checked_claims(self) -> int:
        return self.claims - self.open_claims

    @property
    def told(self) -> list[tuple[str, str]]:
        """What to say, each with where it stands on the page of the notes."""
        if self.all == self.placed:
            one = self.placed == 1
            on = "is on its words" if one else "are on their words"
            return [("placed", f"{_notes(self.placed)} {on}")]
        found = [("placed", f"{_notes(self.placed)} placed")] if self.placed else []
        if self.moved:
            found.append(("moved", f"{self.moved if found else _notes(self.moved)} moved"))
        if self.lost:
            lost = self.lost if found else _notes(self.lost)
            found.append(("lost", f"{lost} lost {'its' if self.lost == 1 else 'their'} words"))
        return found


def _notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count} notes"
