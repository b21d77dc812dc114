"""Every question asked of the table of extracts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, undefer

from app.actor import Actor
from app.extracts import rules
from app.extracts.models import Extract
from app.jobs.models import JobFailure
from app.people import queries as people
from app.people.models import Membership
from app.refusals import NotFound


def extracts(db: Session, actor: Actor) -> Sequence[Extract]:
    """Those the actor ordered, the latest first."""
    query = select(Extract).where(rules.may_view.rows(actor))
    return db.scalars(query.order_by(Extract.created_at.desc(), Extract.reference.desc()).limit(30)).all()


def extract(db: Session, actor: Actor, reference: str) -> Extract:
    """The extract with that reference, with its content.

    Raises:
        NotFound: there is none that the actor may see.
    """
    query = select(Extract).where(rules.may_view.rows(actor), Extract.reference == reference)
    found = db.scalar(query.options(undefer(Extract.content)))
    if found is None:
        raise NotFound
    return found


def to_make(db: Session, extract_id: UUID) -> Extract | None:
    """The extract, if it is still to be made. Not locked: how far it has come is written meanwhile."""
    query = select(Extract).where(Extract.id == extract_id, Extract.made_at.is_(None), Extract.stopped_at.is_(None))
    return db.scalar(query)


def hold(db: Session, extract: Extract) -> None:
    """Let no one else change it until the transaction ends."""
    db.flush()
    db.refresh(extract, ["made_at", "stopped_at"], with_for_update=True)


def say_progress(db: Session, extract_id: UUID, done: int, whole: int) -> None:
    """How far it has come."""
    db.execute(update(Extract).where(Extract.id == extract_id).values(done=done, whole=whole))


def waiting(db: Session, actor: Actor, slug: str, form: str, about: Mapping[str, str], language: str) -> Extract | None:
    """The same file, ordered by the actor and still to be made."""
    same = (Extract.export == slug, Extract.form == form, Extract.about == dict(about), Extract.language == language)
    not_yet = (Extract.made_at.is_(None), Extract.stopped_at.is_(None))
    return db.scalar(select(Extract).where(rules.may_view.rows(actor), *same, *not_yet).limit(1))


def has_failed(db: Session, extract: Extract) -> bool:
    """Whether the last attempt at making it failed. It is tried again."""
    query = select(JobFailure.id).where(
        JobFailure.name == "make_extract", JobFailure.arguments["extract_id"].astext == str(extract.id)
    )
    return extract.is_waiting and db.scalar(query.limit(1)) is not None


def forget_old(db: Session, moment: datetime) -> None:
    """The contents of those that are no longer kept."""
    old = update(Extract).where(Extract.kept_until <= moment, Extract.content.is_not(None))
    db.execute(old.values(content=None))


def orderer(db: Session, extract_id: UUID) -> Sequence[Membership]:
    """Who ordered it, if they are still there."""
    member_id = db.scalar(select(Extract.membership_id).where(Extract.id == extract_id))
    found = people.membership(db, member_id) if member_id else None
    return [found] if found else []
