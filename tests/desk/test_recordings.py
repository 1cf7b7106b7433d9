"""Recordings at the desk: brought, found, heard, chosen for an interview."""

from __future__ import annotations

import errno

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interviews import recordings
from interviews.models import Recording
from newsroom import saving, spooling, verbs
from newsroom.models import Edition, Role
from newsroom.records import TAKEN_DOWN_TITLE
from tests.desk.forms import fields_of, fill_in
from tests.interviews import sounds
from tests.making import make_interview, make_user
from tests.newsroom.test_endings import everything_kept

pytestmark = pytest.mark.django_db

ADD = "/admin/interviews/recording/add/"
# More than is kept in memory on its way.
LARGE = sounds.wav(0.1)[:44] + bytes(3 * 1024 * 1024)


def a_file(content=None, name="talk.wav", media_type="text/html"):
    return SimpleUploadedFile(name, content or sounds.wav(0.1), media_type)


def left(folder):
    return [each for each in folder.rglob("*") if each.is_file()]


@pytest.fixture
def recording():
    return recordings.take_in(sounds.named(sounds.wav(0.2), "Talk.wav"), by=None)


def interview_of(client, **fields):
    return make_interview(by=client.user, **fields)


def form_url(interview):
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def test_a_file_and_a_title_are_all_it_needs(reporter, settings):
    answer = reporter.post(ADD, {"file": a_file(), "title": "Talk with Ms Lee"})
    assert answer.status_code == 302
    row = Recording.objects.get()
    assert (row.title, row.media_type, row.uploaded_by) == (
        "Talk with Ms Lee", "audio/wav", reporter.user)  # fmt: skip


def test_a_large_file_arrives_beside_the_media_and_leaves_nothing_there(reporter, settings):
    assert reporter.post(ADD, {"file": a_file(LARGE)}).status_code == 302
    row = Recording.objects.get()
    assert (settings.MEDIA_ROOT / row.path).read_bytes() == LARGE
    assert settings.UPLOADS_ROOT.is_dir()
    assert left(settings.UPLOADS_ROOT) == []
    # What nginx may read, which runs as somebody else.
    assert (settings.MEDIA_ROOT / row.path).stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg/>" * 600_000])
def test_what_is_no_recording_is_refused_beside_its_field(reporter, settings, content):
    answer = reporter.post(ADD, {"file": a_file(content, "song.mp3", "audio/mpeg"), "title": "A"})
    assert answer.status_code == 200
    assert "“song.mp3” could not be read as a recording." in answer.content.decode()
    assert left(settings.MEDIA_ROOT) == left(settings.UPLOADS_ROOT) == []


def test_a_file_over_the_limit_is_not_kept_on_its_way(reporter, settings, monkeypatch):
    monkeypatch.setattr(spooling, "MAX_RECORDING_BYTES", 2 * 1024 * 1024)
    answer = reporter.post(ADD, {"file": a_file(LARGE), "title": "Long"})
    assert answer.status_code == 200
    assert "“talk.wav” is larger than 2 MB." in answer.content.decode()
    assert not Recording.objects.exists()
    assert left(settings.UPLOADS_ROOT) == []


def test_a_stranger_cannot_fill_the_disk(client, settings, monkeypatch):
    monkeypatch.setattr(spooling, "MOST_OF_ANYBODY", 1024 * 1024)
    written = []
    write = spooling.TemporaryFileUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        spooling.TemporaryFileUploadHandler,
        "receive_data_chunk",
        lambda self, raw, start: (written.append(len(raw)), write(self, raw, start)),
    )
    client.post("/admin/login/", {"username": "x", "file": a_file(LARGE)})
    assert 0 < sum(written) <= 1024 * 1024
    assert left(settings.UPLOADS_ROOT) == []


def test_many_files_fill_the_disk_no_further_than_one(reporter, settings, monkeypatch):
    monkeypatch.setattr(spooling, "MAX_RECORDING_BYTES", len(LARGE) + 1024 * 1024)
    sent = {"another": a_file(LARGE), "file": a_file(LARGE), "title": "Two"}
    answer = reporter.post(ADD, sent)
    assert "“talk.wav”, with what was sent before it, is larger than" in answer.content.decode()
    assert not Recording.objects.exists()
    assert left(settings.UPLOADS_ROOT) == []


