"""What has stopped: overdue, waiting longer than agreed, or held by nobody; the same rules as the pages."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Uuid,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.activity.models import Event, Task
from app.actor import Actor
from app.challenges import rules as challenge_rules
from app.challenges.models import MOVING_STATES, Challenge
from app.database import SWEDEN, now, today
from app.organisations.models import Organisation
from app.oversight.figures import Stopped
from app.pilots import rules as pilot_rules
from app.pilots.models import Pilot, PilotState
from app.test_requests import rules as request_rules
from app.test_requests.models import MOVING_STATES as MOVING_REQUESTS
from app.test_requests.models import TestRequest
from app.working_days import after_working_days

AGREED_WORKING_DAYS = 10
"""What has no date of its own is expected to move within this (domain.md 3.2: screening takes at most as long)."""
QUIET_DAYS = 30
"""After this, something that waits for nobody is shown as stopped."""
_KINDS: dict[str, tuple[Any, Any]] = {
    "Challenge": (Challenge, challenge_rules.may_view),
    "TestRequest": (TestRequest, request_rules.may_know_of),
    "Pilot": (Pilot, pilot_rules.may_view),
}


def stopped(db: Session, actor: Actor, first: int = 0, most: int | None = None) -> list[Stopped]:
    """What is overdue, has waited longer than agreed, or is held by nobody: the longest waiting first.

    Only what the actor may see: a case they are kept away from is not here, nor a draft of anyone. `first` is how many
    to leave out, `most` how many to give; without it all that follow.
    """
    found = _rows(actor)
    query = select(found).order_by(found.c.day, found.c.reference, found.c.task_id)
    return _read(db, db.execute(query.offset(first).limit(most)).all())


def by_holder(db: Session, actor: Actor, most: int) -> list[tuple[Stopped, int]]:
    """Who has what has stopped: of each organisation the longest waiting and how many things there are, the longest
    waiting first; at most so many."""
    every = _rows(actor, "holder", "day")
    since = func.min(every.c.day)
    holders = select(every.c.holder, func.count()).group_by(every.c.holder).order_by(since, every.c.holder).limit(most)
    numbers: dict[UUID, int] = dict(db.execute(holders).all())
    theirs = _rows(actor)
    worst = (
        select(theirs)
        .where(theirs.c.holder.in_(numbers))
        .ext(distinct_on(theirs.c.holder))
        .order_by(theirs.c.holder, theirs.c.day, theirs.c.reference, theirs.c.task_id)
    )
    rows = sorted(db.execute(worst), key=lambda row: (row.day, row.reference))
    return list(zip(_read(db, rows), (numbers[row.holder] for row in rows), strict=True))


def _read(db: Session, rows: Sequence[Any]) -> list[Stopped]:
    """What is said of each row."""
    tasks = _tasks(db, [row.task_id for row in rows if row.task_id])
    labels = _labels(db, [row.subject_id for row in rows if not row.task_id])
    names = dict(db.execute(select(Organisation.id, Organisation.name)).all())
    return [_waits(tasks[row.task_id], names) if row.task_id else _rests(row, labels, names) for row in rows]


def count_stopped(db: Session, actor: Actor) -> int:
    """How many rows `stopped` has, without making them."""
    counted = [select(func.count()).select_from(Task).where(*_too_long(actor))]
    counted += [
        select(func.count()).select_from(model).join(last, true()).where(*which)
        for _, model, last, _, which in _nobodys(actor)
    ]
    return db.scalar(select(sum((each.scalar_subquery() for each in counted), literal(0)))) or 0


def _rows(actor: Actor, *names: str) -> Any:
    """Both kinds in one list: what and since which day, so that only those shown are read in full. With only these
    columns, where some are named: few enough to be read from indexes."""
    waiting = select(
        Task.subject_type.label("kind"),
        Task.id.label("task_id"),
        Task.subject_id,
        Task.subject_reference.label("reference"),
        func.coalesce(Task.due_on, _day(Task.since)).label("day"),
        Task.organisation_id.label("holder"),
    ).where(*_too_long(actor))
    quiet = [
        select(
            literal(kind).label("kind"),
            cast(null(), Uuid).label("task_id"),
            model.id.label("subject_id"),
            model.reference.label("reference"),
            _day(quiet_since).label("day"),
            (TestRequest.host_id if model is TestRequest else model.organisation_id).label("holder"),
        )
        .join(last, true())
        .where(*which)
        for kind, model, last, quiet_since, which in _nobodys(actor)
    ]
    parts = [waiting, *quiet]
    if names:
        parts = [part.with_only_columns(*(part.selected_columns[name] for name in names)) for part in parts]
    return union_all(*parts).subquery()


def _day(at: Any) -> ColumnElement[Any]:
    return cast(func.timezone(SWEDEN.key, at), Date)


def _tasks(db: Session, ids: Sequence[UUID]) -> dict[UUID, Task]:
    return {task.id: task for task in db.scalars(select(Task).where(Task.id.in_(ids)))} if ids else {}


def _labels(db: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What the latest event called each of them."""
    query = (
        select(Event.subject_id, Event.subject_label)
        .where(Event.subject_type.in_(_KINDS), Event.subject_id.in_(ids))
        .order_by(Event.at)
    )
    return dict(db.execute(query).all()) if ids else {}


