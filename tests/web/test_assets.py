import gzip

import brotli
import pytest
from starlette.testclient import TestClient

from app.web.assets import STATIC, Assets

ASSETS = Assets()
CSS = ASSETS.address("css/portal.css")


@pytest.fixture
def visitor():
    return TestClient(ASSETS, headers={"Accept-Encoding": "identity"})


def test_a_file_is_addressed_by_what_it_holds(tmp_path):
    (tmp_path / "a.css").write_text("a{}")
    first = Assets(tmp_path).address("a.css")
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.css").write_text("b{}")
    assert first.startswith("/static/a.")
    assert Assets(other).address("a.css") != first


def test_it_may_be_kept_for_a_year(visitor):
    answer = visitor.get(CSS)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("js/site.js", "text/javascript; charset=utf-8"),
        ("fonts/ahn.woff2", "font/woff2"),
        ("favicon.svg", "image/svg+xml"),
        ("fonts/OFL-atkinson.txt", "text/plain; charset=utf-8"),
    ],
)
def test_each_kind_is_named_for_what_it_is(visitor, path, media_type):
    answer = visitor.get(ASSETS.address(path))
    assert answer.headers["Content-Type"] == media_type
    assert answer.content == (STATIC / path).read_bytes()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("br, gzip", "br"), ("gzip, deflate", "gzip"), ("", None), ("br;q=0, gzip;q=0.5", "gzip"), ("br;q=0.000", None)],
)
def test_the_smallest_coding_the_reader_takes_is_sent(accepted, coding):
    with TestClient(ASSETS).stream("GET", CSS, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("Content-Encoding") == coding
        sent = b"".join(answer.iter_raw())
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](sent)
    assert unpacked == ASSETS.files["css/portal.css"].bodies[""]
    assert int(answer.headers["Content-Length"]) == len(sent)


def test_a_font_is_not_packed_twice(visitor):
    answer = visitor.get(ASSETS.address("fonts/ahn.woff2"), headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers


def test_what_the_reader_has_is_not_sent_again(visitor):
    tag = visitor.get(CSS).headers["ETag"]
    again = visitor.get(CSS, headers={"If-None-Match": f'"other", W/{tag}'})
    assert again.status_code == 304
    assert again.content == b""
    packed = visitor.get(CSS, headers={"Accept-Encoding": "br", "If-None-Match": tag})
    assert packed.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/css/portal.css",
        "/static/css/portal.0123456789abcdef.css",
        "/static/../main.py",
        "/static/%2e%2e/main.py",
        "/static/",
        "/static",
        "/",
    ],
)
def test_nothing_else_is_there(visitor, path):
    assert visitor.get(path).status_code == 404


def test_it_can_only_be_read(visitor):
    answer = visitor.post(CSS)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    head = visitor.head(CSS)
    assert head.status_code == 200
    assert head.content == b""


def test_the_stylesheet_names_the_fonts_by_their_addresses(visitor):
    css = visitor.get(CSS).text
    assert f"url({ASSETS.address('fonts/ahn.woff2')})" in css
    assert "../" not in css


def test_a_template_that_names_a_file_there_is_not_fails():
    with pytest.raises(KeyError):
        ASSETS.address("css/none.css")


def test_the_look_is_light():
    """ux.md 4.5, compressed: 14 kB of style, 18 kB of script, 40 kB of type."""
    weight = {name: min(map(len, file.bodies.values())) for name, file in ASSETS.files.items()}
    assert weight["css/portal.css"] <= 14_000
    assert weight["js/site.js"] <= 4_000
    assert weight["js/site.js"] + weight["vendor/htmx@4.0.1/htmx.min.js"] <= 18_000
    assert weight["fonts/ahn.woff2"] + weight["fonts/ss4.woff2"] <= 40_000
