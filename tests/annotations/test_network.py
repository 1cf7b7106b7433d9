from __future__ import annotations

import ipaddress
import socket
import ssl
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.answering import Outcome, Pace, ask
from annotations.network import Failed, Network, Refused, is_public, is_web_port
from tests.annotations.serving import (
    CERTIFICATE,
    at_once,
    closed_port,
    named,
    near,
    server,
    silent_server,
)


@pytest.fixture
def web():
    with server() as made:
        yield made


def found(url, **fields):
    return ask(url, near(**fields), at_once())


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.88.99.1", "198.18.0.1",
        "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff0e::1", "2001:db8::1", "::7f00:1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
        "2002:7f00:1::", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_an_address_inside_is_never_asked(ip):
    assert not is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "ip", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_asked(ip):
    assert is_public(ipaddress.ip_address(ip))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_form_of_ipv6(ip):
    for form in (0xFFFF << 32, int(ipaddress.ip_address("64:ff9b::"))):
        assert is_public(ipaddress.IPv6Address(form | int(ip))) == is_public(ip)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "[::1]",
     "[::ffff:127.0.0.1]", "127。0。0。1", "①②⑦.0.0.1"],
)  # fmt: skip
def test_no_way_of_writing_this_machine_gets_through(host, web):
    finding = ask(f"http://{host}:{web.server_port}/200", Network(), at_once())
    assert (finding.outcome, web.asked) == (Outcome.REFUSED, [])


def test_a_name_with_one_address_inside_is_not_asked_at_the_other_either(web):
    network = near(look_up=named(two_example=["127.0.0.1", "10.0.0.1"]))
    finding = ask(f"http://two.example:{web.server_port}/200", network, at_once())
    assert (finding.outcome, web.asked) == (Outcome.REFUSED, [])


def test_the_connection_goes_to_the_address_that_was_judged(web):
    """A name that says something else the second time is not asked a second time."""
    with server("127.0.0.9") as inside:
        answers = iter([["127.0.0.1"], ["127.0.0.9"]])
        asked = []

        def look_up(host, port):
            asked.append(host)
            return next(answers)

        near(look_up=look_up).ask("HEAD", f"http://rebinding.example:{web.server_port}/200")
        assert asked == ["rebinding.example"]
        [(_, _, _, headers)] = web.asked
        assert headers["Host"] == f"rebinding.example:{web.server_port}"
        assert not inside.asked


def test_every_hop_is_judged_anew(web):
    with server("127.0.0.9") as inside:
        only = {"allowed": lambda ip: str(ip) == "127.0.0.1"}
        finding = found(f"{web.url}/to/302/{inside.url}/200", **only)
        assert (finding.outcome, finding.leads_to) == (Outcome.REFUSED, f"{inside.url}/200")
        assert not inside.asked


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://example.org/", "gopher://a/", "http://[/"]
)
def test_a_redirect_leaves_the_web_for_nothing(web, to):
    assert found(f"{web.url}/to/302/{to}").outcome == Outcome.REFUSED


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///etc/passwd", "http:///a", "javascript:1"]
)
def test_only_the_web_is_asked(url):
    with pytest.raises(Refused):
        near().ask("HEAD", url)


@pytest.mark.parametrize("port", [0, 22, 25, 110, 445, 70000])
def test_ports_of_other_services_are_not_talked_to(port):
    assert not is_web_port(port)
    assert found(f"http://127.0.0.1:{port}/").outcome == Outcome.REFUSED


def test_a_request_tells_who_asks_and_nothing_of_ours(web):
    url = f"http://reader:secret@127.0.0.1:{web.server_port}/200?a=港#part"
    assert near(user_agent="briportal (+https://news.example)").ask("HEAD", url).status == 200
    [(_, path, _, headers)] = web.asked
    assert path == "/200?a=%E6%B8%AF"
    assert headers["User-Agent"] == "briportal (+https://news.example)"
    assert headers["Accept-Encoding"] == "identity"
    assert {"Authorization", "Cookie", "Referer"}.isdisjoint(headers)


def test_no_letter_of_an_address_ends_the_request_line(web):
    near().ask("HEAD", f"{web.url}/200?a=1%0d%0aX-B:%201 HTTP/1.1\\r\\nX-A: 1")
    [(_, _, _, headers)] = web.asked
    assert {"X-A", "X-B"}.isdisjoint(headers)


@pytest.mark.parametrize(
    ("path", "outcome", "status", "methods"),
    [
        ("/200", Outcome.ANSWERS, 200, ["HEAD"]),
        ("/204", Outcome.ANSWERS, 204, ["HEAD"]),
        ("/404", Outcome.DEAD, 404, ["HEAD", "GET"]),
        ("/410", Outcome.DEAD, 410, ["HEAD", "GET"]),
        ("/500", Outcome.SILENT, 500, ["HEAD", "GET"]),
        ("/503", Outcome.SILENT, 503, ["HEAD"]),
        ("/429", Outcome.SILENT, 429, ["HEAD"]),
        ("/403", Outcome.SILENT, 403, ["HEAD", "GET"]),
        ("/head/405/200", Outcome.ANSWERS, 200, ["HEAD", "GET"]),
        ("/head/403/200", Outcome.ANSWERS, 200, ["HEAD", "GET"]),
        ("/head/501/404", Outcome.DEAD, 404, ["HEAD", "GET"]),
        ("/head/404/200", Outcome.ANSWERS, 200, ["HEAD", "GET"]),
    ],
)
def test_what_an_answer_says_of_a_source(web, path, outcome, status, methods):
    finding = found(f"{web.url}{path}")
    assert (finding.outcome, finding.status) == (outcome, status)
    assert [method for method, *_ in web.asked] == methods


