"""Those who come for the first time and whom nobody has invited."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import joinedload

from app.database import now
from app.people.models import Membership, MembershipStatus, Person
from app.sign_in.models import Identity, IdpConnection
from app.sign_in.models_newcomers import AccessRequest


def membership_in(db: Db, organisation_id: UUID, person_id: UUID) -> Membership | None:
    """A person's membership of an organisation, whatever its status."""
    wanted = (Membership.organisation_id == organisation_id, Membership.person_id == person_id)
    return db.scalar(select(Membership).where(*wanted))


def is_address_known(db: Db, organisation_id: UUID, email: str) -> bool:
    """Whether somebody of the organisation who has not left it has that address."""
    found = (
        select(Membership.id)
        .join(Membership.person)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.status != MembershipStatus.removed,
            func.lower(Person.email) == email.lower(),
        )
    )
    return db.scalar(found.limit(1)) is not None


def waiting(db: Db, organisation_id: UUID) -> int:
    """How many newcomers wait for an organisation's administrator."""
    wanted = (Membership.organisation_id == organisation_id, Membership.is_asked_for_by_its_service)
    return db.scalar(select(func.count()).select_from(Membership).where(*wanted)) or 0


def keep_request(db: Db, row: AccessRequest) -> None:
    """One for each subject of a connection: whoever is turned away again gets a new key, and the old one is void."""
    said = {
        "name": row.name,
        "email": row.email,
        "language": row.language,
        "token_hash": row.token_hash,
        "expires_at": row.expires_at,
    }
    key = {"connection_id": row.connection_id, "subject": row.subject}
    insertion = insert(AccessRequest).values(id=uuid4(), created_at=now(), message="", **key, **said)
    db.execute(insertion.on_conflict_do_update(index_elements=list(key), set_={**said, "membership_id": None}))


def open_request(db: Db, token_hash: str) -> AccessRequest | None:
    """One that can still be made; held until the end of the transaction."""
    return db.scalar(
        select(AccessRequest)
        .options(joinedload(AccessRequest.connection, innerjoin=True).joinedload(IdpConnection.organisation))
        .where(
            AccessRequest.token_hash == token_hash,
            AccessRequest.membership_id.is_(None),
            AccessRequest.expires_at > now(),
        )
        .with_for_update(of=AccessRequest)
    )


def request_of(db: Db, membership_id: UUID) -> AccessRequest | None:
    """What somebody wrote who waits to be let in, if they were asked to write."""
    return db.scalar(select(AccessRequest).where(AccessRequest.membership_id == membership_id))


def vouched_by(db: Db, membership: Membership) -> Identity | None:
    """How the organisation's service knows somebody who waits to be let in."""
    return db.scalar(
        select(Identity)
        .join(IdpConnection, IdpConnection.id == Identity.connection_id)
        .where(Identity.person_id == membership.person_id, IdpConnection.organisation_id == membership.organisation_id)
        .order_by(Identity.created_at.desc())
        .limit(1)
    )


def forget_request(db: Db, membership_id: UUID) -> None:
    """It has been decided: what they wrote is no longer needed."""
    db.execute(delete(AccessRequest).where(AccessRequest.membership_id == membership_id))


def forget_unmade(db: Db, before: datetime) -> None:
    """Those who never asked are not remembered."""
    db.execute(delete(AccessRequest).where(AccessRequest.membership_id.is_(None), AccessRequest.expires_at < before))
