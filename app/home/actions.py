"""What changes from the open pages and from one's own page."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import NOBODY, Actor, Role
from app.database import now, today
from app.home import queries, rules
from app.home.forms import BarrierAnswer, BarrierText, LanguageChoice
from app.home.models import BarrierReport, HiddenGuide
from app.language import N_
from app.people import queries as people
from app.references.queries import next_reference
from app.refusals import Reason, Refused, require
from app.working_days import after_working_days

ANSWER_DAYS = 5  # working days, promised in the receipt (ux.md 2.14)
LEAST_SECONDS = 3  # nobody reads and fills in the form in less
MOST_AN_HOUR = 5  # from one address

TRAPPED = Reason(
    N_("The portal took this for something a program sent. Send it once more, and leave empty what is not asked for.")
)
TOO_MANY = Reason(
    N_("Many reports have come from your network in the last hour. Wait an hour, or write to us by email.")
)


@dataclass(frozen=True)
class Account:
    """One's own page, as the subject of what happened to it."""

    id: UUID
    organisation_id: UUID
    label: str
    reference: str = ""


def report_barrier(
    db: Session, actor: Actor, text: BarrierText, *, sender: str, language: str, seconds: float
) -> BarrierReport:
    """Take a report from anyone. `sender` is a hash of its address, `seconds` how long the form stood open.

    Raises:
        Refused: it looks like a program's work, or too many have come from there.
    """
    if text.website or seconds < LEAST_SECONDS:
        raise Refused(TRAPPED)
    if queries.reports_from(db, sender, since=now() - timedelta(hours=1)) >= MOST_AN_HOUR:
        raise Refused(TOO_MANY)
    region = people.region(db)
    report = BarrierReport(
        reference=next_reference(db, "A"),
        organisation_id=region.id if region else NOBODY,
        what=text.what,
        where=text.where,
        aid=text.aid,
        want=text.want,
        email=text.email or "",
        language=language,
        sender_hash=sender,
    )
    db.add(report)
    record(db, actor, Happened.barrier_reported, report, waits=waits(report))
    return report


def waits(report: BarrierReport) -> list[Waits]:
    if report.answered_at is not None:
        return []
    return [
        Waits(
            N_("Answer the report of a fault in accessibility"),
            "barrier_report",
            report.organisation_id,
            (Role.platform_admin, Role.organisation_admin),
            due_on=after_working_days(today(), ANSWER_DAYS),
            why=N_("An answer was promised within five working days"),
        )
    ]


def answer_barrier(db: Session, actor: Actor, report: BarrierReport, text: BarrierAnswer) -> None:
    rules.may_answer.require(actor, report)
    if report.answered_at is not None:
        raise Refused(Reason(N_("The report has been answered already.")))
    report.answer = text.answer
    report.answered_at = now()
    report.answered_by_id = actor.membership_id
    record(db, actor, Happened.barrier_answered, report, waits=[])


def choose_language(db: Session, actor: Actor, choice: LanguageChoice) -> None:
    """The language of one's letters; pages are in the language of their address."""
    require(actor.is_signed_in)
    person = queries.person(db, actor)
    person.locale = choice.locale.value
    record(db, actor, Happened.language_chosen, _account(actor), language=choice.locale.value)


def hide_guide(db: Session, actor: Actor) -> None:
    require(actor.is_signed_in)
    if not queries.has_hidden_guide(db, actor):
        db.add(HiddenGuide(membership_id=actor.membership_id))


def show_guide(db: Session, actor: Actor) -> None:
    require(actor.is_signed_in)
    queries.show_guide_again(db, actor)


def _account(actor: Actor) -> Any:
    return Account(id=actor.person_id, organisation_id=actor.organisation_id, label=actor.person_name)
