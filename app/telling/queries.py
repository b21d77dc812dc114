"""What has been told to whom and not yet by letter, who once fed what, and whether a thing may still be read."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from app.activity.groups import Frequency
from app.activity.models import Event, Mail, Notification, Task
from app.actor import Actor
from app.challenges import rules as challenge_rules
from app.challenges.models import Challenge, CoOwner, Endorsement, Mandate, Question, Review
from app.conversations.models import Message
from app.conversations.queries_reading import messages_for
from app.database import now
from app.errands import rules as errand_rules
from app.errands.models import Errand
from app.mail.models import Digest, Morning, Reminder, Suppression
from app.mailings import rules as mailing_rules
from app.mailings.models import Mailing
from app.paging import PER_PAGE, Page, offset, paged
from app.people import queries as people
from app.people.models import Membership, MembershipStatus, Person
from app.pilots import rules as pilot_rules
from app.pilots.models import Pilot
from app.remembered import remembered
from app.research import rules as research_rules
from app.research.models import Research
from app.solutions import rules as solution_rules
from app.solutions.models import Solution
from app.test_requests import rules as request_rules
from app.test_requests.models import TestRequest

SUBJECTS: dict[str, tuple[Any, Callable[[Actor], ColumnElement[bool]]]] = {
    "Challenge": (Challenge, challenge_rules.may_view.rows),
    "TestRequest": (TestRequest, request_rules.may_know_of.rows),
    "Pilot": (Pilot, pilot_rules.may_view.rows),
    "Research": (Research, research_rules.may_view.rows),
    "Solution": (Solution, solution_rules.may_view.rows),
    "Message": (Message, messages_for),
    "Errand": (Errand, errand_rules.may_view.rows),
    "Mailing": (Mailing, mailing_rules.may_view.rows),
}
"""What one is told of, and the rule of its own page. Of what is not here only those it is for are ever told."""


@remembered
def still_readable(actor: Actor, of: Any = Event, kinds: Collection[str] = tuple(SUBJECTS)) -> ColumnElement[bool]:
    """Being told was decided by the rules of that day; a conflict of interest declared since takes it away again.

    `kinds` are those that there can be, where that is known: each rule takes its time to be put as a question.
    """
    ruled = [
        and_(
            of.subject_type == kind,
            exists(select(model.id).where(model.id == of.subject_id, seen_by(actor))),
        )
        for kind, (model, seen_by) in SUBJECTS.items()
        if kind in kinds
    ]
    return or_(of.subject_type.not_in(list(SUBJECTS)), *ruled)


def subject_of(db: Session, task: Task) -> Any:
    """The thing something waits on; None when it is of no kind that has a rule here."""
    model, _ = SUBJECTS.get(task.subject_type, (None, None))
    return db.get(model, task.subject_id, options=NAMED.get(task.subject_type, ())) if model else None


NAMED: dict[str, tuple[Any, ...]] = {"TestRequest": (joinedload(TestRequest.solution),)}
"""What a thing is called after, where it has no name of its own."""


def who_may_see(db: Session, members: Sequence[Membership], kind: str, thing_id: UUID) -> list[Membership]:
    """Those of them who may see a thing of a kind that has a rule here. One question, however many they are."""
    model, seen_by = SUBJECTS[kind]
    each = [
        select(literal(one.id)).where(exists(select(model.id).where(model.id == thing_id, seen_by(one.actor))))
        for one in members
    ]
    found = set(db.scalars(union_all(*each))) if each else set()
    return [one for one in members if one.id in found]


def task_of(db: Session, kind: str, thing_id: UUID, key: str, membership_id: UUID) -> Task | None:
    """What waits on a thing for somebody by name."""
    query = select(Task).where(Task.subject_type == kind, Task.subject_id == thing_id, Task.key == key)
    return db.scalar(query.where(Task.membership_id == membership_id))


def may_see(db: Session, actor: Actor, event: Event) -> bool:
    """Whether somebody may see the thing of an event now."""
    query = select(Event.id).where(Event.id == event.id, still_readable(actor, kinds=(event.subject_type,)))
    return db.scalar(select(query.exists())) is True


def late_tasks(db: Session, day: date) -> Sequence[Task]:
    """What was to be done before that day, on things that have a rule here, the latest first. Errands tell whoever
    asked by themselves."""
    query = select(Task).where(Task.due_on < day, Task.subject_type.in_([*SUBJECTS]), Task.subject_type != "Errand")
    return db.scalars(query.order_by(Task.due_on, Task.since, Task.id)).all()


# What one has been told


def _told(actor: Actor) -> Select[Notification]:
    return (
        select(Notification)
        .join(Event, Event.id == Notification.event_id)
        .where(Notification.membership_id == actor.membership_id, still_readable(actor))
        .options(joinedload(Notification.event))
    )


def told(db: Session, actor: Actor, number: int) -> Page[Notification]:
    """Everything the actor has been told and may still read, the latest first."""
    query = _told(actor).order_by(Event.at.desc(), Notification.id)
    return paged(db.scalars(query.offset(offset(number)).limit(PER_PAGE + 1)).all(), number)


def count_unread(db: Session, actor: Actor) -> int:
    """The number beside "Told to you": asked on every page, so only the rules of what is there are asked."""
    kinds = frozenset(db.scalars(_unread_kinds(actor)))
    return db.scalar(_unread(actor, kinds)) or 0 if kinds else 0


@remembered
def _unread_kinds(actor: Actor) -> Select[str]:
    return _told_of(actor, Notification.read_at.is_(None)).with_only_columns(Event.subject_type).distinct()


@remembered
def _unread(actor: Actor, kinds: frozenset[str]) -> Select[int]:
    readable = _told_of(actor, Notification.read_at.is_(None)).where(still_readable(actor, kinds=kinds))
    return readable.with_only_columns(func.count())


def latest(db: Session, actor: Actor, since: datetime, most: int) -> Sequence[Event]:
    """What the actor has been told of since then and may still read, the latest first."""
    asked = {"since": since}
    kinds = frozenset(db.scalars(_kinds_since(actor), asked))
    return db.scalars(_since(actor, kinds, most), asked).all() if kinds else []


@remembered
def _kinds_since(actor: Actor) -> Select[str]:
    return _told_of(actor, Event.at > bindparam("since")).with_only_columns(Event.subject_type).distinct()


@remembered
def _since(actor: Actor, kinds: frozenset[str], most: int) -> Select[Event]:
    readable = _told_of(actor, Event.at > bindparam("since")).where(still_readable(actor, kinds=kinds))
    return readable.order_by(Event.at.desc(), Event.id).limit(most)


def _told_of(actor: Actor, *which: ColumnElement[bool]) -> Select[Event]:
    told_of = select(Event).join(Notification, Notification.event_id == Event.id)
    return told_of.where(Notification.membership_id == actor.membership_id, *which)


def mark_read(db: Session, actor: Actor, upto: datetime) -> None:
    """Everything the actor had been told at that moment is read; what came since then is not."""
    theirs = update(Notification).where(
        Notification.membership_id == actor.membership_id,
        Notification.read_at.is_(None),
        Notification.created_at <= upto,
    )
    db.execute(theirs.values(read_at=now()))


def mark_one_read(db: Session, actor: Actor, notification_id: UUID) -> bool:
    """Whether there is such a notice of the actor's. Read already is read."""
    theirs = (Notification.id == notification_id, Notification.membership_id == actor.membership_id)
    db.execute(update(Notification).where(*theirs, Notification.read_at.is_(None)).values(read_at=now()))
    return db.scalar(select(exists(select(Notification.id).where(*theirs)))) is True


