"""Every page of the route table in Swedish, on a screen, in light (the walk of ux.md 4.0)."""

import pytest

from tests.browser.examples import MACHINES, examples, page_routes
from tests.browser.walk import faults_of


def test_every_page_has_an_example():
    shown = {one.route for one in examples()}
    assert set(page_routes()) - MACHINES == shown


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_nothing_is_wrong_with_the_page(windows, example):
    assert faults_of(windows("sv", 1280, "light"), example) == []
