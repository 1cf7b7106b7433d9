"""Put hostile input through every door: `python -m bench.hostile FOLDER`.

Nothing may execute (Chromium looks at the pages with the site's policy switched off), nothing may
answer 500, nothing may take longer than LIMIT.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes

from bench.payloads import TITLE, Corpus, gather, packs
from bench.throwaway import set_up
from bench.verdicts import Visit, wrong_in

# Seconds of CPU for one input at one door. The longest are 100 kB of 20,000 marks, which is 20,000
# links to make, twice for a preview: about 1.5 s alone on a machine, more beside others.
LIMIT = 3.0
SHOWN = 25


class Tally:
    """What went through each door, and what came out wrong."""

    def __init__(self) -> None:
        self.through: Counter[str] = Counter()
        self.slowest: dict[str, tuple[float, str]] = {}
        self.failures: list[str] = []

    @contextmanager
    def timed(self, door: str, what: str) -> Iterator[None]:
        """One input at a door: an exception or too much time is a failure."""
        start = time.process_time()
        try:
            yield
        except Exception as error:  # whatever it is, a door let it through
            self.fail(door, what, f"{type(error).__name__}: {error}")
        spent = time.process_time() - start
        self.through[door] += 1
        if spent > self.slowest.get(door, (0.0, ""))[0]:
            self.slowest[door] = (spent, what)
        if spent > LIMIT:
            self.fail(door, what, f"took {spent:.1f} s")

    def fail(self, door: str, what: str, reason: str) -> None:
        self.failures.append(f"{door}: {reason[:160]} — {what[:100]!r}")

    def report(self) -> None:
        for door, count in self.through.items():
            spent, what = self.slowest.get(door, (0.0, ""))
            print(f"  {door:<48}{count:>7,} through; slowest {spent * 1000:6.0f} ms {what[:40]!r}")
        for failure in self.failures[:SHOWN]:
            print(f"FAILED  {failure}")
        print(f"{sum(self.through.values()):,} inputs, {len(self.failures)} failures.")


class Attack:
    def __init__(self, corpus: Corpus, tally: Tally) -> None:
        from django.test import Client

        from bench.made_up import Newsroom

        self.corpus, self.tally = corpus, tally
        self.newsroom = Newsroom()
        self.reader = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
        self.desk = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
        self.desk.force_login(self.newsroom.publisher)
        self.paths: list[str] = []

    def page(self, door: str, path: str, what: str, allowed: tuple[int, ...] = (200,)) -> None:
        """A public page: its status, its time, its markup."""
        with self.tally.timed(door, what):
            answer = self.reader.get(path)
            content = answer.content.decode()
        if answer.status_code not in allowed:
            self.tally.fail(door, what, f"status {answer.status_code}")
        for wrong in wrong_in(content)[:3] if "html" in answer.get("Content-Type", "") else []:
            self.tally.fail(door, what, wrong)

    def rendered(self) -> None:
        """Every string by itself in every place that Markdown has for it."""
        from prose.html import render

        # Half of a pair of surrogates is no text: no encoding that a door reads can bring one.
        for text in (each for each in self.corpus.strings if each.isascii() or _encodes(each)):
            with self.tally.timed("rendering", text):
                html = render(in_places([text])).html
            for wrong in wrong_in(html)[:2]:
                self.tally.fail("rendering", text, wrong)

    def published(self) -> None:
        """Articles that hold several strings each, in title, standfirst, slug and body."""
        from django.db import transaction

        from articles.models import Article
        from newsroom import saving, verbs

        with transaction.atomic():
            for group in packs(self.corpus.storable, letters=TITLE, most=8):
                words = " ".join(group)
                article = Article(
                    title=words[:TITLE],
                    standfirst=words,
                    body="\n\n".join(group),
                    section=self.newsroom.sections[len(self.paths) % 6],
                )
                with self.tally.timed("save and publish an article", words):
                    saving.save(article, by=self.newsroom.publisher)
                    [edition] = verbs.publish(article, by=self.newsroom.publisher)
                    self.paths.append(edition.path)
        for path in self.paths:
            self.page("article page", quote(path), path)

    def said(self) -> None:
        """Interviews in which every string is a speaker's label and a turn's words."""
        from django.db import transaction

        from interviews.models import Interview
        from newsroom import saving, verbs

        paths = []
        with transaction.atomic():
            for number, group in enumerate(packs(self.corpus.storable, letters=6000, most=50)):
                interview = Interview(
                    title=f"Interview {number}: {group[0][:200]}",
                    introduction=in_places(group),
                    transcript="\n\n".join(
                        f"**{label[:80]}:** {label}\n\n**Host:** {label}" for label in group
                    ),
                )
                with self.tally.timed("save and publish an interview", group[0]):
                    saving.save(interview, by=self.newsroom.publisher)
                    [edition] = verbs.publish(interview, by=self.newsroom.publisher)
                    paths.append(edition.path)
        for path in paths:
            self.page("interview page", quote(path), path)
        self.paths = [*paths, *self.paths]

    def found(self) -> None:
        """Searches that find hostile passages, and show them with their words marked."""
        for text in self.corpus.storable[::12]:
            self.page("search with hits", f"/search/?q={quote(text[:200])}", text)

    def asked(self) -> None:
        """Every string as a search, and as the end of an address."""
        for text in self.corpus.strings:
            raw = text.encode("utf-8", "surrogatepass")
            self.page("search", f"/search/?q={quote_from_bytes(raw[:2000])}", text)
            if raw.strip(b"/"):
                path = f"/articles/{quote_from_bytes(raw[:300], safe='')}/"
                self.page("address", path, text, (200, 301, 404, 410))
        for raw in self.corpus.raw:
            self.page("search", f"/search/?q={quote_from_bytes(raw)}", repr(raw))
            self.page("address", f"/articles/{quote_from_bytes(raw)}/", repr(raw), (404, 400))

    def typed(self) -> None:
        """The desk's preview with strings in every field, and its form with one as the address."""
        from django.urls import reverse

        texts = [text for text in self.corpus.strings if text.isprintable() or "\x00" in text]
        safe = [text for text in texts if _encodes(text)]
        for group in packs(safe, letters=8000, most=60):
            fields = {"title": group[0], "slug": group[-1], "standfirst": " ".join(group[:5])}
            body = in_places(group)
            self.preview("article", {**fields, "body": body})
            turns = "\n\n".join(f"**{text[:80]}:** {text}" for text in group)
            self.preview("interview", {**fields, "introduction": body, "transcript": turns})
        form = reverse("admin:articles_article_add")
        for text in safe[::40] + safe[-400::4]:
            with self.tally.timed("form with a hostile address and title", text):
                fields = {"title": text[:TITLE], "slug": text, "body": text, "language": "en"}
                answer = self.desk.post(form, {**management(), **fields, "_save": "1"})
            if answer.status_code not in (200, 302):
                self.tally.fail("form", text, f"status {answer.status_code}")
        self.blow_up()

    def preview(self, kind: str, fields: dict[str, str]) -> None:
        from django.urls import reverse

        door = f"preview of an {kind}"
        with self.tally.timed(door, fields["title"]):
            answer = self.desk.post(reverse("admin:desk_preview", args=[kind]), fields)
            content = answer.content.decode()
        if answer.status_code != 200:
            self.tally.fail(door, fields["title"], f"status {answer.status_code}")
        for wrong in wrong_in(content)[:3]:
            self.tally.fail(door, fields["title"], wrong)

    def pasted(self) -> None:
        """Manuscripts on the desk's screen: strings as headings, items, labels and words."""
        texts = [text for text in self.corpus.storable if text.isprintable()]
        for group in packs(texts, letters=8000, most=60):
            items = "\n".join(f"- {text}" for text in group)
            turns = "\n\n".join(f"**{text[:80]}:** {text}" for text in group)
            self.paste(f"# {group[0]}\n\n## {group[-1]}\n\n{in_places(group)}\n\n{items}", group[0])
            self.paste(f"Interview: {group[0]}\n\n{turns}", group[0])
        for name, text in self.corpus.blowups:
            self.paste(text, name)

    def paste(self, text: str, what: str) -> None:
        from django.urls import reverse

        door = "manuscript on the import screen"
        with self.tally.timed(door, what):
            answer = self.desk.post(reverse("admin:manuscripts_import"), {"text": text})
            content = answer.content.decode()
        if answer.status_code not in (200, 422):
            self.tally.fail(door, what, f"status {answer.status_code}")
        # The page round the pieces has the desk's own scripts.
        pieces = content.partition('<section class="planned"')[2].rpartition("</form>")[0]
        for wrong in wrong_in(pieces)[:3]:
            self.tally.fail(door, what, wrong)

    def blow_up(self) -> None:
        """Markdown made to explode: rendered, read as a manuscript, previewed as both kinds."""
        from manuscripts import importer
        from prose.html import render

        for name, text in self.corpus.blowups:
            with self.tally.timed("blow-up rendered", name):
                html = render(text).html
            for wrong in wrong_in(html)[:2]:
                self.tally.fail("blow-up rendered", name, wrong)
            with self.tally.timed("blow-up imported", name):
                importer.prepare(text, name=name)
            with self.tally.timed("blow-up imported as turns", name):
                importer.prepare(f"**A:** Who?\n\n**B:** {text}\n\n**A:** Well.", name=name)
            self.preview("article", {"title": name, "body": text})
            turns = f"**A:** Who?\n\n**B:** {text}"
            self.preview("interview", {"title": name, "transcript": turns})

    def sent(self) -> None:
        """Files at the importer's door and at the pictures'."""
        from django.core.management import CommandError, call_command

        from newsroom import uploads

        refused: Counter[str] = Counter()
        for path in self.corpus.documents:
            errors = io.StringIO()
            with self.tally.timed("file to the importer", path.name):
                try:
                    call_command("import_manuscript", str(path), dry_run=True, json=True,
                                 stdout=io.StringIO(), stderr=errors)  # fmt: skip
                except CommandError:
                    refused["importer"] += 1
                    if path.name not in errors.getvalue():
                        self.tally.fail("file to the importer", path.name, "refused without a word")
        for path in self.corpus.pictures:
            with self.tally.timed("file as a picture", path.name), path.open("rb") as file:
                try:
                    picture = uploads.take_in(file, by=self.newsroom.publisher, alt="A picture")
                    _clean(picture, self.tally)
                except uploads.UploadRefused:
                    refused["pictures"] += 1
        print(f"  refused in words: {dict(refused)}", flush=True)

    def captioned(self) -> None:
        """Subtitle files on the import screen, whole and cut off anywhere; none may do half."""
        for path in self.corpus.subtitles:
            raw = path.read_bytes()
            self.file(raw, path.name)
            for part in range(1, 8):
                self.file(raw[: len(raw) * part // 8], f"{part}/8 of {path.name}")
        for group in packs(self.corpus.storable, letters=8000, most=60):
            lines = [" ".join(text.split()) for text in group]
            cues = "\n\n".join(
                f"00:{place:02}.000 --> 00:{place + 1:02}.000\n<v {line[:80]}>{line}"
                for place, line in enumerate(lines[:58])
            )
            self.paste(f"WEBVTT\n\n{cues}", group[0])
            self.paste("".join(f"{line}\n\n" for line in [cues, *lines]), group[0])

    def file(self, raw: bytes, what: str) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.urls import reverse

        door = "subtitles on the import screen"
        with self.tally.timed(door, what):
            sent = {"file": SimpleUploadedFile("talk.vtt", raw)}
            answer = self.desk.post(reverse("admin:manuscripts_import"), sent)
        if answer.status_code not in (200, 422):
            self.tally.fail(door, what, f"status {answer.status_code}")
        pieces = answer.content.decode().partition('<section class="planned"')[2]
        for wrong in wrong_in(pieces.rpartition("</form>")[0])[:3]:
            self.tally.fail(door, what, wrong)

    def seen(self) -> None:
        """What Chromium makes of the pages with the policy off."""
        from django.core.wsgi import get_wsgi_application

        from bench.browser import opened, served

        section_pages = [f"/topics/{each.slug}/" for each in self.newsroom.sections]
        hostile = self.corpus.storable
        asked = [f"/search/?q={quote(text[:200])}" for text in hostile[:: len(hostile) // 80 or 1]]
        paths = [*section_pages, "/", "/articles/", "/interviews/", *asked]
        interviews = [path for path in self.paths if path.startswith("/interviews/")]
        articles = [path for path in self.paths if path.startswith("/articles/")]
        # The list of the month holds every article's title and standfirst already.
        paths += [quote(path) for path in [*interviews, *articles[::15]]]
        with served(get_wsgi_application()) as site, opened() as browser:
            visit = Visit(browser, site)
            for path in paths:
                self.tally.through["seen in Chromium, policy off"] += 1
                for wrong in visit.see(path)[:3]:
                    self.tally.fail("Chromium", path, wrong)


def in_places(texts: list[str]) -> str:
    """Markdown that puts each text where Markdown can put one."""
    blocks = []
    for text in texts:
        line = " ".join(text.split())
        blocks += [
            text, f"## {line}", f"- {line}", f"> {line}", f"[{line}](https://example.org '{line}')",
            f"[link]({line})", f"[link](<{line}>)", f"![{line}]({line})", f"`{line}`", f"<{line}>",
            f"| {line} | b |\n|---|---|\n| {line} | c |", f"A[^n]\n\n[^n]: {line}",
        ]  # fmt: skip
    return "\n\n".join(blocks)


def _encodes(text: str) -> bool:
    return not re.search("[\ud800-\udfff]", text)


def management() -> dict[str, str]:
    """The hidden fields of a form's rows, without rows."""
    names = ("credits", "related_stories", "speakers")
    return {f"{name}-{what}_FORMS": "0" for name in names for what in ("TOTAL", "INITIAL")}


def _clean(picture: Any, tally: Tally) -> None:
    """Nothing that was hidden in the file may be in what we keep."""
    from django.conf import settings

    kept = (settings.MEDIA_ROOT / picture.path).read_bytes().lower()
    if any(word in kept for word in (b"<script", b"<html", b"<svg", b"exif\x00", b"alert(")):
        tally.fail("file as a picture", picture.title, "kept what was hidden in it")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="The folder of hostile files.")
    folder: Path = parser.parse_args().folder
    corpus = gather(folder)
    if not corpus.strings:
        print(f"{folder} holds no strings. Give the folder with xss/, strings/, markdown/ …")
        return 1
    set_up(static=True)
    tally = Tally()
    attack = Attack(corpus, tally)
    steps: list[Callable[[], None]] = [
        attack.sent, attack.rendered, attack.asked, attack.typed, attack.pasted, attack.captioned,
        attack.published, attack.said, attack.found, attack.seen,
    ]  # fmt: skip
    for step in steps:
        began = time.monotonic()
        step()
        spent = time.monotonic() - began
        wrong = len(tally.failures)
        print(f"  {step.__name__}: {spent:.0f} s, {wrong} failures so far", flush=True)
    tally.report()
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