# The morning


SUMMARIES = "summaries"


def begin_morning(db: Session, day: date, what: str = SUMMARIES) -> bool:
    """Whether this is the first to ask for the letters of that kind on that morning."""
    row = insert(Morning).values(id=uuid4(), created_at=now(), day=day, what=what)
    new = row.on_conflict_do_nothing(index_elements=[Morning.day, Morning.what]).returning(Morning.id)
    return db.scalar(new) is not None


def had_morning(db: Session, day: date, what: str = SUMMARIES) -> bool:
    return db.scalar(select(exists(select(Morning.id).where(Morning.day == day, Morning.what == what)))) is True


def readers(db: Session) -> Sequence[UUID]:
    """Everyone who may have letters in the morning: something may wait for them, or they have not been told of all."""
    may_wait = exists(
        select(Task.id).where(
            or_(Task.membership_id == Membership.id, Task.organisation_id == Membership.organisation_id)
        )
    )
    not_told = exists(
        select(Notification.id).where(
            Notification.membership_id == Membership.id,
            Notification.mail_id.is_(None),
            Notification.read_at.is_(None),
            Notification.frequency != Frequency.never,
        )
    )
    query = select(Membership.id).where(Membership.status == MembershipStatus.active, or_(may_wait, not_told))
    return db.scalars(query.order_by(Membership.id)).all()