def test_a_source_that_moved_for_good_says_where(web):
    finding = found(f"{web.url}/to/301/{web.url}/to/308/{web.url}/200?utm_source=x")
    assert (finding.outcome, finding.status) == (Outcome.MOVED, 200)
    assert finding.leads_to == f"{web.url}/200"


def test_a_source_that_moved_and_leads_on_for_now_moved_to_where_it_leads_on_from(web):
    onward = f"{web.url}/to/302/{web.url}/200"
    assert found(f"{web.url}/to/301/{onward}").leads_to == onward


def test_a_source_that_leads_elsewhere_for_now_has_not_moved(web):
    finding = found(f"{web.url}/to/302/{web.url}/200")
    assert (finding.outcome, finding.leads_to) == (Outcome.ANSWERS, "")
    # What follows a redirect for now is no address for good.
    finding = found(f"{web.url}/to/307/{web.url}/to/301/{web.url}/200")
    assert finding.outcome == Outcome.ANSWERS


def test_a_slash_more_is_no_move(web):
    finding = found(f"{web.url}/slash")
    assert (finding.outcome, finding.leads_to) == (Outcome.ANSWERS, "")
    assert [path for _, path, *_ in web.asked] == ["/slash", "/slash/"]


def test_what_moved_to_nowhere_is_dead(web):
    assert found(f"{web.url}/to/301/{web.url}/404").outcome == Outcome.DEAD


def test_a_circle_is_left_after_five_redirects(web):
    finding = found(f"{web.url}/loop")
    assert finding.outcome == Outcome.SILENT
    assert len(web.asked) == 6


@pytest.mark.parametrize("path", ["/drip", "/nothing", "/long"])
def test_a_server_that_misbehaves_is_silent_and_soon_left(web, path):
    begun = time.monotonic()
    finding = found(f"{web.url}{path}", seconds=0.5)
    assert (finding.outcome, finding.reached) == (Outcome.SILENT, True)
    assert time.monotonic() - begun < 6


def test_a_server_that_says_nothing_is_left_in_time():
    with silent_server() as url:
        begun = time.monotonic()
        assert found(url, seconds=0.3).outcome == Outcome.SILENT
        # And one that is asked for its certificate and says nothing.
        secure = url.replace("http:", "https:")
        assert found(secure, seconds=0.3).outcome == Outcome.SILENT
        assert time.monotonic() - begun < 6


def test_a_body_without_end_is_not_read(web):
    finding = found(f"{web.url}/huge")
    assert finding.outcome == Outcome.ANSWERS
    for _ in range(100):
        if web.cut:
            break
        time.sleep(0.02)
    assert web.cut
    assert web.sent < 20_000_000  # what the machine itself keeps of a connection


def test_plain_words_where_encryption_is_asked_for_are_silence(web):
    finding = found(web.url.replace("http:", "https:"))
    assert (finding.outcome, finding.reached) == (Outcome.SILENT, True)


def test_a_certificate_must_be_the_hosts_and_of_somebody_trusted():
    """By its name, though the connection goes to the address that was judged."""
    trusting = ssl.create_default_context(cafile=CERTIFICATE)
    here = named(secure_example=["127.0.0.1"], other_example=["127.0.0.1"])
    with server(secure=True) as web:
        at = f"{web.server_port}/200"
        known = found(f"https://secure.example:{at}", tls=trusting, look_up=here)
        assert known.outcome == Outcome.ANSWERS
        for host, tls in (("other", trusting), ("secure", ssl.create_default_context())):
            finding = found(f"https://{host}.example:{at}", tls=tls, look_up=here)
            assert (finding.outcome, finding.reached) == (Outcome.SILENT, True)
            assert "certificate" in finding.why
        assert len(web.asked) == 1


def test_nobody_reached_is_told_from_nobody_home():
    finding = found(f"http://127.0.0.1:{closed_port()}/")
    assert (finding.outcome, finding.reached, finding.no_name) == (Outcome.SILENT, False, False)
    gone = found("http://gone.example/", look_up=named(gone_example=socket.EAI_NONAME))
    assert (gone.outcome, gone.reached, gone.no_name) == (Outcome.SILENT, False, True)
    with pytest.raises(Failed) as failure:
        near(look_up=named(a_example=socket.EAI_AGAIN)).ask("HEAD", "http://a.example/")
    assert (failure.value.reached, failure.value.no_name) == (False, False)


def test_a_location_in_any_script_is_followed(web):
    assert found(f"{web.url}/to/301/{web.url}/200?q=港").leads_to == f"{web.url}/200?q=%E6%B8%AF"


def test_one_host_is_asked_again_after_its_pause_alone(web):
    finding = ask(f"{web.url}/to/302/{web.url}/head/405/200", near(), Pace(0.2))
    assert finding.outcome == Outcome.ANSWERS
    times = [at for _, _, at, _ in web.asked]
    assert len(times) == 3
    assert all(later - earlier >= 0.2 for earlier, later in zip(times, times[1:], strict=False))
