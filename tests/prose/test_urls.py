from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.urls import canonical, publisher_host


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("  https://example.org/a\n", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_the_same_address_is_kept_in_one_form(url, kept):
    assert canonical(url) == kept


@pytest.mark.parametrize(
    "tail",
    ["utm_source=x", "UTM_Medium=x", "fbclid=1", "gclid=1", "a=1&utm_campaign=x", "spm=1&a=1"],
)
def test_what_tells_who_sent_the_reader_is_dropped(tail):
    rest = "?a=1" if "a=1" in tail.split("&") else ""
    assert canonical(f"https://example.org/p?{tail}") == f"https://example.org/p{rest}"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/p?id=1&page=2",
        "https://example.org/p?page=2&id=1",
        "https://example.org/p?q=%E6%B8%AF",
        "https://example.org/p?empty=",
        "https://example.org/港口",
    ],
)
def test_what_tells_what_is_read_stays(url):
    assert canonical(url) == url


@pytest.mark.parametrize("url", ["mailto:a@example.org", "not a url", "", "https://a:port/", "/a"])
def test_what_is_no_web_address_is_left_alone(url):
    assert canonical(url) == url


@given(st.text() | st.builds("https://example.org/{}?{}".format, st.text(), st.text()))
def test_a_canonical_address_is_its_own(url):
    assert canonical(canonical(url)) == canonical(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.cfr.org/backgrounder", "cfr.org"),
        ("https://Data.WorldBank.org:443/", "data.worldbank.org"),
        ("http://www.people.com.cn./", "people.com.cn"),
        ("not a url", ""),
        ("", ""),
        ("https://[bad/", ""),
    ],
)
def test_a_publisher_is_named_as_readers_say_it(url, host):
    assert publisher_host(url) == host
