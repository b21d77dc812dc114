"""What a job that fails leaves behind."""

import pytest
from procrastinate.jobs import Job
from sqlalchemy import create_engine, pool
from sqlalchemy.orm import Session

from app.database import engine_to
from app.jobs import queries
from app.jobs.models import ClockRun
from app.jobs.run import MOST_ATTEMPTS, Backoff, do
from tests.databases import database


@pytest.fixture
def engine_of_its_own(worker_id):
    with database(f"run_{worker_id}") as url:
        yield create_engine(engine_to(url, connections=1).url, poolclass=pool.NullPool)


def job(attempts=0):
    return Job(
        id=7, queue="default", lock=None, queueing_lock=None, task_name="greet", task_kwargs={}, attempts=attempts
    )


def test_a_failed_job_undoes_its_work_and_keeps_its_last_error_until_it_succeeds(engine_of_its_own):
    def fails(db):
        db.add(ClockRun(name="half done"))
        db.flush()
        raise RuntimeError("nobody home")

    for attempts in (0, 1):
        with pytest.raises(RuntimeError):
            do(engine_of_its_own, fails, job(attempts))
    with Session(engine_of_its_own) as db:
        (failure,) = queries.failures(db)
        assert (failure.name, failure.error, failure.attempts) == ("greet", "RuntimeError: nobody home", 2)
        assert queries.last_tick(db) is None
        assert queries.stopped_steps(db) == []
    do(engine_of_its_own, lambda _: None, job(2))
    with Session(engine_of_its_own) as db:
        assert queries.failures(db) == []


def test_a_job_waits_longer_each_time_and_is_given_up_in_the_end():
    backoff = Backoff(first_wait=60)
    waits = [backoff.get_retry_decision(exception=ValueError(), job=job(n)).retry_at for n in (0, 1, 2, 40)]
    assert waits == sorted(waits)
    assert (waits[3] - waits[0]).total_seconds() < 3600
    assert backoff.get_retry_decision(exception=ValueError(), job=job(MOST_ATTEMPTS - 1)) is None