def full(*arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("when", ["it begins", "it arrives", "it ends", "it is kept"])
def test_a_full_disk_is_answered_in_words(reporter, settings, monkeypatch, when):
    owner, name = {
        "it begins": (spooling, "NamedTemporaryFile"),
        "it arrives": (spooling.TemporaryFileUploadHandler, "receive_data_chunk"),
        "it ends": (spooling.TemporaryFileUploadHandler, "file_complete"),
        "it is kept": (FileSystemStorage, "_save"),
    }[when]
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, lambda *given, **named: full())
        answer = reporter.post(ADD, {"file": a_file(LARGE), "title": "A talk"})
    assert answer.status_code == 503
    said = answer.content.decode()
    assert "disk may be full. Nothing of it was kept." in said
    assert 'value="A talk"' in said
    assert not Recording.objects.exists()
    assert left(settings.MEDIA_ROOT) == left(settings.UPLOADS_ROOT) == []
    assert reporter.post(ADD, {"file": a_file(LARGE), "title": "A talk"}).status_code == 302


def test_a_picture_that_found_no_room_on_its_way_is_told_so(reporter, monkeypatch):
    monkeypatch.setattr(spooling, "NamedTemporaryFile", lambda **named: full())
    answer = reporter.post(reverse("admin:desk_pictures"), {"file": a_file(LARGE), "alt": "A."})
    assert answer.status_code == 503
    assert "disk may be full" in answer.json()["error"]


def test_what_a_dead_process_left_on_its_way_is_swept(settings, tmp_path):
    import os

    settings.UPLOADS_ROOT.mkdir(parents=True)
    old, new = settings.UPLOADS_ROOT / "a.upload", settings.UPLOADS_ROOT / "b.upload"
    for each in (old, new):
        each.write_bytes(b"half")
    os.utime(old, (0, 0))
    spooling.sweep()
    assert left(settings.UPLOADS_ROOT) == [new]


def test_it_is_found_by_its_title(editor, recording):
    found = editor.get("/admin/interviews/recording/?q=talk").content.decode()
    assert "Talk" in found and "audio/wav" in found
    assert "Talk</a>" not in editor.get("/admin/interviews/recording/?q=zzz").content.decode()
    offered = editor.get("/admin/autocomplete/", {
        "term": "tal", "app_label": "interviews", "model_name": "interview",
        "field_name": "recording"}).json()  # fmt: skip
    assert offered["results"] == [{"id": str(recording.pk), "text": "Talk"}]


def test_it_is_heard_before_it_is_public_by_colleagues_only(reporter, client, recording):
    url = reverse("admin:desk_recording", args=[recording.key])
    page = reverse("admin:interviews_recording_change", args=[recording.pk])
    assert f'src="{url}"' in reporter.get(page).content.decode()
    answer = reporter.get(url, headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.content) == (206, b"RIFF")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert client.get(url).status_code == 302
    assert client.get(recording.src).status_code == 404


def test_an_interview_says_where_and_when_it_was_recorded(editor, recording):
    interview = interview_of(editor)
    answer = fill_in(
        editor, form_url(interview), recording=recording.pk, recorded_on="2026-05-03",
        recorded_in="Almaty", recording_url="example.org/talk",
    )  # fmt: skip
    assert answer.status_code == 302
    interview.refresh_from_db()
    assert interview.recording == recording
    assert (str(interview.recorded_on), interview.recorded_in) == ("2026-05-03", "Almaty")
    assert interview.recording_url == "https://example.org/talk"


def test_no_link_leads_to_a_script(editor):
    interview = interview_of(editor)
    for address in ("javascript:alert(1)", "ftp://example.org/a", "data:text/html,x"):
        answer = fill_in(editor, form_url(interview), recording_url=address)
        assert answer.status_code == 200, address
    interview.refresh_from_db()
    assert interview.recording_url == ""


@pytest.mark.parametrize("name", ["recording", "lead_picture"])
@pytest.mark.parametrize("posted", ["abc", "9" * 30, "-1", "\u0661"])
def test_what_is_no_choice_comes_back_with_a_sentence(editor, name, posted):
    address = form_url(make_interview())
    sent = {**fields_of(editor.get(address)), name: posted, "_save": "1"}
    answer = editor.post(address, sent)
    assert answer.status_code == 200 and "Choose one of those offered" in answer.content.decode()


def test_taking_down_leaves_its_title_in_no_log(reporter, publisher, administrator):
    reporter.post(ADD, {"file": a_file(), "title": "Talk with Kestrel"})
    interview = interview_of(publisher, recording=Recording.objects.get())
    verbs.publish(interview, by=publisher.user)
    assert "Kestrel" in everything_kept()
    verbs.take_down(interview, by=administrator.user)
    assert "Kestrel" not in everything_kept()


