"""Many hands on the same few stories: `python -m tests.newsroom.crowding PROCESSES THREADS ACTS`.

Each thread saves, publishes, schedules and cancels so many times, on the migrated database that
the environment names. Prints what was done and what went wrong.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

ACTS = ("save", "save", "save", "publish", "publish", "schedule", "cancel")
# Whoever came too late looks again, as an editor would.
TRIES = 6


@dataclass
class Seen:
    """`kept`: the word that each successful save added, by story. `wrong`: what never may be."""

    done: Counter[str] = field(default_factory=Counter)
    kept: dict[int, list[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Seen) -> None:
        self.done.update(other.done)
        self.wrong += other.wrong
        for story, words in other.kept.items():
            self.kept.setdefault(story, []).extend(words)


def crowd(processes: int, threads: int, acts: int) -> Seen:
    from django.db import connection

    from tests.making import make_article, make_user
    from tests.newsroom.invariants import broken

    publisher = make_user()
    stories = [make_article(by=publisher).pk for _ in range(3)]
    connection.close()
    if processes == 1:
        seen = _threads("p0", threads, acts, stories, publisher)
    else:
        seen = _processes(processes, threads, acts, stories, publisher)
    seen.wrong += broken() + _lost(seen, stories)
    return seen


def _processes(processes, threads, acts, stories, publisher) -> Seen:
    seen, pipes = Seen(), []
    for number in range(processes):
        told, tell = os.pipe()
        if not os.fork():
            with os.fdopen(tell, "w") as out:
                found = _threads(f"p{number}", threads, acts, stories, publisher)
                json.dump([found.done, found.kept, found.wrong], out)
            os._exit(0)
        os.close(tell)
        pipes.append(told)
    for told in pipes:
        with os.fdopen(told) as answer:
            done, kept, wrong = json.load(answer)
        kept = {int(story): words for story, words in kept.items()}
        seen.add(Seen(Counter(done), kept, wrong))
        os.wait()
    return seen


def _threads(name, threads, acts, stories, publisher) -> Seen:
    everybody = [Seen() for _ in range(threads)]
    together = threading.Barrier(threads)
    running = [
        threading.Thread(
            target=_work, args=(f"{name}t{number}", seen, together, acts, stories, publisher)
        )
        for number, seen in enumerate(everybody)
    ]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    whole = Seen()
    for seen in everybody:
        whole.add(seen)
    return whole


def _work(name, seen, together, acts, stories, publisher) -> None:
    from django.db import connection

    from newsroom import verbs

    chosen = random.Random(name)
    together.wait()
    for number in range(acts):
        story, act = chosen.choice(stories), chosen.choice(ACTS)
        for _ in range(TRIES):
            before = _standing(story)
            try:
                _act(act, story, publisher, f"{name}n{number}", seen, chosen)
                seen.done[act] += 1
            except verbs.StaleVersion:
                seen.done["stale"] += 1
                if _standing(story) == before:
                    seen.wrong.append(f"{act}: a conflict with nobody, on story {story}.")
                continue
            except verbs.VerbRefused:
                seen.done["refused"] += 1
            except Exception as error:  # "database is locked", a deadlock, a broken constraint
                seen.wrong.append(f"{act}: {error!r}")
            break
    connection.close()


def _standing(story: int) -> tuple[object, ...]:
    """What a conflict is about: the version, the rows of the line, and what holds now."""
    from django.utils import timezone

    from newsroom.models import Edition, Story

    editions = Edition.objects.filter(story=story).order_by("number")
    return (
        Story.objects.values_list("version", flat=True).get(pk=story),
        list(editions.values_list("number", "issued_at", "cancelled_at")),
        list(Edition.objects.valid_at(timezone.now()).filter(story=story).values_list("number")),
    )


def _act(act, pk, publisher, word, seen, chosen) -> None:
    from django.utils import timezone

    from newsroom import saving, verbs
    from newsroom.models import Edition, Story

    story = Story.objects.get(pk=pk).concrete
    if act == "save":
        story.body += f"\n\n{word}"
        saving.save(story, by=publisher, based_on=story.version)
        seen.kept.setdefault(pk, []).append(word)
    elif act == "cancel":
        entry = Edition.objects.later_than(timezone.now()).filter(story=pk).first()
        if entry is not None:
            verbs.cancel(entry, by=publisher)
    else:
        soon = timezone.now() + timedelta(milliseconds=chosen.choice((250, 1500, 3_600_000)))
        verbs.publish(
            story,
            by=publisher,
            at=soon if act == "schedule" else None,
            later=chosen.choice(("cancel", "remake", None)),
        )


def _lost(seen: Seen, stories: list[int]) -> list[str]:
    """Saves that succeeded and whose words are gone; versions that nobody saved."""
    from newsroom.models import Story

    found = []
    for story in Story.objects.filter(pk__in=stories):
        words = set(story.concrete.texts()["body"].split())
        kept = seen.kept.get(story.pk, [])
        found += [f"The save of {word} was lost." for word in kept if word not in words]
        if story.version != len(kept) + 1:  # one made it
            found.append(f"Story {story.pk}: version {story.version} after {len(kept)} saves.")
    return found


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briportal.settings")
    django.setup()
    seen = crowd(*map(int, sys.argv[1:]))
    done = ", ".join(f"{count} {act}" for act, count in sorted(seen.done.items()))
    sys.stdout.write("\n".join([done, f"{len(seen.wrong)} wrong", *seen.wrong]) + "\n")
    sys.exit(bool(seen.wrong))
