"""What seeding asks of tables that no feature lets one ask of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.organisations.models import Organisation


def is_empty(db: Session) -> bool:
    """Nobody has been here: there is no organisation."""
    return db.scalar(select(Organisation.id).limit(1)) is None


@dataclass(frozen=True)
class Job:
    """One thing that waits in the queue."""

    id: int
    name: str
    arguments: dict[str, Any]


def queued(db: Session) -> Sequence[Job]:
    """What waits in the queue, first come first."""
    rows = db.execute(text("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"))
    return [Job(*row) for row in rows]


def take_off_the_queue(db: Session, jobs: Sequence[Job]) -> None:
    db.execute(text("DELETE FROM procrastinate_jobs WHERE id = ANY(:ids)"), {"ids": [job.id for job in jobs]})
