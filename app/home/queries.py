"""What the open pages and one's own page ask the database for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, String, cast, delete, func, literal, or_, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, joinedload

from app.activity.models import Event, Mail, MailState, Task
from app.actor import Actor, Role
from app.challenges import rules as need_rules
from app.challenges.models import ENDED_STATES as ENDED_NEEDS
from app.challenges.models import Challenge
from app.database import now, today
from app.home import rules
from app.home.models import BarrierReport, HiddenGuide
from app.jobs import queries as jobs
from app.organisations.models import Organisation, OrganisationKind
from app.oversight import queries as oversight
from app.oversight import queries_stopped
from app.people.models import Membership, MembershipRole, MembershipStatus, Person
from app.pilots import rules as pilot_rules
from app.pilots.models import Pilot
from app.pilots.queries import ENDED_STATES as ENDED_PILOTS
from app.refusals import NotFound
from app.remembered import remembered
from app.research import rules as research_rules
from app.research.models import Research, ResearchInterest
from app.research.queries import GOING_ON
from app.sign_in.models import ConnectionStatus, IdpConnection, Protocol
from app.sign_in.models import Session as SignIn
from app.solutions.models import Solution
from app.test_requests import rules as request_rules
from app.test_requests.models import FINAL_STATES as ENDED_REQUESTS
from app.test_requests.models import TestRequest

NEW_PERSON_DAYS = 30
WORKER_IS_LATE = timedelta(minutes=5)
MAIL_IS_LATE = timedelta(minutes=15)


def person(db: Session, actor: Actor) -> Person:
    """The person who acts.

    Raises:
        NotFound: nobody is signed in.
    """
    found = db.get(Person, actor.person_id)
    if found is None:
        raise NotFound
    return found


def own_membership(db: Session, actor: Actor) -> Membership:
    """The membership someone acts by, with its person and organisation.

    Raises:
        NotFound: nobody is signed in.
    """
    query = select(Membership).where(Membership.id == actor.membership_id)
    found = db.scalar(query.options(joinedload(Membership.person), joinedload(Membership.organisation)))
    if found is None:
        raise NotFound
    return found


def registrars(db: Session) -> Sequence[Organisation]:
    """The organisations that keep a register of public documents and have said where to ask for them."""
    query = select(Organisation).where(
        Organisation.registrar_email != "", Organisation.status.in_(oversight.TAKES_PART)
    )
    return db.scalars(query.order_by(Organisation.name)).all()


def answering_for_personal_data(db: Session) -> Sequence[Organisation]:
    """The organisations that have said who answers for personal data there."""
    query = select(Organisation).where(
        Organisation.data_protection_email != "", Organisation.status.in_(oversight.TAKES_PART)
    )
    return db.scalars(query.order_by(Organisation.name)).all()


# Reports of barriers


def reports_from(db: Session, sender: str, *, since: datetime) -> int:
    """How many reports have come from one address (as its hash) since then."""
    query = select(func.count()).select_from(BarrierReport)
    return db.scalar(query.where(BarrierReport.sender_hash == sender, BarrierReport.created_at >= since)) or 0


def barrier_exists(db: Session, reference: str) -> bool:
    return db.scalar(select(select(BarrierReport.id).where(BarrierReport.reference == reference).exists())) is True


def barrier(db: Session, actor: Actor, reference: str) -> BarrierReport:
    """The report with that reference.

    Raises:
        NotFound: there is none that the actor may read.
    """
    query = select(BarrierReport).where(BarrierReport.reference == reference, rules.may_answer.rows(actor))
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


# What waits, what goes on, what is new


@dataclass(frozen=True)
class Going:
    """One thing that goes on, of any kind."""

    kind: str
    id: UUID
    reference: str
    label: str
    state: str
    organisation_id: UUID
    since: datetime


def going_on(db: Session, actor: Actor, most: int) -> list[Going]:
    """What the actor's organisation owns or takes part in and may see that has not ended: of each kind the `most` that
    moved last."""
    return [Going(*row) for row in db.execute(_going_on(actor, most))]


@remembered
def _going_on(actor: Actor, most: int) -> CompoundSelect[Any]:
    """One question: four would each read whole rows, of which a line shows four words."""
    us = actor.organisation_id
    needs = Challenge.belongs_to(us) | Challenge.is_shared_with(us), Challenge.state.not_in(ENDED_NEEDS)
    requests = TestRequest.belongs_to(us) | TestRequest.is_hosted_by(us), TestRequest.state.not_in(ENDED_REQUESTS)
    pilots = Pilot.belongs_to(us) | Pilot.tests_for(us), Pilot.state.not_in(ENDED_PILOTS)
    of_solution = select(Solution.name).where(Solution.id == TestRequest.solution_id).scalar_subquery()
    return union_all(
        _latest(Challenge, Challenge.title, most, need_rules.may_view.rows(actor), *needs),
        _latest(TestRequest, func.coalesce(of_solution, ""), most, request_rules.may_know_of.rows(actor), *requests),
        _latest(Pilot, Pilot.title, most, pilot_rules.may_view.rows(actor), *pilots),
        _latest(Research, Research.title, most, research_rules.may_continue.rows(actor), Research.state.in_(GOING_ON)),
    )


def _latest(model: Any, label: Any, most: int, *which: Any) -> Select[Any]:
    since = func.coalesce(model.state_since, model.created_at)
    columns = (literal(model.__name__), model.id, model.reference, label, cast(model.state, String))
    query = select(*columns, model.organisation_id, since).where(*which)
    return query.order_by(model.state_since.desc().nulls_last(), model.id).limit(most)


def next_steps(db: Session, ids: Sequence[UUID]) -> dict[UUID, Task]:
    """The task that comes first on each of the things."""
    if not ids:
        return {}
    query = select(Task).ext(distinct_on(Task.subject_id)).where(Task.subject_id.in_(ids))
    first = query.order_by(Task.subject_id, Task.due_on.asc().nulls_last(), Task.since, Task.id)
    return {task.subject_id: task for task in db.scalars(first)}


def names_of(db: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of organisations."""
    if not ids:
        return {}
    rows = db.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(set(ids))))
    return {id_: name for id_, name in rows}  # noqa: C416 - rows are not pairs to the type checker


