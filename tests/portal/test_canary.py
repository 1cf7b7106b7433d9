"""A word put into every field of what readers must not see is found on no public answer."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.apps import apps
from django.utils import timezone

from annotations.models import Annotation, Source
from desk.routes import PUBLIC
from manuscripts.models import Manuscript
from newsroom import saving, uploads, verbs
from newsroom.exports import FORMATS
from newsroom.models import (
    Change,
    Edition,
    Picture,
    RelatedStory,
    Revision,
    Role,
    Story,
    Topic,
)  # fmt: skip
from tests.annotations.noting import make_note
from tests.making import make_article, make_interview, make_person, make_topic, make_user
from tests.newsroom.test_endings import picture_file

pytestmark = pytest.mark.django_db

CANARY = "Zanzibarcanary"
STATES = ["draft", "in review", "ready", "scheduled", "embargoed", "cancelled", "withdrawn",
          "retracted", "taken down", "sealed", "live with changes"]  # fmt: skip


@pytest.fixture
def publisher(db):
    return make_user(Role.PUBLISHER)


@pytest.fixture
def administrator(db):
    return make_user(Role.ADMINISTRATOR)


def in_every_field(publisher, make, *, public_title=""):
    """A story with the canary in whatever of it holds words."""
    hidden = make_person(
        f"{CANARY} Person", slug=f"{CANARY.lower()}-person-{Story.objects.count()}"
    )
    topic = make_topic(
        Topic.Kind.SUBJECT, f"{CANARY} topic", slug=f"{CANARY.lower()}-t{Story.objects.count()}"
    )
    picture = Picture.objects.first() or uploads.take_in(
        picture_file(), by=publisher, title=CANARY, alt=CANARY, caption=CANARY, credit=CANARY
    )
    words = (
        f"{CANARY} says so. [1](https://example.org/{CANARY}) ![{CANARY}](picture:{picture.key})"
    )
    texts = (
        {"body": f"## {CANARY}\n\n{words}"}
        if make is make_article
        else {
            "introduction": words,
            "transcript": f"**{CANARY}:** {words}\n\n**Guest:** Yes.",
            "recorded_in": CANARY,
            "recording_url": f"https://example.org/{CANARY}",
        }
    )
    story = make(
        by=publisher,
        people=(hidden,),
        title=public_title or f"{CANARY} title",
        slug="" if not public_title else f"a-{make.__name__}-{Story.objects.count()}",
        standfirst=f"{CANARY} standfirst",
        lead_picture=picture,
        **texts,
    )
    story.topics.add(topic)
    # Of a note for readers, between editors, not judged yet and kept back.
    part = next(iter(story.read().parts))
    for kind, held in (
        ("explain", False),
        ("comment", False),
        ("check", False),
        ("explain", True),
        ("source", True),
    ):
        make_note(story, CANARY, part=part, kind=kind, body=CANARY, hold=held, by=publisher)
    Source.objects.update(title=CANARY, publisher=CANARY)
    Revision.objects.filter(story=story).update(note=CANARY)
    manuscript = Manuscript.objects.create(digest=f"{story.pk}", name=CANARY, text=CANARY)
    manuscript.stories.add(story)
    return story


def bring_to(story, state, publisher, administrator):
    hour = timedelta(hours=1)
    if state == "in review":
        verbs.submit(story, by=publisher, note=CANARY)
    elif state == "ready":
        verbs.approve(story, by=publisher, note=CANARY)
    elif state in {"scheduled", "cancelled"}:
        [entry] = verbs.publish(story, by=publisher, at=timezone.now() + hour)
        if state == "cancelled":
            verbs.cancel(entry, by=publisher)
    elif state == "embargoed":
        Story.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + hour)
    elif state in {"withdrawn", "retracted", "taken down"}:
        verbs.publish(story, by=publisher)
        if state == "withdrawn":
            verbs.withdraw(story, by=publisher, note=CANARY)
        elif state == "retracted":
            verbs.retract(story, by=publisher, note="It was made up.")
        else:
            verbs.take_down(story, by=administrator, note="A court ordered it.")


def live_with_changes(publisher, make):
    story = make(by=publisher, title="Open to all", slug=f"open-{make.__name__}")
    part, rendered = next(iter(story.read().parts.items()))
    word = rendered.text.split()[0]
    make_note(story, word, part=part, body="For everybody.", by=publisher)
    verbs.publish(story, by=publisher)
    for kind, held in (("comment", False), ("check", False), ("explain", True), ("explain", False)):
        make_note(story, word, part=part, kind=kind, body=CANARY, hold=held, by=publisher)
    for name in ("title", "standfirst", *story.texts()):
        setattr(story, name, f"{CANARY} {getattr(story, name)}")
    saving.save(story, by=publisher, note=CANARY)
    return story


def sealed(publisher, make):
    story = in_every_field(publisher, make, public_title="Sealed later")
    verbs.publish(story, by=publisher)
    for name in ("standfirst", *story.texts()):
        setattr(story, name, "**Guest:** Clean words.")
    story.credits.all().delete()
    story.topics.clear()
    story.annotations.update(hold=True)
    story.lead_picture = None
    story.recorded_in = story.recording_url = ""
    saving.save(story, by=publisher)
    # A note for readers may say it; this one does not.
    verbs.publish(story, by=publisher, change=Change.UPDATE, note="Rewritten.")
    verbs.seal(Edition.objects.get(story=story, number=1), by=publisher, note="It named a minor.")
    return story


def addresses(stories):
    """Every public address, filled in with what there is."""
    editions = Edition.objects.filter(story__in=[story.pk for story in stories])
    paths = set(editions.values_list("path", flat=True))
    paths |= {f"{path}editions/{n}/" for path in list(paths) for n in (1, 2)}
    beside = ("annotations.json", "sources/", "sources.json")
    paths |= {f"{path}{name}" for path in paths if "/editions/" not in path for name in beside}
    for story in stories:
        folder = "" if story.language == "en" else f"/{story.language}"
        paths.add(f"{folder}/{story.kind}s/{story.slug}/")
        keys = apps.get_model("interviews", "Turn").objects.filter(interview=story.pk)
        own = {path for path in paths if "/interviews/" in path and "/editions/" not in path}
        paths |= {
            f"{path}turns/{key}/" for path in own for key in keys.values_list("key", flat=True)
        }
        paths |= {f"{path}?speaker=Guest" for path in own}
        keys = [note.key for note in Annotation.objects.filter(story=story.pk).by_hand()]
        pieces = {path for path in paths if re.fullmatch(r"(?:/\w\w)?/\w+s/[^/]+/", path)}
        paths |= {f"{path}notes/{key}/" for path in pieces for key in keys}
        paths |= {f"{folder}/interviews/{story.slug}/transcript.{name}" for name in FORMATS}
    for model, folder in (("Person", "people"), ("Topic", "topics")):
        for slug in apps.get_model("newsroom", model).objects.values_list("slug", flat=True):
            paths.add(f"/{folder}/{slug}/")
            if model == "Person":
                paths.add(f"/people/{slug}/said/")
    paths |= {
        "/" + row.pattern for row in PUBLIC if "<" not in row.pattern and "(" not in row.pattern
    }
    paths |= {f"/{kind}/{timezone.now():%Y/%m}/" for kind in ("articles", "interviews")}
    paths |= {"/search/?q=says", "/zh/search/?q=guest", "/nowhere/", "/articles", "/corrections/9/"}
    return sorted(paths)


def answers(client, path):
    for method in ("get", "head", "post", "options"):
        yield getattr(client, method)(path)
    yield client.get(path, headers={"accept": "application/json"})


@pytest.mark.parametrize("make", [make_article, make_interview])
@pytest.mark.parametrize("state", STATES)
def test_what_readers_must_not_see_is_on_no_public_answer(
    client, publisher, administrator, make, state
):
    verbs.publish(make_article(by=publisher, title="A neighbour"), by=publisher)
    if state == "live with changes":
        story = live_with_changes(publisher, make)
    elif state == "sealed":
        story = sealed(publisher, make)
    else:
        # A retraction keeps the title that readers knew.
        title = "Known to readers" if state in {"retracted", "withdrawn"} else ""
        story = in_every_field(publisher, make, public_title=title)
        bring_to(story, state, publisher, administrator)
    other = make_article(by=publisher, title="Ties")
    RelatedStory.objects.create(story=other, target=story)
    verbs.publish(other, by=publisher)
    for path in addresses([story]):
        for answer in answers(client, quote(path, safe="/?=%")):
            told = f"{answer.request['REQUEST_METHOD']} {path}: {answer.status_code}"
            assert answer.status_code < 500, told
            # The address asked for is the reader's own.
            body = answer.content.decode().replace(quote(path), "").replace(path, "")
            assert CANARY.lower() not in body.lower(), told
            headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
            assert CANARY.lower() not in headers.replace(quote(path), "").lower(), told
    # The page repeats what was looked for: it says the same of a word that nobody ever wrote.
    found, unknown = (
        client.get(f"/search/?q={word}").content.decode() for word in (CANARY, "Qwertyuiop")
    )
    assert found.replace(CANARY, "Qwertyuiop") == unknown


def test_the_canary_sings_where_readers_may_see_it(client, publisher):
    """The test above would find it."""
    story = in_every_field(publisher, make_interview)
    verbs.publish(story, by=publisher)
    path = Edition.objects.get(story=story).path
    for address in (path, "/", "/feed.xml", f"/search/?q={CANARY}"):
        assert CANARY in client.get(address).content.decode()
