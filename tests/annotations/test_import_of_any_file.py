"""What is in a file that somebody brings: bodies of any kind, files of none, and who may bring one."""

from __future__ import annotations

import json

import pytest

from annotations.models import Source, Term, Verdict
from annotations.web_annotations import MAX_BYTES, MAX_NOTES
from newsroom import saving
from newsroom.models import Role
from newsroom.verbs import publish
from tests.annotations.bringing import by_hand, quoting
from tests.annotations.noting import make_verdict
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"value": "*a* <script>x()</script> [b](javascript:x)", "format": "text/plain"},
         "<p>*a* &lt;script&gt;x()&lt;/script&gt; [b](javascript:x)</p>"),
        ({"value": "<p>a &amp; *b*<script>x()</script><img onerror=x()></p>", "format": "text/html"},
         "<p>a &amp; *b*x()</p>"),
        ({"value": "*a* <script>x()</script>", "format": "text/markdown"},
         "<p><em>a</em> &lt;script&gt;x()&lt;/script&gt;</p>"),
        ({"value": "1. one\n# two\n- three\n    four\n==="},
         "<p>1. one # two - three four ===</p>"),
    ],
)  # fmt: skip
def test_scripts_and_marks_in_a_body_are_words(bring, publisher, body, shown):
    story = make_article(body="Grain goes by sea, and oil goes by rail.")
    item = quoting("and oil goes by rail", body={"type": "TextualBody", **body})
    assert bring([item], story)[-1] == "1 made."
    assert publish(story, by=publisher)[0].notes.get().html == shown


def test_scripts_in_every_field_run_nowhere(client, bring, publisher):
    story = make_article(slug="hostile", body="Grain goes by sea, and oil goes by rail.")
    bad = "<script>x()</script>"
    make_verdict()
    item = quoting(
        "and oil goes by rail", id=f"{bad}1", motivation="assessing",
        creator={"type": "Person", "name": bad}, body=[
            {"type": "TextualBody", "purpose": "assessing", "value": "True",
             "creator": {"name": bad}},
            {"type": "TextualBody", "value": bad, "format": "text/markdown"},
            {"type": "SpecificResource", "purpose": "linking", "source": {
                "id": "https://example.org/", "dc:title": bad, "dc:publisher": bad,
                "dc:creator": bad, "dc:date": bad},
             "state": {"type": "TimeState", "cached": "javascript:x()", "sourceDate": bad}},
        ],
    )  # fmt: skip
    assert bring([item], story)[-1] == "1 made."
    publish(story, by=publisher)
    html = client.get("/articles/hostile/").content.decode()
    assert "<script>x" not in html and "javascript:" not in html
    assert Source.objects.get().archived_url == ""


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"motivation": "linking"}, "It links no source."),
        ({"motivation": "linking", "body": "javascript:alert(1)"}, "is no address of a source"),
        ({"motivation": "linking", "body": ["https://a.org/", "https://b.org/"]}, "several sources"),
        ({"motivation": "assessing", "body": {
            "type": "TextualBody", "value": "Made up", "purpose": "assessing"}}, "no verdict “Made"),
        ({"motivation": "commenting", "body": []}, "Write the comment."),
        ({"body": {"type": "TextualBody", "value": "x" * 6000}}, "A note holds 5,000 characters"),
        ({"body": {"type": "TextualBody", "value": "x", "purpose": "identifying",
                   "dc:title": "Word"}}, None),
        ({"target": "https://example.org/"}, "does not quote the words"),
        ({"target": ["https://a.org/", "https://b.org/"]}, "several passages"),
        ({"type": "Note"}, "It is no annotation."),
        ({"target": {"selector": {"type": "TextQuoteSelector", "exact": "x" * 30_000}}},
         "quotes more than"),
    ],
)  # fmt: skip
def test_what_makes_no_note_says_why(bring, fields, said):
    story = make_article(body="Grain goes by sea, and oil goes by rail.")
    first = bring([quoting("and oil goes by rail", **fields)], story)[0]
    assert said is None or said in first
    assert by_hand(story).exists() == (said is None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON: line 1"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b"1" * 5000, "no JSON"),
        (b'"words"', "There are no Web Annotations"),
        (b'{"type": "Person"}', "There are no Web Annotations"),
        (b'{"type": "AnnotationCollection", "first": "https://e.org/1"}', "in other files"),
        (json.dumps([1] * (MAX_NOTES + 1)).encode(), "are taken at once"),
        (b" " * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
    ids=range(10),
)
def test_a_file_that_holds_none_says_what_is_wrong(bring, content, said):
    [line] = bring(content, make_article())
    assert said in line


@pytest.mark.parametrize(
    "item",
    [
        None, 1, "x", [], {},
        {"type": "Annotation", "target": {"selector": [1, None, {}]}},
        {"type": "Annotation", "target": "https://e.org/", "motivation": [{}, ["linking"]]},
    ],
)  # fmt: skip
def test_anything_else_in_the_list_is_passed_over(bring, item):
    lines = bring([item], make_article())
    assert lines[0].startswith("1. not taken:")


def test_who_may_not_annotate_a_piece_brings_nothing(bring):
    story = make_article(body="Grain goes by sea, and oil goes by rail.")
    reporter = make_user(Role.REPORTER)
    [line] = bring([quoting("and oil goes by rail")], story, author=reporter)
    assert "Your role does not include" in line


def test_a_word_is_added_to_the_glossary_only_by_who_may(bring):
    reporter = make_user(Role.REPORTER)
    story = make_article(by=reporter, body="Grain goes by sea, and oil goes by rail.")
    term = {"type": "TextualBody", "value": "Crude.", "purpose": "identifying", "dc:title": "Oil"}
    item = quoting("and oil goes by rail", body=term)
    assert "not in the glossary" in bring([item], story, author=reporter)[0]
    assert bring([item], story)[-1] == "1 made."
    assert by_hand(story).get().term == Term.objects.get(word="Oil", definition="Crude.")


def test_a_text_that_is_saved_meanwhile_is_read_again(monkeypatch, bring, publisher):
    from annotations import importing

    story = make_article(body="Grain goes by sea, and oil goes by rail.")
    real, saved = importing.annotate, []

    def saved_meanwhile(*args, **kwargs):
        if not saved:
            saved.append(True)
            again = type(story).objects.get(pk=story.pk)
            again.body = f"New. {again.body}"
            saving.save(again, by=publisher)
        return real(*args, **kwargs)

    monkeypatch.setattr(importing, "annotate", saved_meanwhile)
    assert bring([quoting("and oil goes by rail")], story)[-1] == "1 made."
    note = by_hand(story).get()
    assert note.story.noted_text.texts["body"][note.start : note.end] == "and oil goes by rail"


def test_a_verdict_from_tomorrow_is_of_today(bring):
    make_verdict()
    assert Verdict.objects.exists()
    story = make_article(body="Grain goes by sea, and oil goes by rail.")
    verdict = {"type": "TextualBody", "purpose": "assessing", "value": "True",
               "created": "2999-01-01T00:00:00Z"}  # fmt: skip
    words = {"type": "TextualBody", "value": "So the port."}
    item = quoting("and oil goes by rail", motivation="assessing", body=[verdict, words])
    assert bring([item], story)[-1] == "1 made."
    assert by_hand(story).get().checked_at.year < 2999
