"""The rows of the reports that are lists. Each asks the rule of the thing: a conflict of interest holds here too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.actor import Actor
from app.challenges import rules as challenge_rules
from app.challenges.models import Challenge
from app.database import SWEDEN
from app.grants import rules as grant_rules
from app.grants.models import Grant
from app.indicators.queries import within
from app.language import N_
from app.organisations.models import Organisation, OrganisationKind
from app.people.models import Membership, Person
from app.periods import Period
from app.pilots import rules as pilot_rules
from app.pilots.models import AfterTest, Evaluation, Pilot
from app.test_requests import rules as request_rules
from app.test_requests.models import FINAL_STATES, TestRequest

Firm, Host = aliased(Organisation), aliased(Organisation)
IN_FORCE, NOT_IN_FORCE = N_("In force"), N_("Not in force")
SENT, BEGAN = N_("Sent the request %(reference)s"), N_("Began the pilot %(reference)s")


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(SWEDEN).date() if moment else None


@dataclass(frozen=True)
class Participant:
    """One thing that one company did. `number` is empty for sole traders and companies abroad."""

    company: str
    number: str
    email: str
    activity: str
    reference: str
    on: date | None


def participants(db: Session, actor: Actor, period: Period) -> list[Participant]:
    """What companies did in the period, company by company."""
    contact = func.coalesce(Pilot.contact_id, TestRequest.author_id)
    sent = (
        select(Firm.name, Firm.org_number, Person.email, TestRequest.reference, TestRequest.submitted_at)
        .select_from(TestRequest)
        .join(Firm, Firm.id == TestRequest.organisation_id)
        .join(Membership, Membership.id == TestRequest.author_id)
        .join(Person, Person.id == Membership.person_id)
        .where(request_rules.may_know_of.rows(actor), TestRequest.is_received, within(TestRequest.submitted_at, period))
    )
    began = (
        select(Firm.name, Firm.org_number, Person.email, Pilot.reference, Pilot.started_at)
        .select_from(Pilot)
        .join(TestRequest, TestRequest.id == Pilot.test_request_id)
        .join(Firm, Firm.id == Pilot.company_id)
        .join(Membership, Membership.id == contact)
        .join(Person, Person.id == Membership.person_id)
        .where(pilot_rules.may_view.rows(actor), within(Pilot.started_at, period))
    )
    found = [
        Participant(company, number or "", email, activity, reference, _day(at))
        for query, activity in ((sent, SENT), (began, BEGAN))
        for company, number, email, reference, at in db.execute(query)
    ]
    return sorted(found, key=lambda one: (one.company.lower(), one.on or date.min, one.reference))


@dataclass(frozen=True)
class Lesson:
    reference: str
    title: str
    municipality: str
    learning: str
    decision: str  # in words; empty while nothing is decided


def lessons(db: Session, actor: Actor, period: Period) -> list[Lesson]:
    """What the final reports of the period taught."""
    query = (
        select(Pilot.reference, Pilot.title, Host.name, Evaluation.learning, AfterTest.outcome)
        .join(Evaluation, Evaluation.pilot_id == Pilot.id)
        .join(Host, Host.id == Pilot.organisation_id)
        .outerjoin(AfterTest, AfterTest.pilot_id == Pilot.id)
        .where(pilot_rules.may_view.rows(actor), within(Evaluation.reported_at, period))
        .order_by(Evaluation.reported_at, Pilot.reference)
    )
    return [Lesson(*row[:4], row[4].label if row[4] else "") for row in db.execute(query)]


# Cases of an authority


class CaseKind(StrEnum):
    need = "need"
    request = "request"
    pilot = "pilot"
    decision = "decision"
    grant = "grant"


@dataclass(frozen=True)
class Case:
    """`other` is the other party; `state` a state of its lifecycle, or of a decision its words."""

    kind: CaseKind
    reference: str
    registry_number: str
    title: str
    other: str
    begun_on: date | None
    ended_on: date | None
    state: str


def authorities(db: Session) -> Sequence[Organisation]:
    """The municipalities and the region, whose cases these are; the region first."""
    kinds = (OrganisationKind.region, OrganisationKind.municipality)
    query = select(Organisation).where(Organisation.kind.in_(kinds))
    found = db.scalars(query.order_by(Organisation.short_name)).all()
    return sorted(found, key=lambda one: one.kind is not OrganisationKind.region)


def cases(db: Session, actor: Actor, period: Period, place: str) -> list[Case]:
    """The cases of the authority with that slug that were begun in the period and that the actor may see."""
    authority = db.scalar(select(Organisation).where(Organisation.slug == place))
    if authority is None:
        return []
    found = [
        *_needs(db, actor, period, authority),
        *_requests(db, actor, period, authority),
        *_pilots(db, actor, period, authority),
        *_decisions(db, actor, period, authority),
        *_grants(db, actor, period, authority),
    ]
    return sorted(found, key=lambda one: (one.begun_on or date.min, one.reference))


def _needs(db: Session, actor: Actor, period: Period, authority: Organisation) -> list[Case]:
    query = select(Challenge).where(
        challenge_rules.may_view.rows(actor),
        Challenge.organisation_id == authority.id,
        Challenge.is_submitted,
        within(func.coalesce(Challenge.submitted_at, Challenge.created_at), period),
    )
    return [
        Case(
            CaseKind.need,
            one.reference,
            one.registry_number,
            one.title,
            "",
            _day(one.submitted_at or one.created_at),
            _day(one.ended_at),
            one.state.value,
        )
        for one in db.scalars(query)
    ]


def _requests(db: Session, actor: Actor, period: Period, authority: Organisation) -> list[Case]:
    """Proposals that no municipality has taken are the region's."""
    theirs: ColumnElement[bool] = TestRequest.host_id == authority.id
    if authority.kind is OrganisationKind.region:
        theirs = or_(theirs, TestRequest.host_id.is_(None))
    query = (
        select(TestRequest.reference, Firm.name, Challenge.title, TestRequest.submitted_at, TestRequest.state)
        .add_columns(TestRequest.state_since)
        .join(Firm, Firm.id == TestRequest.organisation_id)
        .outerjoin(Challenge, Challenge.id == TestRequest.challenge_id)
        .where(
            request_rules.may_know_of.rows(actor),
            theirs,
            TestRequest.is_received,
            within(TestRequest.submitted_at, period),
        )
    )
    return [
        Case(
            CaseKind.request,
            row.reference,
            "",
            row.title or "",
            row.name,
            _day(row.submitted_at),
            _day(row.state_since) if row.state in FINAL_STATES else None,
            row.state.value,
        )
        for row in db.execute(query)
    ]


