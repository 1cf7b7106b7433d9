from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from annotations.models import Annotation
from manuscripts.models import Manuscript
from manuscripts.reading import MAX_BYTES
from newsroom import saving
from newsroom.models import Edition, Person, Role, Story, User
from tests.making import make_topic, make_user

pytestmark = pytest.mark.django_db

PIECE = (
    "# The dry port\n\nBoxes are lifted once. [1](https://example.org/boxes)\n\n"
    "What does Ana Silva say of it?\n\n"
    "## Interview: At the border\n\n**Host:** Where do the trains go?\n\n"
    "**Ana Silva:** To the port. [2](https://example.org/port)\n\n**Host:** Thank you.\n"
)


@pytest.fixture(autouse=True)
def administrator():
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def file(tmp_path):
    def write(content=PIECE, name="port.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def run(*files, **options):
    """What the command writes for its reader, and beside it."""
    out, errors = io.StringIO(), io.StringIO()
    call_command("import_manuscript", *files, stdout=out, stderr=errors, no_color=True, **options)
    return out.getvalue(), errors.getvalue()


def refused(*files, **options):
    """What is written where a file fails, and the sentence the command ends with."""
    out, errors = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command(
            "import_manuscript", *files, stdout=out, stderr=errors, no_color=True, **options
        )
    assert refusal.value.returncode == 1
    return errors.getvalue(), str(refusal.value)


def said(*files, **options):
    return [json.loads(line) for line in run(*files, json=True, **options)[0].splitlines()]


def test_a_file_becomes_drafts(file):
    words, _ = run(file())
    assert set(Story.objects.values_list("title", flat=True)) == {"The dry port", "At the border"}
    assert not Edition.objects.exists()
    for line in ("article: The dry port", "interview: At the border", "Ana Silva → Ana Silva"):
        assert line in words


@pytest.mark.parametrize("options", [{}, {"json": True}, {"publish": True}])
def test_a_dry_run_makes_nothing(file, options):
    words, _ = run(file(), dry_run=True, **options)
    assert "The dry port" in words
    for model in (Story, Manuscript, Person, Annotation, Edition):
        assert not model.objects.exists()


def test_a_dry_run_needs_nobody_who_may_log_in(file):
    User.objects.all().delete()
    assert "The dry port" in run(file(), dry_run=True)[0]
    with pytest.raises(CommandError, match="no administrator"):
        run(file())


@pytest.mark.parametrize("options", [{}, {"dry_run": True}, {"publish": True}])
def test_json_is_one_object_a_file_in_order(file, options):
    names = [file(), file("# Another\n\nWords of it.", "another.txt")]
    found = said(*names, **options)
    assert [each["file"] for each in found] == names
    for each in found:
        assert set(each) == {"file", "stories", "citations", "warnings"}


def test_json_of_a_dry_run_has_no_ids(file):
    [found] = said(file(), dry_run=True)
    assert {story["id"] for story in found["stories"]} == {None}
    assert {turn["key"] for story in found["stories"] for turn in story["turns"]} == {None}
    assert [each["part"] for each in found["citations"]] == ["body", "turn:2"]


def test_json_names_what_was_made(file):
    [found] = said(file())
    article, interview = Story.objects.order_by("pk")
    assert [story["id"] for story in found["stories"]] == [article.pk, interview.pk]
    assert [story["slug"] for story in found["stories"]] == ["the-dry-port", "at-the-border"]
    assert [story["url"] for story in found["stories"]] == [None, None]
    keys = interview.concrete.turn_keys()
    assert [turn["key"] for turn in found["stories"][1]["turns"]] == keys
    assert found["citations"][1]["part"] == f"turn:{keys[1]}"
    assert found["citations"][1]["quote"] == "To the port."
    assert found["stories"][0]["follow_up"]["story"] == "At the border"


def test_published_at_once_both_are_read_at_one_moment(file, settings):
    settings.SITE_URL = "https://portal.example"
    [found] = said(file(), publish=True)
    first, second = Edition.objects.live().order_by("story_id")
    assert first.issued_at == second.issued_at
    assert [story["url"] for story in found["stories"]] == [
        f"https://portal.example{first.path}",
        f"https://portal.example{second.path}",
    ]


def test_what_cannot_be_published_is_not_made_either(file):
    errors, _ = refused(file("Words without a title. " * 40), publish=True)
    assert "cannot be published yet" in errors
    assert not Story.objects.exists()
    assert not Manuscript.objects.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n\xff\xfe binary", "It is a PDF"),
        (b"PK\x03\x04 docx", "a Word document"),
        (b"Port\x00of\x00Aktau", "NUL characters"),
        (b"x" * 25 * 1024 * 1024, f"It is 25 MB; a manuscript may have {MAX_BYTES >> 20} MB."),
        ("порт ".encode() * 20 + b"\xff" + "порт".encode() * 20, "byte 180 (line 1)"),
        (b"", "It is empty."),
        (b" \r\n\t\n", "It is empty."),
        (None, "No such file"),
    ],
)
def test_a_bad_file_is_named_with_the_reason_and_the_others_are_imported(file, content, reason):
    bad = file(b"" if content is None else content, "bad.bin")
    if content is None:
        bad += ".lost"
    errors, ending = refused(file("# One\n\nFirst.", "1.txt"), bad, file("# Two\n\nLast.", "2.txt"))
    [line] = errors.splitlines()
    assert line.startswith(f"{bad}: ")
    assert reason in line
    assert ending == "1 of 3 files were not imported."
    assert set(Story.objects.values_list("title", flat=True)) == {"One", "Two"}


