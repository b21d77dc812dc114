"""What has waited too long is told of to those who can help: colleagues and whoever asked, and then the region."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event, Task
from app.activity.record import record
from app.actor import NOBODY, Actor, Role
from app.database import today
from app.people import queries as people
from app.people.models import Membership
from app.telling import queries
from app.working_days import working_days_between

AFTER = (5, 10)
"""Working days after its day when colleagues and whoever asked hear of it, and when the region does."""
COLLEAGUES = (Role.testbed_leader, Role.testbed_deputy, Role.company_rep, Role.researcher, Role.region_lead)


def escalate(db: Session, clock: Actor) -> None:
    """Safe to run at any time: each step is taken once for a thing and the organisation it waits for."""
    groups: dict[tuple[UUID, UUID], list[Task]] = {}
    for task in queries.late_tasks(db, today()):
        groups.setdefault((task.subject_id, task.organisation_id), []).append(task)
    for tasks in groups.values():
        first = tasks[0]  # what has been late for longest
        if first.due_on is None:
            continue
        days = working_days_between(first.due_on, today())
        step = sum(days >= after for after in AFTER)
        subject = queries.subject_of(db, first) if step > max(task.escalated for task in tasks) else None
        if subject is not None:
            for task in tasks:
                task.escalated = step
            late = [str(one) for task in tasks for one in (task.membership_id, task.delegate_id) if one != NOBODY]
            asked = [str(task.asked_by_membership_id) for task in tasks if task.asked_by_membership_id != NOBODY]
            record(
                db,
                clock,
                Happened.task_late,
                subject,
                step=step,
                waits_for=first.organisation_id,
                late=late,
                asked=asked,
                due_on=first.due_on,
            )


def those_who_can_help(db: Session, event: Event) -> Sequence[Membership]:
    """Of them, those who may see the thing; never those whom it waits for by name: they have been asked already."""
    waits_for = UUID(str(event.details["waits_for"]))
    if event.details["step"] < len(AFTER):
        found = [*people.holders(db, waits_for, *COLLEAGUES)]
        for membership_id in event.details["asked"]:
            asker = people.membership(db, UUID(str(membership_id)))
            found += [asker] if asker else []
    else:
        region = people.region(db)
        found = [*people.holders(db, region.id, Role.region_lead)] if region else []
    late = set(event.details["late"])
    return [one for one in found if str(one.id) not in late and queries.may_see(db, one.actor, event)]
