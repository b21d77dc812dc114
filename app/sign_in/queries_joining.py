"""Two sign-ins of one person: what is offered, and what is one already."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import contains_eager, joinedload

from app.database import now
from app.organisations.models import Organisation
from app.people.models import Membership, MembershipStatus, Person
from app.sign_in.models import Identity, IdpConnection
from app.sign_in.models_joining import JoinOffer


def keep_offer(db: Db, row: JoinOffer) -> None:
    """The latest counts."""
    said = {
        "connection_id": row.connection_id,
        "subject": row.subject,
        "shown_name": row.shown_name,
        "shown_email": row.shown_email,
        "expires_at": row.expires_at,
    }
    insertion = insert(JoinOffer).values(id=uuid4(), created_at=now(), session_id=row.session_id, **said)
    db.execute(insertion.on_conflict_do_update(index_elements=["session_id"], set_=said))


def offer_to(db: Db, session_id: UUID) -> JoinOffer | None:
    """What waits for the person's yes in that session; held until the end of the transaction."""
    return db.scalar(
        select(JoinOffer)
        .options(joinedload(JoinOffer.connection, innerjoin=True).joinedload(IdpConnection.organisation))
        .where(JoinOffer.session_id == session_id, JoinOffer.expires_at > now())
        .with_for_update(of=JoinOffer)
    )


def forget_offer(db: Db, session_id: UUID) -> None:
    db.execute(delete(JoinOffer).where(JoinOffer.session_id == session_id))


def held_people(db: Db, *person_ids: UUID) -> dict[UUID, Person]:
    """These people, held until the end of the transaction, in one order whoever asks."""
    found = db.scalars(select(Person).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update())
    return {one.id: one for one in found}


def person(db: Db, person_id: UUID) -> Person:
    return db.get_one(Person, person_id)


def identities_in(db: Db, person_id: UUID, organisation_id: UUID) -> Sequence[Identity]:
    """How one organisation's ways in know a person."""
    return db.scalars(
        select(Identity)
        .join(IdpConnection, IdpConnection.id == Identity.connection_id)
        .where(Identity.person_id == person_id, IdpConnection.organisation_id == organisation_id)
    ).all()


def memberships_that_count(db: Db, person_id: UUID) -> Sequence[Membership]:
    """Where a person belongs, or did and may again: all but what they have left."""
    return db.scalars(
        select(Membership)
        .join(Membership.organisation)
        .options(contains_eager(Membership.organisation))
        .where(Membership.person_id == person_id, Membership.status != MembershipStatus.removed)
        .order_by(Membership.created_at)
    ).all()


def organisation_name(db: Db, organisation_id: UUID) -> str:
    return db.get_one(Organisation, organisation_id).name