def test_a_folder_is_no_manuscript(tmp_path):
    errors, _ = refused(str(tmp_path))
    assert errors.startswith(f"{tmp_path}: ")


@pytest.mark.parametrize(
    ("encoding", "assumed"), [("cp1252", "Windows-1252"), ("utf-16-le", "UTF-16-LE")]
)
def test_an_assumed_encoding_is_said(file, encoding, assumed):
    name = file("# Café\n\nThe “dry” port – naïve.".encode(encoding))
    _, errors = run(name)
    assert errors.startswith(f"{name}: ")
    assert assumed in errors
    assert Story.objects.get().title == "Café"
    assert Manuscript.objects.get().encoding == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_nothing_is_assumed_where_the_file_says_its_encoding(file, encoding):
    assert run(file("# Café\n\nThe port.".encode(encoding)))[1] == ""
    assert Story.objects.get().title == "Café"


def test_the_language_is_the_one_that_was_named(file):
    run(file("# 干港\n\n每个箱子只吊一次。"), language="zh")
    assert Story.objects.get().language == "zh"


def test_a_language_that_nobody_named_is_the_one_the_letters_tell_of(file):
    run(file("# 干港\n\n每个箱子只吊一次。"))
    assert Story.objects.get().language == "zh"


def test_a_language_this_site_does_not_have_is_refused(file):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("import_manuscript", file(), "--language", "xx")


def test_who_imports_can_be_named(file):
    editor = make_user(Role.EDITOR)
    run(file(), by=editor.username)
    assert {story.created_by for story in Story.objects.all()} == {editor}
    with pytest.raises(CommandError, match="“nobody-here”"):
        run(file(), by="nobody-here")


def test_who_may_not_publish_publishes_nothing_and_makes_nothing(file):
    refused(file(), publish=True, by=make_user(Role.EDITOR).username)
    assert not Story.objects.exists()


HEAD = "---\nauthor: Ana Silva\nsection: Ports\ntopics: [Rail, Unheard of]\n---\n\n"


def test_what_the_head_says_is_told(file):
    make_topic(name="Ports", slug="ports")
    make_topic("subject", name="Rail", slug="rail")
    printed = run(file(HEAD + PIECE), dry_run=True)[0]
    assert "  byline: Ana Silva (a new person)\n  section: Ports\n" in printed
    assert "  topics: Rail. Not known here, so left out: “Unheard of”.\n" in printed


def test_a_second_run_says_that_it_was_imported_before(file):
    [first] = said(file())
    _, errors = run(file())
    assert "imported before" in errors
    assert Story.objects.count() == 2
    assert said(file()) == [first]


def test_a_second_run_publishes_nothing_and_gives_no_address_that_leads_nowhere(file):
    run(file())
    [found] = said(file(), publish=True)
    assert not Edition.objects.exists()
    assert [story["url"] for story in found["stories"]] == [None, None]


def test_a_second_run_after_an_editor_took_a_turn_out_names_no_turns(file, administrator):
    run(file())
    interview = Story.objects.get(kind="interview").concrete
    interview.transcript = "**Host:** Hello.\n\n**Ana Silva:** Hello."
    saving.save(interview, by=administrator)
    [found] = said(file())
    assert [story["id"] for story in found["stories"]][1] == interview.pk
    assert {turn["key"] for turn in found["stories"][1]["turns"]} == {None}


def test_a_second_run_after_a_draft_was_deleted_names_no_ids(file):
    run(file())
    Story.objects.get(kind="article").concrete.delete()
    [found] = said(file())
    assert {story["id"] for story in found["stories"]} == {None}
