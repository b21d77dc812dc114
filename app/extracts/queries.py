"""Every question asked of the table of extracts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, undefer

from app.actor import Actor
from app.extracts import rules
from app.extracts.models import Extract
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
    """The extract, locked, if it is still to be made."""
    query = select(Extract).where(Extract.id == extract_id, Extract.made_at.is_(None), Extract.stopped_at.is_(None))
    return db.scalar(query.with_for_update())


def forget_old(db: Session, moment: datetime) -> None:
    """The contents of those that are no longer kept."""
    old = update(Extract).where(Extract.kept_until <= moment, Extract.content.is_not(None))
    db.execute(old.values(content=None))


def orderer(db: Session, extract_id: UUID) -> Sequence[Membership]:
    """Who ordered it, if they are still there."""
    member_id = db.scalar(select(Extract.membership_id).where(Extract.id == extract_id))
    found = people.membership(db, member_id) if member_id else None
    return [found] if found else []
