"""Every page of the route table in English: on a phone, in the dark (the walk of ux.md 4.0)."""

from tests.browser.walk import faults_of

LANGUAGE = "en"


def test_nothing_is_wrong_with_the_page(windows, example, who, width, scheme):
    assert not (faults := faults_of(windows(LANGUAGE, width, scheme), example, who)), "\n".join(faults)
