"""Many threads on the same stories, each with a connection of its own to a real database."""

from __future__ import annotations


def test_sixteen_threads_lose_no_save_and_meet_no_locked_database(apart):
    said = apart("tests.newsroom.crowding", 1, 16, 4)
    assert "0 wrong" in said
    # All of them came to something, or nothing was tried.
    for act in ("save", "publish", "schedule", "cancel"):
        assert f" {act}" in f" {said}"
