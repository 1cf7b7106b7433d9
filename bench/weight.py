"""What an article page weighs, and what a browser asks for before it paints."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bench.browser import chromium, opened, served

if TYPE_CHECKING:
    from bench.measuring import Table


def measure_weight(table: Table, application: Callable[..., Any]) -> None:
    from bench.reading import reader
    from newsroom.models import Edition

    edition = Edition.objects.live().filter(kind="article").select_related("body")[150]
    page = reader(application, edition.path)().decode()
    story = edition.body.html
    assert story in page, "the page does not hold its edition's body"
    # The story's words go, its markup stays: that is ours to keep small.
    bare = page.replace(story, re.sub(r">[^<]+<", "><", f">{story}<")[1:-1])
    size = len(gzip.compress(bare.encode(), 6, mtime=0))
    table.at_most("article page without the story's words, gzip", size / 1000, 6, "kB")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    css = b"".join(reader(application, sheet)() for sheet in sheets)
    table.at_most("style sheet, gzip", len(gzip.compress(css, 6, mtime=0)) / 1000, 10, "kB")
    if chromium() is None:
        print("  (no Chromium here: requests before first paint are not measured)")
        return
    with served(application) as site, opened() as browser:
        before_paint, fonts = _requests(browser, site + edition.path)
    table.at_most("requests before first paint", before_paint, 2)
    table.at_most("font files", fonts, 2)


def _requests(browser: Any, url: str) -> tuple[int, int]:
    """Requests that hold up painting (the page itself among them), and font files loaded."""
    page = browser.new_page()
    fonts: list[str] = []
    page.on("request", lambda each: each.resource_type == "font" and fonts.append(each.url))
    page.goto(url, wait_until="networkidle")
    blocking = page.evaluate(
        "() => performance.getEntriesByType('resource')"
        ".filter(each => each.renderBlockingStatus === 'blocking').length"
    )
    page.close()
    return 1 + blocking, len(set(fonts))
