"""How the ways in fare: for those who run the portal, and for the administrators of each organisation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import contains_eager

from app.actor import Actor
from app.database import now, today
from app.organisations.models import Organisation
from app.sign_in.models import (
    ConnectionStatus,
    ConnectionTrace,
    IdpConnection,
    Purpose,
    Session,
    SessionOrganisation,
    TraceStep,
)
from app.sign_in.rules import may_read

LOOKED_BACK = timedelta(days=7)
MOST_ATTEMPTS = 50
WARNED_BEFORE = (30, 14, 3)  # days (sso.md 7.3)


@dataclass(frozen=True)
class Watched:
    """One way in and how it has fared in the last week. `trouble` is how many sign-ins were refused and `often` the
    reason that came up most."""

    connection: IdpConnection
    went_well: int
    trouble: int
    often: str

    @property
    def ends_soon(self) -> bool:
        """Whether something of it stops working within a month."""
        return self.connection.status == ConnectionStatus.active and any(
            day <= today() + timedelta(days=WARNED_BEFORE[0]) for day in self.connection.ends.values()
        )


def watched(db: Db, actor: Actor) -> list[Watched]:
    """Every way in that the actor may read about."""
    found = db.scalars(
        select(IdpConnection)
        .join(IdpConnection.organisation)
        .options(contains_eager(IdpConnection.organisation))
        .where(may_read.rows(actor))
        .order_by(Organisation.name, IdpConnection.created_at)
    ).all()
    ended = _how_they_ended(db, [one.id for one in found])
    return [_watched(one, ended.get(one.id, Counter())) for one in found]


def readable(db: Db, connection_id: UUID) -> IdpConnection | None:
    """Any connection with its organisation, for a guard to ask about."""
    return db.scalar(
        select(IdpConnection)
        .join(IdpConnection.organisation)
        .options(contains_eager(IdpConnection.organisation))
        .where(IdpConnection.id == connection_id)
    )


def how_it_fares(db: Db, connection: IdpConnection) -> Watched:
    return _watched(connection, _how_they_ended(db, [connection.id]).get(connection.id, Counter()))


def _watched(connection: IdpConnection, ended: Counter[str]) -> Watched:
    troubles = Counter({reason: count for reason, count in ended.items() if reason})
    often = troubles.most_common(1)
    return Watched(connection, ended[""], troubles.total(), often[0][0] if often else "")


def _how_they_ended(db: Db, connection_ids: list[UUID]) -> dict[UUID, Counter[str]]:
    """For each connection: how many sign-ins of the last week ended for which reason; "" for those that went well."""
    found = db.execute(
        select(ConnectionTrace.connection_id, ConnectionTrace.reason, func.count())
        .where(
            ConnectionTrace.connection_id.in_(connection_ids),
            ConnectionTrace.created_at > now() - LOOKED_BACK,
            ConnectionTrace.purpose != Purpose.test,
            (ConnectionTrace.reason != "") | (ConnectionTrace.step == TraceStep.admitted),
        )
        .group_by(ConnectionTrace.connection_id, ConnectionTrace.reason)
    )
    counted: dict[UUID, Counter[str]] = {}
    for connection_id, reason, count in found:
        counted.setdefault(connection_id, Counter())[reason] = count
    return counted


@dataclass(frozen=True)
class Attempt:
    """One sign-in as it is read: its steps in the order of the way."""

    id: UUID
    at: datetime
    purpose: Purpose
    connection_name: str
    steps: Sequence[ConnectionTrace]

    @property
    def last(self) -> ConnectionTrace:
        return self.steps[-1]

    @property
    def reason(self) -> str:
        return self.last.reason

    @property
    def reference(self) -> str:
        """What the person was shown, if it went wrong."""
        return self.last.correlation_id

    @property
    def went_well(self) -> bool:
        return self.last.step == TraceStep.admitted and not self.last.reason


def attempts_of(db: Db, connection_id: UUID) -> list[Attempt]:
    """The latest attempts at one connection, newest first."""
    return _attempts(db, ConnectionTrace.connection_id == connection_id)


def attempts_in(db: Db, organisation_id: UUID) -> list[Attempt]:
    """The latest attempts at the connections of one organisation, newest first."""
    return _attempts(db, IdpConnection.organisation_id == organisation_id)


def _attempts(db: Db, wanted: ColumnElement[bool]) -> list[Attempt]:
    latest = (
        select(ConnectionTrace.attempt_id)
        .join(IdpConnection, IdpConnection.id == ConnectionTrace.connection_id)
        .where(wanted)
        .group_by(ConnectionTrace.attempt_id)
        .order_by(func.max(ConnectionTrace.created_at).desc())
        .limit(MOST_ATTEMPTS)
    )
    rows = db.execute(
        select(ConnectionTrace, IdpConnection.name)
        .join(IdpConnection, IdpConnection.id == ConnectionTrace.connection_id)
        .where(wanted, ConnectionTrace.attempt_id.in_(latest))
        .order_by(ConnectionTrace.created_at, ConnectionTrace.id)
    )
    grouped: dict[UUID, list[tuple[ConnectionTrace, str]]] = {}
    for trace, name in rows:
        grouped.setdefault(trace.attempt_id, []).append((trace, name))
    found = [
        Attempt(
            id=attempt_id,
            at=lines[0][0].created_at,
            purpose=lines[0][0].purpose,
            connection_name=lines[0][1],
            steps=sorted((trace for trace, _ in lines), key=lambda one: (STEPS.index(one.step), bool(one.reason))),
        )
        for attempt_id, lines in grouped.items()
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


STEPS = tuple(TraceStep)


def signed_in_through(db: Db, connection_id: UUID) -> int:
    """How many people are signed in through a connection now."""
    counted = (
        select(func.count(Session.person_id.distinct()))
        .join(SessionOrganisation, SessionOrganisation.session_id == Session.id)
        .where(
            SessionOrganisation.connection_id == connection_id,
            SessionOrganisation.expires_at > now(),
            Session.expires_at > now(),
            Session.revoked_at.is_(None),
        )
    )
    return db.scalar(counted) or 0


def ending(db: Db, until: date) -> Sequence[IdpConnection]:
    """The open ways in of which something ends by that day; locked, so that each is told of once."""
    return db.scalars(
        select(IdpConnection)
        .where(
            IdpConnection.status == ConnectionStatus.active,
            (IdpConnection.secret_expires_on <= until) | (IdpConnection.certificate_expires_on <= until),
        )
        .order_by(IdpConnection.id)
        .with_for_update()
    ).all()
