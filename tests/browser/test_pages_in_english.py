"""Every page of the route table in English, on a phone, in the dark (the walk of ux.md 4.0)."""

import pytest

from tests.browser.examples import examples
from tests.browser.walk import faults_of


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_nothing_is_wrong_with_the_page(windows, example):
    assert faults_of(windows("en", 320, "dark"), example) == []
