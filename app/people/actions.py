"""Who belongs to an organisation and what they are trusted with: the only place where memberships and roles change.

Pages, the directory (SCIM), claims from sign-in and commands all come here. A session is alive only while its
membership is (app/sign_in/queries.py), so access ends with the next click. Nobody's access ends while they are
responsible for something: they hand it over first, or, where it must end at once, a named person answers for it in the
same transaction.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor, Role
from app.database import today
from app.language import N_
from app.organisations.models import Organisation
from app.people import handing_on, queries, rules, tasks
from app.people.beginning import exist, made
from app.people.models import Membership, MembershipRole, MembershipStatus, Post, Source
from app.refusals import Reason, Refused, require

Status = MembershipStatus
STILL_OWNS = N_("%(name)s is still responsible for %(count)s things. Hand them over first.")
LAST_ADMIN = N_("%(name)s is the only administrator of the organisation. Name another one first.")
NOT_ONESELF = N_("You cannot end your own access. Ask another administrator.")
A_GUEST = N_("A guest goes when what they were asked is settled or taken back.")
MOVED_ON = N_("This can no longer be done: it has moved on since you opened the page.")


def invite(
    db: Session,
    actor: Actor,
    organisation: Organisation,
    *,
    email: str,
    roles: Iterable[Role],
    name: str = "",
    unit: str = "",
    locale: str = "sv",
    valid_to: date | None = None,
    is_proposal: bool = False,
) -> Membership:
    """Ask somebody to act for the organisation; they can, once they have signed in through its own sign-in.

    A proposal (`is_proposal`) has to be approved by the region before the person is asked.

    Raises:
        NotAllowed: not the actor's organisation.
        Refused: the address has a membership here already, or a role does not exist in such an organisation.
    """
    status, happening = Status.invited, Happened.member_invited
    if is_proposal:
        status, happening = Status.proposed, Happened.member_proposed
    membership = _new(db, actor, organisation, email, name, unit, locale, roles, Source.manual)
    membership.valid_to, membership.status = valid_to, status
    record(db, actor, happening, membership, roles=sorted(membership.roles), last_day=valid_to)
    return membership


def add(
    db: Session,
    actor: Actor,
    organisation: Organisation,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    source: Source,
    external_id: str | None = None,
    is_managed: bool = False,
    is_proposal: bool = False,
    unit: str = "",
    locale: str = "sv",
) -> Membership:
    """Somebody the organisation's directory or sign-in service vouches for. A proposal waits for its administrator.

    Raises:
        NotAllowed: not the actor's organisation.
        Refused: the address has a membership here already, or a role does not exist in such an organisation.
    """
    membership = _new(db, actor, organisation, email, name, unit, locale, roles, source)
    membership.external_id, membership.is_managed = external_id, is_managed
    if is_proposal:
        membership.status = Status.proposed
        waits = tasks.waits(membership)
        record(db, actor, Happened.member_proposed, membership, waits=waits, roles=sorted(membership.roles))
    else:
        _begin(db, membership)
        record(db, actor, Happened.member_added, membership, roles=sorted(membership.roles))
    return membership


def approve(db: Session, actor: Actor, membership: Membership) -> None:
    """Say yes to a proposal: one made by a person is sent as an invitation, one made by a service counts at once.

    Raises:
        NotAllowed: not the actor's to approve.
        Refused: it is no longer a proposal.
    """
    member = queries.locked(db, membership.id)
    rules.may_approve.require(actor, member)
    _in_status(member, Status.proposed)
    if member.source is Source.manual:
        member.status = Status.invited
        record(db, actor, Happened.member_invited, member, roles=sorted(member.roles), last_day=member.valid_to)
    else:
        _begin(db, member)
        waits = tasks.waits(member)
        record(db, actor, Happened.member_approved, member, waits=waits, roles=sorted(member.roles))


def accept(db: Session, membership: Membership) -> None:
    """The invited person has signed in through their organisation: from now on they may act. Twice is once.

    Raises:
        Refused: they are not invited any more.
    """
    member = queries.locked(db, membership.id)
    if member.status is Status.active:
        return
    _in_status(member, Status.invited)
    _begin(db, member)
    record(db, member.actor, Happened.member_joined, member, roles=sorted(member.roles))


def change(db: Session, actor: Actor, membership: Membership, **values: Any) -> None:
    """What is said of a person: `unit`, `fte_percent`, `valid_to` (the last day), `deputy_id`.

    Raises:
        NotAllowed: not the actor's to say.
        Refused: the deputy is not an active colleague.
    """
    member = queries.locked(db, membership.id)
    rules.may_manage.require(actor, member)
    deputy_id = values.get("deputy_id")
    if deputy_id is not None:
        deputy = queries.membership(db, deputy_id)
        if deputy is None or deputy.organisation_id != member.organisation_id or deputy.id == member.id:
            raise Refused(Reason(N_("Choose a colleague who is active as deputy."), field="deputy_id"))
    changed = [name for name, value in values.items() if getattr(member, name) != value]
    for name in changed:
        setattr(member, name, values[name])
    if changed:
        record(db, actor, Happened.member_changed, member, fields=changed, last_day=member.valid_to)


def set_last_day(db: Session, actor: Actor, membership: Membership, day: date) -> None:
    """Somebody is leaving: their last day. They may say it themselves.

    Raises:
        NotAllowed: not the actor's to say.
        Refused: the day has passed.
    """
    member = queries.locked(db, membership.id)
    rules.may_leave.require(actor, member)
    if day < today():
        raise Refused(Reason(N_("The date must be today or later."), field="last_day"))
    if member.valid_to != day:
        member.valid_to = day
        record(db, actor, Happened.member_changed, member, fields=["valid_to"], last_day=day)


def suspend(db: Session, actor: Actor, membership: Membership, *, why: str = "") -> None:
    """End somebody's access until it is given back.

    Raises:
        NotAllowed: not the actor's to do.
        Refused: they are still responsible for something, or the only administrator.
    """
    member = _to_be_ended(db, actor, membership)
    _owns_nothing(db, member)
    _end(db, actor, member, Status.suspended, Happened.member_suspended, why)


def suspend_at_once(db: Session, actor: Actor, membership: Membership, *, why: str) -> None:
    """End somebody's access now, whatever they have: somebody else answers for it from the same moment.

    Raises:
        NotAllowed: not the actor's to do.
        Refused: there is nobody at all to answer for it.
    """
    member = _to_be_ended(db, actor, membership)
    handing_on.leave_to_others(db, actor, member)
    member = queries.locked(db, member.id)  # passing things on may have read them without their name
    _end(db, actor, member, Status.suspended, Happened.member_suspended, why)


def remove(db: Session, actor: Actor, membership: Membership, *, why: str = "") -> None:
    """Somebody has left the organisation. What they did stands.

    Raises:
        NotAllowed: not the actor's to do.
        Refused: they are still responsible for something, or the only administrator.
    """
    member = _to_be_ended(db, actor, membership)
    _owns_nothing(db, member)
    _end(db, actor, member, Status.removed, Happened.member_removed, why)


def remove_at_once(db: Session, actor: Actor, membership: Membership, *, why: str) -> None:
    """Somebody is already gone: somebody else answers for what they had from the same moment.

    Raises:
        NotAllowed: not the actor's to do.
        Refused: there is nobody at all to answer for it.
    """
    member = _to_be_ended(db, actor, membership)
    handing_on.leave_to_others(db, actor, member)
    member = queries.locked(db, member.id)  # passing things on may have read them without their name
    _end(db, actor, member, Status.removed, Happened.member_removed, why)


def reinstate(db: Session, actor: Actor, membership: Membership) -> None:
    """Give access back to somebody who was suspended. What nobody has taken over is theirs again.

    Raises:
        NotAllowed: not the actor's to do.
        Refused: they are not suspended, or their last day has passed.
    """
    member = queries.locked(db, membership.id)
    rules.may_manage.require(actor, member)
    _in_status(member, Status.suspended)
    if member.valid_to is not None and member.valid_to < today():
        raise Refused(Reason(N_("Their last day has passed. Change it first."), field="valid_to"))
    _begin(db, member)
    handing_on.give_back(db, actor, member)
    record(db, actor, Happened.member_reinstated, member, roles=sorted(member.roles))


def give_role(
    db: Session,
    actor: Actor,
    membership: Membership,
    role: Role,
    *,
    source: Source = Source.manual,
    mapping_id: UUID | None = None,
) -> None:
    """Trust somebody with a role. A role they have already keeps where it came from.

    Raises:
        NotAllowed: not the actor's to give.
        Refused: such an organisation has no such role.
    """
    member = queries.locked(db, membership.id)
    rules.may_manage.require(actor, member)
    exist(member.organisation, actor, (role,))
    if role in member.roles:
        return
    member.role_rows.append(MembershipRole(role=role, source=source, mapping_id=mapping_id))
    if member.status is Status.active:
        db.add(_post(member, role))
    record(db, actor, Happened.role_given, member, role=role, source=source)
    handing_on.retell(db, actor, member.organisation_id)


def take_role(db: Session, actor: Actor, membership: Membership, role: Role) -> None:
    """Take a role back.

    Raises:
        NotAllowed: not the actor's to take.
        Refused: they are responsible for something that needs it, or are the only administrator.
    """
    member = queries.locked(db, membership.id)
    rules.may_manage.require(actor, member)
    if needing := handing_on.needing(db, member, role):
        raise Refused(Reason(STILL_OWNS, values={"name": member.person.name, "count": len(needing)}))
    if role is Role.organisation_admin:
        _is_not_the_last_admin(db, member)
    _take(db, actor, member, role)


def take_role_at_once(db: Session, actor: Actor, membership: Membership, role: Role) -> None:
    """Take a role back now, as claims or the directory say: somebody else answers for what needs it.

    Raises:
        NotAllowed: not the actor's to take.
        Refused: there is nobody at all to answer for it.
    """
    member = queries.locked(db, membership.id)
    rules.may_manage.require(actor, member)
    handing_on.leave_to_others(db, actor, member, handing_on.needing(db, member, role))
    _take(db, actor, queries.locked(db, member.id), role)


def say_goodbye(db: Session, actor: Actor, guest: Membership) -> None:
    """Nothing is asked of a guest any more (app/people/guests.py). Twice is once."""
    member = queries.locked(db, guest.id)
    rules.may_manage.require(actor, member)
    if member.organisation.is_for_guests and member.status in (Status.invited, Status.active):
        _end(db, actor, member, Status.removed, Happened.member_removed, "guest")


def end_the_expired(db: Session, actor: Actor) -> int:
    """End the access of those whose last day has passed, and see to what they had; returns how many."""
    gone = queries.expired(db)
    for member in gone:
        remove_at_once(db, actor, member, why="last_day")
    return len(gone)


def _new(
    db: Session,
    actor: Actor,
    organisation: Organisation,
    email: str,
    name: str,
    unit: str,
    locale: str,
    roles: Iterable[Role],
    source: Source,
) -> Membership:
    require(bool(rules.may_bring_into(actor, organisation)))
    return made(db, actor, organisation, email, name, unit, locale, roles, source)


def _begin(db: Session, member: Membership) -> None:
    member.status = Status.active
    db.flush()
    db.add_all(_post(member, role) for role in sorted(member.roles))
    handing_on.retell(db, member.actor, member.organisation_id)


def _post(member: Membership, role: Role) -> Post:
    return Post(organisation_id=member.organisation_id, membership_id=member.id, role=role, since=today())


def _to_be_ended(db: Session, actor: Actor, membership: Membership) -> Membership:
    member = queries.locked(db, membership.id)
    rules.may_manage.require(actor, member)
    if member.id == actor.membership_id:
        raise Refused(Reason(NOT_ONESELF))
    if member.status is Status.removed:
        raise Refused(Reason(MOVED_ON))
    if member.organisation.is_for_guests:
        raise Refused(Reason(A_GUEST))
    return member


def _owns_nothing(db: Session, member: Membership) -> None:
    things = len(queries.held_by(db, member.id)) + len(queries.interims_of(db, member.id))
    if things:
        raise Refused(Reason(STILL_OWNS, values={"name": member.person.name, "count": things}))
    _is_not_the_last_admin(db, member)


def _is_not_the_last_admin(db: Session, member: Membership) -> None:
    if member.status is Status.active and queries.is_last_with(db, member, Role.organisation_admin):
        raise Refused(Reason(LAST_ADMIN, values={"name": member.person.name}))


def _end(db: Session, actor: Actor, member: Membership, status: Status, happening: Happened, why: str) -> None:
    member.status = status
    for post in queries.open_posts(db, member.id):
        post.until = min(today(), member.valid_to or today())
    record(db, actor, happening, member, waits=tasks.waits(member), why=why)
    handing_on.retell(db, actor, member.organisation_id)


def _take(db: Session, actor: Actor, member: Membership, role: Role) -> None:
    if role not in member.roles:
        return
    member.role_rows[:] = [row for row in member.role_rows if row.role is not role]
    for post in queries.open_posts(db, member.id):
        if post.role is role:
            post.until = today()
    record(db, actor, Happened.role_taken, member, role=role)
    handing_on.retell(db, actor, member.organisation_id)


def _in_status(member: Membership, status: Status) -> None:
    if member.status is not status:
        raise Refused(Reason(MOVED_ON))
