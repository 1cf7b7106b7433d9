"""Migrations with rows in the tables: from what was landed before, and back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from newsroom import guards


class migrated_back:
    """Earlier tables for a while; today's, with their guards, afterwards."""

    def __init__(self, to):
        self.to = to

    def __enter__(self):
        self.leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
        executor = MigrationExecutor(connection)
        executor.migrate(self.to)
        return executor.loader.project_state(self.to).apps

    def __exit__(self, *problem):
        MigrationExecutor(connection).migrate(self.leaves)
        guards.put_back(connection)


@pytest.mark.django_db(transaction=True)
def test_editions_of_before_are_told_of_no_change_and_keep_their_guards():
    before, after = [("newsroom", "0001_initial")], [("newsroom", "0002_changes_in_the_open")]
    now = timezone.now()
    with migrated_back(before) as apps:
        story = apps.get_model("newsroom", "Story").objects.create(kind="article", title="T")
        apps.get_model("newsroom", "Edition").objects.create(
            story=story, number=1, change="first", kind="article", language="en", path="/a/",
            title="T", record={"title": "T"}, issued_at=now, created_by_name="Dana",
        )  # fmt: skip
        MigrationExecutor(connection).migrate(after)
        there = MigrationExecutor(connection).loader.project_state(after).apps
        edition = there.get_model("newsroom", "Edition").objects.get()
        assert (edition.notices, edition.sealed_at, edition.issued_at) == ([], None, now)
        assert there.get_model("newsroom", "Story").objects.get().approved_version is None
        MigrationExecutor(connection).migrate(before)
        assert apps.get_model("newsroom", "Edition").objects.get().record == {"title": "T"}
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_there_and_back_and_keeps_every_wording():
    before, after = [("newsroom", "0002_changes_in_the_open")], [("newsroom", "0003_open_forms")]
    with migrated_back(before) as apps:
        story = apps.get_model("newsroom", "Story").objects.create(kind="article", title="T")
        revisions = apps.get_model("newsroom", "Revision").objects
        for reason, form in (("save", ""), ("autosave", "a"), ("autosave", "b")):
            revisions.create(story=story, reason=reason, form=form, version=1, record={"t": form})
        MigrationExecutor(connection).migrate(after)
        there = MigrationExecutor(connection).loader.project_state(after).apps
        rows = there.get_model("newsroom", "Revision").objects.order_by("pk")
        assert [(row.reason, row.record["t"]) for row in rows] == [
            ("save", ""), ("save", "a"), ("save", "b"),
        ]  # fmt: skip
        MigrationExecutor(connection).migrate(before)
        assert revisions.count() == 3


@pytest.mark.django_db(transaction=True)
def test_notes_and_sources_of_before_keep_their_words_and_a_scale_is_there():
    before = [("newsroom", "0003_open_forms"), ("annotations", "0001_initial")]
    after = [("newsroom", "0004_notes_for_readers"), ("annotations", "0002_notes_on_exact_words")]
    with migrated_back(before) as apps:
        apps.get_model("newsroom", "HouseRules").objects.create(pk=1, second_person=True)
        story = apps.get_model("newsroom", "Story").objects.create(kind="article", title="T")
        source = apps.get_model("annotations", "Source").objects.create(
            canonical_url="https://example.org/a", url="https://example.org/a", title="A"
        )
        apps.get_model("annotations", "Annotation").objects.create(
            story=story, kind="source", origin="written", part="body", exact="1", start=3, end=4,
            source=source,
        )  # fmt: skip
        MigrationExecutor(connection).migrate(after)
        there = MigrationExecutor(connection).loader.project_state(after).apps
        note = there.get_model("annotations", "Annotation").objects.get()
        assert (note.exact, note.made_on, note.source.outcome) == ("1", "", "")
        scale = there.get_model("annotations", "Verdict").objects.values_list("rating", flat=True)
        assert list(scale.order_by("order")) == [5, 4, 3, 2, 1, None]
        assert there.get_model("newsroom", "HouseRules").objects.get().open_checks is False
        MigrationExecutor(connection).migrate(before)
        assert apps.get_model("annotations", "Annotation").objects.get().exact == "1"
    assert guards.missing(connection) == []
