"""Faults on a database of their own: 200 processes killed, and four processes that work as one.

    python -m bench.faults [TIMES]

Set DATABASE_URL for PostgreSQL: it names a server and an empty database. `make test` does the same
with twenty kills, and sixteen threads of one process.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from bench.throwaway import set_up

# Each with so many processes, threads and acts.
CROWDS = ((4, 4, 40), (1, 16, 40))


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = random.randrange(10_000)
    folder = set_up()
    from tests.newsroom.crowding import crowd
    from tests.newsroom.killing import kill

    print(f"Database in {_place(folder)}, seed {seed}")
    wrong = 0
    killed = kill(times, seed)
    print(f"  {killed}".rstrip())
    wrong += len(killed.broken)
    for processes, threads, acts in CROWDS:
        seen = crowd(processes, threads, acts)
        done = ", ".join(f"{count} {act}" for act, count in sorted(seen.done.items()))
        print(f"  {processes} × {threads} threads: {done}; {len(seen.wrong)} wrong")
        print("".join(f"    {each}\n" for each in seen.wrong), end="")
        wrong += len(seen.wrong)
    return min(wrong, 1)


def _place(folder: Path) -> str:
    return "PostgreSQL" if os.environ.get("DATABASE_URL") else str(folder)


if __name__ == "__main__":
    sys.exit(main())
