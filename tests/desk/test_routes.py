"""Every address asked as every kind of visitor, against the one declared table (`desk.routes`)."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from annotations.models import Annotation, Term
from desk.routes import NEWSROOM, PUBLIC, TABLE, Who, patterns
from interviews.models import Recording
from newsroom import permissions, saving, verbs
from newsroom.models import (
    Change,
    Edition,
    HouseRules,
    LogEntry,
    Person,
    Picture,
    Revision,
    Role,
    Story,
    User,
)  # fmt: skip
from tests.annotations.noting import make_note
from tests.making import make_article, make_interview, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db

ROLES = [Role.REPORTER, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR]
VISITORS = ["anonymous", "switched off", *ROLES]
OF_A_STORY = {"story", "edition", "revision", "note"}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
STATES = ["draft", "in review", "ready", "scheduled", "live", "withdrawn", "retracted"]


class Undo(Exception):
    pass


class World:
    """A story in one state, another of another kind, and one visitor of each sort."""

    def __init__(self, state="live", make=make_article):
        self.users = {role: make_user(role) for role in ROLES}
        self.clients = {"anonymous": Client(), "switched off": Client()}
        off = make_user(Role.ADMINISTRATOR)
        self.clients["switched off"].force_login(off)
        User.objects.filter(pk=off.pk).update(is_active=False)
        for role, user in self.users.items():
            self.clients[role] = Client()
            self.clients[role].force_login(user)
        self.publisher = make_user(Role.PUBLISHER)
        self.person, self.topic = make_person(), make_topic()
        self.picture = Picture.objects.create(
            key="abc", extension="png", width=1, height=1, title="A", alt="A."
        )
        self.recording = Recording.objects.create(
            key="abc", extension="wav", media_type="audio/wav", size=1, title="A"
        )
        file = settings.MEDIA_ROOT / self.recording.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"a")
        self.story = make(by=self.publisher, people=(self.person,), section=self.topic)
        self.bring_to(state)
        self.term = Term.objects.create(language="en", word="Port", definition="A harbour.")
        is_article = self.story.kind == "article"
        words, part = ("First", "body") if is_article else ("Almaty", "introduction")
        self.note = make_note(self.story, words, part=part, by=self.publisher)
        self.edition = Edition.objects.filter(story=self.story).order_by("number").first()
        self.revision = Revision.objects.filter(story=self.story).first()
        self.before = self.fingerprint()

    def bring_to(self, state):
        by = self.publisher
        if state == "in review":
            verbs.submit(self.story, by=by)
        elif state == "ready":
            verbs.approve(self.story, by=by)
        elif state == "scheduled":
            verbs.publish(self.story, by=by, at=timezone.now() + timedelta(hours=1))
        elif state != "draft":
            verbs.publish(self.story, by=by)
            saving.save(self.story, by=by)
            verbs.publish(self.story, by=by, change=Change.UPDATE, note="More.")
        if state == "withdrawn":
            verbs.withdraw(self.story, by=by)
        elif state == "retracted":
            verbs.retract(self.story, by=by, note="Made up.")

    def owned_by(self, user):
        Story.objects.filter(pk=self.story.pk).update(created_by=user)
        self.before = self.fingerprint()

    def address(self, row):
        """An address of `row`'s pattern that names something there is; None where there is none."""
        object_id = self.identity(row)
        if object_id is None:
            return None
        path = re.sub(r"<int:pk>|<path:object_id>", str(object_id), "/" + row.pattern)
        named = {
            "<str:kind>": self.story.kind,
            "<str:key>": f"r{self.revision.pk}",
            "^(?P<app_label>…)/$": "newsroom/",
            "<path:content_type_id>": "1",
            "<slug:key>": self.recording.key,
            "(?P<url>.*)$": "nothing/there/",
            f"compare/{self.story.pk}/": f"compare/{self.story.pk}/?from=now&to=now",
        }
        for placeholder, value in named.items():
            path = path.replace(placeholder, value)
        return path

    def identity(self, row):
        named = {
            "": 1, "story": self.story.pk, "revision": self.revision.pk,
            "edition": self.edition.pk if self.edition else None,
            "user": self.users[Role.REPORTER].pk, "person": self.person.pk,
            "topic": self.topic.pk, "picture": self.picture.pk, "houserules": 1,
            "recording": self.recording.pk, "note": self.note.pk, "term": self.term.pk,
            "logentry": LogEntry.objects.values_list("pk", flat=True).first(),
        }  # fmt: skip
        if row.pattern.startswith(("admin/articles", "admin/interviews")):
            folder = f"admin/{self.story.kind}s/"
            return self.story.pk if row.pattern.startswith(folder) else None
        return named.get(row.about)

    def fingerprint(self):
        """What a refused request must leave as it was."""
        return (
            list(Story.objects.order_by("pk").values_list("pk", "version", "stage", "title")),
            list(Edition.objects.order_by("pk").values_list("pk", "change", "cancelled_at")),
            Revision.objects.count(), LogEntry.objects.count(), Person.objects.count(),
            list(User.objects.order_by("pk").values_list("pk", "role", "is_active", "password")),
            HouseRules.objects.count(),
            list(Annotation.objects.order_by("pk").values_list("pk", "changed_at")),
        )  # fmt: skip


