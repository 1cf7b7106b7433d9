"""A recording's file: taken in as it came, heard while readers may, gone with its story."""

from __future__ import annotations

import errno
import io
from datetime import date, timedelta

import pytest
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.utils import timezone

from interviews import recordings
from interviews.models import Recording
from newsroom import saving, verbs
from newsroom.models import Change, Role
from newsroom.ranges import MOST_BYTES
from newsroom.records import TAKEN_DOWN_TITLE
from newsroom.uploads import NotKept, UploadRefused
from tests.interviews import sounds
from tests.making import make_interview, make_user

pytestmark = pytest.mark.django_db

SOUND = sounds.wav(1)


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


@pytest.fixture
def administrator():
    return make_user(Role.ADMINISTRATOR)


def taken(content=SOUND, name="talk.wav", title=""):
    return recordings.take_in(sounds.named(content, name), by=None, title=title)


@pytest.fixture
def recording():
    return taken()


def published(publisher, recording, **fields):
    interview = make_interview(by=publisher, recording=recording, **fields)
    verbs.publish(interview, by=publisher)
    return interview


def files(settings):
    return sorted(
        str(each.relative_to(settings.MEDIA_ROOT))
        for each in settings.MEDIA_ROOT.rglob("*")
        if each.is_file()
    )


# Taking in


def test_it_is_kept_byte_for_byte_under_the_hash_of_its_bytes(settings):
    row = taken(title="Talk at the port")
    assert (row.extension, row.media_type, row.size) == ("wav", "audio/wav", len(SOUND))
    assert (row.title, len(row.key)) == ("Talk at the port", 32)
    assert files(settings) == [f"recordings/{row.key}.wav"]
    assert (settings.MEDIA_ROOT / row.path).read_bytes() == SOUND


def test_without_a_title_it_is_called_as_its_file_is():
    assert taken(name="C:\\sounds\\Talk with Ms Lee.wav").title == "Talk with Ms Lee"


def test_a_name_says_nothing_of_the_kind(settings):
    assert taken(sounds.mp3(), name="page.html").extension == "mp3"


