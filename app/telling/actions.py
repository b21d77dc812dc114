"""Choosing about letters, reading what one was told, and writing the morning's letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.groups import FIXED, Frequency, Group
from app.activity.happenings import Happened
from app.activity.models import Task
from app.activity.record import record
from app.actor import Actor, Role
from app.database import SWEDEN, now, today
from app.mail import actions as mail
from app.mail import queries as mail_queries
from app.mail.letters import Desk, language_of
from app.mail.models import Digest, Reminder, Suppression
from app.mailings import queries as mailings
from app.people.models import Membership
from app.refusals import NotFound, require
from app.telling import choices, queries
from app.telling.forms import Preferences
from app.telling.mornings import first_morning
from app.working_days import after_working_days, working_days_between

MOST_LINES = 20
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # before anything waited for anyone
SOON_WORKING_DAYS = 3
REMIND_AFTER = (5, 10)
"""Working days a decision has waited when it is asked for again: twice at most (ux.md 1.6)."""


@dataclass(frozen=True)
class Account:
    """One's own choices, as the subject of what happened to them."""

    id: UUID
    organisation_id: UUID
    label: str
    reference: str = ""


def choose(db: Session, actor: Actor, chosen: Preferences) -> None:
    """Let letters come as often as the actor wants them, from now on."""
    require(actor.is_signed_in)
    for name in type(chosen).model_fields:
        often = Frequency[getattr(chosen, name).value]
        mail_queries.choose(db, actor.membership_id, Group[name], often)
    subject = Account(actor.person_id, actor.organisation_id, actor.person_name)
    record(db, actor, Happened.letters_chosen, subject, chosen=chosen.model_dump(mode="json"))


def mark_all_read(db: Session, actor: Actor, upto: datetime) -> None:
    """Only what was told when the page was shown: what came since has not been seen."""
    require(actor.is_signed_in)
    queries.mark_read(db, actor, min(upto, now()))


def mark_read(db: Session, actor: Actor, notification_id: UUID) -> None:
    """One notice has been read.

    Raises:
        NotFound: the actor has no such notice.
    """
    require(actor.is_signed_in)
    if not queries.mark_one_read(db, actor, notification_id):
        raise NotFound


def stop(db: Session, token: str) -> None:
    """No more letters of the kind that holds the token to whoever got it. Once or many times, it is the same.

    Nobody is signed in: the token is what was sent to the reader alone, and stopping is all it can do.

    Raises:
        NotFound: no letter holds it.
    """
    letter = mailings.letter_by_token(db, token)
    if letter is None:
        _stop_summaries(db, token)
        return
    reader = queries.reader_of(db, letter.membership_id)
    if reader is not None and mail_queries.chosen(db, reader.id).get(Group.many) is not Frequency.never:
        _stop(db, reader, [Group.many])


def _stop(db: Session, reader: Membership, groups: Sequence[Group]) -> None:
    for group in groups:
        mail_queries.choose(db, reader.id, group, Frequency.never)
    subject = Account(reader.person_id, reader.organisation_id, reader.person.name)
    record(db, reader.actor, Happened.summaries_stopped, subject, groups=groups)


def _stop_summaries(db: Session, token: str) -> None:
    digest = queries.digest_by_token(db, token)
    reader = queries.reader_of(db, digest.membership_id) if digest else None
    if digest is None:
        raise NotFound
    if reader is None:
        return
    now_chosen = choices.in_force(reader.actor, mail_queries.chosen(db, reader.id))
    stopped = [group for group, often in now_chosen.items() if often in (Frequency.daily, Frequency.weekly)]
    if stopped:
        _stop(db, reader, stopped)


# The morning's letters


def write_morning_letters(db: Session, membership_id: str, day: str, *, desk: Desk) -> None:
    """What one reader gets on one working morning: each letter once, however often this is called."""
    reader = queries.reader_of(db, UUID(membership_id))
    morning = date.fromisoformat(day)
    if reader is None:
        return
    first = first_morning(morning)
    is_weekly = morning == first or not queries.had_morning(db, first)
    digest = queries.begin_digest(db, reader.id, morning, token_hex(16), is_weekly=is_weekly)
    if digest is None:
        return
    chosen = choices.in_force(reader.actor, mail_queries.chosen(db, reader.id))
    tasks = activity.tasks_for(db, reader.actor)
    _summarise(db, reader, digest, chosen, tasks, desk)
    if chosen[Group.waits] is not Frequency.never:
        _remind(db, reader, tasks, desk)