def _waits(task: Task, names: dict[UUID, str]) -> Stopped:
    return Stopped(
        subject_type=task.subject_type,
        reference=task.subject_reference,
        label=task.subject_label,
        verb=task.verb,
        who=names.get(task.organisation_id, ""),
        roles=tuple(task.roles),
        since=task.since.astimezone(SWEDEN).date(),
        due_on=task.due_on,
    )


def _rests(row: Any, labels: dict[UUID, str], names: dict[UUID, str]) -> Stopped:
    return Stopped(
        row.kind, row.reference, labels.get(row.subject_id, ""), "", names.get(row.holder, ""), roles=(), since=row.day
    )


def _too_long(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Open tasks past their date, or without a date and older than agreed."""
    undated = and_(Task.due_on.is_(None), Task.since < _agreed_since())
    return or_(Task.due_on < today(), undated), or_(*visible_subjects(Task, actor))


def _agreed_since() -> datetime:
    """The midnight in Sweden before which something without a date has waited longer than agreed."""
    day = today() - timedelta(days=AGREED_WORKING_DAYS)
    while after_working_days(day, AGREED_WORKING_DAYS) >= today():
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=SWEDEN) + timedelta(days=1)


def visible_subjects(of: Any, actor: Actor) -> list[ColumnElement[bool]]:
    """Rows of `of` (tasks, events) about things that have been sent in and that the actor may see."""
    return [
        and_(
            of.subject_type == kind,
            exists().where(model.id == of.subject_id, may_view.rows(actor), _is_sent(model)).correlate(of),
        )
        for kind, (model, may_view) in _KINDS.items()
    ]


def _is_sent(model: Any) -> ColumnElement[bool]:
    if model is Challenge:
        return or_(Challenge.is_submitted, Challenge.is_public)
    return and_(TestRequest.is_received) if model is TestRequest else Pilot.id.is_not(None)


def _nobodys(actor: Actor) -> Iterator[tuple[str, Any, Any, Any, tuple[ColumnElement[bool], ...]]]:
    """Things that should move, wait for nobody and have been quiet for long: the kind, the model, its last event to be
    joined, since when it is quiet (its state counts where it has no history), and which they are."""
    limit = now() - timedelta(days=QUIET_DAYS)
    for kind, moving in (
        ("Challenge", Challenge.state.in_(MOVING_STATES)),
        ("TestRequest", TestRequest.state.in_(MOVING_REQUESTS)),
        ("Pilot", _moving_pilots()),
    ):
        model, may_view = _KINDS[kind]
        last = _last(kind, model)
        since = func.coalesce(last.c.at, model.state_since, model.created_at)
        waits = exists().where(Task.subject_type == kind, Task.subject_id == model.id)
        yield kind, model, last, since, (moving, ~waits, since < limit, may_view.rows(actor), _is_sent(model))


def _moving_pilots() -> ColumnElement[bool]:
    """Not closed, and neither running inside its period nor waiting for the day of a follow-up."""
    inside = and_(Pilot.state == PilotState.running, Pilot.ends_on >= today())
    return and_(Pilot.state.not_in((PilotState.closed, PilotState.follow_up)), ~inside)


def _last(kind: str, model: Any) -> Any:
    """When something last happened to each: asked once for what is told of it and for whether it is told."""
    mine = (Event.subject_type == kind, Event.subject_id == model.id)
    return select(func.max(Event.at).label("at")).where(*mine).lateral()


def oldest_task(db: Session, actor: Actor) -> Task | None:
    """What has waited longest of all that the actor may see."""
    query = select(Task).where(or_(*visible_subjects(Task, actor))).order_by(Task.since, Task.id).limit(1)
    return db.scalar(query)


def readable_ids(actor: Actor, kind: str) -> Select[Any]:
    """The things of that kind that the actor may see now, as a question."""
    model, may_view = _KINDS[kind]
    return select(model.id).where(may_view.rows(actor))


def readable_subjects(db: Session, actor: Actor, kind: str, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the things that the actor may see now."""
    if kind not in _KINDS or not ids:
        return set()
    model, _ = _KINDS[kind]
    return set(db.scalars(readable_ids(actor, kind).where(model.id.in_(ids))))
