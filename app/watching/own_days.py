"""One's own days: what waits with a date, the same tasks as on To do. Who has the address sees no name of anything."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.models import Task
from app.actor import Actor
from app.watching import queries
from app.watching.calendars import Day


def tasks(db: Session, actor: Actor) -> Sequence[Task]:
    return activity.tasks_for(db, actor)


def days_of(
    db: Session, actor: Actor, *, origin: str, link: Callable[[Task], str], said: Callable[[str], str]
) -> list[Day]:
    """What to do and the reference of the matter; what it is called is read in the portal."""
    dated = [task for task in tasks(db, actor) if task.due_on is not None]
    changes = queries.times_changed(db, [task.subject_id for task in dated])
    return [
        Day(
            uid=f"{task.id}@{origin.partition('//')[2]}",
            day=task.due_on,
            label=said(task.verb),
            reference=task.spoken,
            link=link(task),
            changed=task.since,
            sequence=changes.get(task.subject_id, 0),
        )
        for task in dated
        if task.due_on is not None
    ]
