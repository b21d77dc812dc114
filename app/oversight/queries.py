"""Every figure about the whole: few grouped queries, the same rules as the pages.

Companies' drafts are their own space and are never counted. A need merged into another is counted once, as that one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, extract, func, or_, select, union_all
from sqlalchemy.orm import Session

from app.activity.models import Event, Task
from app.actor import VISITOR, Actor, Role
from app.assessments.models import Decision, Outcome
from app.challenges import rules as challenge_rules
from app.challenges.choices import CallType
from app.challenges.models import ENDED_STATES as ENDED_NEEDS
from app.challenges.models import Challenge, ChallengeState, CoOwner, CoOwnerStatus, Question
from app.database import SWEDEN, now, today
from app.organisations.models import Organisation, OrganisationKind, OrganisationStatus
from app.oversight.figures import County, EqualTerms, Municipality, River, Rivers, Stopped, Vacancy
from app.people.models import Membership, MembershipRole, MembershipStatus, Post
from app.pilots import rules as pilot_rules
from app.pilots.choices import PilotOutcome
from app.pilots.models import AfterTest, Pilot, PilotState
from app.test_requests import rules as request_rules
from app.test_requests.models import FINAL_STATES as ENDED_REQUESTS
from app.test_requests.models import Assessor, Standing, TestRequest
from app.working_days import after_working_days

TAKES_PART = (OrganisationStatus.active, OrganisationStatus.paused)
INTRODUCED = (PilotOutcome.adopt, PilotOutcome.spread)
AFTER_THE_CALL = (
    ChallengeState.assessing,
    ChallengeState.in_pilot,
    ChallengeState.resolved,
    ChallengeState.closed_no_match,
    ChallengeState.closed_not_resolved,
    ChallengeState.archived,
)
AGREED_WORKING_DAYS = 10
"""What has no date of its own is expected to move within this (domain.md 3.2: screening takes at most as long)."""
QUIET_DAYS = 30
"""After this, something that waits for nobody is shown as stopped."""


def river(db: Session, actor: Actor = VISITOR, year: int | None = None) -> River:
    """How far the needs have come that the actor may see and that were sent in, of one year or of all.

    A visitor's river holds what is published; the region's holds all that it has received.
    """
    return rivers(db, actor).of(year)


def years(db: Session, actor: Actor) -> list[int]:
    """The years in which the needs began, the latest first."""
    return rivers(db, actor).years


def rivers(db: Session, actor: Actor) -> Rivers:
    """The river of every year and of all: one question, however many years there are."""
    needs = _needs_with_stage(actor)
    stage, whose = needs.c.stage, (needs.c.year, needs.c.organisation_id)
    rows = db.execute(
        select(
            *whose,
            func.count(),
            func.count().filter(stage >= 2),
            func.count().filter(stage >= 3),
            func.count().filter(stage >= 4),
            func.coalesce(func.sum(needs.c.requests), 0),
            func.coalesce(func.sum(needs.c.pilots), 0),
        )
        .select_from(needs)
        .group_by(*whose)
    )
    return Rivers(tuple((int(year), owner, tuple(int(number) for number in numbers)) for year, owner, *numbers in rows))


def _needs_with_stage(actor: Actor) -> Subquery:
    requests = (
        select(TestRequest.challenge_id, func.count().label("n"))
        .where(TestRequest.is_received, TestRequest.challenge_id.is_not(None))
        .group_by(TestRequest.challenge_id)
        .subquery()
    )
    pilots = (
        select(
            Pilot.challenge_id,
            func.count().filter(Pilot.started_at.is_not(None)).label("n"),
            func.bool_or(func.coalesce(AfterTest.outcome.in_(INTRODUCED), False)).label("introduced"),
        )
        .outerjoin(AfterTest, AfterTest.pilot_id == Pilot.id)
        .group_by(Pilot.challenge_id)
        .subquery()
    )
    stage = case(
        (or_(Challenge.state == ChallengeState.resolved, func.coalesce(pilots.c.introduced, False)), 4),
        (func.coalesce(pilots.c.n, 0) > 0, 3),
        (func.coalesce(requests.c.n, 0) > 0, 2),
        else_=1,
    )
    return (
        select(
            Challenge.organisation_id,
            extract("year", func.timezone(SWEDEN.key, _began())).label("year"),
            stage.label("stage"),
            func.coalesce(requests.c.n, 0).label("requests"),
            func.coalesce(pilots.c.n, 0).label("pilots"),
        )
        .outerjoin(requests, requests.c.challenge_id == Challenge.id)
        .outerjoin(pilots, pilots.c.challenge_id == Challenge.id)
        .where(*_counted(actor))
        .subquery()
    )


def _counted(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The needs that figures are about: sent in or published, seen by the actor, not merged into another."""
    return (
        challenge_rules.may_view.rows(actor),
        or_(Challenge.is_submitted, Challenge.is_public),
        Challenge.merged_into_id.is_(None),
        Challenge.state != ChallengeState.merged,
    )


