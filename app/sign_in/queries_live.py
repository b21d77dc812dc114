"""Who a cookie stands for: asked on every page of everyone who is signed in, so built once and asked in two."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from sqlalchemy import ColumnElement, DateTime, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import contains_eager, joinedload

from app.database import today
from app.people.models import Membership
from app.sign_in.models import Identity, IdpConnection, Session, SessionOrganisation
from app.sign_in.queries import holds, holds_itself_today, holds_today, is_live, takes_part


@dataclass(frozen=True)
class Found:
    """A live session, whom it acts as, and how many organisations that person belongs to."""

    session: Session
    membership: Membership
    proof: SessionOrganisation
    memberships: int


def live(db: Db, token_hash: str, at: datetime) -> Found | None:
    """The session of a cookie, if what it acts as is proven in it. Two questions: as one they take the database ten
    times as long to plan as to answer."""
    proven = db.execute(_proven(), {"token_hash": token_hash, "at": at}).one_or_none()
    if proven is None:
        return None
    session, proof = proven
    who = {"membership_id": session.acting_membership_id, "person_id": session.person_id}
    row = db.execute(_acting(today()), who).unique().one_or_none()
    return Found(session, row[0], proof, row[1]) if row else None


@cache
def _proven() -> Select[Session, SessionOrganisation]:
    at: ColumnElement[datetime] = bindparam("at", type_=DateTime(timezone=True))
    return (
        select(Session, SessionOrganisation)
        .join(Membership, Membership.id == Session.acting_membership_id)
        .join(SessionOrganisation, SessionOrganisation.session_id == Session.id)
        .join(IdpConnection, IdpConnection.id == SessionOrganisation.connection_id)
        .join(Identity, and_(Identity.id == SessionOrganisation.identity_id, Identity.disabled_at.is_(None)))
        .where(SessionOrganisation.organisation_id == Membership.organisation_id)
        .where(Session.token_hash == bindparam("token_hash"), is_live(at), holds(at))
    )


@lru_cache(2)
def _acting(_day: date) -> Select[Membership, int]:
    """Built once a day, for the day stands in it."""
    others = select(func.count()).where(Membership.person_id == bindparam("person_id"), holds_today())
    return (
        select(Membership, others.scalar_subquery())
        .join(Membership.person)
        .join(Membership.organisation)
        .options(
            contains_eager(Membership.person), contains_eager(Membership.organisation), joinedload(Membership.role_rows)
        )
        .where(Membership.id == bindparam("membership_id"), *holds_itself_today(), takes_part())
    )
