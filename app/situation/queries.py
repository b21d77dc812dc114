"""What stands in the picture: only what the reader may see, by the same rules as each thing's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.activity.models import Task
from app.actor import Actor, Role
from app.challenges import rules as challenge_rules
from app.challenges.models import ENDED_STATES, Challenge, ChallengeState, CoOwner, CoOwnerStatus
from app.database import SWEDEN, today
from app.organisations.models import Organisation, OrganisationKind
from app.oversight.queries import INTRODUCED
from app.oversight.queries_anchoring import Anchoring, anchoring
from app.people import queries as people
from app.pilots import rules as pilot_rules
from app.pilots.choices import HelpFrom
from app.pilots.models import AfterTest, Pilot, PilotState, StatusReport
from app.refusals import NotFound
from app.situation import rules
from app.staffing import queries as staffing
from app.staffing.queries import Staffing
from app.telling.queries import SUBJECTS, still_readable
from app.test_requests import rules as request_rules
from app.test_requests.models import FINAL_STATES, TestRequest
from app.working_days import working_days_between

HOSTS = (OrganisationKind.municipality, OrganisationKind.other_provider)
MOST_ROWS = 12
"""More than this does not fit one page; the lists have them all."""


@dataclass(frozen=True)
class Decision:
    """Something that waits for management: what, where it is answered, and how long it has waited."""

    verb: str
    why: str
    route: str
    reference: str
    label: str
    since: date
    due_on: date | None

    @property
    def working_days(self) -> int:
        return working_days_between(self.since, today())


@dataclass(frozen=True)
class Underway:
    """A pilot that goes on, with its latest report. `asks`: help from management is asked for in it."""

    pilot: Pilot
    report: StatusReport | None

    @property
    def asks(self) -> bool:
        return self.report is not None and self.report.help_from is HelpFrom.sponsor


@dataclass(frozen=True)
class Picture:
    organisation: Organisation
    decisions: tuple[Decision, ...]
    anchoring: Anchoring
    needs: tuple[Challenge, ...]
    drafts: int
    requests: int
    pilots: tuple[Underway, ...]
    tested: int
    introduced: int
    staffing: Staffing
    sponsors: tuple[str, ...]


def municipality(db: Session, actor: Actor, slug: str) -> Organisation:
    """The municipality with that name in its address.

    Raises:
        NotFound: there is none whose picture the actor may read.
    """
    return _one(db, actor, Organisation.slug == slug)


def own_municipality(db: Session, actor: Actor) -> Organisation:
    """The one that the actor acts for.

    Raises:
        NotFound: they act for no municipality, or are not among those the picture is for.
    """
    return _one(db, actor, Organisation.id == actor.organisation_id)


def _one(db: Session, actor: Actor, which: ColumnElement[bool]) -> Organisation:
    found = db.scalar(select(Organisation).where(which, Organisation.kind.in_(HOSTS), rules.may_view.rows(actor)))
    if found is None:
        raise NotFound
    return found


def picture(db: Session, actor: Actor, organisation: Organisation) -> Picture:
    """How it stands today, for this reader."""
    home = organisation.id
    sponsors = people.holders(db, home, Role.sponsor)
    tested, introduced = _results(db, actor, home)
    return Picture(
        organisation=organisation,
        decisions=tuple(_decisions(db, actor, home, [one.id for one in sponsors])),
        anchoring=anchoring(db, actor, home),
        needs=tuple(_needs(db, actor, home)),
        drafts=_count(db, select(Challenge.id).where(*_drafts(actor, home))),
        requests=_count(db, select(TestRequest.id).where(*_requests(actor, home))),
        pilots=tuple(_pilots(db, actor, home)),
        tested=tested,
        introduced=introduced,
        staffing=staffing.of(db, organisation),
        sponsors=tuple(one.person.name for one in sponsors),
    )


def _count(db: Session, query: Select[UUID]) -> int:
    return db.scalar(select(func.count()).select_from(query.subquery())) or 0


def _decisions(db: Session, actor: Actor, home: UUID, sponsors: list[UUID]) -> list[Decision]:
    """What waits for the municipality's decision-makers, the longest waiting first."""
    query = (
        select(Task)
        .where(
            Task.organisation_id == home,
            or_(Task.membership_id.in_(sponsors), Task.roles.contains([Role.sponsor.value])),
            Task.subject_type.in_(list(SUBJECTS)),
            still_readable(actor, Task),
        )
        .order_by(Task.since, Task.id)
    )
    return [
        Decision(
            task.verb,
            task.why,
            task.route,
            task.subject_reference,
            task.subject_label,
            task.since.astimezone(SWEDEN).date(),
            task.due_on,
        )
        for task in db.scalars(query)
    ]


def _needs(db: Session, actor: Actor, home: UUID) -> Sequence[Challenge]:
    """What has been sent and not ended, its own and what it shares; the latest moved first."""
    shares = Challenge.co_owners.any((CoOwner.organisation_id == home) & (CoOwner.status == CoOwnerStatus.joined))
    query = (
        select(Challenge)
        .where(
            challenge_rules.may_view.rows(actor),
            or_(Challenge.organisation_id == home, shares),
            Challenge.state.not_in((*ENDED_STATES, ChallengeState.draft)),
        )
        .options(joinedload(Challenge.organisation))
        .order_by(Challenge.state_since.desc().nulls_last(), Challenge.id)
        .limit(MOST_ROWS)
    )
    return db.scalars(query).all()


def _drafts(actor: Actor, home: UUID) -> tuple[Any, ...]:
    return (
        challenge_rules.may_view.rows(actor),
        Challenge.organisation_id == home,
        Challenge.state == ChallengeState.draft,
    )


def _requests(actor: Actor, home: UUID) -> tuple[Any, ...]:
    """Companies' requests that wait for an answer of the municipality."""
    return (
        request_rules.may_know_of.rows(actor),
        TestRequest.host_id == home,
        TestRequest.is_received,
        TestRequest.state.not_in(FINAL_STATES),
    )


def _pilots(db: Session, actor: Actor, home: UUID) -> list[Underway]:
    """Those that go on, the first to end first."""
    query = (
        select(Pilot)
        .where(
            pilot_rules.may_see_handling.rows(actor), Pilot.organisation_id == home, Pilot.state != PilotState.closed
        )
        .options(joinedload(Pilot.company), selectinload(Pilot.reports))
        .order_by(Pilot.ends_on.asc().nulls_last(), Pilot.id)
        .limit(MOST_ROWS)
    )
    return [Underway(one, one.reports[-1] if one.reports else None) for one in db.scalars(query)]


def _results(db: Session, actor: Actor, home: UUID) -> tuple[int, int]:
    """How many pilots have been decided on, and how many of them led to a solution in use."""
    query = (
        select(func.count(), func.count().filter(AfterTest.outcome.in_(INTRODUCED)))
        .select_from(AfterTest)
        .join(Pilot, Pilot.id == AfterTest.pilot_id)
        .where(pilot_rules.may_view.rows(actor), Pilot.organisation_id == home)
    )
    decided, introduced = db.execute(query).one()
    return int(decided), int(introduced)
