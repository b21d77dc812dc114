"""For everything that can happen it is decided who is told, or that nobody is."""

import ast

import pytest

from app.activity.happenings import Happened
from app.main import routes
from app.schema import ROOT
from app.web.templating import TEMPLATES
from app.worker import EVERY_MINUTE, EVERY_NIGHT, NOTICES


def recorded():
    """Every happening the code names where things are done: `Happened.x` in a feature's domain files."""
    for path in (ROOT / "app").glob("*/*.py"):
        if path.parent.name != "activity" and path.stem != "notices":
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Happened":
                    yield Happened[node.attr]


def kind(happening):
    return happening.value.partition(".")[0]


def test_all_that_the_code_records_has_a_decision():
    assert set(recorded()) - set(NOTICES) == set()


def test_a_feature_that_decides_for_some_of_its_happenings_decides_for_all():
    kinds = {kind(happening) for happening in NOTICES}
    assert {happening for happening in Happened if kind(happening) in kinds} - set(NOTICES) == set()


def test_every_letter_has_a_template():
    for notice in NOTICES.values():
        assert notice is None or (TEMPLATES / "email" / f"{notice.template}.txt").is_file()


def test_every_letter_leads_to_a_page_that_a_reference_is_enough_for():
    """A page of the reader's own organisation takes nothing at all."""
    takes = {route.name: list(route.param_convertors) for route in routes()}
    rooms = {route.endpoint.__module__.split(".")[1] for route in routes()}  # those that are open
    for notice in NOTICES.values():
        if notice and notice.route and notice.template.partition("/")[0] in rooms:
            assert len(takes[notice.route]) <= 1, notice.route


@pytest.mark.parametrize("steps", [EVERY_MINUTE, EVERY_NIGHT])
def test_every_automatic_step_has_a_name_of_its_own(steps):
    assert len({name for name, _ in steps}) == len(steps)
