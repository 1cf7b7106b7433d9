"""Every source of a piece, ready to be cited."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from annotations.models import Source
from newsroom import saving, verbs
from newsroom.models import Change
from portal.quoting import Work, csl, pieces, work_in_apa, work_in_chicago, work_in_mla
from tests.annotations.noting import make_note, make_source, make_verdict
from tests.making import make_article

PATH = "/articles/two-railways/"
READ, PUBLISHED = date(2026, 5, 3), date(2026, 1, 2)
WHOLE = Work("A report", "https://example.org/r", "Bekova, A.", "Port", PUBLISHED, READ)
# What the CSL-JSON schema (1.0) knows, of what is written here.
CSL_TYPES = {"webpage", "document"}
CSL_FIELDS = {"id", "type", "title", "URL", "author", "container-title", "publisher", "issued",
              "accessed"}  # fmt: skip


def words(reference):
    return "".join(piece.words for piece in pieces(reference))


@pytest.mark.parametrize(
    ("work", "apa", "mla", "chicago"),
    [
        (
            WHOLE,
            "Bekova, A. (2026, January 2). A report. Port. https://example.org/r",
            "Bekova, A. “A report.” Port, 2 Jan. 2026, example.org/r. Accessed 3 May 2026.",
            "Bekova, A. “A report.” Port, January 2, 2026. https://example.org/r.",
        ),
        (
            Work("A report", "https://example.org/r", "", "Port", None, READ),
            "A report. (n.d.). Port. Retrieved May 3, 2026, from https://example.org/r",
            "“A report.” Port, example.org/r. Accessed 3 May 2026.",
            "“A report.” Port. Accessed May 3, 2026. https://example.org/r.",
        ),
        (
            Work("Why “now”?", "https://example.org/r"),
            "Why “now”? (n.d.). https://example.org/r",
            "“Why ‘now’?” example.org/r.",
            "“Why ‘now’?” https://example.org/r.",
        ),
        (
            Work("", "https://example.org/r", "", "example.org"),
            "https://example.org/r. (n.d.). example.org.",
            "https://example.org/r. example.org.",
            "https://example.org/r. example.org.",
        ),
        (
            Work("A book", "", "Port", "Port", PUBLISHED),
            "Port. (2026, January 2). A book.",
            "Port. “A book.” 2 Jan. 2026.",
            "Port. “A book.” January 2, 2026.",
        ),
    ],
)
def test_each_style_says_what_is_known(work, apa, mla, chicago):
    assert words(work_in_apa(work)) == apa
    assert words(work_in_mla(work)) == mla
    assert words(work_in_chicago(work)) == chicago


def test_csl_says_what_is_known_and_nothing_else():
    assert csl(WHOLE, "source-1") == {
        "id": "source-1", "type": "webpage", "title": "A report", "URL": "https://example.org/r",
        "author": [{"literal": "Bekova, A."}], "container-title": "Port",
        "issued": {"date-parts": [[2026, 1, 2]]}, "accessed": {"date-parts": [[2026, 5, 3]]},
    }  # fmt: skip
    assert csl(Work("A book"), "x") == {"id": "x", "type": "document", "title": "A book"}


@pytest.fixture
def sourced(publisher):
    body = "Grain [9](https://example.org/grain). Oil[^a] and <b>coal</b>.\n\n[^a]: A letter."
    article = make_article(by=publisher, title="Two railways", slug="two-railways", body=body)
    report = make_source(
        "https://example.org/r", author="Bekova, A.", publisher="Port", published_on=PUBLISHED,
        read_on=READ,
    )  # fmt: skip
    book = Source.objects.create(canonical_url="a book", title="A <i>book</i>")
    make_note(article, "coal", kind="source", source=report, by=publisher)
    make_note(article, "and", kind="check", verdict=make_verdict(), evidence=[report, book],
              by=publisher)  # fmt: skip
    return article


def csl_of(reader, path=f"{PATH}sources.json"):
    response = reader.get(path)
    assert response.status_code == 200
    return response, json.loads(response.content)


@pytest.mark.django_db
def test_the_file_has_every_source_once(reader, sourced, published):
    published(sourced)
    response, found = csl_of(reader)
    assert response["Content-Type"] == "application/vnd.citationstyles.csl+json"
    assert [(each["id"], each["title"]) for each in found] == [
        ("source-1", "https://example.org/grain"), ("source-2", "A letter."),
        ("source-4", "A report"), ("evidence-1", "A <i>book</i>"),
    ]  # fmt: skip
    assert found[2] == csl(WHOLE, "source-4")
    for each in found:
        assert set(each) <= CSL_FIELDS and each["type"] in CSL_TYPES and each["title"]
        assert isinstance(each["id"], str)


@pytest.mark.django_db
def test_the_page_has_each_in_three_styles_to_copy(reader, sourced, published):
    published(sourced)
    html = reader.get(f"{PATH}sources/").content.decode()
    assert html.count('<dd class="ready"') == 4 * 3
    text = re.sub(r"<[^>]+>", "", html)
    assert "Bekova, A. (2026, January 2). A report. Port. https://example.org/r" in text
    assert "A &lt;i&gt;book&lt;/i&gt;. (n.d.)." in text and "<i>" not in html
    assert f'href="{PATH}sources.json"' in html


@pytest.mark.django_db
def test_the_list_in_the_piece_leads_there(reader, sourced, published):
    published(sourced)
    assert f'href="{PATH}sources/">Cite these sources</a>' in reader.get(PATH).content.decode()


@pytest.mark.django_db
def test_they_cost_a_fixed_number_of_queries(reader, sourced, published, django_assert_num_queries):
    published(sourced)
    with django_assert_num_queries(2):
        reader.get(f"{PATH}sources/")
    with django_assert_num_queries(1):
        csl_of(reader)


@pytest.mark.django_db
def test_a_piece_without_sources_has_no_such_page(reader, article, published):
    assert reader.get(f"{PATH}sources/").status_code == 404
    published(article)
    for name in ("sources/", "sources.json"):
        assert reader.get(f"{PATH}{name}").status_code == 404
    assert "sources/" not in reader.get(PATH).content.decode()


@pytest.mark.django_db
def test_they_follow_what_is_live(reader, sourced, published, publisher):
    published(sourced)
    sourced.slug = "moved"
    saving.save(sourced, by=publisher)
    verbs.publish(sourced, by=publisher, change=Change.MINOR)
    for name in ("sources/", "sources.json"):
        response = reader.get(f"{PATH}{name}")
        assert (response.status_code, response["Location"]) == (301, f"/articles/moved/{name}")
    assert reader.get("/articles/moved/sources").status_code == 301
    verbs.withdraw(sourced, by=publisher)
    assert reader.get("/articles/moved/sources/").status_code == 410


@pytest.mark.django_db
def test_a_source_that_is_described_later_is_so_in_the_next_edition(reader, sourced, published):
    """What readers cite is frozen with the edition."""
    published(sourced)
    Source.objects.filter(url="https://example.org/grain").update(title="Grain by sea")
    assert csl_of(reader)[1][0]["title"] == "https://example.org/grain"
