from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsroom import verbs
from newsroom.models import RelatedStory, Role
from tests.making import make_article, make_interview, make_user


@pytest.fixture
def publisher(db):
    return make_user(Role.PUBLISHER)


@pytest.fixture
def reader(client, db):
    """Somebody with a browser and no account."""
    return client


@pytest.fixture
def published(publisher):
    """Publish a story, if need be on a day of 2026 or of the year given; returns its edition."""

    def publish(story, day=None, year=2026):
        if day is None:
            [edition] = verbs.publish(story, by=publisher)
            return edition
        at = datetime(year, *day, 12, tzinfo=UTC)
        [edition] = verbs.publish(story, by=publisher, at=at, archived=True)
        return edition

    return publish


@pytest.fixture
def lead_on():
    """Tie a story to another, as an editor does in its form."""

    def tie(story, target, label=""):
        RelatedStory.objects.create(story=story, target=target, label=label)

    return tie


@pytest.fixture
def article(publisher):
    return make_article(by=publisher, title="Two railways", slug="two-railways")


@pytest.fixture
def interview(publisher):
    return make_interview(
        by=publisher,
        title="A queue that moves",
        slug="a-queue-that-moves",
        transcript="**Host:** What is a night made of?\n\n"
        "**Guest:** Papers, wind, and one wagon that is always the wrong length for its train.\n\n"
        "**Host:** And the driver?\n\n"
        "**Guest:** The driver sleeps where the cranes are loud, and asks nobody for the time.",
    )
