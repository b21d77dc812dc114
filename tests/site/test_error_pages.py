"""Every way of saying no is a whole page: what happened, what to do, a way on (ux.md 2.0, C31)."""

import json

import pytest
from bs4 import BeautifulSoup

from app.refusals import Reason
from app.web.forms import _settled
from tests.site.story import TYPED, Product, around, story_environment

CODES = (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)


def shown(code, language="sv", **values):
    template = story_environment(language).get_template(f"errors/{code}.html")
    return BeautifulSoup(template.render(around() | {"reasons": (), **values}), "html.parser")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("code", CODES)
def test_each_says_what_to_do_and_leads_on(code, language):
    soup = shown(code, language, reasons=(Reason("Because of this."),))
    assert soup.h1.get_text() in soup.title.get_text()
    assert soup.find(class_="lead").get_text().endswith(".")
    assert soup.find(class_="refusal").get_text(strip=True) == "Because of this."
    assert soup.main.find("a", class_="button")


def test_an_accident_has_a_reference_to_tell_us():
    assert shown(500, "en", error_reference="A1B2C3D4").find(class_="reference").get_text() == "Reference: A1B2C3D4"


def test_when_two_save_at_once_both_versions_are_there_and_nothing_typed_is_lost():
    theirs = TYPED | {"name": "Någon annans namn", "goals": []}
    both = {"mine": TYPED, "theirs": theirs, "version": 4, "later": False, "differs": ["name", "goals"]}
    soup = shown(409, conflict=both, model=Product)
    assert soup.h1.get_text() == "Någon hann före dig"
    assert soup.find("input", {"name": "version"})["value"] == "4"
    assert json.loads(soup.find("input", {"name": "_conflict"})["value"]) == {"mine": TYPED, "theirs": theirs}
    groups = soup.main.find_all("fieldset")
    assert [group.legend.get_text() for group in groups] == ["What is the product called?", "Mål"]
    for group in groups:
        radios = group.find_all("input", type="radio")
        assert [radio["value"] for radio in radios] == ["theirs", "mine"]
        assert [radio.has_attr("checked") for radio in radios] == [True, False]
    assert "Nattro <b>" in groups[0].get_text()
    assert "Någon annans namn" in groups[0].get_text()


def test_the_choice_between_two_versions_is_understood_when_it_comes_back():
    both = {"mine": TYPED, "theirs": TYPED | {"name": "Deras"}, "version": 4, "later": False, "differs": ["name"]}
    soup = shown(409, conflict=both, model=Product)
    sent = {"_conflict": soup.find("input", {"name": "_conflict"})["value"]}
    radios = soup.find_all("input", type="radio")
    assert {radio["name"] for radio in radios} == {"_keep-name"}
    for radio, kept in zip(radios, ("Deras", TYPED["name"]), strict=True):
        settled = _settled(sent | {radio["name"]: radio["value"]})
        assert settled is not None
        assert settled["name"] == kept
