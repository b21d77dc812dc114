"""Every page of the route table in Swedish: on a screen, in the light (the walk of ux.md 4.0)."""

from tests.browser.examples import MACHINES, examples, page_routes
from tests.browser.walk import faults_of

LANGUAGE = "sv"


def test_every_page_has_an_example():
    assert set(page_routes()) - MACHINES == {one.route for one in examples()}


def test_nothing_is_wrong_with_the_page(windows, example, who, width, scheme):
    assert not (faults := faults_of(windows(LANGUAGE, width, scheme), example, who)), "\n".join(faults)
