from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import contains_eager, joinedload

from app.actor import Actor
from app.database import now
from app.organisations.models import Organisation
from app.paging import PER_PAGE, Page, offset, paged
from app.people.models import Membership, Person
from app.refusals import NotFound
from app.sessions import rules
from app.sign_in.models import Session, SessionOrganisation
from app.sign_in.queries import proofs_that_hold
from app.sign_in.queries_live import live
from app.sign_in.secrets import fingerprint


@dataclass
class Window:
    """A browser somebody is signed in with, and where."""

    session_id: UUID
    person_id: UUID
    person: str
    agent: str
    since: datetime
    last_seen_at: datetime
    organisations: list[str] = field(default_factory=list)


def member(db: Db, actor: Actor, membership_id: UUID) -> Membership:
    """Someone whose sessions the actor may end.

    Raises:
        NotFound: there is no such member.
    """
    found = db.scalar(
        select(Membership)
        .options(joinedload(Membership.person), joinedload(Membership.organisation))
        .where(Membership.id == membership_id, rules.may_end.rows(actor))
    )
    if found is None:
        raise NotFound
    return found


def proofs_at(db: Db, membership: Membership) -> Sequence[SessionOrganisation]:
    """Where a member is signed in to this organisation now. What they do elsewhere is nobody's business here."""
    return db.scalars(
        _shown().where(
            Session.person_id == membership.person_id,
            SessionOrganisation.organisation_id == membership.organisation_id,
        )
    ).all()


def count_for(db: Db, membership: Membership) -> int:
    """How many browsers a member is signed in with to this organisation."""
    return len(proofs_at(db, membership))


def _shown() -> Select[SessionOrganisation]:
    return (
        proofs_that_hold(now())
        .join(Person, Person.id == Session.person_id)
        .options(
            contains_eager(SessionOrganisation.session).joinedload(Session.person),
            joinedload(SessionOrganisation.organisation),
        )
        .order_by(Session.last_seen_at.desc(), Session.id)
    )


def everyone_signed_in(db: Db, words: str, number: int) -> Page[SessionOrganisation]:
    """All of them, latest first."""
    wanted = _shown().where(_about(words)).limit(PER_PAGE + 1).offset(offset(number))
    return paged(db.scalars(wanted).all(), number)


def _about(words: str) -> ColumnElement[bool]:
    part = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return or_(
        Person.name.ilike(part, escape="\\"),
        SessionOrganisation.organisation.has(Organisation.name.ilike(part, escape="\\")),
    )


def proof(db: Db, session_id: UUID, organisation_id: UUID) -> SessionOrganisation | None:
    wanted = _shown().where(Session.id == session_id, SessionOrganisation.organisation_id == organisation_id)
    return db.scalar(wanted)


def session(db: Db, session_id: UUID) -> Session:
    """A session that is not over.

    Raises:
        NotFound: there is none such.
    """
    found = db.scalar(select(Session).where(Session.id == session_id, Session.revoked_at.is_(None)))
    if found is None:
        raise NotFound
    return found


def sessions_of(db: Db, person_id: UUID) -> Sequence[UUID]:
    """The sessions of a person that are not over."""
    return sorted({one.session_id for one in db.scalars(_shown().where(Session.person_id == person_id))})


@dataclass(frozen=True)
class Left:
    """Seconds until a session ends: if it is not used, and in any case. None at all when it is over."""

    idle: int = 0
    absolute: int = 0


def left(db: Db, cookie: str) -> Left:
    at = now()
    found = live(db, fingerprint(cookie), at) if cookie else None
    if found is None:
        return Left()
    minutes = min(found.session.idle_minutes, found.proof.idle_minutes)
    untouched = found.session.last_seen_at + timedelta(minutes=minutes)
    until = min(found.session.expires_at, found.proof.expires_at)
    return Left(int((untouched - at).total_seconds()), int((until - at).total_seconds()))


def touch(db: Db, session_id: UUID) -> None:
    """The session is in use, now and not a minute ago."""
    db.get_one(Session, session_id).last_seen_at = now()
    db.flush()


def windows(proofs: Iterable[SessionOrganisation]) -> list[Window]:
    """A line for each browser, whatever it is signed in to."""
    found: dict[UUID, Window] = {}
    for one in proofs:
        it = one.session
        line = found.setdefault(
            it.id, Window(it.id, it.person_id, it.person.name, it.agent, it.created_at, it.last_seen_at)
        )
        line.organisations.append(one.organisation.name)
    return list(found.values())
