"""Automatic steps are done once, by the clock, and caught up with."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, pool
from sqlalchemy.orm import Session

from app.actor import THE_CLOCK
from app.database import engine_to, now
from app.jobs import queries
from app.jobs.clock import is_due, night_of, strike
from app.jobs.models import ClockRun
from tests.databases import database


@pytest.fixture
def engine_of_its_own(worker_id):
    with database(f"clock_{worker_id}") as url:
        yield create_engine(engine_to(url, connections=1).url, poolclass=pool.NullPool)


def test_a_night_is_done_once_by_the_clock(engine_of_its_own):
    did = []
    nightly = [("close_calls", lambda _, actor: did.append(actor))]
    assert strike(engine_of_its_own, (), nightly) == ["close_calls"]
    assert strike(engine_of_its_own, (), nightly) == []
    assert did == [THE_CLOCK]


def test_a_step_that_another_worker_is_at_is_left_to_it(engine_of_its_own):
    did = []
    with Session(engine_of_its_own) as other:
        assert queries.has_the_clock(other, "open_calls")
        assert strike(engine_of_its_own, [("open_calls", lambda *_: did.append("here"))], ()) == []
    assert did == []
    assert strike(engine_of_its_own, [("open_calls", lambda *_: did.append("here"))], ()) == ["open_calls"]


def test_a_step_that_fails_keeps_why_undoes_its_work_and_stops_no_other(engine_of_its_own):
    def fails(db, _):
        db.add(ClockRun(name="half done"))
        db.flush()
        raise RuntimeError("no such call")

    assert strike(engine_of_its_own, [("fails", fails), ("works", lambda *_: None)], ()) == ["works"]
    with Session(engine_of_its_own) as db:
        (stopped,) = queries.stopped_steps(db)
        assert (stopped.name, stopped.error, stopped.failures) == ("fails", "RuntimeError: no such call", 1)
        assert stopped.try_again_at > now()
        assert db.query(ClockRun).filter_by(name="half done").count() == 0


def test_a_missed_night_is_caught_up_with():
    night = night_of(datetime(2026, 12, 4, 0, 59, tzinfo=UTC))  # 01.59 in Sweden: the night has not come
    assert night == datetime(2026, 12, 3, 1, 0, tzinfo=UTC)
    assert night_of(datetime(2026, 12, 4, 1, 0, tzinfo=UTC)) == datetime(2026, 12, 4, 1, 0, tzinfo=UTC)
    assert night_of(datetime(2026, 7, 4, 0, 0, tzinfo=UTC)) == datetime(2026, 7, 4, 0, 0, tzinfo=UTC)  # summer time
    assert is_due(ClockRun(name="x", ran_at=night - timedelta(days=3)), night, now())
    assert not is_due(ClockRun(name="x", ran_at=night), night, now())