def _began() -> ColumnElement[datetime]:
    return func.coalesce(Challenge.submitted_at, Challenge.published_at, Challenge.created_at)


def county(db: Session, actor: Actor = VISITOR) -> County:
    """Needs per municipality: those open for requests to a visitor, all that were received to the region.

    A need that several municipalities share counts for each of them, as in the list the number leads to.
    """
    of_interest = [Challenge.takes_requests] if not actor.is_signed_in else []
    counted = _counted(actor)
    theirs = union_all(
        select(Challenge.organisation_id.label("owner"), Challenge.id.label("need"), _began().label("at")).where(
            *counted, *of_interest
        ),
        select(CoOwner.organisation_id.label("owner"), Challenge.id.label("need"), _began().label("at"))
        .join(Challenge, Challenge.id == CoOwner.challenge_id)
        .where(CoOwner.status == CoOwnerStatus.joined, CoOwner.organisation_id != Challenge.organisation_id)
        .where(*counted, *of_interest),
    ).subquery()
    per_owner = (
        select(theirs.c.owner, func.count().label("n"), func.max(theirs.c.at).label("latest"))
        .group_by(theirs.c.owner)
        .subquery()
    )
    query = (
        select(Organisation, func.coalesce(per_owner.c.n, 0), per_owner.c.latest)
        .outerjoin(per_owner, per_owner.c.owner == Organisation.id)
        .where(Organisation.kind == OrganisationKind.municipality)
        .order_by(Organisation.short_name)
    )
    return County(
        tuple(
            Municipality(
                id=organisation.id,
                slug=organisation.slug,
                name=organisation.short_name,
                takes_part=organisation.status in TAKES_PART,
                population=organisation.population,
                needs=number,
                latest=latest.astimezone(SWEDEN).date() if latest else None,
            )
            for organisation, number, latest in db.execute(query)
        )
    )


def equal_terms(db: Session) -> EqualTerms:
    """What shows that the terms are equal, over all needs and requests; no company is named."""
    public = [Challenge.is_public, Challenge.state != ChallengeState.merged]
    applicants = (
        select(Challenge.id, func.count(TestRequest.organisation_id.distinct()).label("n"))
        .outerjoin(TestRequest, and_(TestRequest.challenge_id == Challenge.id, TestRequest.is_received))
        .where(Challenge.state.in_(AFTER_THE_CALL), Challenge.call_type != CallType.dialogue)
        .group_by(Challenge.id)
        .subquery()
    )
    declined = [Decision.outcome == Outcome.declined, Decision.released_at.is_not(None)]
    per_company = (
        select(func.count().label("n")).where(Pilot.started_at.is_not(None)).group_by(Pilot.company_id).subquery()
    )
    row = db.execute(
        select(
            select(func.count()).select_from(Challenge).where(*public).scalar_subquery(),
            select(func.count()).select_from(applicants).scalar_subquery(),
            select(func.count()).select_from(applicants).where(applicants.c.n >= 2).scalar_subquery(),
            select(func.count()).select_from(Decision).where(*declined).scalar_subquery(),
            select(func.count())
            .select_from(Decision)
            .where(*declined, func.btrim(Decision.reason_text) != "")
            .scalar_subquery(),
            select(func.count(Question.id))
            .join(Challenge, Challenge.id == Question.challenge_id)
            .where(*public)
            .scalar_subquery(),
            select(func.count(Question.id))
            .join(Challenge, Challenge.id == Question.challenge_id)
            .where(*public, Question.answered_at.is_not(None))
            .scalar_subquery(),
            select(func.count())
            .select_from(Assessor)
            .where(Assessor.standing == Standing.conflicted)
            .scalar_subquery(),
            select(func.coalesce(func.sum(per_company.c.n), 0)).scalar_subquery(),
            select(func.coalesce(func.max(per_company.c.n), 0)).scalar_subquery(),
        )
    ).one()
    return EqualTerms(*(int(number) for number in row))


