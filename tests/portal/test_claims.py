"""What search engines are told of the notes in a piece."""

from __future__ import annotations

import json
import re

import pytest

from annotations.models import Term
from tests.annotations.noting import make_note, make_source, make_verdict
from tests.making import make_article, make_interview

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def described(reader, published):
    def described(story):
        html = reader.get(published(story).path).content.decode()
        return json.loads(re.search(r"ld\+json\">(.*?)</script>", html)[1])

    return described


def test_a_rated_check_is_a_claim_review(described, publisher, settings):
    article = make_article(by=publisher, slug="ports", body="The port opened in 1963. It is deep.")
    note = make_note(
        article, "The port opened in 1963", kind="check", verdict=make_verdict("False", 1),
        evidence=[make_source("https://example.org/archive")], by=publisher,
    )  # fmt: skip
    [review] = described(article)["hasPart"]
    checked = review.pop("datePublished")
    assert checked.startswith(f"{note.checked_at:%Y-%m-%dT%H:%M}")
    assert review == {
        "@type": "ClaimReview",
        "url": f"{SITE}/articles/ports/notes/{note.key}/",
        "claimReviewed": "The port opened in 1963",
        "inLanguage": "en",
        "author": {"@type": "Organization", "name": settings.SITE_NAME, "url": SITE},
        "itemReviewed": {
            "@type": "Claim",
            "text": "The port opened in 1963",
            "appearance": {"@type": "CreativeWork", "url": f"{SITE}/articles/ports/"},
        },
        "reviewRating": {
            "@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1,
            "alternateName": "False",
        },
        "citation": ["https://example.org/archive"],
    }  # fmt: skip


def test_whoever_speaks_made_the_claim(described, publisher):
    talk = make_interview(by=publisher, transcript="**Host:** So?\n\n**Guest:** It opened in 1963.")
    part = f"turn:{talk.turn_keys()[1]}"
    make_note(talk, "It opened in 1963", part=part, kind="check", verdict=make_verdict(),
              body="So the archive.", by=publisher)  # fmt: skip
    [review] = described(talk)["hasPart"]
    assert review["itemReviewed"]["author"] == {"@type": "Person", "name": "Guest"}


@pytest.mark.parametrize("verdict", [None, ("Unproven", None)])
def test_a_check_without_a_rating_is_none(described, publisher, verdict):
    article = make_article(by=publisher, body="The port opened in 1963.")
    make_note(article, "opened in 1963", kind="check", body="Nobody knows.",
              verdict=make_verdict(*verdict) if verdict else None, by=publisher)  # fmt: skip
    assert "hasPart" not in described(article)


def test_a_word_of_the_glossary_is_defined_once(described, publisher):
    article = make_article(by=publisher, slug="ports", body="A port. Another port. A ship.")
    term = Term.objects.create(word="Port", definition="Where *ships* stop.")
    first = make_note(article, "port", term=term, by=publisher)
    make_note(article, "port", nth=1, term=term, by=publisher)
    make_note(article, "ship", body="Explained in this place alone.", by=publisher)
    assert described(article)["mentions"] == [
        {
            "@type": "DefinedTerm",
            "name": "Port",
            "description": "Where ships stop.",
            "inLanguage": "en",
            "url": f"{SITE}/articles/ports/notes/{first.key}/",
        }
    ]


def test_sources_of_notes_are_cited_with_those_in_the_text(described, publisher):
    article = make_article(by=publisher, body="Grain [1](https://example.org/a). Oil.")
    make_note(article, "Oil", kind="source", source=make_source("https://example.org/b"),
              by=publisher)  # fmt: skip
    assert described(article)["citation"] == ["https://example.org/a", "https://example.org/b"]


def test_what_a_term_says_ends_no_script(described, reader, publisher):
    article = make_article(by=publisher, slug="ports", body="A port.")
    term = Term.objects.create(word="</script><script>x()", definition="</script><script>y()")
    make_note(article, "port", term=term, by=publisher)
    assert described(article)["mentions"][0]["name"] == "</script><script>x()"
    assert "<script>x" not in reader.get("/articles/ports/").content.decode()
