from __future__ import annotations

import time
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prose.urls import bare, canonical, publisher_host


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
        ("https://reader:word@example.org/a", "https://example.org/a"),
        ("https://example.org/a#:~:text=a%20port", "https://example.org/a"),
        ("https://example.org/a#part:~:text=a%20port", "https://example.org/a"),
        ("https://example.org/#/a:~:text=x", "https://example.org/#/a"),
        ("https://example.org/港口", "https://example.org/%E6%B8%AF%E5%8F%A3"),
        ("https://example.org/%e6%b8%af%e5%8f%a3", "https://example.org/%E6%B8%AF%E5%8F%A3"),
        ("https://example.org/%7Euser/%61?%71=%2d", "https://example.org/~user/a?q=-"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/a/%2E%2e/c/..", "https://example.org/"),
        ("https://新华网.example/a", "https://xn--xkrr14bows.example/a"),
        ("https://XN--XKRR14BOWS.example/a", "https://xn--xkrr14bows.example/a"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
    ],
)
def test_the_same_address_is_kept_in_one_form(url, kept):
    assert canonical(url) == kept


@pytest.mark.parametrize(
    "tail",
    [
        "utm_source=x",
        "UTM_Medium=x",
        "utm%5Fsource=x",
        "fbclid=1",
        "gclid=1",
        "mc_cid=1",
        "igshid=1",
        "a=1&utm_campaign=x",
        "spm=1&a=1",
        "ref_src=x",
        "utm_source",
    ],
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
        "https://example.org/p?empty",
        "https://example.org/p?q=a+b",
        "https://example.org/p?q=a%20b",
        "https://github.com/a/b/file?ref=main",
        "https://example.org/p?source=un&from=2&s=1&si=2&t=30",
        "https://example.org/a%2Fb",
        "https://example.org//a//",
        "https://example.org/#/port/7",
        "https://example.org/#!/port/7",
        "https://example.org:0/",
    ],
)
def test_what_tells_what_is_read_stays(url):
    assert canonical(url) == url


@pytest.mark.parametrize("url", ["mailto:a@example.org", "not a url", "", "https://a:port/", "/a"])
def test_what_is_no_web_address_is_left_alone(url):
    assert canonical(url) == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://example.org/a"),
        ("https://www.example.org/a", "https://example.org/a"),
        ("https://example.org/a/", "https://example.org/a"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1"),
        ("https://example.org/a/amp/", "https://example.org/a/"),
        ("https://straße.example/", "https://strasse.example/"),
        ("https://example.org/caf\u00e9", "https://example.org/cafe\u0301"),
        ("https://example.org/a%26b", "https://example.org/a&b"),
    ],
)
def test_what_some_server_tells_apart_stays_apart(one, other):
    assert canonical(one) != canonical(other)


HARD = st.text(alphabet="%.:/?#&=+~[]@\\ aAéß港。\u0301\u202e0172eEfF")
URLS = st.builds(
    "{}://{}/{}?{}#{}".format,
    st.sampled_from(["http", "HTTPS", "https", "ftp"]),
    st.sampled_from(["example.org", "Example.ORG.", "港口.example", "a:81", "a:443", "[::1]"])
    | HARD,
    HARD | st.text(),
    HARD | st.text(),
    HARD | st.text(),
)


@given(st.text() | URLS)
@example("https://a/%%411")
@example("https://a/.%2e/b")
def test_a_canonical_address_is_its_own(url):
    assert canonical(canonical(url)) == canonical(url)


NAMES = st.text(alphabet="abcqxyz_-", min_size=1, max_size=4).filter(
    lambda name: not name.startswith("pk_")
)
VALUES = st.text(max_size=8)
TRACKED = st.sampled_from(["utm_source", "UTM_id", "fbclid", "gclid", "mc_eid", "igshid"])


@given(st.lists(st.tuples(NAMES, VALUES)), st.lists(st.tuples(TRACKED, VALUES)), st.randoms())
def test_tracking_parameters_among_others_change_nothing_whatever_they_hold(read, tracked, chance):
    """Those that are read stay all, in their order."""
    mixed = [*read]
    for each in tracked:
        mixed.insert(chance.randint(0, len(mixed)), each)
    plain = canonical(f"https://example.org/p?{urlencode(read, quote_via=quote)}")
    assert canonical(f"https://example.org/p?{urlencode(mixed, quote_via=quote)}") == plain
    assert parse_qsl(urlsplit(plain).query, keep_blank_values=True) == read


@given(
    st.lists(VALUES.filter(lambda step: step not in {".", ".."})),
    st.lists(st.tuples(NAMES, VALUES)),
)
def test_an_address_means_what_it_meant(steps, read):
    """Path and parameters are decoded to the same words as before."""
    path = "/".join(quote(step, safe="") for step in steps)
    url = canonical(f"https://example.org/{path}?{urlencode(read, quote_via=quote)}")
    parts = urlsplit(url)
    assert [unquote(step) for step in parts.path.split("/")[1:]] == (steps or [""])
    assert parse_qsl(parts.query, keep_blank_values=True) == read


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://example.org/a", "https://www.example.org/a/", True),
        ("http://example.org/a", "https://example.org/b", False),
        ("http://example.org/a?x=1", "https://example.org/a", False),
    ],
)
def test_what_servers_redirect_over_of_themselves_is_left_out_of_the_bare_address(one, other, same):
    assert (bare(one) == bare(other)) is same


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


def test_a_name_longer_than_any_is_read_in_no_time():
    """Punycode takes time by the square of a label's length: 46 seconds for these."""
    url = "http://" + "".join(chr(0x4E00 + at % 20_000) for at in range(20_000)) + "/"
    started = time.process_time()
    assert canonical(url) == canonical(canonical(url)) == url
    assert time.process_time() - started < 1
