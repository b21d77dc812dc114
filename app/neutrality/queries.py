"""Every question about how help is spread over the companies. Figures count all; lists show what the actor may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, String, Subquery, and_, case, cast, false, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased, joinedload

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Actor
from app.assessments.models import Decision, Outcome
from app.challenges.choices import CallType
from app.challenges.models import Challenge, Question
from app.conversations.models import Message
from app.conversations.models import Reach as Circle
from app.database import SWEDEN, today
from app.neutrality import contacts, rules
from app.neutrality.contacts import COUNTED, Contact, Line, Reach
from app.neutrality.figures import Company, Spread, Terms
from app.neutrality.models import Explanation
from app.organisations.models import Organisation, OrganisationKind
from app.oversight.queries import AFTER_THE_CALL
from app.oversight.queries_stopped import AGREED_WORKING_DAYS, visible_subjects
from app.paging import PER_PAGE, Page, offset, paged
from app.people.models import Membership
from app.periods import Period
from app.pilots import rules as pilot_rules
from app.pilots.models import Pilot
from app.refusals import NotFound
from app.test_requests import rules as request_rules
from app.test_requests.models import Assessor, Standing, TestRequest
from app.working_days import after_working_days

Asked, Tested = aliased(TestRequest), aliased(Pilot)
ROUTES = {"Challenge": "challenge", "TestRequest": "test_request", "Pilot": "pilot"}


def _within(moment: Any, period: Period) -> ColumnElement[bool]:
    return and_(moment >= period.begins, moment < period.ends)


def first_day(db: Session) -> date:
    """The day of the first thing that ever happened; today where nothing has."""
    first = db.scalar(select(func.min(Event.at)))
    return first.astimezone(SWEDEN).date() if first else today()


def spread(db: Session, period: Period) -> Spread:
    """Requests, refusals and tests of every company in the period. A company's size and seat are what it said last."""
    asked, refused, tested, said = _asked(period), _refused(period), _tested(period), _said_last()
    query = (
        select(
            Organisation,
            func.coalesce(said.c.size_class, Organisation.size_class),
            func.coalesce(said.c.seat, Organisation.seat),
            func.coalesce(asked.c.n, 0),
            func.coalesce(refused.c.n, 0),
            func.coalesce(tested.c.n, 0),
            asked.c.first_at,
        )
        .outerjoin(asked, asked.c.company == Organisation.id)
        .outerjoin(refused, refused.c.company == Organisation.id)
        .outerjoin(tested, tested.c.company == Organisation.id)
        .outerjoin(said, said.c.company == Organisation.id)
        .where(
            Organisation.kind == OrganisationKind.company,
            or_(asked.c.n > 0, refused.c.n > 0, tested.c.n > 0),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return Spread(
        tuple(
            Company(
                id=organisation.id,
                slug=organisation.slug,
                name=organisation.name,
                size=size,
                seat=seat,
                requests=requests,
                declined=declined,
                tests=tests,
                first_on=first.astimezone(SWEDEN).date() if first else None,
                is_new=period.holds(first),
            )
            for organisation, size, seat, requests, declined, tests, first in db.execute(query)
        )
    )


def companies_of(period: Period) -> CTE:
    """What divides companies: their size and seat as they said last, and whether their first request ever was in the
    period."""
    asked, said = _asked(period), _said_last()
    return (
        select(
            Organisation.id.label("company"),
            cast(func.coalesce(said.c.size_class, Organisation.size_class), String).label("size"),
            cast(func.coalesce(said.c.seat, Organisation.seat), String).label("seat"),
            func.coalesce(_within(asked.c.first_at, period), false()).label("is_new"),
        )
        .outerjoin(asked, asked.c.company == Organisation.id)
        .outerjoin(said, said.c.company == Organisation.id)
        .where(Organisation.kind == OrganisationKind.company)
        .cte("companies_of_period")
    )


def _asked(period: Period) -> Subquery:
    """Requests sent in during the period, and when the company sent its first ever."""
    return (
        select(
            TestRequest.organisation_id.label("company"),
            func.count().filter(_within(TestRequest.submitted_at, period)).label("n"),
            func.min(TestRequest.submitted_at).label("first_at"),
        )
        .where(TestRequest.is_received, TestRequest.submitted_at.is_not(None))
        .group_by(TestRequest.organisation_id)
        .subquery()
    )


def _refused(period: Period) -> Subquery:
    return (
        select(TestRequest.organisation_id.label("company"), func.count().label("n"))
        .join(Decision, Decision.test_request_id == TestRequest.id)
        .where(Decision.outcome == Outcome.declined, _within(Decision.released_at, period))
        .group_by(TestRequest.organisation_id)
        .subquery()
    )


def _tested(period: Period) -> Subquery:
    return (
        select(Pilot.company_id.label("company"), func.count().label("n"))
        .where(_within(Pilot.started_at, period))
        .group_by(Pilot.company_id)
        .subquery()
    )


def _said_last() -> Subquery:
    return (
        select(TestRequest.organisation_id.label("company"), TestRequest.size_class, TestRequest.seat)
        .where(TestRequest.is_received, TestRequest.submitted_at.is_not(None))
        .ext(distinct_on(TestRequest.organisation_id))
        .order_by(TestRequest.organisation_id, TestRequest.submitted_at.desc())
        .subquery()
    )


def terms(db: Session, period: Period) -> Terms:
    """How companies were met in the period: one row, counted in one question."""
    calls = (
        select(Challenge.id, func.count(TestRequest.organisation_id.distinct()).label("n"))
        .outerjoin(TestRequest, and_(TestRequest.challenge_id == Challenge.id, TestRequest.is_received))
        .where(
            Challenge.state.in_(AFTER_THE_CALL),
            Challenge.call_type == CallType.call,
            Challenge.closes_on.between(period.since, period.until),
        )
        .group_by(Challenge.id)
        .subquery()
    )
    declined = [Decision.outcome == Outcome.declined, _within(Decision.released_at, period)]
    told = [Event.happening.in_(contacts.of(Contact.information)), _within(Event.at, period), ~_is_said_inside()]
    row = db.execute(
        select(
            _count(select(func.count()).select_from(calls)),
            _count(select(func.count()).select_from(calls).where(calls.c.n >= 2)),
            _count(select(func.count()).select_from(Decision).where(*declined)),
            _count(select(func.count()).select_from(Decision).where(*declined, func.btrim(Decision.reason_text) != "")),
            _count(select(func.count()).select_from(Question).where(_within(Question.created_at, period))),
            _count(select(func.count()).select_from(Question).where(_within(Question.answered_at, period))),
            _count(select(func.count()).select_from(Event).where(*told, Event.happening.in_(_told(Reach.all)))),
            _count(select(func.count()).select_from(Event).where(*told, Event.happening.in_(_told(Reach.one)))),
            _count(
                select(func.count())
                .select_from(Assessor)
                .where(Assessor.standing == Standing.conflicted, _within(Assessor.declared_at, period))
            ),
        )
    ).one()
    return Terms(*(int(number) for number in row))


def _count(query: Select[Any]) -> Any:
    return query.scalar_subquery()


def _told(reach: Reach) -> list[Any]:
    return contacts.reaching(reach, Contact.information)


def overdue_questions(db: Session) -> int:
    """Questions that have waited longer than agreed for their answer."""
    asked = db.scalars(select(Question.created_at).where(Question.answered_at.is_(None))).all()
    days = [moment.astimezone(SWEDEN).date() for moment in asked]
    return sum(after_working_days(day, AGREED_WORKING_DAYS) < today() for day in days)


# The log of contacts


def contact_lines(db: Session, actor: Actor, period: Period, company: str = "", number: int = 1) -> Page[Line]:
    """One page of the log, latest first: what the actor may know of, of one company or of all."""
    query = _lines(period).where(_readable(actor), _of(company))
    found = db.execute(query.limit(PER_PAGE + 1).offset(offset(number))).all()
    return paged([_line(*row) for row in found], number)


def contact_number(db: Session, actor: Actor, period: Period, company: str = "") -> int:
    """How many lines the whole log has."""
    whole = _lines(period).where(_readable(actor), _of(company)).order_by(None).subquery()
    return db.scalar(select(func.count()).select_from(whole)) or 0


def all_contact_lines(db: Session, actor: Actor, period: Period, company: str = "") -> Sequence[Line]:
    """The whole log, for a file."""
    query = _lines(period).where(_readable(actor), _of(company))
    return [_line(*row) for row in db.execute(query)]


def lines_of(db: Session, company: Organisation, period: Period) -> Sequence[Line]:
    """What one company has sent and received."""
    return [_line(*row) for row in db.execute(_lines(period).where(_of(company.slug)))]


def _is_said_inside() -> ColumnElement[bool]:
    """A message that no company reads: to one's own, to those who handle the matter, or about a need or a study."""
    reached = and_(
        Message.reach == Circle.parties, or_(Message.test_request_id.is_not(None), Message.pilot_id.is_not(None))
    )
    return and_(Event.happening == Happened.message_sent, Event.subject_id.not_in(select(Message.id).where(reached)))


def _readable(actor: Actor) -> ColumnElement[bool]:
    """Lines about what the actor may know of; of a message one knows that it was written, not what it says."""
    requests = select(TestRequest.id).where(request_rules.may_know_of.rows(actor))
    pilots = select(Pilot.id).where(pilot_rules.may_see_inside.rows(actor))
    messages = select(Message.id).where(or_(Message.test_request_id.in_(requests), Message.pilot_id.in_(pilots)))
    return or_(
        *visible_subjects(Event, actor), and_(Event.subject_type == Message.__name__, Event.subject_id.in_(messages))
    )


def _of(company: str) -> ColumnElement[bool]:
    return Organisation.slug == company if company else Event.id.is_not(None)


def _lines(period: Period) -> Select[*tuple[Any, ...]]:
    company = case(
        (Event.happening.in_([one for one, (_, reach) in COUNTED.items() if reach is Reach.all]), None),
        (Event.subject_type == TestRequest.__name__, Event.subject_organisation_id),
        (Event.subject_type == Message.__name__, func.coalesce(Asked.organisation_id, Tested.company_id)),
        else_=Pilot.company_id,
    )
    return (
        select(Event, Organisation.name, Organisation.slug)
        .outerjoin(Pilot, and_(Event.subject_type == Pilot.__name__, Pilot.id == Event.subject_id))
        .outerjoin(Message, and_(Event.subject_type == Message.__name__, Message.id == Event.subject_id))
        .outerjoin(Asked, Asked.id == Message.test_request_id)
        .outerjoin(Tested, Tested.id == Message.pilot_id)
        .outerjoin(Organisation, Organisation.id == company)
        .where(Event.happening.in_(list(COUNTED)), _within(Event.at, period), ~_is_said_inside())
        .order_by(Event.at.desc(), Event.id)
    )


def _line(event: Event, company: str | None, slug: str | None) -> Line:
    is_theirs = COUNTED[event.happening] == (Contact.sent, Reach.all)  # who asks is told nobody
    return Line(
        event_id=event.id,
        at=event.at,
        happening=event.happening,
        reference=event.subject_reference,
        label=event.subject_label,
        route=ROUTES.get(event.subject_type, ""),
        company=company or "",
        slug=slug or "",
        by="" if is_theirs else event.organisation_name,
    )


# Explanations


def explanations(db: Session, keys: Sequence[str]) -> dict[str, list[Explanation]]:
    """What has been said of each sign, the latest first."""
    query = (
        select(Explanation)
        .where(Explanation.key.in_(keys))
        .options(joinedload(Explanation.membership).joinedload(Membership.person))
        .order_by(Explanation.created_at.desc())
    )
    found: dict[str, list[Explanation]] = {key: [] for key in keys}
    for one in db.scalars(query):
        found[one.key].append(one)
    return found


def company(db: Session, actor: Actor, slug: str) -> Organisation:
    """A company whose share the actor may see.

    Raises:
        NotFound: there is none, or it is nobody's business of theirs.
    """
    query = select(Organisation).where(
        Organisation.slug == slug,
        Organisation.kind == OrganisationKind.company,
        rules.may_see_share.rows(actor),
    )
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


def own_slug(db: Session, actor: Actor) -> str:
    """How the actor's own organisation stands in addresses."""
    return db.scalar(select(Organisation.slug).where(Organisation.id == actor.organisation_id)) or ""


def decisions_of(db: Session, company_id: UUID, period: Period) -> dict[Outcome, int]:
    """The decisions a company got in the period."""
    query = (
        select(Decision.outcome, func.count())
        .join(TestRequest, TestRequest.id == Decision.test_request_id)
        .where(TestRequest.organisation_id == company_id, _within(Decision.released_at, period))
        .group_by(Decision.outcome)
    )
    return {row[0]: row[1] for row in db.execute(query)}