def _pilots(db: Session, actor: Actor, period: Period, authority: Organisation) -> list[Case]:
    query = (
        select(Pilot, Firm.name)
        .join(Firm, Firm.id == Pilot.company_id)
        .where(
            pilot_rules.may_view.rows(actor), Pilot.organisation_id == authority.id, within(Pilot.created_at, period)
        )
    )
    return [
        Case(
            CaseKind.pilot,
            one.reference,
            one.registry_number,
            one.title,
            firm,
            _day(one.created_at),
            _day(one.ended_at),
            one.state.value,
        )
        for one, firm in db.execute(query)
    ]


def _decisions(db: Session, actor: Actor, period: Period, authority: Organisation) -> list[Case]:
    query = (
        select(AfterTest, Pilot.reference, Pilot.title, Firm.name)
        .join(Pilot, Pilot.id == AfterTest.pilot_id)
        .join(Firm, Firm.id == Pilot.company_id)
        .where(
            pilot_rules.may_view.rows(actor),
            Pilot.organisation_id == authority.id,
            within(AfterTest.created_at, period),
        )
    )
    return [
        Case(
            CaseKind.decision,
            reference,
            one.registry_number,
            title,
            firm,
            _day(one.created_at),
            _day(one.created_at),
            one.outcome.label,
        )
        for one, reference, title, firm in db.execute(query)
    ]


def _grants(db: Session, actor: Actor, period: Period, authority: Organisation) -> list[Case]:
    query = (
        select(Grant)
        .where(
            grant_rules.may_view.rows(actor), Grant.organisation_id == authority.id, within(Grant.created_at, period)
        )
        .options(selectinload(Grant.decisions))
    )
    return [
        Case(
            CaseKind.grant,
            one.registry_number,
            one.registry_number,
            one.title,
            "",
            _day(one.created_at),
            None,
            IN_FORCE if any(decision.is_in_force for decision in one.decisions) else NOT_IN_FORCE,
        )
        for one in db.scalars(query)
    ]


# Pilots to decide about


def _reported(actor: Actor) -> tuple[Any, ...]:
    return (pilot_rules.may_view.rows(actor), Evaluation.reported_at.is_not(None))


def reported_pilots(db: Session, actor: Actor) -> list[tuple[str, str]]:
    """The reference and name of each pilot that has been reported, the latest first."""
    query = (
        select(Pilot.reference, Pilot.title, Evaluation.reported_at)
        .join(Evaluation, Evaluation.pilot_id == Pilot.id)
        .where(*_reported(actor))
        .order_by(Evaluation.reported_at.desc(), Pilot.reference)
    )
    return [(reference.lower(), f"{reference} {title}") for reference, title, _ in db.execute(query)]


def reported_pilot(db: Session, actor: Actor, reference: str) -> Pilot | None:
    """The reported pilot with that reference, with what a decision about it needs."""
    query = (
        select(Pilot)
        .join(Evaluation, Evaluation.pilot_id == Pilot.id)
        .where(*_reported(actor), Pilot.reference == reference.upper())
        .options(
            joinedload(Pilot.evaluation),
            joinedload(Pilot.decision),
            joinedload(Pilot.solution),
            joinedload(Pilot.company),
            joinedload(Pilot.challenge).joinedload(Challenge.organisation),
        )
    )
    return db.scalar(query)