# What has stopped


_KINDS: dict[str, tuple[Any, Any]] = {
    "Challenge": (Challenge, challenge_rules.may_view),
    "TestRequest": (TestRequest, request_rules.may_know_of),
    "Pilot": (Pilot, pilot_rules.may_view),
}


def stopped(db: Session, actor: Actor) -> list[Stopped]:
    """What is overdue, has waited longer than agreed, or is held by nobody: the longest waiting first.

    Only what the actor may see: a case they are kept away from is not here, nor a draft of anyone.
    """
    found = [*_waiting_too_long(db, actor), *_held_by_nobody(db, actor)]
    return sorted(found, key=lambda each: (each.due_on or each.since, each.reference))


def count_stopped(db: Session, actor: Actor) -> int:
    """How many rows `stopped` has, without making them."""
    counted = [select(func.count()).select_from(Task).where(*_too_long(actor))]
    counted += [select(func.count()).select_from(quiet.subquery()) for _, quiet in _nobodys(actor)]
    return sum(db.scalar(query) or 0 for query in counted)


def _too_long(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Open tasks past their date, or without a date and older than agreed."""
    undated = and_(Task.due_on.is_(None), Task.since < _agreed_since())
    return or_(*visible_subjects(Task, actor)), or_(Task.due_on < today(), undated)


def _agreed_since() -> datetime:
    """The midnight in Sweden before which something without a date has waited longer than agreed."""
    day = today() - timedelta(days=AGREED_WORKING_DAYS)
    while after_working_days(day, AGREED_WORKING_DAYS) >= today():
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=SWEDEN) + timedelta(days=1)


def _waiting_too_long(db: Session, actor: Actor) -> Iterable[Stopped]:
    query = select(Task, Organisation.name).outerjoin(Organisation, Organisation.id == Task.organisation_id)
    for task, organisation in db.execute(query.where(*_too_long(actor))):
        began = task.since.astimezone(SWEDEN).date()
        yield Stopped(
            subject_type=task.subject_type,
            reference=task.subject_reference,
            label=task.subject_label,
            verb=task.verb,
            who=organisation or "",
            roles=tuple(task.roles),
            since=began,
            due_on=task.due_on,
        )


def visible_subjects(of: Any, actor: Actor) -> list[ColumnElement[bool]]:
    """Rows of `of` (tasks, events) about things that have been sent in and that the actor may see."""
    return [
        and_(of.subject_type == kind, of.subject_id.in_(select(model.id).where(may_view.rows(actor), _is_sent(model))))
        for kind, (model, may_view) in _KINDS.items()
    ]


def _is_sent(model: Any) -> ColumnElement[bool]:
    if model is Challenge:
        return or_(Challenge.is_submitted, Challenge.is_public)
    return and_(TestRequest.is_received) if model is TestRequest else Pilot.id.is_not(None)


def _held_by_nobody(db: Session, actor: Actor) -> Iterable[Stopped]:
    for kind, quiet in _nobodys(actor):
        for reference, label, who, at in db.execute(quiet):
            yield Stopped(kind, reference, label or "", "", who, (), at.astimezone(SWEDEN).date())


def _nobodys(actor: Actor) -> Iterable[tuple[str, Any]]:
    """Things that should move, wait for nobody and have been quiet for long, by kind."""
    for kind, model, moving in (
        ("Challenge", Challenge, _moving_needs()),
        ("TestRequest", TestRequest, TestRequest.state.not_in(ENDED_REQUESTS)),
        ("Pilot", Pilot, _moving_pilots()),
    ):
        yield kind, _quiet(kind, model, moving).where(_KINDS[kind][1].rows(actor), _is_sent(model))


def _moving_needs() -> ColumnElement[bool]:
    """Not ended, and not simply open until a date or until someone applies."""
    waiting_by_design = (ChallengeState.signal, ChallengeState.published, ChallengeState.open, ChallengeState.in_pilot)
    return Challenge.state.not_in((*ENDED_NEEDS, *waiting_by_design))


def _moving_pilots() -> ColumnElement[bool]:
    """Not closed, and neither running inside its period nor waiting for the day of a follow-up."""
    inside = and_(Pilot.state == PilotState.running, Pilot.ends_on >= today())
    return and_(Pilot.state.not_in((PilotState.closed, PilotState.follow_up)), ~inside)


def _quiet(kind: str, model: Any, moving: ColumnElement[bool]) -> Any:
    last = select(func.max(Event.at)).where(Event.subject_type == kind, Event.subject_id == model.id).scalar_subquery()
    at = func.coalesce(last, model.state_since, model.created_at)
    waits = exists().where(Task.subject_type == kind, Task.subject_id == model.id)
    labelled = (
        select(Event.subject_label)
        .where(Event.subject_type == kind, Event.subject_id == model.id)
        .order_by(Event.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    holder = TestRequest.host_id if model is TestRequest else model.organisation_id
    return (
        select(model.reference, labelled, func.coalesce(Organisation.name, ""), at)
        .outerjoin(Organisation, Organisation.id == holder)
        .where(moving, ~waits, at < now() - timedelta(days=QUIET_DAYS))
    )


def vacancies(db: Session, day: date | None = None) -> list[Vacancy]:
    """Municipalities that take part and have no testbed leader, the longest vacant first (SEED-A18, A19)."""
    day = day or today()
    serving = and_(
        Membership.status == MembershipStatus.active,
        or_(Membership.valid_from.is_(None), Membership.valid_from <= day),
        or_(Membership.valid_to.is_(None), Membership.valid_to >= day),
    )
    of_role = (
        select(
            Membership.organisation_id,
            func.bool_or(and_(serving, MembershipRole.role == Role.testbed_leader)).label("led"),
            func.bool_or(and_(serving, MembershipRole.role == Role.testbed_deputy)).label("deputy"),
            func.max(Membership.valid_to).filter(MembershipRole.role == Role.testbed_leader).label("left_on"),
        )
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .group_by(Membership.organisation_id)
        .subquery()
    )
    served = (
        select(Post.organisation_id, func.max(Post.until).label("until"))
        .where(Post.role == Role.testbed_leader)
        .group_by(Post.organisation_id)
        .subquery()
    )
    query = (
        select(Organisation, of_role.c.deputy, func.greatest(of_role.c.left_on, served.c.until))
        .outerjoin(of_role, of_role.c.organisation_id == Organisation.id)
        .outerjoin(served, served.c.organisation_id == Organisation.id)
        .where(
            Organisation.kind == OrganisationKind.municipality,
            Organisation.status == OrganisationStatus.active,
            ~func.coalesce(of_role.c.led, False),
        )
    )
    found = [
        Vacancy(
            organisation.id,
            organisation.name,
            min(left_on or organisation.joined_on or organisation.created_at.astimezone(SWEDEN).date(), day),
            bool(deputy),
        )
        for organisation, deputy, left_on in db.execute(query)
    ]
    return sorted(found, key=lambda vacancy: (vacancy.since, vacancy.name))


def oldest_task(db: Session, actor: Actor) -> Task | None:
    """What has waited longest of all that the actor may see."""
    query = select(Task).where(or_(*visible_subjects(Task, actor))).order_by(Task.since, Task.id).limit(1)
    return db.scalar(query)


def readable_subjects(db: Session, actor: Actor, kind: str, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the things that the actor may see now."""
    if kind not in _KINDS or not ids:
        return set()
    model, may_view = _KINDS[kind]
    return set(db.scalars(select(model.id).where(model.id.in_(ids), may_view.rows(actor))))
