"""What stands on "To do" besides the tasks: what goes on, what to say when nothing waits, the first month."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.activity.models import Task
from app.actor import NOBODY, Actor, Role
from app.challenges.lifecycle import LIFECYCLE as NEEDS
from app.database import now
from app.home import queries
from app.home.queries import Done, Going
from app.language import N_
from app.lifecycle import Lifecycle, Look
from app.pilots.lifecycle import LIFECYCLE as PILOTS
from app.research.lifecycle import LIFECYCLE as STUDIES
from app.test_requests.lifecycle import LIFECYCLE as REQUESTS

LEADERS = (Role.testbed_leader, Role.testbed_deputy)
REGION = (Role.region_lead, Role.region_officer)


def page_of(subject_type: str) -> str:
    """The route of a subject's own page: TestRequest is at `test_request`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", subject_type).lower()


@dataclass(frozen=True)
class Underway:
    """One thing that goes on. `step` is what waits on it first, `holder` the organisation it waits for."""

    route: str
    reference: str
    label: str
    look: Look
    outside: bool
    days: int
    step: Task | None
    holder: str


MOST_UNDERWAY = 20


def underway(db: Session, actor: Actor) -> list[Underway]:
    """What the actor's organisation owns or takes part in and may see, the least moved last.

    Of more than `MOST_UNDERWAY` it holds those and some others: enough to see that there are more.
    """
    found = queries.going_on(db, actor, MOST_UNDERWAY + 1)
    steps = queries.next_steps(db, [one.id for one in found])
    holders = queries.names_of(db, [task.organisation_id for task in steps.values()])
    return sorted(
        (_underway(actor, one, steps.get(one.id), holders) for one in found),
        key=lambda each: (each.days, each.reference),
    )


LIFECYCLES: dict[str, Lifecycle] = {"Challenge": NEEDS, "TestRequest": REQUESTS, "Pilot": PILOTS, "Research": STUDIES}
LOOKS = {kind: {state.value: look for state, look in one.looks.items()} for kind, one in LIFECYCLES.items()}


def _underway(actor: Actor, one: Going, step: Task | None, holders: dict[Any, str]) -> Underway:
    return Underway(
        route=page_of(one.kind),
        reference=one.reference,
        label=one.label,
        look=LOOKS[one.kind][one.state],
        outside=one.kind == "TestRequest" and one.organisation_id == actor.organisation_id,
        days=(now() - one.since).days,
        step=step,
        holder=holders.get(step.organisation_id, "") if step else "",
    )


@dataclass(frozen=True)
class Nothing:
    """What to say when nothing waits, and one way on (ux.md 1.3). Routes that do not exist are not shown."""

    text: str
    route: str = ""
    action: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def nothing(db: Session, actor: Actor) -> Nothing:
    return next(say(db, actor) for role, say in _EMPTY if actor.has(*role))


def _leader(db: Session, actor: Actor) -> Nothing:
    del db, actor
    return Nothing(
        N_("Nothing waits for you. Do you want to describe a new need?"), "new_challenge", N_("Describe a need")
    )


def _region(db: Session, actor: Actor) -> Nothing:
    oldest = queries.oldest_wait(db, actor)
    if oldest is None:
        return Nothing(
            N_("Nothing waits for the region, and nothing waits anywhere else."), "overview", N_("See the follow-up")
        )
    since, where = oldest
    return Nothing(
        N_("Nothing waits for the region. The oldest matter has waited %(days)s days in %(organisation)s."),
        "stopped",
        N_("See what has stopped"),
        {"days": (now() - since).days, "organisation": where},
    )


def _company(db: Session, actor: Actor) -> Nothing:
    del actor
    open_now = queries.needs_taking_requests(db)
    if not open_now:
        return Nothing(N_("Nothing waits for you. No need takes requests just now."), "challenges", N_("See all needs"))
    return Nothing(
        N_("Nothing waits for you. Needs that take requests now: %(number)s."),
        "challenges",
        N_("See the municipalities' needs"),
        {"number": open_now},
    )


def _researcher(db: Session, actor: Actor) -> Nothing:
    del actor
    seeking = queries.pilots_seeking_research(db)
    return Nothing(
        N_("Nothing waits for you. Pilots that seek researchers now: %(number)s."),
        "pilots",
        N_("See the pilots"),
        {"number": seeking},
    )


def _said(text: str, route: str = "", action: str = "") -> Callable[[Session, Actor], Nothing]:
    return lambda db, actor: Nothing(text, route, action)  # noqa: ARG005 - the same shape as those that ask


