"""Attempts on their way out and back, and whom a subject stands for."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import contains_eager, joinedload

from app.database import now
from app.people.models import Membership, MembershipStatus, Person
from app.sign_in.models import (
    ConnectionStatus,
    ConnectionTrace,
    Identity,
    IdpConnection,
    LoginAttempt,
    Protocol,
    ReplayGuard,
    ReplayKind,
    SessionOrganisation,
)


def attempt(db: Db, state_hash: str) -> LoginAttempt | None:
    return db.scalar(select(LoginAttempt).where(LoginAttempt.state_hash == state_hash))


def consumed(db: Db, attempt_id: UUID) -> bool:
    """Use an attempt up, if nobody has: true for exactly one of all who ask, however close together."""
    mine = db.scalar(
        update(LoginAttempt)
        .where(LoginAttempt.id == attempt_id, LoginAttempt.consumed_at.is_(None), LoginAttempt.expires_at > now())
        .values(consumed_at=now())
        .returning(LoginAttempt.id)
        .execution_options(synchronize_session=False)
    )
    return mine is not None


def settle(db: Db, attempt_id: UUID, outcome: str) -> None:
    """How an attempt ended: "ok", or one of our codes."""
    db.execute(
        update(LoginAttempt)
        .where(LoginAttempt.id == attempt_id)
        .values(outcome=outcome)
        .execution_options(synchronize_session=False)
    )


def may_ask_for_keys(db: Db, connection_id: UUID, wait: timedelta) -> bool:
    """True once per `wait` for each connection, however many unknown keys are shown to us (rule 19)."""
    mine = db.scalar(
        update(IdpConnection)
        .where(
            IdpConnection.id == connection_id,
            or_(IdpConnection.keys_again_after.is_(None), IdpConnection.keys_again_after <= now()),
        )
        .values(keys_again_after=now() + wait)
        .returning(IdpConnection.id)
        .execution_options(synchronize_session=False)
    )
    return mine is not None


def identity(db: Db, connection_id: UUID, subject: str) -> Identity | None:
    return db.scalar(select(Identity).where(Identity.connection_id == connection_id, Identity.subject == subject))


def waiting_membership(db: Db, organisation_id: UUID, email: str) -> Membership | None:
    """The one membership of this organisation that waits for its first sign-in by someone with this address; also one
    that is only proposed, by which nobody acts before it has been approved.

    Never one that any sign-in service the organisation still has already has an identity for; never a choice among
    several. Closing a service says that its people are known anew by their addresses, and shows whom that concerns.
    Passkeys are no sign-in service: who came in by them waits for the first sign-in through the organisation's own.
    """
    found = db.scalars(_untied(organisation_id).where(func.lower(Person.email) == email.lower()).limit(2)).all()
    return found[0] if len(found) == 1 else None


def untied_membership(db: Db, organisation_id: UUID, membership_id: UUID) -> Membership | None:
    """A membership that nobody has signed in to, if it is one of this organisation's."""
    return db.scalar(_untied(organisation_id).where(Membership.id == membership_id))


def _untied(organisation_id: UUID) -> Select[Membership]:
    known = (
        select(Identity.person_id)
        .join(IdpConnection, IdpConnection.id == Identity.connection_id)
        .where(
            IdpConnection.organisation_id == organisation_id,
            IdpConnection.status != ConnectionStatus.disabled,
            IdpConnection.protocol != Protocol.local,
        )
    )
    return (
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(
            Membership.organisation_id == organisation_id,
            Membership.status.in_((MembershipStatus.proposed, MembershipStatus.invited, MembershipStatus.active)),
            Membership.person_id.not_in(known),
        )
    )


def forgotten(db: Db, before: datetime) -> list[LoginAttempt]:
    """Attempts so old that nothing asks for them any more."""
    return list(db.scalars(select(LoginAttempt).where(LoginAttempt.expires_at < before).limit(500)))


def forget_traces(db: Db, before: datetime) -> None:
    db.execute(delete(ConnectionTrace).where(ConnectionTrace.created_at < before))


def first_time(db: Db, connection_id: UUID, kind: ReplayKind, value_hash: str, until: datetime) -> bool:
    """Use up what a provider may say once: true for exactly one of all who ask."""
    said = insert(ReplayGuard).values(
        id=uuid4(), created_at=now(), connection_id=connection_id, kind=kind, value_hash=value_hash, expires_at=until
    )
    return db.scalar(said.on_conflict_do_nothing().returning(ReplayGuard.id)) is not None


def forget_replays(db: Db) -> None:
    """What is too old to be believed need not be remembered."""
    db.execute(delete(ReplayGuard).where(ReplayGuard.expires_at < now()))


def proofs_known_as(db: Db, connection_id: UUID, sid: str, subject: str) -> list[SessionOrganisation]:
    """What a connection has proven of one session of its own, or of a person in all of them; both names must fit
    where both are given."""
    named = [
        SessionOrganisation.provider_session == sid if sid else true(),
        SessionOrganisation.provider_subject == subject if subject else true(),
    ]
    return list(
        db.scalars(
            select(SessionOrganisation)
            .options(joinedload(SessionOrganisation.session))
            .where(
                SessionOrganisation.connection_id == connection_id,
                SessionOrganisation.expires_at > now(),
                *named,
            )
            .with_for_update(of=SessionOrganisation)
        )
    )
