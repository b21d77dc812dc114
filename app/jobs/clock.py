"""Automatic steps: every minute and every night, done by the clock as an actor of its own.

Any number of workers may strike at once. Each step is one transaction under a lock of its own, and its row says when
it last ran, so a step is done once, and a night that was missed is caught up with.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.actor import THE_CLOCK, Actor
from app.database import SWEDEN, now
from app.jobs import queries
from app.jobs.models import ClockRun

Step = tuple[str, Callable[[Session, Actor], object]]
"""The name of an automatic step, and what it does."""

NIGHT = time(2, 0)  # Swedish time: after the last deadline of the day, before anyone comes to work
LONGEST_WAIT = timedelta(hours=1)

log = structlog.get_logger(__name__)


def minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def night_of(moment: datetime) -> datetime:
    """The latest night that has begun at that moment."""
    local = moment.astimezone(SWEDEN)
    night = local.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)


def is_due(run: ClockRun, since: datetime, moment: datetime) -> bool:
    waits = run.try_again_at is not None and run.try_again_at > moment
    return not waits and (run.ran_at is None or run.ran_at < since)


def strike(engine: Engine, every_minute: Sequence[Step], every_night: Sequence[Step]) -> list[str]:
    """Do what is due now; returns the names of the steps that were done."""
    moment = now()
    due = [(step, minute_of(moment)) for step in every_minute] + [(step, night_of(moment)) for step in every_night]
    return [step[0] for step, since in due if _take(engine, step, since, moment)]


def _take(engine: Engine, step: Step, since: datetime, moment: datetime) -> bool:
    name, do = step
    with Session(engine) as db, db.begin():
        if not queries.has_the_clock(db, name):
            return False
        run = queries.clock_run(db, name)
        if not is_due(run, since, moment):
            return False
        try:
            with db.begin_nested():
                do(db, THE_CLOCK)
        except Exception as problem:
            log.exception("clock_step_failed", step=name)
            run.failures += 1
            run.error = f"{type(problem).__name__}: {problem}"
            run.try_again_at = moment + min(timedelta(minutes=2**run.failures), LONGEST_WAIT)
            return False
        run.ran_at, run.failures, run.error, run.try_again_at = moment, 0, "", None
        return True
