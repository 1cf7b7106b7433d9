"""Publishing killed by SIGKILL, again and again: `python -m tests.newsroom.killing TIMES SEED`.

Works on the migrated database that the environment names, and prints what was found. Django is
loaded once; who is killed is a fork that opens the database by itself.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

# By this name PostgreSQL's own list of connections knows who was killed.
NAME = "briportal-killed"
# Longer than a fork needs to begin, and than any verb takes.
LONGEST = 0.15


@dataclass
class Killed:
    """How many processes were killed, how many of them inside a verb, and what was broken then."""

    times: int = 0
    inside: int = 0
    done: int = 0
    broken: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (
            f"{self.times} killed, {self.inside} inside a verb, {self.done} verbs done, "
            f"{len(self.broken)} broken\n" + "\n".join(self.broken)
        )


def kill(times: int, seed: int) -> Killed:
    """Publish in a process of its own and kill that at a random moment, so many times."""
    from django.db import connection

    from newsroom import verbs
    from newsroom.models import Edition
    from tests.making import make_article, make_interview, make_user
    from tests.newsroom.invariants import broken

    chosen, found = random.Random(seed), Killed()
    publisher = make_user()
    stories = [make_article(by=publisher), make_interview(by=publisher)]
    # Templates are loaded here, once: a fork that loads them dies before it writes.
    verbs.publish(*stories, by=publisher)
    while found.times < times and not found.broken:
        connection.close()
        found.inside += _kill_one([story.pk for story in stories], chosen)
        found.times += 1
        found.broken = tuple(broken())
    found.done = Edition.objects.count()
    return found


def _kill_one(stories: list[int], chosen: random.Random) -> bool:
    """Whether the process was inside a verb when it died."""
    told, tell = os.pipe()
    seed = chosen.random()
    child = os.fork()
    if not child:
        try:
            os.close(told)
            _publish_for_ever(stories, random.Random(seed), tell)
        finally:
            os._exit(1)  # whatever happened, the parent's work is not this one's
    os.close(tell)
    os.read(told, 1)  # it has begun
    time.sleep(chosen.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(told, "rb") as rest:
        said = rest.read()
    assert os.WIFSIGNALED(status), "The process ended before it was killed."
    _wait_for_the_server()
    return not said.endswith(b")")


def _publish_for_ever(stories: list[int], chosen: random.Random, tell: int) -> None:
    from django.utils import timezone

    from newsroom import saving, verbs
    from newsroom.models import Story, User

    os.environ["PGAPPNAME"] = NAME
    publisher = User.objects.get()
    while True:
        story = Story.objects.get(pk=chosen.choice(stories)).concrete
        os.write(tell, b"(")
        act = chosen.choice(("now", "now", "later", "save", "withdraw"))
        try:
            if act == "withdraw":
                verbs.withdraw(story, by=publisher)
            elif act == "save":
                saving.save(story, by=publisher)
            else:
                at = timezone.now() + timedelta(hours=1) if act == "later" else None
                verbs.publish(story, by=publisher, at=at, note="Again.", later="remake")
        except verbs.VerbRefused:
            pass
        os.write(tell, b")")


def _wait_for_the_server() -> None:
    """PostgreSQL ends a killed client's statement first, and only then sees that it is gone."""
    from django.db import connection

    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = %s",
                [NAME],
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.005)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briportal.settings")
    django.setup()
    killed = kill(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(str(killed))
    sys.exit(bool(killed.broken))
