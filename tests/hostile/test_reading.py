"""Reading a form never fails, keeps what was typed, and what it would keep of a draft fits where it is kept."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.asking import Asked, is_many, options_of, row_model
from app.challenges.models import Challenge
from app.parts import keep
from app.pilots.models import Evaluation, Pilot
from app.reading import read
from app.solutions.models import Solution
from app.test_requests.models import TestRequest
from app.web.forms import Form
from app.web.sentences import sentence
from tests.hostile import walk

NUMBERS = ("9223372036854775808", "-1", "1e400", "1e99999999", "NaN", "Infinity", "٣", "9" * 5000, "12 kr", "0", "")
DAYS = ("2026-12-04", "99991231", "0001-01-01", "31/2 2026", "4 dec 99999", "²", "2026-12-04T10", "⑨ dec 2026")
TEXTS = ("natt\0mörker", "\ud800", "19121212-1212", "ö" * 20_001, "a@b.example", "https://exa mple", "<b>", "true", " ")
ODD = some.sampled_from(NUMBERS + DAYS + TEXTS)
ANYTHING = some.one_of(ODD, some.text(alphabet=some.characters(), max_size=30))


def forms() -> list[type[Asked]]:
    """Every form of the application."""
    found, waiting = [], [Asked]
    while waiting:
        for model in waiting.pop().__subclasses__():
            waiting.append(model)
            if model.__module__.startswith("app.") and model not in found:
                found.append(model)
    return sorted(found, key=lambda model: (model.__module__, model.__qualname__))


def submissions(model: type[Asked]):
    """Fields as they might be sent for a form: right names, every kind of value, choices among them, rows of rows."""
    pairs = some.one_of(*(_pair(name, info.annotation) for name, info in model.model_fields.items()), _along(model))
    return some.lists(pairs, max_size=25)


def _pair(name: str, annotation: Any):
    if row := row_model(annotation):
        inner = some.one_of(*(_pair(sub, info.annotation) for sub, info in row.model_fields.items()))
        number = some.sampled_from(("0", "1", "7", "9999", "99999", "-1", "٣"))
        return some.tuples(number, inner).map(lambda found: (f"{name}-{found[0]}-{found[1][0]}", found[1][1]))
    options = [option.value for option in options_of(annotation)]
    return some.tuples(some.just(name), some.one_of(ANYTHING, some.sampled_from(options)) if options else ANYTHING)


def _along(model: type[Asked]):
    names = some.sampled_from(("_add", "_remove", "save", "version", "once", "_conflict"))
    fields = [*model.model_fields, *(f"{name}-0" for name in model.model_fields), "later"]
    return some.tuples(names, some.one_of(ANYTHING, some.sampled_from(fields)))


@pytest.mark.parametrize("model", forms(), ids=lambda model: f"{model.__module__}.{model.__qualname__}")
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(data=some.data())
def test_reading_never_fails_and_keeps_what_was_typed(model, data):
    sent = data.draw(submissions(model))
    form = Form.read(model, FormData(sent))
    assert set(form.typed) == set(model.model_fields)
    assert form.is_whole or form.later or form.reasons
    for reason in form.reasons:
        assert sentence(str, reason.text, reason.values)
    if not {"_conflict", "_add", "_remove"} & {name for name, _ in sent}:
        for name, info in model.model_fields.items():
            if not is_many(info.annotation):
                assert form.typed[name] == FormData(sent).get(name, "")


ROWS = {
    "write_challenge": Challenge,
    "write_solution": Solution,
    "write_test_request": TestRequest,
    "write_pilot_plan": Pilot,
    "write_evaluation": Evaluation,
}
PARTS = [stop for stop in walk.forms() if stop.example.part]


@pytest.mark.parametrize("stop", PARTS, ids=str)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(data=some.data())
def test_what_a_draft_keeps_fits_where_it_is_kept(stop, world, data):
    """Written to a real row; choices among other rows are for the actions to look up."""
    kept = read(stop.model, Form.read(stop.model, FormData(data.draw(submissions(stop.model)))).typed).partial
    model = ROWS[stop.example.route]
    with Session(world.engine) as db:
        row = db.scalars(select(model).limit(1)).one()
        keep(row, {name: value for name, value in kept.items() if not name.endswith("_id")})
        db.flush()
        db.rollback()