def _summarise(
    db: Session,
    reader: Membership,
    digest: Digest,
    chosen: dict[Group, Frequency],
    tasks: Sequence[Task],
    desk: Desk,
) -> None:
    wanted = (Frequency.daily, Frequency.weekly) if digest.is_weekly else (Frequency.daily,)
    news = [
        told
        for told in queries.untold(db, reader.actor, wanted)
        if told.group in FIXED or chosen[told.group] is not Frequency.never
    ]
    listed = _worth_listing(db, reader.actor, digest, chosen[Group.summary], tasks)
    if not news and not listed:
        return
    language = language_of(reader)
    letter = desk.to_reader(
        reader,
        "telling/summary",
        {
            "tasks": listed[:MOST_LINES],
            "number": len(listed),
            "more": max(0, len(listed) - MOST_LINES),
            "news": [told.event for told in news[:MOST_LINES]],
            "more_news": max(0, len(news) - MOST_LINES),
            "today": digest.day,
            "link": desk.link(language, "todo" if listed else "told"),
            "choices": desk.link(language, "letter_choices"),
            "stop": desk.link(language, "stop_summaries", digest.token),
        },
        thread=f"summary-{reader.id.hex}",
        unsubscribe=desk.link(language, "stop_summaries", digest.token),
    )
    mail.put_in_outbox(db, letter)
    digest.mail_id = letter.id
    for told in news:
        told.mail_id = letter.id


def _worth_listing(
    db: Session, actor: Actor, digest: Digest, often: Frequency, tasks: Sequence[Task]
) -> Sequence[Task]:
    """All that waits, when there is a reason to say it: the same list every morning is read by nobody.

    Weekly: whenever something waits. Daily: when something new waits that no letter has told of, will be due within
    three working days, or was not done in time; each of these is a reason once.
    """
    if often is Frequency.weekly:
        return tasks if digest.is_weekly else []
    if often is not Frequency.daily or not tasks:
        return []
    seen = queries.looked_at_before(db, digest) or LONG_AGO
    told = queries.told_directly(db, actor, [task.subject_id for task in tasks])
    return tasks if any(_is_news(task, seen, told.get(task.subject_id), digest.day) for task in tasks) else []


def _is_news(task: Task, seen: datetime, told: datetime | None, day: date) -> bool:
    if task.since > seen and (told is None or told < task.since - timedelta(minutes=1)):
        return True
    if task.due_on is None:
        return False
    seen_on = seen.astimezone(SWEDEN).date()
    became_soon = task.due_on > after_working_days(seen_on, SOON_WORKING_DAYS)
    became_late = seen_on <= task.due_on < day
    return (became_soon and task.due_on <= after_working_days(day, SOON_WORKING_DAYS)) or became_late


def _remind(db: Session, reader: Membership, tasks: Sequence[Task], desk: Desk) -> None:
    """Ask a decision-maker again, kindly, for what has waited a week, and once more after two."""
    if Role.sponsor not in reader.roles:
        return
    waiting = [task for task in tasks if _is_a_decision(task, reader)]
    reminded = queries.reminded(db, reader.id, [task.id for task in waiting])
    for task in waiting:
        number = reminded.get(task.id, 0)
        days = working_days_between(task.since.astimezone(SWEDEN).date(), today())
        if number < len(REMIND_AFTER) and days >= REMIND_AFTER[number]:
            db.add(Reminder(task_id=task.id, membership_id=reader.id, number=number + 1))
            values = {
                "task": task,
                "reference": task.subject_reference,
                "is_last": number + 1 == len(REMIND_AFTER),
                "link": desk.link(language_of(reader), task.route, task.subject_reference),
            }
            letter = desk.to_reader(reader, "telling/reminder", values, thread=task.subject_reference)
            mail.put_in_outbox(db, letter)


def _is_a_decision(task: Task, reader: Membership) -> bool:
    """What a colleague asked for is none: whoever asked hears when it is late."""
    if task.subject_type == "Errand":
        return False
    return Role.sponsor.value in task.roles or task.membership_id == reader.id


def write_test_letter(db: Session, membership_id: str, *, desk: Desk) -> None:
    """A letter to the one who wants to see that letters arrive."""
    reader = queries.reader_of(db, UUID(membership_id))
    if reader is not None:
        values = {"link": desk.link(language_of(reader), "post_office")}
        mail.put_in_outbox(db, desk.to_reader(reader, "telling/test_letter", values))


def lift(db: Session, actor: Actor, suppression: Suppression) -> None:
    """Let letters go to an address again, for someone has said that it works."""
    require(actor.has(Role.platform_admin))
    mail_queries.lift(db, suppression)
    subject = Account(suppression.id, actor.organisation_id, suppression.address)
    record(db, actor, Happened.address_cleared, subject, status=suppression.status)
