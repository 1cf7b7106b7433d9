from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given
from hypothesis import strategies as st

from annotations.models import Annotation, Source
from annotations.sourcing import LONGEST, publication_key, source_at, sources_at
from tests.making import make_article
from tests.newsroom.test_migrations import migrated_back


@pytest.mark.django_db
def test_an_address_has_one_source_however_it_is_written_and_whoever_asks():
    make_article(body="Trade doubled. [1](https://example.org/a?utm_source=x#top)")
    [cited] = Source.objects.all()
    assert source_at(" HTTPS://example.org:443/%61 ") == cited
    assert cited.publisher == "example.org"
    assert Source.objects.count() == 1


@pytest.mark.django_db
def test_a_new_address_is_kept_as_it_was_first_written_with_its_title():
    found = sources_at(
        {"https://example.org/a?fbclid=1": "First", "https://example.org/a": "Second"}
    )
    [source] = found.values()
    assert (source.url, source.title) == ("https://example.org/a?fbclid=1", "First")
    assert found == {"https://example.org/a": source}


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["", "mailto:a@example.org", "a book", "https://[bad/", "/a"])
def test_what_is_no_web_address_is_refused_in_words(url):
    with pytest.raises(ValueError, match="no web address"):
        source_at(url)


@pytest.mark.django_db
def test_an_address_that_no_column_holds_is_refused_in_words():
    # In its ASCII form it is nine times as long.
    with pytest.raises(ValueError, match="longer than 2,000"):
        source_at(f"https://example.org/{'港' * 300}")


def test_a_publication_is_told_from_others_by_author_title_and_year():
    key = publication_key("Lin Yue", "The  Silk Road", 2015)
    assert key == publication_key("LIN YUE", "the silk road ", 2015)
    assert len({key, publication_key("Lin Yue", "The Silk Road", None)}) == 2


@given(*[st.tuples(st.text(), st.text(), st.none() | st.integers(1, 2100))] * 2)
def test_two_publications_never_share_a_key(one, other):
    """Unless they differ in case, spaces or forms of letters alone."""

    def plain(publication):
        author, title, year = publication
        return publication_key(author, "", None), publication_key("", title, None), year

    assert (publication_key(*one) == publication_key(*other)) == (plain(one) == plain(other))


def test_the_longest_publication_has_a_key_that_fits():
    assert len(publication_key("ﷺ" * 300, "ﷺ" * 500, 2015)) <= LONGEST


@pytest.mark.django_db(transaction=True)
def test_the_migration_makes_one_record_of_two_ways_of_writing_an_address():
    before = [("annotations", "0002_notes_on_exact_words")]
    after = [("annotations", "0003_one_source_an_address")]
    with migrated_back(before) as apps:
        story = apps.get_model("newsroom", "Story").objects.create(kind="article", title="T")
        sources = apps.get_model("annotations", "Source").objects
        one, other, third = (
            sources.create(canonical_url=f"https://example.org/{path}", url=f"https://example.org/{path}", **facts)
            for path, facts in [
                ("港", {"title": "Port"}),
                ("%E6%B8%AF", {"title": "Haven", "publisher": "UN"}),
                ("c?utm_id=1", {}),
            ]
        )  # fmt: skip
        notes = apps.get_model("annotations", "Annotation").objects
        for order, source in enumerate((one, other, third)):
            note = notes.create(
                story=story, kind="source", part="body", order=order, start=0, end=0, source=source
            )
            note.evidence.set([source])
        MigrationExecutor(connection).migrate(after)
        assert list(Source.objects.order_by("pk").values_list("canonical_url", "title", "publisher")) == [
            ("https://example.org/%E6%B8%AF", "Port", "UN"),
            ("https://example.org/c", "", ""),
        ]  # fmt: skip
        rows = Annotation.objects.order_by("order").values_list("source", "evidence")
        assert list(rows) == [(one.pk, one.pk), (one.pk, one.pk), (third.pk, third.pk)]
