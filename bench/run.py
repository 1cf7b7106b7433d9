"""Measure the site against its limits, on a made-up newsroom: `python -m bench.run`.

CPU time is this process's, the median of many runs; the same code path as in production, through
the WSGI application, with compression left out because a proxy or a cache may do it instead. Limits
are for the machine they were set on: `bench.yardstick` is timed beside every figure.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.reading import Application, reader
from bench.throwaway import set_up

if TYPE_CHECKING:
    from bench.made_up import Newsroom
    from bench.measuring import Table, Timed

# The same figures of Wagtail 8 with the same text on the machine the limits were set on.
WAGTAIL = {"form": 135, "save": 82, "preview": 132, "list": 351}


def measure_pages(table: Table, application: Application) -> None:
    from bench.measuring import cpu_ms, queries
    from newsroom.models import Edition, Passage

    live = Edition.objects.live().order_by("-published_at")
    # A piece from the middle: with related pieces and neighbours on both sides.
    article = live.filter(kind="article")[150].path
    interview = live.filter(kind="interview")[40].path
    section = live.filter(section__isnull=False)[10].section
    person = live.filter(people__isnull=False)[10].people.first()
    word = Passage.objects.order_by("pk")[50].text.split()[5].strip(".*").lower()
    pages = [
        ("article", article, 3, 1.5),
        ("interview", interview, 3, 2),  # it shows who spoke how much besides
        ("front page", "/", 4, 3),
        ("articles of a month", "/articles/", 4, 3),
        ("interviews of a month", "/interviews/", 4, 3),
        ("section", f"/topics/{section.slug}/", 4, 3),
        ("person", f"/people/{person.slug}/", 4, 3),
    ]
    for name, path, most_queries, most_ms in pages:
        ask = reader(application, path)
        ask()
        table.at_most(f"{name}: queries", queries(ask), most_queries)
        table.at_most(f"{name}: CPU", cpu_ms(ask, runs=30, batch=5), most_ms, "ms")
    ask = reader(application, f"/search/?q={word}")
    ask()
    cost = cpu_ms(ask, runs=15, batch=2)
    print(f"  (search for a common word, no limit: {queries(ask)} queries, {cost.here:.1f} ms)")


def measure_interview_pages(table: Table, newsroom: Newsroom, application: Application) -> None:
    """An interview of 30,000 words: its page is asked for what a short one's is."""
    from bench.measuring import cpu_ms, queries
    from newsroom import verbs

    interview = newsroom.interview(600, 50)
    [edition] = verbs.publish(interview, by=newsroom.publisher)
    turn = f"{edition.path}turns/{interview.turn_keys()[301]}/"
    pages = [
        ("interview of 30,000 words", edition.path, 3, 5),
        ("a turn of it at its own address", turn, 3, 5),
        ("a speaker's turns of it alone", f"{edition.path}?speaker=Host", 3, 60),
    ]
    for name, path, most_queries, most_ms in pages:
        ask = reader(application, path)
        ask()
        table.at_most(f"{name}: queries", queries(ask), most_queries)
        table.at_most(f"{name}: CPU", cpu_ms(ask, runs=15, batch=2), most_ms, "ms")


def measure_text(table: Table, newsroom: Newsroom, folder: Path) -> None:
    from django.core.management import call_command

    from bench.measuring import cpu_ms, per_second
    from prose.html import render

    body = newsroom.writer.article(10_000)
    table.at_most("rendering 10,000 words: CPU", cpu_ms(lambda: render(body), runs=15), 8, "ms")
    files = []
    for number in range(6):
        path = folder / f"manuscript-{number}.md"
        path.write_text(newsroom.writer.manuscript(), "utf-8")
        files.append(str(path))
    size = sum(Path(name).stat().st_size for name in files) / 1_000_000  # MB

    def dry_run() -> None:
        out = io.StringIO()
        call_command("import_manuscript", *files, dry_run=True, json=True, stdout=out)
        assert len(json.loads(out.getvalue().splitlines()[0])["stories"]) == 2

    speed = per_second(size, cpu_ms(dry_run, runs=9))
    table.at_least("import_manuscript --dry-run --json: speed", speed, 2, "MB/s")
    measure_subtitles(table, body.split())


def measure_subtitles(table: Table, words: list[str]) -> None:
    """An hour's SubRip file: ten words a cue, a speaker's label every tenth cue."""
    from bench.measuring import cpu_ms, per_second
    from interviews import formats

    cues = []
    for number in range(3000):
        at = number * 10 % len(words)
        label = f"{('Host', 'Ana Silva')[number // 10 % 2]}: " if number % 10 == 0 else ""
        said = f"{label}{' '.join(words[at : at + 5])}\n{' '.join(words[at + 5 : at + 10])}"
        minute, second = divmod(number, 60)
        clock = f"00:{minute:02}:{second:02}"
        cues.append(f"{number + 1}\n{clock},000 --> {clock},900\n{said}")
    text = "\n\n".join(cues)

    def read() -> None:
        captions = formats.read(text)
        assert captions is not None
        assert len(formats.join(captions)) == 300

    speed = per_second(len(text.encode()) / 1_000_000, cpu_ms(read, runs=15))
    table.at_least("reading subtitles of 3,000 cues into turns: speed", speed, 5, "MB/s")


