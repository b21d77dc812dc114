import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sign_in.return_path import safe_path


@pytest.mark.parametrize(
    "path", ["/", "/behov", "/en/behov/b-2026-031?sida=2", "/sok?q=a%20b&x=//y", "/a:b", "/%5Cevil.example", "/a//b"]
)
def test_a_page_of_ours_is_kept(path):
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "behov", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example", "\t//evil.example", " /behov", "/be hov", "https://evil.example", "https:/behov",
        "javascript:alert(1)", "/å", "/a\x00", "/\x7f", "/\u2028x", "?next=/x", "#x", "/" + "a" * 2000,
    ],
)  # fmt: skip
def test_anything_else_is_dropped(path):
    assert safe_path(path) == ""


def test_a_fragment_is_left_behind():
    assert safe_path("/behov#del") == "/behov"


@given(st.text())
def test_whatever_is_asked_for_stays_within_the_portal(text):
    kept = safe_path("/" + text)
    assert kept == "" or (kept.startswith("/") and not kept.startswith("//") and "\\" not in kept)
