"""Every figure about the whole: few grouped queries, the same rules as the pages.

Companies' drafts are their own space and are never counted. A need merged into another is counted once, as that one.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Subquery, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.actor import VISITOR, Actor, Role
from app.assessments.models import Decision, Outcome
from app.challenges import rules as challenge_rules
from app.challenges.choices import CallType
from app.challenges.models import Challenge, ChallengeState, CoOwner, CoOwnerStatus, Question
from app.database import SWEDEN, today
from app.organisations.models import Organisation, OrganisationKind, OrganisationStatus
from app.oversight.figures import Begun, County, EqualTerms, Municipality, River, Rivers, Vacancy
from app.people.models import Membership, MembershipRole, MembershipStatus, Post
from app.pilots.choices import PilotOutcome
from app.pilots.models import AfterTest, Pilot
from app.test_requests.models import Assessor, Standing, TestRequest

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
    stage, whose = needs.c.stage, (needs.c.begun_in, needs.c.organisation_id)
    rows = db.execute(
        select(
            *whose,
            func.max(needs.c.began_at),
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
    return Rivers(
        tuple(
            Begun(year, owner, latest, tuple(int(number) for number in numbers))
            for year, owner, latest, *numbers in rows
        )
    )


def _needs_with_stage(actor: Actor) -> Subquery:
    requests = (
        select(TestRequest.challenge_id, _number(func.count()).label("n"))
        .where(TestRequest.is_received, TestRequest.challenge_id.is_not(None))
        .group_by(TestRequest.challenge_id)
        .subquery()
    )
    pilots = (
        select(
            Pilot.challenge_id,
            _number(func.count().filter(Pilot.started_at.is_not(None))).label("n"),
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
            Challenge.begun_in,
            Challenge.began_at,
            stage.label("stage"),
            func.coalesce(requests.c.n, 0).label("requests"),
            func.coalesce(pilots.c.n, 0).label("pilots"),
        )
        .outerjoin(requests, requests.c.challenge_id == Challenge.id)
        .outerjoin(pilots, pilots.c.challenge_id == Challenge.id)
        .where(*_counted(actor))
        .subquery()
    )


def _number(count: ColumnElement[int]) -> ColumnElement[int]:
    """As an integer, for the sum of anything larger is reckoned digit by digit."""
    return cast(count, Integer)


def _counted(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The needs that figures are about: sent in or published, seen by the actor, not merged into another."""
    return (
        challenge_rules.may_view.rows(actor),
        or_(Challenge.is_submitted, Challenge.is_public),
        Challenge.merged_into_id.is_(None),
        Challenge.state != ChallengeState.merged,
    )


def county(db: Session, actor: Actor = VISITOR) -> County:
    """Needs per municipality: those open for requests to a visitor, all that were received to the region.

    A need that several municipalities share counts for each of them, as in the list the number leads to.
    """
    if actor.is_signed_in:
        return county_of(db, actor, rivers(db, actor))
    theirs = select(Challenge.organisation_id, func.count(), func.max(Challenge.began_at)).group_by(
        Challenge.organisation_id
    )
    return _county(db, actor, db.execute(theirs.where(*_of_the_county(actor))))


def county_of(db: Session, actor: Actor, received: Rivers) -> County:
    """The county of someone who is signed in, from the rivers that they see: the same needs are not counted twice."""
    return _county(db, actor, ((one.owner, one.numbers[0], one.latest) for one in received.rows))


def counties(db: Session, actor: Actor, municipalities: County) -> County:
    """The counties of a country. A need that municipalities of several counties share counts once for each county."""
    owner, sharer = aliased(Organisation), aliased(Organisation)
    query = (
        select(sharer.county, func.count(Challenge.id.distinct()))
        .select_from(CoOwner)
        .join(Challenge, Challenge.id == CoOwner.challenge_id)
        .join(owner, owner.id == Challenge.organisation_id)
        .join(sharer, sharer.id == CoOwner.organisation_id)
        .where(CoOwner.status == CoOwnerStatus.joined, sharer.county != owner.county)
        .where(*_of_the_county(actor))
        .group_by(sharer.county)
    )
    return municipalities.by_county(dict(db.execute(query).all()))


def _county(db: Session, actor: Actor, own: Iterable[tuple[UUID, int, datetime]]) -> County:
    """From how many needs each municipality has itself and when the latest began, in one row or several. To them come
    those that it shares and another one owns."""
    needs: dict[UUID, int] = {}
    latest: dict[UUID, datetime] = {}
    for owner, number, at in own:
        needs[owner] = needs.get(owner, 0) + number
        latest[owner] = max(at, latest.get(owner, at))
    shared = (
        select(CoOwner.organisation_id, func.count().label("n"), func.max(Challenge.began_at).label("latest"))
        .join(Challenge, Challenge.id == CoOwner.challenge_id)
        .where(CoOwner.status == CoOwnerStatus.joined, CoOwner.organisation_id != Challenge.organisation_id)
        .where(*_of_the_county(actor))
        .group_by(CoOwner.organisation_id)
        .subquery()
    )
    query = (
        select(Organisation, func.coalesce(shared.c.n, 0), shared.c.latest)
        .outerjoin(shared, shared.c.organisation_id == Organisation.id)
        .where(Organisation.kind == OrganisationKind.municipality)
        .order_by(Organisation.short_name)
    )
    return County(
        tuple(
            Municipality(
                id=one.id,
                slug=one.slug,
                name=one.short_name,
                takes_part=one.status in TAKES_PART,
                population=one.population,
                needs=needs.get(one.id, 0) + number,
                owned=needs.get(one.id, 0),
                county=one.county,
                latest=max((at.astimezone(SWEDEN).date() for at in (latest.get(one.id), joined) if at), default=None),
            )
            for one, number, joined in db.execute(query)
        )
    )


def _of_the_county(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The needs that the county is about for the actor."""
    return (*_counted(actor), *(() if actor.is_signed_in else (Challenge.takes_requests,)))


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