def ask(world, visitor, method, path, data=None):
    """The answer's status and where it leads; whatever was changed is undone."""
    client = world.clients[visitor]
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    try:
        with transaction.atomic():
            if method == "POST":
                answer = client.post(path, data or {})
            else:
                answer = client.generic(method, path)
            changed = world.fingerprint() if answer.status_code in {302, 403, 404, 405} else None
            raise Undo
    except Undo:
        client.cookies.load(cookies)
    return answer.status_code, answer.headers.get("Location", ""), changed


def is_refused(status, leads_to):
    # Django's admin leads somebody who may not see a row to the first page, with a sentence.
    away = leads_to.startswith("/admin/login/") or leads_to == "/admin/"
    return status in {403, 404, 405} or (status == 302 and away)


def may(world, visitor, rule, about):
    if rule == Who.EVERYBODY:
        return True
    if visitor not in world.users or rule in {None, Who.NOBODY}:
        return False
    if rule == Who.COLLEAGUES:
        return True
    story = world.story if about in OF_A_STORY | {"logentry"} else None
    if story is not None:
        story = Story.objects.get(pk=story.pk)
    return permissions.can(world.users[visitor], rule, story)


def test_every_address_has_a_row_and_every_row_an_address():
    assert Counter(patterns()) == Counter(row.pattern for row in TABLE)


# What an address answers whoever may ask it: no page of their own, or one that leads away.
LEADS_AWAY = {"admin/login/", "admin/logout/", "admin/newsroom/houserules/", "admin/autocomplete/"}


def complaint(world, row, visitor, method):
    """What is not as `row` says; nothing, if all is."""
    path = world.address(row)
    if path is None:
        return None
    status, leads_to, after = ask(world, visitor, method, path)
    allowed = may(world, visitor, row.get if method == "GET" else row.post, row.about)
    told = f"{method} {path} as {visitor}: {status} {leads_to}"
    if status >= 500:
        return told
    if not allowed and after is not None and after != world.before:
        return f"{told}, and changed something"
    if row.pattern in LEADS_AWAY:
        return None
    return None if allowed != is_refused(status, leads_to) else told


def complaints(world, rows, visitors):
    found = (
        complaint(world, row, visitor, method)
        for row in rows
        for visitor in visitors
        for method in ("GET", "POST")
    )
    return [each for each in found if each]


@pytest.mark.parametrize("state", STATES)
def test_a_story_is_as_open_in_every_state_as_the_table_says(state):
    rows = [row for row in NEWSROOM if row.about in OF_A_STORY]
    assert complaints(World(state), rows, VISITORS) == []


@pytest.mark.parametrize("state", STATES)
def test_a_reporters_own_story_is_as_open_as_the_table_says(state):
    world = World(state)
    world.owned_by(world.users[Role.REPORTER])
    rows = [row for row in NEWSROOM if row.about in OF_A_STORY]
    assert complaints(world, rows, [Role.REPORTER]) == []


def test_an_interview_is_as_open_as_an_article():
    rows = [row for row in NEWSROOM if row.about == "story"]
    assert complaints(World("live", make_interview), rows, VISITORS) == []


def test_what_is_about_no_story_is_as_open_as_the_table_says():
    rows = [row for row in NEWSROOM if row.about not in OF_A_STORY]
    assert complaints(World(), rows, VISITORS) == []


@pytest.mark.parametrize("method", [m for m in METHODS if m not in {"GET", "POST"}])
def test_other_methods_change_nothing(method):
    world = World()
    for row in NEWSROOM:
        path = world.address(row)
        if path is None:
            continue
        for visitor in ("anonymous", Role.ADMINISTRATOR):
            status, _, after = ask(world, visitor, method, path)
            assert status < 500, f"{method} {path}: {status}"
            assert after is None or after == world.before, f"{method} {path} changed something"


@pytest.mark.parametrize("method", METHODS[2:])
def test_public_addresses_are_read_only(method):
    world = World()
    client = world.clients[Role.ADMINISTRATOR]
    for row in PUBLIC:
        if "<" in row.pattern or "(" in row.pattern:
            continue
        assert client.generic(method, "/" + row.pattern).status_code == 405
