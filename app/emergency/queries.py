from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import joinedload

from app.actor import Role
from app.database import now
from app.emergency.models import EmergencyAccess, EnrolmentCode
from app.organisations.models import Organisation
from app.passkeys.models import Passkey, Unlock
from app.people import queries as people
from app.people.models import Membership, MembershipStatus, Person
from app.refusals import NotFound
from app.sign_in.models import AuthEvent, Identity, IdpConnection, Session, SignInPolicy


def access(db: Db, access_id: UUID) -> EmergencyAccess:
    """Raises:
    NotFound: there is none such.
    """
    return _one(db, EmergencyAccess.id == access_id)


def access_called(db: Db, word: str) -> EmergencyAccess:
    """By the word one tells the other, as long as there is time to agree.

    Raises:
        NotFound: nobody waits under that word.
    """
    waiting = (EmergencyAccess.approved_at.is_(None)) & (EmergencyAccess.expires_at > now())
    return _one(db, (EmergencyAccess.word == word) & waiting)


def _one(db: Db, wanted: ColumnElement[bool]) -> EmergencyAccess:
    found = db.scalar(_with_people().where(wanted).with_for_update(of=EmergencyAccess))
    if found is None:
        raise NotFound
    return found


def _with_people() -> Select[EmergencyAccess]:
    return select(EmergencyAccess).options(
        joinedload(EmergencyAccess.membership).joinedload(Membership.person),
        joinedload(EmergencyAccess.approved_by).joinedload(Membership.person),
    )


def waiting(db: Db) -> Sequence[EmergencyAccess]:
    """What someone has to agree to now."""
    wanted = (EmergencyAccess.approved_at.is_(None), EmergencyAccess.expires_at > now())
    return db.scalars(_with_people().where(*wanted).order_by(EmergencyAccess.created_at)).all()


def latest(db: Db, count: int = 10) -> Sequence[EmergencyAccess]:
    """What was asked for, latest first."""
    return db.scalars(_with_people().order_by(EmergencyAccess.created_at.desc()).limit(count)).all()


def code_used(db: Db, code_hash: str) -> UUID | None:
    """Use an enrolment code up: whose it is, for exactly one of all who ask."""
    mine = (
        update(EnrolmentCode)
        .where(
            EnrolmentCode.code_hash == code_hash, EnrolmentCode.consumed_at.is_(None), EnrolmentCode.expires_at > now()
        )
        .values(consumed_at=now())
        .returning(EnrolmentCode.membership_id)
        .execution_options(synchronize_session=False)
    )
    return db.scalar(mine)


def code_for(db: Db, code_hash: str) -> Membership | None:
    """Whose a code is that still works."""
    return db.scalar(
        select(Membership)
        .join(EnrolmentCode, EnrolmentCode.membership_id == Membership.id)
        .options(joinedload(Membership.person), joinedload(Membership.organisation))
        .where(
            EnrolmentCode.code_hash == code_hash, EnrolmentCode.consumed_at.is_(None), EnrolmentCode.expires_at > now()
        )
    )


def platform_member(db: Db, organisation_id: UUID, email: str) -> Membership | None:
    """Someone of the region with that address who runs the portal already."""
    found = people.holders(db, organisation_id, Role.platform_admin)
    return next((one for one in found if one.person.email.lower() == email.lower()), None)


def has_passkey(db: Db, membership: Membership) -> bool:
    return (
        db.scalar(
            select(Passkey.id)
            .join(Identity, Identity.id == Passkey.identity_id)
            .join(IdpConnection, IdpConnection.id == Identity.connection_id)
            .where(
                Identity.person_id == membership.person_id,
                IdpConnection.organisation_id == membership.organisation_id,
            )
            .limit(1)
        )
        is not None
    )


def members(db: Db, organisation_id: UUID) -> Sequence[Membership]:
    """Whom an organisation can name."""
    return db.scalars(
        select(Membership)
        .join(Membership.person)
        .options(joinedload(Membership.person))
        .where(Membership.organisation_id == organisation_id, Membership.status == MembershipStatus.active)
        .order_by(Person.name, Membership.id)
    ).all()


def member_of(db: Db, organisation_id: UUID, membership_id: UUID) -> Membership:
    """Raises:
    NotFound: not an active member of the organisation.
    """
    found = next((one for one in members(db, organisation_id) if one.id == membership_id), None)
    if found is None:
        raise NotFound
    return found


def session_by(db: Db, token_hash: str) -> Session:
    return db.scalars(select(Session).where(Session.token_hash == token_hash)).one()


def policy_held(db: Db, organisation_id: UUID) -> SignInPolicy | None:
    found = select(SignInPolicy).where(SignInPolicy.organisation_id == organisation_id).with_for_update()
    return db.scalar(found)


def unlock_of(db: Db, organisation_id: UUID) -> Unlock | None:
    """The unlocking that holds now."""
    return db.scalar(
        select(Unlock).where(
            Unlock.organisation_id == organisation_id, Unlock.until > now(), Unlock.raised_at.is_(None)
        )
    )


def unlocks_that_ended(db: Db) -> Sequence[Unlock]:
    return db.scalars(
        select(Unlock).where(Unlock.until <= now(), Unlock.raised_at.is_(None)).with_for_update(skip_locked=True)
    ).all()


def organisation(db: Db, organisation_id: UUID) -> Organisation:
    return db.get_one(Organisation, organisation_id)


def auth_event(db: Db, event_id: UUID) -> AuthEvent | None:
    return db.get(AuthEvent, event_id)


def person_name(db: Db, person_id: UUID) -> str:
    return db.scalar(select(Person.name).where(Person.id == person_id)) or ""


def those_to_tell(db: Db, organisation_id: UUID) -> Sequence[Membership]:
    """Everyone who runs the portal, and the administrators of the organisation it concerns; each once."""
    found = [
        *people.holders_anywhere(db, Role.platform_admin),
        *people.holders(db, organisation_id, Role.organisation_admin),
    ]
    return list({one.id: one for one in found}.values())
