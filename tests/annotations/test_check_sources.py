from __future__ import annotations

import os
import signal
import socket
import threading
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from annotations.answering import Finding, Outcome, Pace
from annotations.management.commands import check_sources
from annotations.models import Source
from annotations.rounds import AWAY, FRESH_SECONDS, Round, due, findings
from tests.annotations.noting import make_source
from tests.annotations.serving import at_once, closed_port, named, near, server

pytestmark = pytest.mark.django_db


@pytest.fixture
def web():
    with server() as made:
        yield made


@pytest.fixture
def near_by(monkeypatch):
    """The command asks this machine's own servers, and nobody else, without pauses."""

    def set_up(**fields):
        monkeypatch.setattr(check_sources, "network", lambda: near(**fields))
        monkeypatch.setattr(check_sources, "Pace", at_once)

    set_up()
    return set_up


class Terminal(StringIO):
    def isatty(self):
        return True


def run(*, out=None, **options):
    out = out or StringIO()
    call_command("check_sources", stdout=out, **options)
    return out.getvalue()


def outcome(source):
    source.refresh_from_db()
    return source.outcome


def asked_ago(source, days, **fields):
    Source.objects.filter(pk=source.pk).update(
        checked_at=timezone.now() - timedelta(days=days), **fields
    )
    source.refresh_from_db()


def test_every_source_is_told_what_its_address_answered(web, near_by):
    there, gone = make_source(f"{web.url}/200"), make_source(f"{web.url}/404")
    moved = make_source(f"{web.url}/to/301/{web.url}/200?id=7")
    book = Source.objects.create(canonical_url="publication:a", title="A book")
    said = run()
    assert (outcome(there), there.status) == ("answers", 200)
    assert (outcome(gone), gone.status, gone.leads_to) == ("dead", 404, "")
    assert (outcome(moved), moved.leads_to) == ("moved", f"{web.url}/200?id=7")
    assert outcome(book) == ""
    assert book.checked_at is None
    assert f"It is gone: {web.url}/404" in said
    assert "Asked 3 of 3 sources: it answers 1, it moved 1, it is gone 1." in said


def test_private_addresses_are_not_asked_by_the_command_as_it_stands(web):
    source = make_source(f"{web.url}/200")
    run()
    assert (outcome(source), source.status, web.asked) == ("refused", None, [])
    assert source.checked_at is not None


def test_who_asks_says_whose_site_it_is(settings):
    settings.SITE_URL = "https://news.example.org"
    assert "+https://news.example.org" in check_sources.network().user_agent


def test_those_asked_longest_ago_come_first():
    one, two, three = (make_source(f"https://example.org/{path}") for path in "abc")
    asked_ago(one, 3)
    asked_ago(two, 40)
    assert due() == [three, two, one]
    assert due(limit=2) == [three, two]
    assert due(since=30) == [three, two]


def test_the_network_away_marks_nothing_and_says_so_once(near_by):
    near_by(look_up=named(a_example=socket.EAI_AGAIN, b_example=socket.EAI_NONAME))
    sources = [make_source(f"http://{host}/") for host in ("a.example", "b.example")]
    sources.append(make_source(f"http://127.0.0.1:{closed_port()}/"))
    asked_ago(sources[0], 2, outcome="dead")
    with pytest.raises(CommandError, match="network cannot be reached"):
        run()
    assert [outcome(source) for source in sources] == ["dead", "", ""]
    assert sources[1].checked_at is None


def test_the_network_away_is_noticed_before_every_source_is_tried(near_by):
    tried = []

    def look_up(host, port):
        tried.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "no resolver")

    near_by(look_up=look_up)
    for number in range(5 * AWAY):
        make_source(f"http://host-{number}.example/")
    out = StringIO()
    with pytest.raises(CommandError, match="network cannot be reached"):
        run(out=out)
    assert "No answer:" not in out.getvalue()
    assert len(tried) < 2 * AWAY


def test_who_cannot_be_reached_is_silent_once_somebody_else_answers(web, near_by):
    nobody, somebody = make_source(f"http://127.0.0.1:{closed_port()}/"), make_source(web.url)
    run()
    assert (outcome(nobody), outcome(somebody)) == ("silent", "answers")


@pytest.mark.parametrize("there", [0, 1])
def test_silence_counts_on_either_side_of_an_answer(there):
    found = [Finding(Outcome.SILENT, reached=False), Finding(Outcome.ANSWERS, 200)]
    made = Round()
    for number in (there, 1 - there):
        made.take(make_source(f"https://example.org/{number}"), found[number])
    assert (made.counts, made.held) == ({"silent": 1, "answers": 1}, [])


