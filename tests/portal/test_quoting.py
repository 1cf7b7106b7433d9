"""References as the handbooks write them."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quoting import (
    Name,
    Source,
    apa,
    chicago,
    fragment,
    mla,
    pieces,
    to_quote,
)

ADA, BO, CEM = Name("Ada Lin", "Lin, Ada"), Name("Bo Adam", "Adam, Bo"), Name("Cem Kara")
GUEST = Name("Aigerim Bekova", "Bekova, Aigerim")


def source(**changes):
    fields = {
        "answering": [GUEST], "asking": [ADA], "title": "A queue that moves", "site": "The Record",
        "on": date(2026, 9, 2), "url": "https://example.org/interviews/queue/turns/k6zh7s/",
    }  # fmt: skip
    return Source(**{**fields, **changes})


def words(reference):
    return "".join(piece.words for piece in pieces(reference))


def test_mla_shortens_months_and_leaves_the_scheme_out():
    assert words(mla(source())).endswith(
        "The Record, 2 Sept. 2026, example.org/interviews/queue/turns/k6zh7s/."
    )


@pytest.mark.parametrize(
    ("url", "stands"),
    [
        ("https://example.org:443/a/", "example.org/a/"),
        ("https://example.org/a:443/", "example.org/a:443/"),
        ("https://example.org:8443/a/", "https://example.org:8443/a/"),
        ("http://127.0.0.1:8000/a/", "http://127.0.0.1:8000/a/"),
        ("http://example.org/a/", "http://example.org/a/"),
    ],
)
def test_mla_writes_an_address_so_that_it_still_leads_there(url, stands):
    *_, address, end = pieces(mla(source(url=url)), url)
    assert (address.words, address.href, end.words) == (stands, url, ".")


@pytest.mark.parametrize("refer", [apa, mla, chicago])
def test_of_a_reference_the_address_alone_is_a_link(refer):
    url = source().url
    assert [each.href for each in pieces(refer(source()), url) if each.href] == [url]


def test_chicago_writes_the_day_after_the_month():
    assert "The Record, September 2, 2026. https://" in words(chicago(source()))


@pytest.mark.parametrize(
    ("asking", "begins"),
    [
        ([ADA], "Lin, A. (2026, September 2). A queue"),
        ([ADA, BO], "Lin, A., & Adam, B. (2026"),
        ([ADA, BO, CEM], "Lin, A., Adam, B., & Cem Kara. (2026"),
        ([], "A queue that moves [Interview with Aigerim Bekova]. (2026, September 2). The"),
    ],
)
def test_apa_begins_with_whoever_asked(asking, begins):
    assert words(apa(source(asking=asking))).startswith(begins)


@pytest.mark.parametrize(
    ("answering", "begins"),
    [
        ([GUEST], "Bekova, Aigerim. “A queue"),
        ([GUEST, CEM], "Bekova, Aigerim, and Cem Kara. “A queue"),
        ([GUEST, CEM, BO], "Bekova, Aigerim, et al. “A queue"),
        ([], "“A queue that moves.” Interview"),
    ],
)
def test_mla_begins_with_whoever_answered(answering, begins):
    assert words(mla(source(answering=answering))).startswith(begins)


@pytest.mark.parametrize(
    ("title", "stands"),
    [
        ("Why now?", "“Why now?” "),
        ("“A train is a queue”", "“‘A train is a queue.’” "),
        ("And “why?”", "“And ‘why?’” "),
    ],
)
def test_title_ends_as_it_should(title, stands):
    assert stands in words(mla(source(title=title)))


def test_names_titles_and_addresses_stand_apart():
    arabic = source(answering=[Name("سلمى حداد")], title="طابور يتحرك")
    apart = [piece.words for piece in pieces(chicago(arabic)) if piece.apart]
    assert apart == [
        "سلمى حداد", "طابور يتحرك.", "Ada Lin", "The Record",
        "https://example.org/interviews/queue/turns/k6zh7s/",
    ]  # fmt: skip


def test_long_answer_is_quoted_in_whole_sentences():
    text = "One sentence of some words. " * 40
    quoted = to_quote(text, "en")
    assert quoted.endswith("of some words.") and 500 < len(quoted) <= 600


def test_answer_without_an_end_is_cut_and_says_so():
    assert to_quote("word " * 400, "en").endswith("word […]")


@given(st.text())
def test_quotation_is_the_beginning_of_the_text(text):
    quoted = to_quote(text, "en")
    assert " ".join(text.split()).startswith(quoted.removesuffix(" […]"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_fragment_names_only_words_of_the_text_and_none_of_its_signs(text):
    directive = fragment(text)
    terms = directive.removeprefix(":~:text=").split(",") if directive else []
    assert len(terms) <= 2
    for term in terms:
        assert not set("&-,#") & set(term)
        assert unquote(term) in text
