from __future__ import annotations

import json
import re

import pytest

from newsroom import verbs
from newsroom.models import Credit, CreditRole, Topic
from portal.addresses import absolute
from tests.making import make_article, make_interview, make_person, make_topic

pytestmark = pytest.mark.django_db

ARTICLE = "/articles/two-railways/"
INTERVIEW = "/interviews/a-queue-that-moves/"


def page(reader, path, status=200):
    response = reader.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_article_costs_three_queries_however_much_stands_beside_it(
    reader, published, publisher, lead_on, django_assert_num_queries
):
    section = make_topic()
    topics = [make_topic(Topic.Kind.SUBJECT) for _ in range(3)]
    people = tuple(make_person() for _ in range(3))
    others = [make_article(by=publisher, section=section) for _ in range(6)]
    article = make_article(by=publisher, slug="busy", section=section, people=people)
    article.topics.set(topics)
    for other in others:
        published(other)
    for other in others[:3]:
        lead_on(article, other)
    published(make_article(by=publisher, language="zh", title="译文", translation_of=article))
    published(article)
    with django_assert_num_queries(3):
        page(reader, "/articles/busy/")


def test_interview_costs_three_queries(reader, published, interview, django_assert_num_queries):
    published(interview)
    with django_assert_num_queries(3):
        page(reader, INTERVIEW)


def test_draft_is_not_found(reader, article):
    page(reader, ARTICLE, status=404)


def test_every_turn_has_a_permanent_link(reader, published, interview):
    published(interview)
    html = page(reader, INTERVIEW)
    for key in interview.turn_keys():
        assert f'id="t-{key}"' in html
        assert f'class="permalink" href="{INTERVIEW}turns/{key}/"' in html


def test_text_of_a_part_in_the_page_is_its_plain_text(reader, published, interview):
    edition = published(interview)
    html = page(reader, INTERVIEW)
    for key in interview.turn_keys():
        part = f"turn:{key}"
        assert f'data-part="{part}"' in html
        words = re.search(rf'data-part="{part}">(.*?)</div>', html, re.DOTALL)[1]
        assert re.sub(r"<[^>]+>", "", words).strip() == edition.body.texts[part]


def test_source_and_its_mark_link_to_each_other(reader, published, publisher):
    body = "Rails are 1,435 millimetres apart. [1](https://example.org/gauge)"
    published(make_article(by=publisher, slug="gauge", body=body))
    html = page(reader, "/articles/gauge/")
    mark = re.search(
        r'<a href="#source-1"[^>]*id="([^"]+)"|id="([^"]+)"[^>]*href="#source-1"', html
    )
    assert mark and 'id="source-1"' in html
    assert f'href="#{mark[1] or mark[2]}"' in html


def test_related_piece_is_linked_by_its_label_and_links_back(
    reader, published, article, interview, lead_on
):
    lead_on(article, interview, "What does the shift supervisor say?")
    lead_on(interview, article)
    published(article)
    published(interview)
    assert "What does the shift supervisor say?" in page(reader, ARTICLE)
    assert f'class="leads-on" href="{INTERVIEW}"' in page(reader, ARTICLE)
    assert f'class="leads-on" href="{ARTICLE}"' in page(reader, INTERVIEW)


def test_related_piece_that_is_not_live_leaves_no_trace(
    reader, published, article, interview, lead_on
):
    lead_on(article, interview, "What does the shift supervisor say?")
    published(article)
    html = page(reader, ARTICLE)
    assert "shift supervisor" not in html and "queue-that-moves" not in html


def test_withdrawn_related_piece_leaves_at_the_next_request(
    reader, published, article, interview, lead_on, publisher
):
    lead_on(article, interview)
    published(article)
    published(interview)
    verbs.withdraw(interview, by=publisher)
    assert INTERVIEW not in page(reader, ARTICLE)


def test_translations_name_each_other_in_their_own_script(reader, published, article, publisher):
    translated = make_article(by=publisher, language="zh", title="两条铁路", translation_of=article)
    published(article)
    path = published(translated).path
    assert 'hreflang="zh" rel="alternate">中文</a>' in page(reader, ARTICLE)
    html = page(reader, path)
    assert 'hreflang="en" rel="alternate">English</a>' in html
    assert "其他语言" in html


def test_every_language_of_a_piece_names_them_all_to_search_engines(
    reader, published, article, publisher
):
    published(article)
    assert '<link rel="alternate" hreflang' not in page(reader, ARTICLE)
    translated = make_article(by=publisher, language="zh", title="Lines", translation_of=article)
    path = published(translated).path
    named = [
        f'<link rel="alternate" hreflang="{language}" href="{absolute(each)}">'
        for language, each in (("en", ARTICLE), ("zh", path))
    ]
    for each in (ARTICLE, path):
        html = page(reader, each)
        assert all(line in html for line in named)


