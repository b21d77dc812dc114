"""The state of an organisation's people."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.actor import Actor, Role
from app.administration.models import Invitation, InvitationBatch
from app.database import now, today
from app.organisations.models import Organisation, OrganisationKind
from app.people import queries as people
from app.people.models import Membership, MembershipStatus
from app.people.rules import may_administer
from app.refusals import NotFound
from app.saml import queries as saml
from app.scim import queries as scim
from app.sign_in import queries as doors
from app.sign_in import queries_domains as sign_in
from app.sign_in.models import SignInPolicy
from app.sign_in.newcomers import is_in_domains
from app.sign_in.secrets import fingerprint

LEAVING_SOON = timedelta(days=30)
NEEDS_DEPUTY = (Role.testbed_leader, Role.sponsor, Role.company_rep, Role.researcher)


@dataclass(frozen=True)
class State:
    """How many people of an organisation need a look; each number with its own sentence."""

    active: int
    without_role: int
    waiting: int
    without_deputy: int
    leaving: int
    lacks_leader: bool
    lacks_sponsor: bool


def state_of(db: Session, organisation_id: UUID) -> State:
    everyone = [row for row in people.people_of(db, organisation_id) if row.status is not MembershipStatus.removed]
    active = [row for row in everyone if row.is_active]
    is_municipality = db.get_one(Organisation, organisation_id).kind is OrganisationKind.municipality
    return State(
        active=len(active),
        without_role=sum(not row.roles for row in active),
        waiting=sum(row.status in (MembershipStatus.invited, MembershipStatus.proposed) for row in everyone),
        without_deputy=sum(not row.roles.isdisjoint(NEEDS_DEPUTY) and row.deputy_id is None for row in active),
        leaving=sum(leaves_soon(row) for row in active),
        lacks_leader=is_municipality and not any(Role.testbed_leader in row.roles for row in active),
        lacks_sponsor=is_municipality and not any(Role.sponsor in row.roles for row in active),
    )


def own_organisation(db: Session, actor: Actor) -> Organisation:
    return db.get_one(Organisation, actor.organisation_id)


def domains_of(db: Session, organisation_id: UUID) -> list[str]:
    """The e-mail domains that are proven to be the organisation's."""
    return sign_in.verified_domains(db, organisation_id)


def federations_of(db: Session, organisation_id: UUID) -> list[str]:
    """The federations that vouch for whom the organisation's own service may speak for."""
    return saml.federations_of(db, organisation_id)


def can_tell_its_own(db: Session, organisation_id: UUID) -> bool:
    """Whether anything but the service itself says who is one of theirs: a proven domain, or a federation (rule 6)."""
    return bool(domains_of(db, organisation_id) or federations_of(db, organisation_id))


def has_proven_address(db: Session, member: Membership) -> bool:
    """Whether somebody's address lies in a domain that is proven to be their organisation's."""
    return is_in_domains(member.person.email, domains_of(db, member.organisation_id))


def left_with_address(db: Session, member: Membership) -> Membership | None:
    """Somebody else who has left the organisation and had the same address."""
    found = people.people_of(db, member.organisation_id)
    same = (row for row in found if row.person.email.lower() == member.person.email.lower() and has_left(row))
    return next((row for row in same if row.id != member.id), None)


def has_left(member: Membership) -> bool:
    """Not of those who were proposed and never let in."""
    return member.status is MembershipStatus.removed and bool(member.role_rows or member.last_seen_at)


def directory_decides(db: Session, organisation_id: UUID) -> bool:
    """Whether the organisation's directory says who belongs to it (SCIM, once its first sync has been approved)."""
    directory = scim.directory_of(db, organisation_id)
    return directory is not None and directory.is_approved


def policy_for_writing(db: Session, organisation_id: UUID) -> SignInPolicy:
    """How newcomers come in, for one administrator at a time: also the first who says anything at all."""
    db.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True))
    return doors.policy_of(db, organisation_id)


def invitation_of(db: Session, membership_id: UUID) -> Invitation | None:
    return db.scalar(select(Invitation).where(Invitation.membership_id == membership_id))


def invitation(db: Session, invitation_id: UUID) -> Invitation | None:
    """One invitation, held until the end of the transaction."""
    return db.scalar(select(Invitation).where(Invitation.id == invitation_id).with_for_update())


def batch(db: Session, actor: Actor, batch_id: UUID) -> InvitationBatch:
    """What was sent at one time, for those who administer the organisation.

    Raises:
        NotFound: there is none of theirs.
    """
    mine = InvitationBatch.organisation_id == actor.organisation_id
    found = db.scalar(select(InvitationBatch).where(InvitationBatch.id == batch_id, mine))
    if found is None or not may_administer(actor):
        raise NotFound
    return found


def invited_by_link(db: Session, key: str) -> Invitation:
    """The invitation a link leads to, as long as it can be accepted.

    Raises:
        NotFound: there is none such, or its time is out, or it has been accepted.
    """
    whom = joinedload(Invitation.membership)
    found = db.scalar(
        select(Invitation)
        .join(Membership, Membership.id == Invitation.membership_id)
        .options(
            whom.joinedload(Membership.person),
            whom.joinedload(Membership.organisation),
            whom.selectinload(Membership.role_rows),
            joinedload(Invitation.invited_by).joinedload(Membership.person),
        )
        .where(
            Invitation.token_hash == fingerprint(key),
            Invitation.expires_at > now(),
            Membership.status == MembershipStatus.invited,
        )
    )
    if found is None:
        raise NotFound
    return found


def leaves_soon(member: Membership) -> bool:
    return member.valid_to is not None and member.valid_to <= today() + LEAVING_SOON
