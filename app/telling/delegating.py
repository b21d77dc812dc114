"""Asking a colleague who may to do what waits for oneself, and taking it back (issue 4, point 10).

What waits for everybody with a role waits for that colleague alone from then on. What waits for one person because it
is theirs, such as a decision, passes to the colleague with the thing itself, and back again.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.activity.models import Event, Task
from app.activity.record import record
from app.actor import NOBODY, Actor, Role
from app.errands import queries as errands
from app.language import N_
from app.people import handing_on
from app.people import queries as people
from app.people.duties import Held
from app.people.models import Membership
from app.refusals import NotFound, Reason, Refused
from app.telling import queries

NOBODY_MAY = N_("Choose a colleague who may do it.")
DELEGABLE = frozenset({"Challenge", "TestRequest", "Pilot", "Research", "Solution", "Errand"})
"""What has a rule of its own to ask about a colleague."""


def colleagues(db: Session, actor: Actor, task: Task) -> list[Membership]:
    """Those of the actor's organisation who may do it in the actor's place, by name."""
    if task.subject_type not in DELEGABLE:
        return []
    if task.subject_type == "Errand":
        return errands.who_could_do(db, actor, task.subject_id)
    wanted = _roles(db, actor, task)
    others = [
        one
        for one in people.people_of(db, actor.organisation_id)
        if one.is_active and one.id != actor.membership_id and one.roles.intersection(wanted)
    ]
    return queries.who_may_see(db, others, task.subject_type, task.subject_id)


def _roles(db: Session, actor: Actor, task: Task) -> set[Role]:
    if task.membership_id == NOBODY:
        return {role for role in Role if role in task.roles}
    return {role for held in _held(db, actor.membership_id, task) for role in held.duty.may_hold}


def _held(db: Session, membership_id: UUID, task: Task) -> Iterator[Held]:
    """What somebody is responsible for about the thing that the task waits on."""
    for held in people.held_by(db, membership_id):
        if held.duty.subject(held.row).id == task.subject_id:
            yield held


def could_be_done_by_others(db: Session, actor: Actor, tasks: Sequence[Task]) -> set[UUID]:
    """The tasks for which it is worth asking: there is a colleague with a role that fits, or it was asked of the actor
    by name and they need not do it themselves. One question of each sort for a list."""
    delegable = [task for task in tasks if task.subject_type in DELEGABLE and task.subject_type != "Errand"]
    asked = {task.subject_id: task.id for task in tasks if task.subject_type == "Errand"}
    passable = errands.can_be_passed_on(db, actor, asked) if asked else set()
    others = people.roles_of_others(db, actor) if delegable else frozenset()
    fitting = {task.id for task in delegable if others.intersection(task.roles or actor.roles)}
    return fitting | {asked[errand_id] for errand_id in passable}


def delegate(db: Session, actor: Actor, task_id: UUID, colleague_id: UUID) -> Membership:
    """Let a colleague do it. Returns the colleague.

    Raises:
        NotFound: it does not wait for the actor.
        Refused: the colleague may not do it.
    """
    task = waiting_for(db, actor, task_id)
    colleague = next((one for one in colleagues(db, actor, task) if one.id == colleague_id), None)
    if colleague is None:
        raise Refused(Reason(NOBODY_MAY, field="colleague"))
    subject = _subject(db, task)
    if task.membership_id == NOBODY:
        task.delegate_id, task.delegated_by_id = colleague.id, actor.membership_id
    else:
        passed = _pass_on(db, actor, task, colleague)
        passed.delegated_by_id = actor.membership_id
    record(db, actor, Happened.task_delegated, subject, to=colleague.id)
    return colleague


def take_back(db: Session, actor: Actor, task_id: UUID) -> None:
    """It waits for the one who asked again: they want it back, or the colleague cannot.

    Raises:
        NotFound: the actor has not delegated it, nor was asked to do it.
        Refused: the one who asked can no longer do it.
    """
    task = activity.delegated(db, actor, task_id)
    if task is None:
        raise NotFound
    subject, first, other = _subject(db, task), task.delegated_by_id, _other(actor, task)
    if task.membership_id == NOBODY:
        task.delegate_id = task.delegated_by_id = NOBODY
    else:
        owner = people.membership(db, first)
        if owner is None:
            raise Refused(Reason(NOBODY_MAY))
        _pass_on(db, actor, task, owner)
    record(db, actor, Happened.task_taken_back, subject, to=other)


def _other(actor: Actor, task: Task) -> UUID:
    doer = task.membership_id if task.membership_id != NOBODY else task.delegate_id
    return task.delegated_by_id if actor.membership_id == doer else doer


def _pass_on(db: Session, actor: Actor, task: Task, receiver: Membership) -> Task:
    """Give the thing itself, so that it waits for the receiver by name."""
    kind, thing, key = task.subject_type, task.subject_id, task.key
    for held in list(_held(db, task.membership_id, task)):
        if receiver.roles.intersection(held.duty.may_hold):
            with db.begin_nested() as tried:
                handing_on.hand_to(db, actor, held, receiver)
                found = queries.task_of(db, kind, thing, key, receiver.id)
                if found is not None:
                    return found
                tried.rollback()
    raise Refused(Reason(NOBODY_MAY, field="colleague"))


def _subject(db: Session, task: Task) -> Any:
    found = queries.subject_of(db, task)
    if found is None:
        raise NotFound
    return found


def waiting_for(db: Session, actor: Actor, task_id: UUID) -> Task:
    """What waits for the actor.

    Raises:
        NotFound: it does not, or has been done.
    """
    task = activity.task(db, actor, task_id)
    if task is None or task.subject_type not in DELEGABLE:
        raise NotFound
    return task


def the_colleague(db: Session, event: Event) -> Sequence[Membership]:
    found = people.membership(db, UUID(str(event.details["to"])))
    return [found] if found else []