def measure_comparing(table: Table, newsroom: Newsroom) -> None:
    from django.test import Client
    from django.urls import reverse

    from bench.measuring import cpu_ms
    from newsroom import saving
    from prose.comparing import compare

    article = newsroom.article(30_000)
    before = article.body
    article.body = newsroom.writer.edited(before)
    old, new = before.split("\n"), article.body.split("\n")
    saving.save(article, by=newsroom.publisher)
    name = "comparing two 30,000-word revisions"
    table.at_most(f"{name}: CPU", cpu_ms(lambda: compare(old, new), runs=5), 500, "ms")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(newsroom.publisher)
    after, first = [f"r{each.pk}" for each in article.revisions.all()]
    page = reverse("admin:desk_compare", args=[article.pk])
    for view in ("prose", "source"):
        query = {"from": first, "to": after, "as": view}
        spent = cpu_ms(lambda query=query: client.get(page, query).content, runs=5)
        table.at_most(f"{name}, as {view}: the page's CPU", spent, 500, "ms")


def measure_publishing(table: Table, newsroom: Newsroom) -> None:
    from bench.measuring import Lock, Series
    from newsroom import verbs

    stories = [newsroom.interview(100, 50) for _ in range(15)]
    lock, series = Lock(), Series()
    for story in stories:
        with lock.watched(), series.timed():
            verbs.publish(story, by=newsroom.publisher)
    name = "publishing an interview of 5,000 words, 100 turns"
    table.at_most(f"{name}: CPU", series.cpu(), 100, "ms")
    table.at_most(f"{name}: write lock", series.judged(lock.held_ms), 20, "ms")


def measure_desk(table: Table, newsroom: Newsroom) -> None:
    from django.test import Client
    from django.urls import reverse

    from bench.measuring import cpu_ms
    from tests.desk.forms import fields_of

    interview = newsroom.interview(100, 50)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(newsroom.publisher)
    form = reverse("admin:interviews_interview_change", args=[interview.pk])
    listed = reverse("admin:interviews_interview_changelist")
    preview = reverse("admin:desk_preview", args=["interview", interview.pk])

    def answered(response: Any, status: int = 200) -> Any:
        assert response.status_code == status, response.content[:500]
        return response

    fields = fields_of(answered(client.get(form)))
    transcript = fields["transcript"][0]
    saves = 0

    def save() -> None:
        nonlocal saves, fields
        saves += 1
        changed = transcript.replace(".", f", {saves} times.", 1)
        answered(client.post(form, {**fields, "transcript": changed, "_save": "1"}), 302)

    def fresh_fields() -> None:
        nonlocal fields
        fields = fields_of(client.get(form))

    def note(what: str) -> str:
        return f"desk, {what} (Wagtail 8 there: {WAGTAIL[what]} ms)"

    spent = cpu_ms(lambda: answered(client.get(form)), runs=9)
    table.at_most(note("form"), spent, 70, "ms")
    spent = _saves(save, fresh_fields)
    table.at_most(note("save"), spent, 60, "ms")
    spent = cpu_ms(lambda: answered(client.post(preview, fields)), runs=9)
    table.at_most(note("preview"), spent, 40, "ms")
    spent = cpu_ms(lambda: answered(client.get(listed)), runs=9)
    table.at_most(note("list"), spent, 100, "ms")


def _saves(save: Callable[[], None], fresh_fields: Callable[[], None]) -> Timed:
    """Each save is based on the version the one before made, as an editor's is."""
    from bench.measuring import Series

    fresh_fields()
    save()
    series = Series()
    for _ in range(9):
        fresh_fields()
        with series.timed():
            save()
    return series.cpu()


def measure_long_interview(table: Table, newsroom: Newsroom) -> None:
    """An interview of a whole day: 1,200 turns, of which an editor changes some."""
    from bench.measuring import Lock, Series, cpu_ms, per_second
    from interviews.grammar import parse
    from newsroom import saving

    interview = newsroom.interview(1200, 83)
    words = interview.transcript
    size = len(words.encode()) / 1_000_000
    speed = per_second(size, cpu_ms(lambda: parse(words), runs=5))
    table.at_least("parsing a transcript: speed", speed, 5, "MB/s")
    edited = words.split("\n\n")
    for place in range(0, len(edited), 40):
        edited[place] = edited[place].replace(" the ", " every ", 2)
    lock, series = Lock(), Series()
    for number in range(10):
        interview.transcript = "\n\n".join(edited) if number % 2 == 0 else words
        with lock.watched(), series.timed():
            saving.save(interview, by=newsroom.publisher)
    name = f"saving {len(words.split()):,} words, {interview.turns.standing().count():,} turns"
    table.at_most(f"{name}: CPU", series.cpu(), 2000, "ms")
    table.at_most(f"{name}: write lock", series.judged(lock.held_ms), 50, "ms")
    _measure_its_editor(table, newsroom, interview.pk)


