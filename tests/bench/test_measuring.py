"""A figure's verdict depends on the site, not on how fast the machine is at the moment."""

import pytest

from bench import measuring, yardstick
from bench.measuring import Series, Table, Timed, per_second


@pytest.fixture
def laps(monkeypatch):
    """The yardstick's laps, one after the other."""

    def set_laps(*factors):
        each = iter(factors)
        monkeypatch.setattr(yardstick, "lap", lambda: next(each))

    return set_laps


def test_each_figure_is_judged_by_the_laps_beside_it(laps):
    laps(1, 1, 3, 3)
    series = Series()
    for _ in range(3):
        with series.timed():
            pass
    judged = series.judged([10.0, 20.0, 30.0])
    assert (judged.here, judged.there, judged.machine) == (20, 10, 2)


def test_a_slow_moment_misses_no_limit_and_a_slow_site_does():
    table = Table()
    table.at_most("a slow moment", Timed(20.0, 10.0, 2.0), 10, "ms")
    table.at_most("a slow site", Timed(8.0, 16.0, 0.5), 10, "ms")
    table.at_least("reading in a slow moment", per_second(20, Timed(2000.0, 1000.0, 2.0)), 20)
    table.at_most("queries", 4, 3)
    assert table.missed == ["a slow site", "queries"]


def test_the_yardstick_is_timed_without_the_garbage_of_others(monkeypatch, db):
    collecting = []
    monkeypatch.setattr(yardstick, "_work", lambda: collecting.append(measuring.gc.isenabled()))
    yardstick.lap()
    assert collecting == [True, False]
    assert measuring.gc.isenabled()
