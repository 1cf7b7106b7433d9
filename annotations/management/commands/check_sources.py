"""Ask the addresses of all sources whether they still answer."""

from __future__ import annotations

import time
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import standing
from annotations.answering import Pace
from annotations.models import Source
from annotations.network import Network
from annotations.rounds import Round, due, findings

BAR = 24


def network() -> Network:
    return Network(user_agent=f"briportal (+{settings.SITE_URL}; checks the links it cites)")


class Command(BaseCommand):
    help = (
        "Asks the address of each source whether it still answers, those asked longest ago first, "
        "one host at most every two seconds. Editors find the answers in the list of sources; a "
        "page that cites a dead one says so. Ctrl-C stops it and keeps what was found."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=_count, metavar="N", help="At most so many sources.")
        parser.add_argument(
            "--since", type=_count, metavar="DAYS", help="Those not asked in the last so many days."
        )
        parser.add_argument(
            "--minutes", type=_count, default=20, help="Stop after so many minutes (20)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sources = due(options["limit"], options["since"])
        if not sources:
            self.stdout.write("No source is to be asked.")
            return
        made = Round()
        stopped = ""
        try:
            stopped = self._ask(sources, made, options["minutes"])
        except KeyboardInterrupt:
            stopped = "Stopped. What was found is kept."
        self._say(sources, made, stopped)
        drawn, left = standing.bring_up_to_date()
        if drawn:
            self.stdout.write(f"Pages that tell their readers now: {drawn}.")
        if left:
            self.stderr.write(f"Pages that could not: {left}. manage.py rerender says why.")
        self._end(made)

    def _ask(self, sources: list[Source], made: Round, minutes: int) -> str:
        """Why it ended before the last source, if it did."""
        is_terminal, heard = self.stdout.isatty(), 0
        ends = time.monotonic() + 60 * minutes
        with closing(findings(sources, network(), Pace(), ends)) as found:
            for source, finding in found:
                heard += 1
                for written in made.take(source, finding):
                    self._line(*written, is_terminal)
                if is_terminal:
                    self._bar(heard, len(sources))
                if made.is_away:
                    return ""
        return "" if heard == len(sources) else f"The {minutes} minutes are over."

    def _line(self, source: Source, outcome: Source.Outcome, why: str, is_terminal: bool) -> None:
        clear = "\r\x1b[K" if is_terminal else ""
        if not is_terminal or outcome != Source.Outcome.ANSWERS:
            said = f"{outcome.label}: {_printable(source.url)} ({_printable(why)})"
            self.stdout.write(f"{clear}{said}")

    def _bar(self, heard: int, whole: int) -> None:
        full = BAR * heard // whole
        self.stdout.write(
            f"\r\x1b[K[{'#' * full}{'.' * (BAR - full)}] {heard} of {whole}", ending=""
        )
        self.stdout.flush()

    def _say(self, sources: list[Source], made: Round, stopped: str) -> None:
        if self.stdout.isatty():
            self.stdout.write("\r\x1b[K", ending="")
        if stopped:
            self.stdout.write(stopped)
        counted = ", ".join(
            f"{label.lower()} {made.counts[outcome]}"
            for outcome, label in Source.Outcome.choices
            if made.counts.get(outcome)
        )
        asked = f"Asked {made.written} of {len(sources)} sources"
        self.stdout.write(f"{asked}: {counted}." if counted else f"{asked}.")

    def _end(self, made: Round) -> None:
        if made.held and not made.reached:
            raise CommandError(
                "The network cannot be reached: nobody answered. No source was marked for it; they "
                "are asked first the next time."
            )
        if made.held:
            self.stdout.write(
                f"{len(made.held)} at the end could not be reached; they are asked first the next time."
            )


def _count(written: str) -> int:
    """A number of at least one."""
    number = int(written)
    if number < 1:
        raise ValueError
    return number


def _printable(words: str) -> str:
    """Nothing of an address that could move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else "�" for sign in words)
