"""Print every address of the site with who may read and who may change what there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from desk.routes import TABLE, patterns


class Command(BaseCommand):
    help = "Print every address with who may read it and who may post to it."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = {row.pattern: row for row in TABLE}
        lines = [("address", "read", "post", "about")]
        for pattern in patterns():
            row = rows.get(pattern)
            if row is None:
                lines.append((pattern or "/", "NOT DECLARED", "", ""))
            else:
                post = str(row.post) if row.post else "-"
                lines.append((pattern or "/", str(row.get), post, row.about))
        widths = [max(len(line[column]) for line in lines) for column in range(4)]
        for line in lines:
            padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(padded).rstrip())
