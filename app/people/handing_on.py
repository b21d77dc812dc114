"""Who answers for what somebody had: named in the same transaction as their access ends, until a receiver accepts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import NOBODY, Actor, Role
from app.database import now, today
from app.language import N_
from app.people import queries
from app.people.duties import Held, duty, retellers
from app.people.models import Interim, Membership
from app.refusals import Reason, Refused
from app.working_days import after_working_days

NOBODY_LEFT = N_("There is nobody who could answer for what %(name)s has. Name a process leader for the region first.")
SETTLED = N_("It has been settled already.")
NOT_FITTING = N_("%(name)s does not have the role this needs. Choose someone else.")
SETTLE_DAYS = 10  # working days to find somebody
NOT_ACTIVE = N_("%(name)s is not active here. Choose someone else.")


def needing(db: Session, member: Membership, role: Role) -> list[Held]:
    """What somebody is responsible for that they could not be without the role."""
    rest = member.roles - {role}
    return [
        held
        for held in queries.held_by(db, member.id)
        if role in held.duty.may_hold and not rest.intersection(held.duty.may_hold)
    ]


def hand_to(db: Session, actor: Actor, held: Held, receiver: Membership) -> None:
    """Give one thing to a new owner, for good. Who had it before stands in the event.

    Raises:
        Refused: the receiver is not active, has no fitting role, or may not have just this.
    """
    if not receiver.is_active:
        raise Refused(Reason(NOT_ACTIVE, values={"name": receiver.person.name}))
    if held.duty.may_hold and not receiver.roles.intersection(held.duty.may_hold):
        raise Refused(Reason(NOT_FITTING, values={"name": receiver.person.name}))
    _give(db, actor, held, receiver)
    interim = queries.interim_for(db, held.duty.key, held.subject_id)
    if interim is not None:
        end(db, actor, interim)


def _give(db: Session, actor: Actor, held: Held, receiver: Membership) -> None:
    """Another name in the thing's own row. What waits on it is said anew by that, also to others who have gone and
    whom somebody answers for meanwhile, in whichever organisation."""
    reference = held.reference  # passing it on may read the row anew, without what this needs
    held.duty.pass_on(db, actor, held.row, receiver)
    _hold_back(db, queries.interims_about(db, reference))


def end(db: Session, actor: Actor, interim: Interim) -> None:
    """Nobody has to answer for it meanwhile any more: it has an owner."""
    interim.ended_at = now()
    record(db, actor, Happened.interim_ended, interim, waits=())


def name_another(db: Session, actor: Actor, interim: Interim, stand_in: Membership) -> None:
    """Somebody else is to answer for it meanwhile.

    Raises:
        Refused: they are not active, or it has been settled.
    """
    if interim.ended_at is not None:
        raise Refused(Reason(SETTLED))
    if not stand_in.is_active:
        raise Refused(Reason(NOT_ACTIVE, values={"name": stand_in.person.name}))
    _name(db, actor, interim, stand_in)


def keep(db: Session, actor: Actor, interim: Interim) -> None:
    """Whoever answers for it meanwhile keeps it.

    Raises:
        Refused: they do not have the role it needs, or it has been settled.
    """
    held = queries.subject_of(db, interim)
    if interim.ended_at is not None or held is None:
        raise Refused(Reason(SETTLED))
    stand_in = queries.locked(db, interim.membership_id)
    if getattr(held.row, held.duty.column.key) == stand_in.id:
        end(db, actor, interim)
    else:
        hand_to(db, actor, held, stand_in)


def leave_one(db: Session, actor: Actor, member: Membership, held: Held) -> None:
    """See to one thing that nobody has accepted in time.

    Raises:
        Refused: there is nobody at all.
    """
    _leave(db, actor, member, held)


def leave_to_others(db: Session, actor: Actor, member: Membership, things: Sequence[Held] | None = None) -> None:
    """See to everything somebody has, and to everything they answer for meanwhile.

    Raises:
        Refused: there is nobody at all.
    """
    for one in queries.held_by(db, member.id) if things is None else things:
        held = queries.the_held(db, one.duty, one.subject_id)  # anew: passing one thing on can change the next
        if held is not None and getattr(held.row, held.duty.column.key) == member.id:
            _leave(db, actor, member, held)
    if things is None:
        for interim in queries.interims_of(db, member.id):
            _rename(db, actor, interim, member)


def give_back(db: Session, actor: Actor, member: Membership) -> None:
    """Somebody is back: what still stands in their name is theirs again."""
    for held in queries.held_by(db, member.id):
        interim = queries.interim_for(db, held.duty.key, held.subject_id)
        if interim is not None and interim.former_id == member.id:
            end(db, actor, interim)
            _say_anew(db, actor, held, member)
        elif interim is not None and interim.membership_id != member.id:  # they answered for it before they went
            _name(db, actor, interim, member)


def _say_anew(db: Session, actor: Actor, held: Held, member: Membership) -> None:
    try:
        with db.begin_nested():
            _give(db, actor, held, member)
    except Refused:  # they may no longer, for instance by a conflict of interest
        db.refresh(held.row)


def mind_the_unowned(db: Session, actor: Actor) -> int:
    """What was given to somebody while they left, and what ended for whoever answered for it: named anew.

    Raises:
        Refused: there is nobody at all.
    """
    found = list(queries.unowned(db))
    for held, owner_id in found:
        former = queries.locked(db, owner_id)
        _leave(db, actor, former, held)
    _end_the_settled(db, actor)
    _hold_back(db, queries.interims(db))
    return len(found)


def _end_the_settled(db: Session, actor: Actor) -> None:
    """An interim for a thing that has ended, or has an active owner who accepted it, asks nothing of anybody."""
    for interim in queries.interims(db):
        if queries.subject_of(db, interim) is None:
            end(db, actor, interim)


def _leave(db: Session, actor: Actor, former: Membership, held: Held) -> None:
    stand_in = _stand_in(db, former, held.duty.may_hold)
    before = queries.interim_for(db, held.duty.key, held.subject_id)
    reference, label = held.reference, held.label
    _pass_on(db, actor, held, stand_in, former)
    if before is not None:
        _name(db, actor, before, stand_in)
        return
    knows = stand_in.organisation_id == former.organisation_id
    interim = Interim(
        duty=held.duty.key,
        subject_id=held.subject_id,
        subject_reference=reference,
        subject_label=label if knows else "",  # a stranger to the organisation does not learn what it is about
        organisation_id=former.organisation_id,
        former_id=former.id,
        membership_id=stand_in.id,
    )
    db.add(interim)
    _tell(db, actor, interim, stand_in)


def _pass_on(db: Session, actor: Actor, held: Held, stand_in: Membership, former: Membership) -> None:
    """Whoever has the right role can also act meanwhile; whoever has not only answers for finding somebody."""
    fits = stand_in.roles.intersection(held.duty.may_hold)
    if not fits or stand_in.organisation_id != former.organisation_id:
        return
    try:
        with db.begin_nested():
            _give(db, actor, held, stand_in)
    except Refused:  # this very person may not, for instance by a conflict of interest
        db.refresh(held.row)


def _rename(db: Session, actor: Actor, interim: Interim, leaver: Membership) -> None:
    _name(db, actor, interim, _stand_in(db, leaver, duty(interim.duty).may_hold))


def _name(db: Session, actor: Actor, interim: Interim, stand_in: Membership) -> None:
    interim.membership_id = stand_in.id
    if stand_in.organisation_id != interim.organisation_id:
        interim.subject_label = ""
    _tell(db, actor, interim, stand_in)


def _tell(db: Session, actor: Actor, interim: Interim, stand_in: Membership) -> None:
    db.flush()
    wait = Waits(
        N_("Find someone who takes over"),
        "interim",
        stand_in.organisation_id,
        membership_id=stand_in.id,
        due_on=after_working_days(today(), SETTLE_DAYS),
        why=N_("You answer for it until somebody has"),
    )
    record(db, actor, Happened.interim_named, interim, waits=[wait], to=stand_in.id)


def retell(db: Session, actor: Actor, organisation_id: UUID) -> None:
    """Say anew what waits on things whose tasks name people one by one: people have come or gone."""
    db.flush()
    _call_back(db, organisation_id)
    for kind, subject_id in activity.waiting_in(db, organisation_id):
        if say := retellers().get(kind):
            say(db, actor, subject_id)
    _hold_back(db, queries.interims_in(db, organisation_id))


def _hold_back(db: Session, interims: Sequence[Interim]) -> None:
    """What waits by name for somebody who is gone is for their stand-in to settle, by the same day; it is said anew
    when they are back, or somebody has taken over."""
    for interim in interims:
        held = queries.subject_of(db, interim)
        if held is None:
            continue
        owner_id: UUID = getattr(held.row, held.duty.column.key)
        if queries.membership(db, owner_id) is not None:
            continue
        kept = activity.waiting_by_name(db, held.duty.subject(held.row).id, owner_id)
        days = [task.due_on for task in kept if task.due_on]
        for task in activity.open_tasks_of(db, interim) if days else ():
            task.due_on = min([*days, *([task.due_on] if task.due_on else [])])
        for task in kept:
            db.delete(task)
    db.flush()


def _call_back(db: Session, organisation_id: UUID) -> None:
    """What a colleague was asked to do who is no longer here, or no longer trusted with it, waits for all again."""
    for task in activity.delegated_in(db, organisation_id):
        delegate = queries.membership(db, task.delegate_id)
        if delegate is None or not {role.value for role in delegate.roles}.intersection(task.roles):
            task.delegate_id = task.delegated_by_id = NOBODY
    db.flush()


def _stand_in(db: Session, former: Membership, may_hold: tuple[Role, ...]) -> Membership:
    found = queries.stand_in(db, former, may_hold, today())
    if found is None:
        known = queries.any_membership(db, former.id)  # read anew, with the name
        raise Refused(Reason(NOBODY_LEFT, values={"name": known.person.name if known else ""}))
    return found
