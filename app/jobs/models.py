from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, now


class JobFailure(Base):
    """The last error of a job that failed, for a person to look at. Gone when the job succeeds after all."""

    __tablename__ = "job_failures"

    job_id: Mapped[int] = mapped_column(BigInteger, unique=True)  # the queue's own number
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    attempts: Mapped[int]
    error: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class ClockRun(Base):
    """When an automatic step last ran to its end, so that one that was missed is caught up with."""

    __tablename__ = "clock_runs"

    name: Mapped[str] = mapped_column(unique=True)
    ran_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    try_again_at: Mapped[datetime | None]