_EMPTY: tuple[tuple[tuple[Role, ...], Callable[[Session, Actor], Nothing]], ...] = (
    (LEADERS, _leader),
    (REGION, _region),
    ((Role.company_rep,), _company),
    ((Role.researcher,), _researcher),
    (
        (Role.sponsor,),
        _said(N_("No decision waits for you."), "own_situation", N_("Read the situation picture of your municipality")),
    ),
    (
        (Role.assessor, Role.unit_contact),
        _said(N_("No assessment waits for you."), "challenges", N_("See the municipalities' needs")),
    ),
    (
        (Role.organisation_admin,),
        _said(
            N_("Nothing waits for you here. What your organisation has to look at stands under Administration."),
            "administration",
            N_("Go to the administration"),
        ),
    ),
    ((Role.platform_admin,), _said(N_("Nothing waits for you."), "status", N_("See the operating status"))),
    (tuple(Role), _said(N_("Nothing waits for you."), "challenges", N_("See the municipalities' needs"))),
)


@dataclass(frozen=True)
class Start:
    """One of the first things to do, where it is done, and whether it has been."""

    text: str
    route: str
    is_done: bool


def guide(actor: Actor, done: Done) -> list[Start]:
    """How to get started, for the role one has."""
    return [
        Start(N_("Sign in"), "", True),
        Start(N_("Choose the language of your letters"), "account", done.chose_language),
        *_for_the_role(actor, done),
    ]


def _for_the_role(actor: Actor, done: Done) -> Iterator[Start]:
    if actor.has(*LEADERS):
        yield Start(N_("See that a decision-maker has been named"), "own_situation", done.has_sponsor)
        yield Start(N_("See that a deputy has been named"), "own_situation", done.has_deputy)
        yield Start(N_("Describe your first need"), "new_challenge", done.has_need)
    elif actor.has(Role.company_rep):
        yield Start(N_("Describe your solution"), "new_solution", done.has_solution)
        yield Start(N_("Show your solution in the catalogue"), "solutions", done.shows_solution)
        yield Start(N_("Apply to test"), "challenges", done.has_request)
    elif actor.has(Role.researcher):
        yield Start(N_("Describe what you want to study"), "research_profile", done.has_interest)
        yield Start(N_("Express interest in a pilot"), "pilots", done.has_study)
        yield Start(N_("Be welcomed to a pilot"), "pilots", done.is_welcomed)
    elif actor.has(Role.organisation_admin):
        if done.is_municipality:
            yield Start(N_("Connect your organisation's own sign-in"), "sign_in_setup", done.has_way_in)
            yield Start(N_("Name a testbed leader"), "people_of", done.has_leader)
            yield Start(N_("Name a decision-maker"), "people_of", done.has_sponsor)
            yield Start(N_("Name a deputy for the testbed leader"), "people_of", done.has_deputy)
    else:
        yield Start(N_("Read how it works"), "how_it_works", done.has_acted)
        yield Start(N_("Handle your first matter"), "", done.has_acted)


@dataclass(frozen=True)
class Handed:
    """Something the actor has handed on, and who has it."""

    subject_type: str
    reference: str
    label: str
    verb: str
    holder: str
    since: datetime
    due_on: Any
    colleague: str = ""  # who was asked to do it instead of the actor
    task_id: Any = None  # what the actor can then take back

    @property
    def route(self) -> str:
        """The page of the thing; what one was asked oneself and a colleague does instead is theirs to read now."""
        return "" if self.subject_type == "Errand" and self.task_id else page_of(self.subject_type)


def handed_on(db: Session, actor: Actor, tasks: list[Task]) -> list[Handed]:
    """One row for each thing and organisation, however many people there it waits for."""
    names = queries.names_of(db, [task.organisation_id for task in tasks])
    colleagues = queries.names_of_members(db, [task.done_by for task in tasks if task.delegated_by_id != NOBODY])
    rows: dict[Any, Handed] = {}
    for task in tasks:
        mine = task.delegated_by_id == actor.membership_id
        key = (task.subject_id, task.organisation_id, task.verb)
        rows.setdefault(
            key,
            Handed(
                task.subject_type,
                task.subject_reference,
                task.subject_label,
                task.verb,
                names.get(task.organisation_id, ""),
                task.since,
                task.due_on,
                colleagues.get(task.done_by, "") if mine else "",
                task.id if mine else None,
            ),
        )
    return list(rows.values())
