"""The interviews' migrations with rows in the tables: from what was landed before, and back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from newsroom import guards
from tests.newsroom.test_migrations import migrated_back


@pytest.mark.django_db(transaction=True)
def test_interviews_and_turns_of_before_keep_every_word_and_key():
    before = [("interviews", "0001_initial")]
    after = [("interviews", "0002_transcripts_that_last")]
    with migrated_back(before) as apps:
        interview = apps.get_model("interviews", "Interview").objects.create(
            kind="interview", title="T", introduction="I", transcript="**Host:** Who?"
        )
        turns = apps.get_model("interviews", "Turn").objects
        turns.create(interview=interview, key="k3y", order=0, label="Host", text="Who?")
        MigrationExecutor(connection).migrate(after)
        there = MigrationExecutor(connection).loader.project_state(after).apps
        now = there.get_model("interviews", "Interview").objects.get()
        assert (now.transcript, now.verbatim, now.cues) == ("**Host:** Who?", "", [])
        assert (now.recording, now.verbatim_shown, now.contents_of) == (None, False, "")
        turn = there.get_model("interviews", "Turn").objects.get()
        assert (turn.key, turn.text, turn.original) == ("k3y", "Who?", "")
        MigrationExecutor(connection).migrate(before)
        assert turns.get().key == "k3y"
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_speakers_of_before_stay_when_pairs_of_like_names_come_and_go():
    before, after = [("interviews", "0002_transcripts_that_last")], [("interviews", "0003_two_people")]  # fmt: skip
    with migrated_back(before) as apps:
        interview = apps.get_model("interviews", "Interview").objects.create(
            kind="interview", title="T", transcript="**Host:** Who?"
        )
        speakers = apps.get_model("interviews", "Speaker").objects
        speakers.create(interview=interview, label="Host", role="interviewer", described_as="Asks")
        MigrationExecutor(connection).migrate(after)
        there = MigrationExecutor(connection).loader.project_state(after).apps
        speaker = there.get_model("interviews", "Speaker").objects.get()
        assert (speaker.label, speaker.described_as) == ("Host", "Asks")
        pairs = there.get_model("interviews", "TwoPeople").objects
        pairs.create(interview_id=interview.pk, one="A", other="B")
        MigrationExecutor(connection).migrate(before)
        assert speakers.get().label == "Host"
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_what_was_published_before_is_still_known_to_name_its_recording():
    before = [("interviews", "0002_transcripts_that_last"), ("newsroom", "0003_open_forms")]
    after = [("interviews", "0004_recordings_in_public")]
    with migrated_back(before) as apps:
        recordings = apps.get_model("interviews", "Recording").objects
        kept, other = (
            recordings.create(key=key, size=1, title=key) for key in ("a" * 32, "b" * 32)
        )
        story = apps.get_model("newsroom", "Story").objects.create(kind="interview", title="T")
        named = ({"id": kept.pk}, {"id": None}, None, {"id": kept.pk + other.pk}, {"id": kept.pk})
        for number, recording in enumerate(named):
            apps.get_model("newsroom", "Edition").objects.create(
                story=story, number=number, change="first", kind="interview", language="en", title="T",
                path=f"/{number}/", record={"recording": recording} if recording else {"title": "T"},
                issued_at=timezone.now(), ended_at=timezone.now(), created_by_name="Dana",
            )  # fmt: skip
        MigrationExecutor(connection).migrate(after)
        there = MigrationExecutor(connection).loader.project_state(after).apps
        now = there.get_model("interviews", "Recording").objects
        numbers = now.get(pk=kept.pk).editions.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [0, 4]
        assert not now.get(pk=other.pk).editions.exists()
        MigrationExecutor(connection).migrate(before)
        assert recordings.count() == 2
    assert guards.missing(connection) == []
