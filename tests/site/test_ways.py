"""Every page has a way to it: its name is said in a template or in other code, not only where it is declared."""

import re

import pytest

from app.main import routes
from app.schema import ROOT
from app.web.addresses import MACHINES

DECLARED = re.compile(r'\bname="[a-z_0-9]+"')
SAID = re.compile(r'["\']([a-z][a-z_0-9]+)["\']')
KNOWN_BY_CONVENTION = ("/favicon.ico", "/robots.txt", "/.well-known/")
"""Addresses that browsers and searchers know by themselves."""


@pytest.fixture(scope="module")
def said():
    templates = [file.read_text() for file in (ROOT / "templates").rglob("*.*")]
    code = [DECLARED.sub("", file.read_text()) for file in (ROOT / "app").rglob("*.py")]
    return {name for text in templates + code for name in SAID.findall(text)}


def test_no_page_is_without_a_way_to_it(said):
    pages = [
        one for one in routes() if "GET" in one.methods and not one.path.startswith(MACHINES + KNOWN_BY_CONVENTION)
    ]
    assert len(pages) > 200
    assert [(one.name, one.path) for one in pages if one.name not in said] == []