def names_of_members(db: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What people are called, by membership."""
    if not ids:
        return {}
    query = select(Membership.id, Person.name).join(Person, Person.id == Membership.person_id)
    rows = db.execute(query.where(Membership.id.in_(set(ids))))
    return {id_: name for id_, name in rows}  # noqa: C416 - rows are not pairs to the type checker


def last_visit(db: Session, actor: Actor, session_id: UUID) -> datetime | None:
    """When the person was last here before they signed in this time."""
    query = select(func.max(SignIn.last_seen_at)).where(SignIn.person_id == actor.person_id, SignIn.id != session_id)
    begun = select(SignIn.created_at).where(SignIn.id == session_id).scalar_subquery()
    return db.scalar(query.where(or_(begun.is_(None), SignIn.last_seen_at <= begun)))


# The first month


def has_hidden_guide(db: Session, actor: Actor) -> bool:
    hidden = select(HiddenGuide.id).where(HiddenGuide.membership_id == actor.membership_id)
    return db.scalar(select(hidden.exists())) is True


def show_guide_again(db: Session, actor: Actor) -> None:
    db.execute(delete(HiddenGuide).where(HiddenGuide.membership_id == actor.membership_id))


@dataclass(frozen=True)
class Done:
    """What a newcomer and their organisation have done so far: the ticks of the guide."""

    is_new: bool
    hidden: bool
    chose_language: bool
    has_deputy: bool
    has_sponsor: bool
    has_leader: bool
    has_way_in: bool
    is_municipality: bool
    has_need: bool
    has_solution: bool
    shows_solution: bool
    has_request: bool
    has_interest: bool
    has_study: bool
    is_welcomed: bool
    has_acted: bool


def done(db: Session, actor: Actor) -> Done:
    """All the ticks in one question."""
    return Done(*db.execute(_done(actor)).one())


@remembered
def _done(actor: Actor) -> Select[Any]:
    theirs = actor.organisation_id

    def holds(role: Role) -> Any:
        return (
            select(MembershipRole.id)
            .join(Membership, Membership.id == MembershipRole.membership_id)
            .where(
                Membership.organisation_id == theirs,
                Membership.status == MembershipStatus.active,
                MembershipRole.role == role,
            )
            .exists()
        )

    def some(model: Any, *where: Any) -> Any:
        return select(model.id).where(model.organisation_id == theirs, *where).exists()

    member_since = select(Membership.created_at).where(Membership.id == actor.membership_id).scalar_subquery()
    acts = select(Event.id).where(
        Event.membership_id == actor.membership_id, Event.subject_type.not_in(("Account", "Membership"))
    )
    choices = select(Event.id).where(Event.person_id == actor.person_id, Event.subject_type == "Account")
    return select(
        func.coalesce(member_since > today() - timedelta(days=NEW_PERSON_DAYS), False),
        select(HiddenGuide.id).where(HiddenGuide.membership_id == actor.membership_id).exists(),
        choices.exists(),
        holds(Role.testbed_deputy),
        holds(Role.sponsor),
        holds(Role.testbed_leader),
        some(IdpConnection, IdpConnection.status == ConnectionStatus.active, IdpConnection.protocol != Protocol.local),
        select(Organisation.id)
        .where(Organisation.id == theirs, Organisation.kind == OrganisationKind.municipality)
        .exists(),
        some(Challenge),
        some(Solution, Solution.is_usable),
        some(Solution, Solution.is_shown),
        some(TestRequest, TestRequest.is_received),
        select(ResearchInterest.id).where(ResearchInterest.membership_id == actor.membership_id).exists(),
        select(Research.id).where(Research.membership_id == actor.membership_id, Research.is_sent).exists(),
        select(Research.id).where(Research.membership_id == actor.membership_id, Research.is_accepted).exists(),
        acts.exists(),
    )


# Whether everything works


@dataclass(frozen=True)
class Health:
    """What a visitor may know about how the portal works. No names, no texts, no numbers of anyone's."""

    at: datetime
    last_tick: datetime | None
    oldest_waiting_mail: datetime | None

    @property
    def worker_works(self) -> bool:
        return self.last_tick is not None and self.at - self.last_tick < WORKER_IS_LATE

    @property
    def mail_works(self) -> bool:
        return self.oldest_waiting_mail is None or self.at - self.oldest_waiting_mail < MAIL_IS_LATE

    @property
    def all_works(self) -> bool:
        return self.worker_works and self.mail_works


def health(db: Session) -> Health:
    """Asking at all says that the database answers."""
    waiting = select(func.min(Mail.created_at)).where(Mail.state.in_((MailState.waiting, MailState.handing_over)))
    return Health(now(), jobs.last_tick(db), db.scalar(waiting))


# For the sentence where nothing waits


def pilots_seeking_research(db: Session) -> int:
    query = select(func.count()).select_from(Pilot).where(Pilot.seeks_research, Pilot.is_started)
    return db.scalar(query) or 0


def needs_taking_requests(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Challenge).where(Challenge.takes_requests)) or 0


def oldest_wait(db: Session, actor: Actor) -> tuple[datetime, str] | None:
    """Since when the oldest thing in the county has waited, and in which organisation; for the region."""
    found = queries_stopped.oldest_task(db, actor)
    if found is None:
        return None
    names = names_of(db, [found.organisation_id])
    return found.since, names.get(found.organisation_id, "")
