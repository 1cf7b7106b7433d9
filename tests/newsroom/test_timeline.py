"""The line of editions against a plain simulation: random verbs, every moment compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom import saving, verbs
from newsroom.models import Change, Edition
from tests.making import make_article, make_user

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

verb = st.sampled_from(["publish", "schedule", "cancel", "reschedule", "withdraw", "wait"])
step = st.tuples(verb, st.integers(1, 90), st.integers(0, 5), st.sampled_from(["cancel", "remake"]))


@dataclass
class Planned:
    at: datetime
    text: str | None  # None: nothing to read from here on
    edition: Edition


@dataclass
class Simulation:
    """What should be true, with nothing but a list: the last thing that happened holds."""

    line: list[Planned] = field(default_factory=list)

    def readable_at(self, moment: datetime) -> str | None:
        past = [entry for entry in self.line if entry.at <= moment]
        return max(past, key=lambda entry: entry.at).text if past else None

    def later_than(self, moment: datetime) -> list[Planned]:
        return sorted(
            (entry for entry in self.line if entry.at > moment), key=lambda entry: entry.at
        )

    def drop(self, entries: list[Planned]) -> None:
        self.line = [entry for entry in self.line if entry not in entries]

    def is_taken(self, moment: datetime) -> bool:
        return any(entry.at == moment for entry in self.line)


class Undo(Exception):
    pass


@pytest.mark.django_db
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(step, min_size=1, max_size=9))
def test_line_is_what_a_plain_simulation_expects(steps):
    try:
        with transaction.atomic():
            _run(steps)
            raise Undo
    except Undo:
        pass


def _run(steps):
    publisher = make_user()
    story = make_article(by=publisher, body="text 0")
    plan = Simulation()
    now = START
    for number, (name, minutes, choice, later) in enumerate(steps, 1):
        # An odd second a step keeps two verbs from meaning the same moment by accident.
        now += timedelta(seconds=1)
        if name == "wait":
            now += minutes * MINUTE
        with patch("django.utils.timezone.now", return_value=now):
            if name != "wait":
                _step(name, plan, story, publisher, now, minutes, choice, later, number)
            _compare(plan, story, now)


def _step(name, plan, story, publisher, now, minutes, choice, later, number):
    scheduled = plan.later_than(now)
    if name in {"publish", "schedule"}:
        at = now if name == "publish" else now + minutes * MINUTE
        if plan.is_taken(at):
            return
        story.body = text = f"text {number}"
        saving.save(story, by=publisher)
        after = plan.later_than(at)
        change = Change.CORRECTION if choice % 2 else None
        [edition] = verbs.publish(
            story,
            by=publisher,
            at=None if at == now else at,
            change=change,
            note=f"It was not {text}." if change else "",
            later=later,
        )
        plan.drop(after)
        plan.line.append(Planned(at, text, edition))
        if later == "remake":
            for entry in after:
                again = Edition.objects.in_line().get(story=story, issued_at=entry.at)
                plan.line.append(Planned(entry.at, text, again))
    elif name == "withdraw":
        if plan.readable_at(now) is None:
            with pytest.raises(verbs.VerbRefused):
                verbs.withdraw(story, by=publisher)
            return
        entry = verbs.withdraw(story, by=publisher)
        plan.drop(scheduled)
        plan.line.append(Planned(now, None, entry))
    elif scheduled:
        entry = scheduled[choice % len(scheduled)]
        if entry.text is None:
            return
        if name == "cancel":
            verbs.cancel(entry.edition, by=publisher)
            plan.drop([entry])
        elif not plan.is_taken(now + minutes * MINUTE):
            entry.at = now + minutes * MINUTE
            verbs.reschedule(entry.edition, at=entry.at, by=publisher)


def _compare(plan, story, now):
    line = list(Edition.objects.in_line().filter(story=story).order_by("issued_at"))
    assert [entry.issued_at for entry in line] == sorted(entry.at for entry in plan.line)
    for entry, following in zip_longest(line, line[1:]):
        assert entry.ended_at == (following.issued_at if following else None), "a gap or an overlap"
    tick = timedelta(microseconds=1)
    for moment in {
        now,
        *(entry.at + shift for entry in plan.line for shift in (-tick, tick * 0, tick)),
    }:
        readable = [
            edition.record["texts"]["body"]
            for edition in Edition.objects.at(moment).filter(story=story)
        ]
        expected = plan.readable_at(moment)
        assert readable == ([expected] if expected else [])