def test_a_preview_plays_from_the_desk(editor, recording):
    interview = interview_of(editor)
    posted = {**fields_of(editor.get(form_url(interview))), "recording": recording.pk,
              "recorded_on": "2026-05-03", "recorded_in": "Almaty",
              "recording_url": "javascript:alert(1)"}  # fmt: skip
    page = editor.post(reverse("admin:desk_preview", args=["interview", interview.pk]), posted)
    said = page.content.decode()
    assert f'src="{reverse("admin:desk_recording", args=[recording.key])}"' in said
    assert "3 May 2026" in said and "Almaty" in said
    assert "javascript:" not in said
    assert recording.src not in said.partition("<article")[2]


@pytest.mark.parametrize("day", ["2026-13-45", "soon", "", "٢٠٢٦-٠٥-٠٣", "9" * 40])
def test_a_half_typed_day_is_no_day_yet(editor, day):
    interview = interview_of(editor)
    posted = {**fields_of(editor.get(form_url(interview))), "recorded_on": day}
    url = reverse("admin:desk_preview", args=["interview", interview.pk])
    assert editor.post(url, posted).status_code == 200


def test_what_two_people_say_of_the_recording_is_merged(editor, recording):
    interview = interview_of(editor)
    fields = fields_of(editor.get(form_url(interview)))
    interview.recorded_in = "Almaty"
    saving.save(interview, by=make_user(Role.EDITOR))
    shown = editor.post(form_url(interview), {**fields, "recording": recording.pk, "_save": "1"})
    merged = fields_of(shown)
    assert merged["recorded_in"] == ["Almaty"]
    assert merged["recording"] == [str(recording.pk)]


def test_comparing_says_that_the_recording_changed(editor, recording):
    publisher = make_user(Role.PUBLISHER)
    interview = interview_of(editor)
    verbs.publish(interview, by=publisher)
    interview.recording, interview.recorded_in = recording, "Almaty"
    saving.save(interview, by=publisher)
    url = reverse("admin:desk_compare", args=[interview.pk])
    page = editor.get(url, {"from": "live", "to": "now"}).content.decode()
    assert f"{recording.key}.wav" in page and "Almaty" in page
    assert "recording" not in Edition.objects.get(story=interview).record


# Deleted


def delete_page(recording):
    return reverse("admin:interviews_recording_delete", args=[recording.pk])


def refused(who, recording):
    answers = [who.get(delete_page(recording), follow=True)]
    answers.append(who.post(delete_page(recording), {"post": "yes"}, follow=True))
    assert Recording.objects.filter(pk=recording.pk).exclude(title=TAKEN_DOWN_TITLE).exists()
    assert storages["default"].exists(recording.path)
    told = [[str(message) for message in answer.context["messages"]] for answer in answers]
    assert told[0] == told[1]
    return told[0][0]


def test_one_that_nothing_uses_is_deleted_with_its_file_after_the_commit(
    editor, recording, django_capture_on_commit_callbacks
):
    assert editor.get(delete_page(recording)).status_code == 200
    with django_capture_on_commit_callbacks() as after:
        answer = editor.post(delete_page(recording), {"post": "yes"})
    assert answer.status_code == 302
    assert storages["default"].exists(recording.path)
    for callback in after:
        callback()
    assert not Recording.objects.exists()
    assert not storages["default"].exists(recording.path)
    shown = editor.get(answer["Location"]).content.decode()
    assert "“Talk” is deleted, and its file." in shown


def test_one_that_an_interview_has_stays_and_says_where(editor, recording):
    make_interview(title="Ports", recording=recording)
    assert refused(editor, recording) == (
        "“Talk” is not deleted. “Ports” has it as its recording. Take it out there and save first."
    )


def test_one_that_was_published_stays(editor, recording):
    publisher = make_user(Role.PUBLISHER)
    interview = make_interview(title="Ports", by=publisher, recording=recording)
    verbs.publish(interview, by=publisher)
    interview.recording = None
    saving.save(interview, by=publisher)
    assert "“Ports” was published with it" in refused(editor, recording)


def test_one_that_an_earlier_wording_has_stays(editor, recording):
    interview = make_interview(title="Ports", recording=recording)
    interview.recording = None
    saving.save(interview, by=make_user(Role.EDITOR))
    assert "An earlier wording of “Ports” has it" in refused(editor, recording)


def test_who_may_not_change_it_may_not_delete_it(reporter, recording):
    assert reporter.post(delete_page(recording), {"post": "yes"}).status_code == 403
    assert Recording.objects.exists()


def test_what_a_process_left_that_died_after_deleting_goes_at_the_next_start(editor, recording):
    editor.post(delete_page(recording), {"post": "yes"})  # the test's transaction never commits
    assert recordings.still_going() == [recording]
