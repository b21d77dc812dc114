"""docs/sso.md names for each promise the test that shows it. A name there is that of a test, or the page lies."""

import ast
import re

from app.schema import ROOT

PAGE = (ROOT / "docs" / "sso.md").read_text()
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def table(heading):
    """The cells of a table, a list for each row."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def names_in(path):
    return {node.name for node in ast.parse((ROOT / "tests" / path).read_text()).body if hasattr(node, "name")}


def test_every_test_named_there_exists():
    named = NAMED.findall(PAGE)
    assert named
    files = {path: names_in(path) for path, _ in named}
    assert [f"{path}::{name}" for path, name in named if name not in files[path]] == []


def test_all_forty_pitfalls_and_all_promises_stand_there_once():
    assert [row[0] for row in table("The forty pitfalls")] == [str(number) for number in range(1, 41)]
    promises = [row[0] for row in table("What it can do")]
    assert len(promises) == len(set(promises)) == 24


def test_a_row_names_tests_or_says_that_there_is_none():
    for row in table("The forty pitfalls") + table("What it can do"):
        assert row[-1] == "–" or NAMED.sub("", row[-1]).strip() == "", row