def begin_digest(db: Session, membership_id: UUID, day: date, token: str, *, is_weekly: bool) -> Digest | None:
    """The morning of one reader; None when it has been looked at already. A second worker waits here for the first."""
    row = insert(Digest).values(
        id=uuid4(), created_at=now(), membership_id=membership_id, day=day, is_weekly=is_weekly, token=token
    )
    new = row.on_conflict_do_nothing(index_elements=[Digest.membership_id, Digest.day]).returning(Digest.id)
    digest_id = db.scalar(new)
    return db.get(Digest, digest_id) if digest_id else None


def looked_at_before(db: Session, digest: Digest) -> datetime | None:
    """When the reader's last morning was, before this one."""
    earlier = select(func.max(Digest.created_at)).where(
        Digest.membership_id == digest.membership_id, Digest.day < digest.day
    )
    return db.scalar(earlier)


def untold(db: Session, actor: Actor, frequencies: Sequence[Frequency]) -> Sequence[Notification]:
    """What no letter has told of yet and the reader has not seen in the portal, the oldest first."""
    query = _told(actor).where(
        Notification.mail_id.is_(None), Notification.read_at.is_(None), Notification.frequency.in_(frequencies)
    )
    return db.scalars(query.order_by(Event.at, Notification.id)).all()


def told_directly(db: Session, actor: Actor, subject_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When a letter last told the reader of each of these things."""
    query = (
        select(Event.subject_id, func.max(Event.at))
        .join(Notification, Notification.event_id == Event.id)
        .where(
            Notification.membership_id == actor.membership_id,
            Notification.mail_id.is_not(None),
            Event.subject_id.in_(subject_ids),
        )
        .group_by(Event.subject_id)
    )
    return {subject_id: at for subject_id, at in db.execute(query)}  # noqa: C416 - rows are not pairs to mypy


def reminded(db: Session, membership_id: UUID, task_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many times the reader has been reminded of each of the tasks."""
    query = select(Reminder.task_id, func.count()).where(
        Reminder.membership_id == membership_id, Reminder.task_id.in_(task_ids)
    )
    return {task_id: number for task_id, number in db.execute(query.group_by(Reminder.task_id))}  # noqa: C416


# Stopping


def digest_by_token(db: Session, token: str) -> Digest | None:
    return db.scalar(select(Digest).where(Digest.token == token))


def reader_of(db: Session, membership_id: UUID) -> Membership | None:
    """An active membership, ready to be an actor."""
    return people.membership(db, membership_id)


# Who once fed a need: whom its later steps concern (ux.md 1.6, "röda tråden")


def fed(db: Session, challenge_id: UUID) -> Sequence[Membership]:
    """Those who described, decided on, checked, shared, supported, asked about or applied to a need."""
    wrote = select(Challenge.author_id).where(Challenge.id == challenge_id)
    decided = select(Challenge.sponsor_id).where(Challenge.id == challenge_id)
    took_part = [
        select(model.membership_id).where(model.challenge_id == challenge_id)
        for model in (Mandate, Review, Endorsement, Question)
    ]
    shared = select(CoOwner.answered_by_id).where(CoOwner.challenge_id == challenge_id)
    applied = select(TestRequest.author_id).where(TestRequest.challenge_id == challenge_id, TestRequest.is_received)
    everyone = union(wrote, decided, *took_part, shared, applied).subquery()
    query = select(Membership).where(Membership.id.in_(select(everyone.c[0])))
    return db.scalars(query.order_by(Membership.id)).all()


def need_of_pilot(db: Session, pilot_id: UUID) -> UUID | None:
    return db.scalar(select(Pilot.challenge_id).where(Pilot.id == pilot_id))


# The post of the whole installation


def last_sent(db: Session) -> datetime | None:
    return db.scalar(select(func.max(Mail.sent_at)))


def own_address_fails(db: Session, actor: Actor) -> bool:
    """Whether the reader's own letters come back."""
    address = select(func.lower(Person.email)).where(Person.id == actor.person_id).scalar_subquery()
    return db.scalar(select(exists(select(Suppression.id).where(Suppression.address == address)))) is True