def test_silence_long_after_the_last_answer_is_held(monkeypatch):
    made = Round()
    made.take(make_source("https://example.org/a"), Finding(Outcome.ANSWERS, 200))
    later = time.monotonic() + FRESH_SECONDS
    monkeypatch.setattr("annotations.rounds.time.monotonic", lambda: later)
    assert (
        made.take(make_source("https://example.org/b"), Finding(Outcome.SILENT, reached=False))
        == []
    )
    assert len(made.held) == 1


@pytest.mark.parametrize(
    ("before", "days", "after"),
    [
        ({}, 0, "silent"),
        ({"outcome": "silent"}, 2, "dead"),
        ({"outcome": "silent"}, 0.5, "silent"),
        ({"outcome": "silent", "status": 500}, 2, "silent"),
        ({"outcome": "answers", "status": 200}, 2, "silent"),
        ({"outcome": "dead"}, 0.5, "dead"),
    ],
)
def test_a_name_that_nobody_knows_is_gone_when_it_is_missed_again(
    web, near_by, before, days, after
):
    near_by(look_up=named(gone_example=socket.EAI_NONAME))
    gone = make_source("http://gone.example/a")
    make_source(web.url)
    if before:
        asked_ago(gone, days, **before)
    said = run()
    assert outcome(gone) == after
    assert f"{gone.get_outcome_display()}: http://gone.example/a" in said


def test_an_address_changed_meanwhile_is_not_marked():
    source = make_source("https://example.org/old")
    Source.objects.filter(pk=source.pk).update(url="https://example.org/new")
    Round().take(source, Finding(Outcome.DEAD, 404))
    assert outcome(source) == ""


def test_hosts_take_turns_and_one_is_never_asked_twice_within_its_pause():
    with server("127.0.0.1") as one, server("127.0.0.2") as other:
        sources = [make_source(f"{one.url}/200?id={n}") for n in range(3)]
        sources += [make_source(f"{other.url}/200?id={n}") for n in range(3)]
        found = list(findings(sources, near(), Pace(0.3), time.monotonic() + 60))
        assert len(found) == 6
        assert other.asked[0][2] < one.asked[-1][2]  # side by side, not one after the other
        for each in (one, other):
            times = [at for _, _, at, _ in each.asked]
            assert all(b - a >= 0.3 for a, b in zip(times, times[1:], strict=False))


def test_a_round_ends_when_its_time_is_over(web):
    sources = [make_source(f"{web.url}/200?id={n}") for n in range(9)]
    begun = time.monotonic()
    found = list(findings(sources, near(), Pace(0.9), begun + 2))
    assert 1 <= len(found) <= 3
    assert time.monotonic() - begun < 5
    assert threads_end()


def threads_end():
    """Those that asked, once the round is over."""
    for _ in range(100):
        if not any(each.name == "check_sources" for each in threading.enumerate()):
            return True
        time.sleep(0.05)
    return False


def test_a_fault_of_ours_is_heard_not_waited_for(web):
    def look_up(host, port):
        raise LookupError("a fault")

    with pytest.raises(LookupError):
        list(
            findings([make_source(web.url)], near(look_up=look_up), at_once(), time.monotonic() + 9)
        )


def test_ctrl_c_keeps_what_was_found(web, near_by, monkeypatch):
    monkeypatch.setattr(check_sources, "Pace", lambda: Pace(0.5))
    sources = [make_source(f"{web.url}/404?id={n}") for n in range(20)]

    def press_when_some_were_asked():
        while len(web.asked) < 8:  # twice each: a 404 is asked for again
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    # Whoever runs the tests in the background has the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=press_when_some_were_asked, daemon=True).start()
    try:
        said = run()
    finally:
        signal.signal(signal.SIGINT, before)
    marked = [outcome(source) for source in sources]
    assert 1 <= marked.count("dead") < 20
    assert "Stopped. What was found is kept." in said
    assert threads_end()


def test_a_terminal_has_a_bar_and_a_file_has_lines(web, near_by):
    make_source(f"{web.url}/200")
    assert f"It answers: {web.url}/200" in run()
    on_terminal = run(out=Terminal())
    assert "1 of 1" in on_terminal
    assert "It answers:" not in on_terminal


def test_no_address_moves_the_cursor_of_a_terminal(near_by):
    Source.objects.create(canonical_url="a", url="http://127.0.0.1:22/\x1b[2J", title="A")
    assert "\x1b[2J" not in run()


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_number_that_is_none_is_refused(limit):
    with pytest.raises(CommandError):
        call_command("check_sources", f"--limit={limit}")


def test_no_source_at_all_is_said():
    assert "No source is to be asked." in run()
