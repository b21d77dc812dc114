"""Every address, in every wrong way: methods, headers, queries, paths, and people who have no business there."""

from urllib.parse import quote, urlsplit

import pytest

from app.main import routes
from tests.hostile import walk

STOPS = walk.stops()
PAGES = walk.pages()
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "Ö")

READ_BY_HAND = {"state", "code", "iss", "error", "hint", "sparat", "sant", "nasta", "fits"}
PARAMETERS = sorted(walk.parameters() | READ_BY_HAND)
WORDS = (
    "%00",
    "%ED%A0%80",
    "%FF%FE",
    "%",
    "%zz",
    "-1",
    "9" * 400,
    "1e400",
    "%D9%A3",
    "a%0D%0AX-Evil:1",
    "ö".encode().hex(),
)
QUERIES = (
    *("&".join(f"{name}={word}&{name}={word}" for name in PARAMETERS) for word in WORDS),
    "&".join(f"{name}[]=1&{name}[a][b]=2&{name}" for name in PARAMETERS),
    "sida=0&sida=99999999999999999999&sida=two&sida=",
    "next=//evil.example&next=https:evil.example&next=/%5Cevil.example",
    "&".join(f"kommun=k{n}" for n in range(2000)),
    "q=" + "%C3%A5" * 4000,
    "=&&==&%3D",
)
LONG = "x" * 20_000
HEADERS = {
    "referers that are none": [("Referer", "http://[::1"), ("Origin", "https://testserver")],
    "a long referer": [("Referer", "https://testserver/" + LONG)],
    "odd cookies": [("Cookie", '__Host-sid=\xff\xfe; __Host-parked=%00\x7f; org="; ;=;==; __Host-pre=' + LONG)],
    "a session of 10 000 signs": [("Cookie", f"__Host-sid={LONG}; __Host-parked={LONG}; org={LONG}")],
    "NUL in cookies": [("Cookie", '__Host-sid="\\000\\377"; __Host-parked="\\000"; org="\\000\\355\\240\\200"')],
    "languages": [("Accept-Language", "\xff;q=NaN," + "sv," * 5000)],
    "htmx, badly": [
        ("HX-Request", "maybe"),
        ("HX-Request-Type", "partial"),
        ("HX-Current-URL", "//["),
        ("HX-Target", "\xff"),
    ],
    "a host that is none": [("Host", "[")],
    "another host": [("Host", "evil.example:99999")],
    "ranges and conditions": [
        ("Range", "bytes=9-1"),
        ("If-Modified-Since", "x"),
        ("If-None-Match", '"'),
        ("Accept", "\xff"),
    ],
    "forwarded": [("X-Forwarded-Proto", "gopher"), ("X-Forwarded-For", "x" * 999), ("Forwarded", "for=;;")],
}
REFERENCES = (
    "B-9999-999",
    "b-2026-999999",
    "b-2026-0001",
    "t-0000-000",
    "zzz-2026-001",
    "b-9999-001-" + "x" * 3000,
    "b-2026-001-%00",
    "b-2026-001%00",
    "%00",
    "%ED%A0%80",
    "b-٢٠٢٦-٠٠١",
    "..%2f..%2fetc",
    "%2e%2e",
    "b-2026-001%0A",
    "9" * 4000,
    "00000000-0000-0000-0000-000000000000",
)


PATHS = sorted({route.path for route in routes()} - {route.path for route in walk.for_programs()})


def test_every_address_is_walked():
    walked = {stop.route.path for stop in STOPS}
    assert [path for path in PATHS if path not in walked] == [], "these lack an example in walk.MORE or the browser's"


@pytest.mark.parametrize("place", range(len(PATHS)), ids=lambda place: PATHS[place])
def test_a_method_that_is_not_offered_is_refused(place, world, door, is_full):
    here = [stop for stop in STOPS if stop.route.path == PATHS[place]]
    offered = {stop.method for stop in here}
    found = []
    for method in walk.shared(METHODS, place, 3, is_full=is_full):
        if method not in offered:
            answer = door.asks(method, here[0].path(world), key=world.keys[here[0].who])
            found += [f"{method}: {fault}" for fault in answer.faults(here[0].language)]
            if answer.status != 405 or answer.changed:
                found.append(f"{method}: {answer.status}")
    assert found == []


@pytest.mark.parametrize("place", range(len(PAGES)), ids=lambda place: str(PAGES[place]))
def test_odd_queries_and_headers_are_survived(place, world, door, is_full):
    stop = PAGES[place]
    path, key, found = stop.path(world).partition("?")[0], world.keys[stop.who], []
    for query in walk.shared(QUERIES, place, 2, is_full=is_full):
        answer = door.asks("GET", f"{path}?{query}", key=key)
        found += [f"{query[:60]}: {fault}" for fault in answer.faults(stop.language)]
        if urlsplit(answer.headers.get("location", "")).netloc or "x-evil" in answer.headers:
            found.append(f"{query[:60]} leads astray")
        if answer.changed:
            found.append(f"{query[:60]} changes {answer.changed}")
    for name in walk.shared(list(HEADERS), place, 2, is_full=is_full):
        has_cookie = any(header == "Cookie" for header, _ in HEADERS[name])
        answer = door.asks("GET", path, key="" if has_cookie else key, headers=HEADERS[name])
        found += [f"{name}: {fault}" for fault in answer.faults(stop.language)]
    assert found == []


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
def test_references_to_nothing_are_not_found(path, world, door, is_full):
    found = []
    for stop in [stop for stop in STOPS if stop.route.path == path][:2]:
        key = world.keys[stop.who]
        for n, reference in enumerate(walk.shared(REFERENCES, len(str(stop)), 3, is_full=is_full)):
            target = "/".join(quote(reference, safe="%") if "{" in part else part for part in path.split("/"))
            answer = door.asks(
                stop.method, ("/en" if n % 2 else "") + target, key=key, fields=[] if stop.model else None
            )
            found += [f"{reference[:30]}: {fault}" for fault in answer.faults("en" if n % 2 else "sv")]
            if answer.status < 300 or answer.changed:
                found.append(f"{stop.method} {reference[:30]}: {answer.status} {answer.changed}")
    assert found == []
