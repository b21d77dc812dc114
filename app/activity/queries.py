"""What waits, what happened, who was told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, any_, bindparam, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from app.activity.happenings import Audience, Happened
from app.activity.models import Event, Notification, Task
from app.actor import NOBODY, Actor
from app.remembered import remembered


@remembered
def _waits_for(actor: Actor) -> ColumnElement[bool]:
    """The one definition of "waits for you": the page, the badge and whatever else counts it."""
    roles = sorted(role.value for role in actor.roles)
    return or_(
        and_(Task.membership_id == actor.membership_id, Task.membership_id != NOBODY),
        and_(
            Task.organisation_id == actor.organisation_id,
            Task.membership_id == NOBODY,
            Task.delegate_id == NOBODY,
            Task.roles.overlap(roles),
        ),
        and_(Task.delegate_id == actor.membership_id, Task.delegate_id != NOBODY),
    )


def tasks_for(db: Session, actor: Actor) -> Sequence[Task]:
    """What waits for the actor: overdue first, then by due date, then what has waited longest."""
    return db.scalars(_tasks_for(actor)).all()


@remembered
def _tasks_for(actor: Actor) -> Select[Task]:
    return select(Task).where(_waits_for(actor)).order_by(Task.due_on.asc().nulls_last(), Task.since, Task.id)


def count_tasks_for(db: Session, actor: Actor) -> int:
    return db.scalar(_count_tasks_for(actor)) or 0


@remembered
def _count_tasks_for(actor: Actor) -> Select[int]:
    return select(func.count()).select_from(Task).where(_waits_for(actor))


def task(db: Session, actor: Actor, task_id: UUID) -> Task | None:
    """Something that waits for the actor."""
    return db.scalar(select(Task).where(Task.id == task_id, _waits_for(actor)).with_for_update())


def delegated(db: Session, actor: Actor, task_id: UUID) -> Task | None:
    """Something that the actor has asked a colleague to do, or was asked to do by one."""
    theirs = or_(Task.delegated_by_id == actor.membership_id, Task.delegate_id == actor.membership_id)
    query = select(Task).where(Task.id == task_id, Task.delegated_by_id != NOBODY, theirs)
    return db.scalar(query.with_for_update())


def delegated_in(db: Session, organisation_id: UUID) -> Sequence[Task]:
    """What colleagues of an organisation do instead of others."""
    return db.scalars(select(Task).where(Task.organisation_id == organisation_id, Task.delegate_id != NOBODY)).all()


def handed_on_by(db: Session, actor: Actor) -> Sequence[Task]:
    """What waits for others because of something the actor did or asked: by due date, then what has waited longest.

    Only the actor's own: a colleague kept away from a case must not meet it here.
    """
    if not actor.is_signed_in:
        return []
    return db.scalars(_handed_on_by(actor)).all()


@remembered
def _handed_on_by(actor: Actor) -> Select[Task]:
    return (
        select(Task)
        .where(
            or_(Task.asked_by_membership_id == actor.membership_id, Task.delegated_by_id == actor.membership_id),
            ~_waits_for(actor),
        )
        .order_by(Task.due_on.asc().nulls_last(), Task.since, Task.id)
    )


def open_tasks_of(db: Session, subject: Any) -> Sequence[Task]:
    query = select(Task).where(Task.subject_type == type(subject).__name__, Task.subject_id == subject.id)
    return db.scalars(query.order_by(Task.since, Task.id)).all()


def waiting_by_name(db: Session, subject_id: UUID, membership_id: UUID) -> Sequence[Task]:
    """What waits on a thing for one person and nobody else."""
    return db.scalars(select(Task).where(Task.subject_id == subject_id, Task.membership_id == membership_id)).all()


def waiting_in(db: Session, organisation_id: UUID) -> Sequence[tuple[str, UUID]]:
    """The things that something waits on in an organisation: the name of the table's class, and the id."""
    query = select(Task.subject_type, Task.subject_id).where(Task.organisation_id == organisation_id).distinct()
    return [(kind, subject_id) for kind, subject_id in db.execute(query)]


@dataclass(frozen=True)
class Line:
    """One line of a history as one reader may see it."""

    event: Event
    who: str  # the organisation; empty when the portal itself did it
    person: str  # empty to readers outside the organisations involved

    @property
    def note(self) -> str:
        return str(self.event.details.get("note") or "")

    @property
    def changed(self) -> list[str]:
        """Labels of the fields that were changed, to be translated; only for those who see the person too."""
        return [str(label) for label in self.event.details.get("changed") or ()] if self.person else []


def history(
    db: Session, actor: Actor, subject: Any, audiences: Collection[Audience], most: int | None = None
) -> list[Line]:
    """What happened to the subject, newest first, as far as these audiences may know; the last of it, if `most` says.

    The caller says which audiences the actor belongs to, from its own rules. People are named to the organisations
    involved (the parties and those who handle the case), never to the public.
    """
    query = _history_of(type(subject).__name__, frozenset(audiences), most)
    names_people = actor.is_signed_in and not {Audience.parties, Audience.internal}.isdisjoint(audiences)
    return [
        Line(event, event.organisation_name, event.person_name if names_people and not event.is_by_the_clock else "")
        for event in db.scalars(query, {"subject_id": subject.id})
    ]


@cache  # a statement for each kind of thing and reader there is
def _history_of(kind: str, audiences: frozenset[Audience], most: int | None) -> Select[Event]:
    readable = literal([happening.value for happening in Happened if happening.audience in audiences], ARRAY(String))
    return (
        select(Event)
        .where(
            Event.subject_type == kind,
            Event.subject_id == bindparam("subject_id"),
            cast(Event.happening, String) == any_(readable),  # one value, where IN would send two hundred
        )
        .order_by(Event.at.desc(), Event.created_at.desc(), Event.id)
        .limit(most)
    )


def event(db: Session, event_id: UUID) -> Event | None:
    return db.get(Event, event_id)


def told_of(db: Session, event_id: UUID) -> set[UUID]:
    """The memberships that have been told of the event."""
    return set(db.scalars(select(Notification.membership_id).where(Notification.event_id == event_id)))


def has_happened(db: Session, subject_id: UUID, happening: Happened, *, since: datetime) -> bool:
    """Whether it has been recorded of the subject at that moment or later."""
    query = select(Event.id).where(Event.subject_id == subject_id, Event.happening == happening, Event.at >= since)
    return db.scalar(select(query.exists())) is True
