"""What failed, and when the clock last struck."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.database import now
from app.jobs.models import ClockRun, JobFailure


def keep_error(db: Session, failure: JobFailure) -> None:
    """Remember why a job failed this time."""
    latest = {"attempts": failure.attempts, "error": failure.error, "at": now()}
    kept = insert(JobFailure).values(
        id=uuid4(), job_id=failure.job_id, name=failure.name, arguments=failure.arguments, created_at=now(), **latest
    )
    db.execute(kept.on_conflict_do_update(index_elements=[JobFailure.job_id], set_=latest))


def forget_error(db: Session, job_id: int) -> None:
    db.execute(delete(JobFailure).where(JobFailure.job_id == job_id))


def failures(db: Session, *, at_most: int = 100) -> Sequence[JobFailure]:
    """The jobs that failed, latest first."""
    return db.scalars(select(JobFailure).order_by(JobFailure.at.desc()).limit(at_most)).all()


def has_the_clock(db: Session, name: str) -> bool:
    """Whether this transaction may run the automatic step of that name; another worker may be at it now."""
    return bool(db.scalar(select(func.pg_try_advisory_xact_lock(func.hashtextextended(f"clock:{name}", 0)))))


def clock_run(db: Session, name: str) -> ClockRun:
    """The row of that automatic step. Ask for it only with the clock in hand."""
    run = db.scalar(select(ClockRun).where(ClockRun.name == name))
    if run is None:
        run = ClockRun(name=name)
        db.add(run)
        db.flush()
    return run


def stopped_steps(db: Session) -> Sequence[ClockRun]:
    """The automatic steps whose last attempt failed."""
    return db.scalars(select(ClockRun).where(ClockRun.failures > 0).order_by(ClockRun.name)).all()


def last_tick(db: Session) -> datetime | None:
    return db.scalar(select(func.max(ClockRun.ran_at)))
