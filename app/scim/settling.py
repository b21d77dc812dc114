"""The effect of a directory's word on memberships, roles and sessions, once its first sync has been approved."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.actor import Actor, directory_of
from app.people import actions as people
from app.people.models import MembershipStatus, Source
from app.role_mappings import actions as roles
from app.role_mappings import queries as mappings
from app.scim import queries
from app.scim.effect import Change, Effect, changes_for, is_said_anew
from app.scim.models import ScimDirectory, ScimUser
from app.sign_in import leaving

WHY = "directory"
ENDS = (Effect.suspend,)


def settle(db: Session, directory: ScimDirectory, users: Sequence[ScimUser]) -> list[Change]:
    """Let what is said of these people take effect; nothing happens before the first sync is approved.

    Who comes in comes before who goes out, so that there is somebody to answer for what is left.

    Raises:
        Refused: somebody whose access ends has something that nobody at all could answer for.
    """
    if not directory.is_approved or not users:
        return []
    if any(user.membership_id is None for user in users):
        queries.one_newcomer_at_a_time(db, directory.organisation_id)
    found = changes_for(db, directory, users)
    for change in sorted(found, key=lambda one: one.effect in ENDS):
        take_effect(db, directory, change)
    return found


def take_effect(db: Session, directory: ScimDirectory, change: Change) -> None:
    """Do what was reckoned for one person."""
    service = directory_of(directory.organisation_id, directory.organisation.name)
    if change.effect is Effect.add:
        _add(db, service, directory, change)
    if change.member is not None and change.effect is not Effect.left_here:
        change.user.membership_id = change.member.id
        db.flush()
    if change.effect is Effect.suspend:
        _suspend(db, service, change)
    if change.effect is Effect.reinstate and change.member is not None:
        people.reinstate(db, service, change.member)
        change.user.is_let_go = False
    if change.effect in (Effect.reinstate, Effect.change, Effect.same):
        _keep_up(db, service, change)


def _add(db: Session, service: Actor, directory: ScimDirectory, change: Change) -> None:
    """A person of their own, whoever else has that address elsewhere: nobody is ever merged (sso.md rule 2)."""
    member = people.add(
        db,
        service,
        directory.organisation,
        email=change.email,
        name=change.name,
        roles=(),
        source=Source.scim,
        external_id=str(change.user.id),
        is_managed=True,
        unit=change.unit,
        locale="en" if (change.said.preferred_language or "").lower().startswith("en") else "sv",
    )
    change.user.membership_id = member.id
    db.flush()
    roles.hear(db, member, change.facts, Source.scim)


def _suspend(db: Session, service: Actor, change: Change) -> None:
    """Out at once, in every browser."""
    if change.member is None:
        return
    people.suspend_at_once(db, service, change.member, why=WHY)
    leaving.end_in(db, change.member.person_id, change.member.organisation_id)
    change.user.is_let_go = True
    db.flush()


def _keep_up(db: Session, service: Actor, change: Change) -> None:
    """Roles follow; and, of somebody who is only theirs, what they are called and how they are reached."""
    member = change.member
    if member is None or member.status is not MembershipStatus.active:
        return
    if member.is_managed and not queries.belongs_elsewhere(db, member.person_id, member.organisation_id):
        member.person.name = change.name or member.person.name
        member.person.email = change.email or member.person.email
    if member.is_managed and member.unit != change.unit:
        people.change(db, service, member, unit=change.unit)
    if is_said_anew(change, mappings.facts_of(db, member.id)):
        roles.hear(db, member, change.facts, Source.scim)


def let_go(db: Session, directory: ScimDirectory, user: ScimUser) -> None:
    """The directory has deleted somebody. Their access ends; what they did, and who they were, stands."""
    if not directory.is_approved or user.membership_id is None:
        return
    member = queries.members_by_id(db, [user.membership_id]).get(user.membership_id)
    if member is None or member.status in (MembershipStatus.removed, MembershipStatus.suspended):
        return
    service = directory_of(directory.organisation_id, directory.organisation.name)
    people.suspend_at_once(db, service, member, why=WHY)
    leaving.end_in(db, member.person_id, member.organisation_id)
    user.is_let_go = True
    db.flush()
