"""The worker's loop: jobs from the queue, the clock, and the jobs of workers that died."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition, Job, Status
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.database import now
from app.jobs import queries
from app.jobs.clock import Step, strike
from app.jobs.models import JobFailure

Handler = Callable[..., object]
"""`handler(db, **arguments)`: what is done for a job of its name, in one transaction."""

MOST_ATTEMPTS = 48
LONGEST_WAIT = timedelta(hours=1)
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Pulse:
    """How often a worker shows that it is alive and looks around, in seconds. Tests use shorter ones."""

    heartbeat: float = 10.0
    dead_after: float = 45.0
    tick: float = 15.0
    first_wait: float = 60.0  # before a failed job is tried again; doubled each time, up to an hour
    grace: float = 30.0  # to finish what is being done when asked to stop
    reconnect: float = 3.0


@dataclass(frozen=True)
class Work:
    handlers: Mapping[str, Handler]
    every_minute: Sequence[Step] = ()
    every_night: Sequence[Step] = ()
    pulse: Pulse = field(default_factory=Pulse)


class Backoff(BaseRetryStrategy):
    def __init__(self, first_wait: float) -> None:
        self.first_wait = first_wait

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Wait twice as long each time; give up after `MOST_ATTEMPTS`."""
        del exception
        if job.attempts + 1 >= MOST_ATTEMPTS:
            return None
        wait = min(self.first_wait * 2 ** min(job.attempts, 20), LONGEST_WAIT.total_seconds())
        return RetryDecision(retry_at=now() + timedelta(seconds=wait))


def do(engine: Engine, handler: Handler, job: Job) -> None:
    """Do one job in one transaction on one connection; if it fails, keep why.

    Raises:
        Exception: whatever the handler raised.
    """
    with engine.connect() as connection, Session(connection, expire_on_commit=False) as db:
        try:
            handler(db, **job.task_kwargs)
            if job.attempts:
                queries.forget_error(db, job.id or 0)
            db.commit()
        except Exception as problem:
            db.rollback()
            failure = JobFailure(
                job_id=job.id or 0,
                name=job.task_name,
                arguments=job.task_kwargs,
                attempts=job.attempts + 1,
                error=f"{type(problem).__name__}: {problem}",
            )
            queries.keep_error(db, failure)
            db.commit()
            raise


def queue_of(engine: Engine, work: Work) -> App:
    """The queue with a handler for every name."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    queue = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=3))
    for name, handler in work.handlers.items():
        queue.task(name=name, pass_context=True, retry=Backoff(work.pulse.first_wait))(_task(engine, handler))
    return queue


def _task(engine: Engine, handler: Handler) -> Callable[..., None]:
    def task(context: JobContext, /, **_: Any) -> None:
        do(engine, handler, context.job)

    return task


async def run(engine: Engine, work: Work) -> None:
    """Work until SIGTERM or SIGINT, then finish what is being done. A database that is away is waited for."""
    while True:
        try:
            await _run_once(engine, work)
            return
        except ConnectorException as problem:
            log.warning("worker_lost_the_database", error=str(problem.__cause__ or problem))
            await asyncio.sleep(work.pulse.reconnect)


async def _run_once(engine: Engine, work: Work) -> None:
    queue = queue_of(engine, work)
    pulse = work.pulse
    async with queue.open_async():
        beside = [
            asyncio.create_task(_every(pulse.tick, lambda: _strike(engine, work))),
            asyncio.create_task(_every(pulse.tick, lambda: _take_over(queue, pulse))),
        ]
        try:
            await queue.run_worker_async(
                concurrency=2,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
                update_heartbeat_interval=pulse.heartbeat,
                stalled_worker_timeout=pulse.dead_after,
                fetch_job_polling_interval=pulse.tick,
                shutdown_graceful_timeout=pulse.grace,
            )
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)


async def _every(seconds: float, do_it: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await do_it()
        except Exception:
            log.exception("worker_chore_failed")
        await asyncio.sleep(seconds)


async def _strike(engine: Engine, work: Work) -> None:
    # Not cut short when the worker stops: the thread ends its transaction first.
    done = await asyncio.shield(asyncio.to_thread(strike, engine, work.every_minute, work.every_night))
    if done:
        log.info("clock_struck", steps=done)


async def _take_over(queue: App, pulse: Pulse) -> None:
    """Let the jobs of dead workers be done again; handlers bear being called twice."""
    for job in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=pulse.dead_after):
        if job.attempts + 1 >= MOST_ATTEMPTS:
            await queue.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await queue.job_manager.retry_job(job, retry_at=now())
        log.warning("job_taken_over", job=job.id, name=job.task_name, attempts=job.attempts)