def test_more_on_this_prefers_the_same_topic_and_leaves_out_what_is_related(
    reader, published, publisher, lead_on
):
    section, topic = make_topic(), make_topic(Topic.Kind.SUBJECT)
    about = make_article(by=publisher, title="On the topic", section=section)
    about.topics.add(topic)
    published(about, (1, 1))
    tied = make_article(by=publisher, title="Tied to it", section=section)
    published(tied, (2, 1))
    for day in range(1, 6):
        published(make_article(by=publisher, section=section), (3, day))
    article = make_article(by=publisher, slug="here", section=section)
    article.topics.add(topic)
    lead_on(article, tied)
    published(article)
    more = page(reader, "/articles/here/").partition('id="more-on-this"')[2]
    titles = re.findall(r"<h3><a [^>]+><bdi>([^<]+)", more)
    assert titles[0] == "On the topic"
    assert len(titles) == 3 and "Tied to it" not in titles


def test_byline_groups_people_by_role(reader, published, publisher):
    writers = make_person("Ada Lin"), make_person("Bo Adam")
    article = make_article(by=publisher, slug="signed", people=writers)
    translator = make_person("Cem Kara")
    Credit.objects.create(story=article, person=translator, role=CreditRole.TRANSLATOR, order=9)
    published(article)
    html = page(reader, "/articles/signed/")
    words = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert "By Ada Lin and Bo Adam" in words
    assert "Translated by Cem Kara" in words


def test_person_is_named_in_their_own_script_where_readers_read_it(reader, published, publisher):
    writer = make_person("Li Wei", native_name="李伟", slug="li-wei")
    made = make_article(by=publisher, language="zh", title="港口", people=(writer,))
    html = page(reader, published(made).path)
    assert '<a href="/zh/people/li-wei/"><bdi>李伟</bdi></a>' in html


def test_addresses_come_from_the_site_and_never_from_the_host_header(
    reader, published, article, settings
):
    settings.SITE_URL = "https://news.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    published(article)
    html = reader.get(ARTICLE, headers={"host": "evil.example.com"}).content.decode()
    assert "evil.example.com" not in html
    assert f'<link rel="canonical" href="https://news.example.org{ARTICLE}">' in html


def test_json_ld_has_the_address_and_dates_of_today(reader, published, article):
    edition = published(article)
    html = page(reader, ARTICLE)
    found = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert found["url"].endswith(ARTICLE)
    assert found["headline"] == "Two railways"
    assert found["datePublished"] == edition.published_at.isoformat()


@pytest.mark.parametrize("field", ["title", "standfirst"])
def test_markup_in_a_field_is_shown_as_words(reader, published, publisher, field):
    hostile = '</script><script>alert("1")</script>'
    published(make_article(by=publisher, slug="hostile", **{field: hostile}))
    html = page(reader, "/articles/hostile/")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_updated_is_shown_after_an_update_and_not_after_a_small_fix(
    reader, published, article, publisher
):
    published(article)
    article.refresh_from_db()
    verbs.publish(article, by=publisher, change="minor")
    assert "Updated" not in page(reader, ARTICLE)
    verbs.publish(article, by=publisher, change="update", note="A new figure.")
    assert "Updated" in page(reader, ARTICLE)


def test_interview_says_who_speaks(reader, published, interview):
    guest = make_person("Aigerim Bekova", slug="aigerim-bekova")
    interview.speakers.filter(label="Guest").update(person=guest, described_as="shift supervisor")
    published(interview)
    html = page(reader, INTERVIEW)
    assert '<a href="/people/aigerim-bekova/"><bdi>Aigerim Bekova</bdi></a>' in html
    assert "shift supervisor" in html


def test_reader_who_has_the_page_gets_304(reader, published, article):
    published(article)
    first = reader.get(ARTICLE)
    again = reader.get(ARTICLE, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content


def test_page_carries_no_cookie_and_varies_on_nothing_of_the_reader(reader, published, article):
    published(article)
    response = reader.get(ARTICLE)
    assert not response.cookies
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert response["Last-Modified"]


def test_page_asks_nothing_of_another_host_and_has_nothing_inline(reader, published, interview):
    published(interview)
    html = page(reader, INTERVIEW)
    assert not re.search(
        r"<(?:link|script|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//(?!127)", html
    )
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    assert re.findall(r"<script[^>]*>", html) == ['<script type="application/ld+json">']


def test_preview_needs_no_row_and_says_what_it_is(publisher, rf, django_assert_num_queries):
    from newsroom import publication
    from portal.pages import story_response

    section = make_topic(name="Lines")
    story = make_interview(by=publisher, title="Not out yet", section=section)
    edition = publication.unsaved_edition(story, publication.draft(story, story.freeze()))
    with django_assert_num_queries(2):
        response = story_response(rf.get("/admin/"), edition, preview=True)
    html = response.content.decode()
    assert "Not out yet" in html and "Preview." in html and "Lines" in html
    assert '<meta name="robots" content="noindex">' in html
    assert edition.pk is None