def test_the_same_bytes_are_the_same_recording_and_keep_their_title(settings):
    first = taken(title="First")
    assert taken(title="Second", name="other.wav") == first
    assert Recording.objects.get().title == "First"
    assert len(files(settings)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "“page.mp3” is empty"),
        (b"<!doctype html><script>alert(1)</script>", "could not be read as a recording"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "We take MP3, M4A, MP4, Ogg"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(settings, content, said):
    with pytest.raises(UploadRefused, match=said):
        taken(content, name="page.mp3")
    assert not Recording.objects.exists()
    assert files(settings) == []


def test_what_is_too_large_is_refused_with_the_limit(monkeypatch, settings):
    monkeypatch.setattr(recordings, "MAX_RECORDING_BYTES", 2**13)
    with pytest.raises(UploadRefused, match="larger than 0 MB"):
        taken()
    assert files(settings) == []


def test_it_is_never_in_memory_as_a_whole():
    class Counted:
        """A file of ten MiB that notes the longest piece that was read of it."""

        name, longest, at = "long.wav", 0, 0
        content = sounds.wav(0.1)[:44] + bytes(10 * MOST_BYTES)

        def seek(self, to, whence=0):
            self.at = to + (len(self.content) if whence == 2 else 0)
            return self.at

        def read(self, count=-1):
            assert count > 0
            self.longest = max(self.longest, count)
            piece = self.content[self.at : self.at + count]
            self.at += len(piece)
            return piece

        def tell(self):
            return self.at

    file = Counted()
    assert recordings.take_in(file, by=None).size == len(file.content)
    assert file.longest <= MOST_BYTES


@pytest.fixture
def no_room(monkeypatch):
    save = FileSystemStorage._save

    def fill_up(storage, name, content):
        save(storage, name, File(sounds.named(SOUND[:9], "x")))
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", fill_up)
        yield


def test_a_full_disk_is_said_in_words_and_leaves_nothing(no_room, settings):
    with pytest.raises(NotKept, match="disk may be full"):
        taken()
    assert not Recording.objects.exists()
    assert files(settings) == []


def test_half_a_file_of_a_process_that_died_is_written_anew(settings):
    row = taken()
    row.delete()
    (settings.MEDIA_ROOT / row.path).write_bytes(SOUND[:100])
    assert (settings.MEDIA_ROOT / taken().path).read_bytes() == SOUND


def test_a_file_that_is_there_is_not_written_over(settings, recording):
    before = (settings.MEDIA_ROOT / recording.path).stat().st_mtime_ns
    Recording.objects.all().delete()
    assert taken().key == recording.key
    assert (settings.MEDIA_ROOT / recording.path).stat().st_mtime_ns == before


# Heard by readers


def test_readers_hear_what_is_live(client, publisher, recording):
    published(publisher, recording)
    answer = client.get(recording.src)
    assert (answer.status_code, answer.content) == (200, SOUND)
    assert answer["Content-Type"] == "audio/wav"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["ETag"] == f'"{recording.key}"'
    assert not answer.cookies


def test_a_piece_is_asked_for_and_what_is_held_is_not_sent_again(client, publisher, recording):
    published(publisher, recording)
    piece = client.get(recording.src, headers={"Range": "bytes=4-7"})
    assert (piece.status_code, piece.content) == (206, SOUND[4:8])
    assert piece["Content-Range"] == f"bytes 4-7/{len(SOUND)}"
    held = client.get(recording.src, headers={"If-None-Match": piece["ETag"]})
    assert (held.status_code, held.content) == (304, b"")
    # No coding either: a range of a compressed answer would be another one.
    coded = client.get(recording.src, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in coded.headers


def test_a_recording_takes_no_words(client, publisher, recording):
    published(publisher, recording)
    assert client.post(recording.src).status_code == 405


STATES = {
    "draft": lambda interview, by, admin: None,
    "scheduled": lambda interview, by, admin: verbs.publish(
        interview, by=by, at=timezone.now() + timedelta(hours=1)
    ),
    "withdrawn": lambda interview, by, admin: (
        verbs.publish(interview, by=by),
        verbs.withdraw(interview, by=by),
    ),
    "retracted": lambda interview, by, admin: (
        verbs.publish(interview, by=by),
        verbs.retract(interview, by=by, note="Made up."),
    ),
    "taken down": lambda interview, by, admin: (
        verbs.publish(interview, by=by),
        verbs.take_down(interview, by=admin),
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_live_is_not_there(client, publisher, administrator, recording, state):
    interview = make_interview(by=publisher, recording=recording)
    STATES[state](interview, publisher, administrator)
    for headers in ({}, {"Range": "bytes=0-9"}, {"X-Sendfile-Type": "X-Accel-Redirect"}):
        answer = client.get(recording.src, headers=headers)
        assert answer.status_code == 404
        assert "X-Accel-Redirect" not in answer.headers


@pytest.mark.parametrize("name", ["recordings/../secret.wav", "recordings/abc.wav",
                                  f"recordings/{'a' * 32}.wav", f"recordings/{'a' * 32}.html"])  # fmt: skip
def test_a_guessed_name_is_not_there(client, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_the_live_edition_decides_not_the_draft(client, publisher, recording):
    interview = published(publisher, recording)
    other = taken(sounds.wav(0.5))
    interview.recording = other
    saving.save(interview, by=publisher)
    assert client.get(recording.src).status_code == 200
    assert client.get(other.src).status_code == 404
    verbs.publish(interview, by=publisher, change=Change.MINOR)
    assert client.get(recording.src).status_code == 404
    assert client.get(other.src).status_code == 200


def test_a_piece_costs_two_queries(client, publisher, recording, django_assert_num_queries):
    published(publisher, recording)
    with django_assert_num_queries(2):
        client.get(recording.src, headers={"Range": "bytes=0-"})


def test_a_piece_costs_two_queries_whatever_the_draft_names(
    client, publisher, recording, django_assert_num_queries
):
    interview = published(publisher, recording)
    interview.recording = taken(sounds.wav(0.5))
    saving.save(interview, by=publisher)
    with django_assert_num_queries(2):
        assert client.get(recording.src, headers={"Range": "bytes=0-"}).status_code == 206


def test_which_editions_name_a_recording_can_be_read_off_their_records_again(
    client, publisher, recording
):
    published(publisher, recording)
    recording.editions.clear()
    assert client.get(recording.src).status_code == 404
    call_command("rerender", stdout=io.StringIO())
    assert client.get(recording.src).status_code == 200


def test_nginx_is_told_which_file_to_send(client, publisher, recording):
    published(publisher, recording)
    answer = client.get(recording.src, headers={"X-Sendfile-Type": "X-Accel-Redirect"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Accel-Redirect"] == f"/kept/recordings/{recording.key}.wav"
    assert answer["Content-Type"] == "audio/wav"


def test_a_cache_keeps_what_nginx_is_told_apart_from_what_readers_get(client, publisher, recording):
    published(publisher, recording)
    for headers in ({"X-Sendfile-Type": "X-Accel-Redirect"}, {}):
        answer = client.get(recording.src, headers=headers)
        assert "immutable" in answer["Cache-Control"] and answer["Vary"] == "X-Sendfile-Type"


def test_a_cache_keeps_no_answer_about_a_place_past_the_end(client, publisher, recording):
    published(publisher, recording)
    answer = client.get(recording.src, headers={"Range": "bytes=999999999-"})
    assert (answer.status_code, answer["Cache-Control"]) == (416, "no-store")


def test_a_file_that_is_lost_is_not_there(client, publisher, recording, settings):
    published(publisher, recording)
    (settings.MEDIA_ROOT / recording.path).unlink()
    assert client.get(recording.src).status_code == 404


# Gone with its story


def take_down(interview, administrator, capture):
    with capture(execute=True):
        return verbs.take_down(interview, by=administrator, note="A court ordered it.")


def test_taking_down_takes_every_recording_the_story_ever_had(
    publisher, administrator, recording, settings, django_capture_on_commit_callbacks
):
    interview = published(publisher, recording, recording_url="https://example.org/Kestrel",
                          recorded_in="Kestrel", recorded_on=date(2026, 5, 3))  # fmt: skip
    interview.recording = taken(sounds.wav(0.5))
    saving.save(interview, by=publisher)
    blanked = take_down(interview, administrator, django_capture_on_commit_callbacks)
    assert "2 recordings" in map(str, blanked)
    assert files(settings) == []
    assert not Recording.objects.exists()
    interview.refresh_from_db()
    left = interview.recording, interview.recording_url, interview.recorded_on
    assert (*left, interview.recorded_in) == (None, "", None, "")
    assert "Kestrel" not in str([*interview.editions.values_list("record", flat=True)])


def test_what_another_interview_has_stays(
    publisher, administrator, recording, settings, django_capture_on_commit_callbacks
):
    interview = published(publisher, recording)
    make_interview(by=publisher, recording=recording)
    take_down(interview, administrator, django_capture_on_commit_callbacks)
    assert files(settings) == [recording.path]
    recording.refresh_from_db()
    assert recording.title != TAKEN_DOWN_TITLE


def test_what_anothers_published_edition_names_stays(
    publisher, administrator, recording, settings, django_capture_on_commit_callbacks
):
    other = published(publisher, recording)
    other.recording = None
    saving.save(other, by=publisher)
    interview = published(publisher, recording)
    take_down(interview, administrator, django_capture_on_commit_callbacks)
    assert files(settings) == [recording.path]


def test_the_next_start_finishes_what_a_dead_process_left(
    publisher, administrator, recording, settings
):
    interview = published(publisher, recording)
    bystander = taken(sounds.wav(0.3))
    verbs.take_down(interview, by=administrator)
    assert recordings.still_going() == [recording]
    recordings.drop(recordings.still_going())
    assert files(settings) == [bystander.path]


def test_what_is_brought_again_before_it_went_stays(publisher, administrator, recording):
    verbs.take_down(published(publisher, recording), by=administrator)
    assert taken(title="Needed after all").title == "Needed after all"
    assert recordings.still_going() == []


# In the record


def test_the_record_says_of_the_recording_what_readers_see(publisher, recording):
    interview = published(
        publisher, recording, recorded_on=date(2026, 5, 3), recorded_in="Almaty",
        recording_url="https://example.org/episode",
    )  # fmt: skip
    assert interview.editions.get().record["recording"] == {
        "id": recording.pk,
        "src": f"/media/recordings/{recording.key}.wav",
        "media_type": "audio/wav",
        "size": len(SOUND),
        "url": "https://example.org/episode",
        "recorded_on": "2026-05-03",
        "recorded_in": "Almaty",
    }


def test_an_interview_without_one_says_nothing(publisher):
    assert "recording" not in published(publisher, None).editions.get().record
