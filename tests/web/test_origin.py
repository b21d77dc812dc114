import pytest

from app.web.origin import OwnSiteOnly
from tests.web.asgi import echo, sent

OURS = "https://portal.example"
SITE = OwnSiteOnly(echo, origin=OURS)
HOST = ("Host", "portal.example")


def status(*headers, method="POST", host=HOST, site=SITE):
    return sent(site, method, headers=[host, *headers])[0]


def fetched(site):
    return ("Sec-Fetch-Site", site)


def origin(address):
    return ("Origin", address)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_open_to_links_from_anywhere(method):
    assert status(fetched("cross-site"), origin("https://evil.example"), method=method) == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "ANYTHING"])
def test_a_change_needs_a_page_of_our_own(method):
    assert status(method=method) == 403
    assert status(fetched("cross-site"), method=method) == 403
    assert status(fetched("same-origin"), method=method) == 200


@pytest.mark.parametrize(
    "headers",
    [
        [fetched("same-origin")],
        [fetched("same-origin"), origin(OURS)],
        [fetched("none"), origin(OURS)],
        [origin(OURS)],
        [origin("https://portal.example:443")],
    ],
)
def test_our_own_pages_may_change_things(headers):
    assert status(*headers) == 200


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [fetched("none")],
        [fetched("same-site")],
        [fetched("cross-site")],
        [fetched("SAME-ORIGIN")],
        [fetched("")],
        [fetched("same-site"), origin(OURS)],
        [fetched("cross-site"), origin(OURS)],
        [fetched("same-origin"), origin("https://evil.example")],
        [fetched("none"), origin("https://evil.example")],
        [fetched("same-origin"), origin("null")],
        [origin("null")],
        [origin("")],
        [origin("https://evil.example")],
        [origin("http://portal.example")],
        [origin("https://portal.example:8443")],
        [origin("https://portal.example.evil.example")],
        [origin("https://other.portal.example")],
        [origin("https://portal.example@evil.example")],
        [origin("https://evil.example/portal.example")],
        [origin("https://portal.example/")],
        [origin("https://portal.example:port")],
        [origin("portal.example")],
        [origin("file://portal.example")],
        [origin("https://[portal.example")],
        [origin(OURS), origin("https://evil.example")],
        [fetched("same-origin"), fetched("cross-site")],
    ],
)
def test_nobody_else_may(headers):
    assert status(*headers) == 403


def test_the_address_the_request_was_sent_to_is_also_our_own():
    site = OwnSiteOnly(echo, origin="http://localhost:8000")
    host = ("Host", "127.0.0.1:8000")
    assert status(origin("http://127.0.0.1:8000"), host=host, site=site) == 200
    assert status(origin("http://localhost:8000"), host=host, site=site) == 200
    assert status(origin("http://127.0.0.1:9000"), host=host, site=site) == 403
    assert status(origin("https://127.0.0.1:8000"), host=host, site=site) == 403
    assert status(origin("http://evil.example"), host=("Host", ""), site=site) == 403


def test_the_refusal_is_a_sentence_for_people():
    assert "nothing was changed" in sent(SITE, headers=[HOST])[2]
