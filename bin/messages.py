"""Compile the pages' words: every .po under locale/ to the .mo beside it.

Needs no gettext tools. The compiled files are committed, so that starting needs nothing at all.
"""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def main() -> None:
    for source in sorted(LOCALE.rglob("*.po")):
        words = polib.pofile(str(source))
        words.save_as_mofile(str(source.with_suffix(".mo")))
        print(f"{source.relative_to(LOCALE)}: {words.percent_translated()} % translated")


if __name__ == "__main__":
    main()