def _measure_its_editor(table: Table, newsroom: Newsroom, pk: int) -> None:
    """Opening its form, saving it there, and what the margin asks while somebody types."""
    from django.test import Client
    from django.urls import reverse

    from bench.measuring import cpu_ms
    from tests.desk.forms import fields_of

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(newsroom.publisher)
    form = reverse("admin:interviews_interview_change", args=[pk])
    words = fields_of(client.get(form))["transcript"][0]
    saves = 0

    def save() -> None:
        nonlocal saves
        saves += 1
        changed = words.replace(".", f", {saves} times.", 1)
        answer = client.post(form, {**fields_of(client.get(form)), "transcript": changed})
        assert answer.status_code == 302, answer.content[:500]

    def asked() -> None:
        url = reverse("admin:desk_turns", args=[pk])
        answer = client.post(url, words, content_type="text/plain; charset=utf-8")
        assert answer.status_code == 200, answer.content[:500]

    name = f"an interview of {len(words.split()):,} words"
    table.at_most(f"form of {name}: CPU", cpu_ms(lambda: client.get(form), runs=5), 1000, "ms")
    table.at_most(f"form of {name}, opened and saved: CPU", cpu_ms(save, runs=5), 2000, "ms")
    table.at_most(f"turns of {name}, as typed: CPU", cpu_ms(asked, runs=5), 200, "ms")


def measure_long_piece(table: Table, newsroom: Newsroom) -> None:
    """The longest piece anybody brought: its form, and its words kept while they are typed."""
    from django.test import Client
    from django.urls import reverse

    from bench.measuring import cpu_ms
    from tests.desk.forms import fields_of

    article = newsroom.article(30_000)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(newsroom.publisher)
    form = reverse("admin:articles_article_change", args=[article.pk])
    autosave = reverse("admin:desk_autosave", args=["article", article.pk])
    fields = {**fields_of(client.get(form)), "_doing": "words"}
    kept = 0

    def keep() -> None:
        nonlocal kept
        kept += 1
        answer = client.post(autosave, {**fields, "title": f"Kept {kept} times"})
        assert answer.json()["kept"], answer.content[:500]

    def opened() -> None:
        answer = client.get(form)
        assert answer.status_code == 200, answer.content[:500]

    spent = cpu_ms(opened, runs=9)
    table.at_most("form of a 30,000-word story: CPU", spent, 500, "ms")
    table.at_most("autosave of a 30,000-word story: CPU", cpu_ms(keep, runs=9), 100, "ms")
    name = "form of a 30,000-word story, unsaved words offered: CPU"
    table.at_most(name, cpu_ms(opened, runs=9), 500, "ms")


def main() -> int:
    began = time.monotonic()
    folder = set_up(static=True)
    from django.core.wsgi import get_wsgi_application

    from bench.annotating import measure_annotated_save
    from bench.carrying import measure_carrying
    from bench.made_up import EDITIONS, Newsroom
    from bench.measuring import Table
    from bench.merging import measure_merging
    from bench.note_pages import measure_notes
    from bench.weaving import measure_woven_notes
    from bench.weight import measure_weight

    application = get_wsgi_application()
    print(f"Making a newsroom of {EDITIONS:,} editions …", flush=True)
    newsroom = Newsroom()
    newsroom.fill()
    print(f"  {time.monotonic() - began:.0f} s. Medians of repeated runs:", flush=True)
    table = Table()
    table.head()
    measure_pages(table, application)
    measure_interview_pages(table, newsroom, application)
    measure_notes(table, newsroom, application)
    measure_text(table, newsroom, folder)
    measure_woven_notes(table, newsroom)
    measure_comparing(table, newsroom)
    measure_merging(table, newsroom.writer)
    measure_publishing(table, newsroom)
    measure_desk(table, newsroom)
    measure_long_piece(table, newsroom)
    measure_long_interview(table, newsroom)
    measure_annotated_save(table, newsroom)
    measure_carrying(table, newsroom.writer)
    measure_weight(table, application)
    print(f"{len(table.rows)} figures in {time.monotonic() - began:.0f} s.", end=" ")
    if table.missed:
        print("Missed: " + "; ".join(table.missed))
        return 1
    print("Every limit holds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
