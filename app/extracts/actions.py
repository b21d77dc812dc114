"""Ordering an extract, and making it when its turn comes."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import THE_CLOCK, Actor
from app.database import now
from app.extracts import rules
from app.extracts.book import Book
from app.extracts.models import Extract
from app.jobs.queue import enqueue
from app.references.queries import next_reference
from app.refusals import require

KEPT_FOR = timedelta(days=7)


def order(db: Session, actor: Actor, title: str, period: str, place: str, language: str) -> Extract:
    """Let the worker make the workbook.

    Raises:
        NotAllowed: not the actor's.
    """
    require(rules.may_order(actor))
    extract = Extract(
        reference=next_reference(db, "U"),
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        period=period,
        place=place,
        language=language,
        title=title,
    )
    db.add(extract)
    record(db, actor, Happened.extract_ordered, extract)
    enqueue(db, "make_extract", extract_id=str(extract.id))
    return extract


def finish(db: Session, extract: Extract, made: Book) -> None:
    extract.content = made.content
    extract.size, extract.rows = len(made.content), made.rows
    extract.made_at = now()
    extract.kept_until = extract.made_at + KEPT_FOR
    record(db, THE_CLOCK, Happened.extract_ready, extract)


def stop(extract: Extract) -> None:
    """Whoever ordered it may no longer have it."""
    extract.stopped_at = now()
