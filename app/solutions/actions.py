"""Everything that changes a solution. Each action checks, changes, records."""

from typing import Any

from sqlalchemy.orm import Session

from app.activity import tasks
from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.asking import ask_of
from app.database import now
from app.language import N_
from app.parts import Part, keep
from app.people import queries as people
from app.references.queries import next_reference
from app.refusals import Overtaken, Reason, Refused, require
from app.solutions import queries, rules
from app.solutions.lifecycle import LIFECYCLE
from app.solutions.models import Solution, SolutionState
from app.solutions.tasks import waits


def draft(db: Session, actor: Actor, name: str, *, is_demo: bool = False) -> Solution:
    """Begin to describe a solution.

    Raises:
        NotAllowed: the actor represents no company.
        Refused: the company already has one with that name.
    """
    require(rules.may_describe(actor))
    _refuse_taken_name(db, actor, name, None)
    membership = people.membership(db, actor.membership_id)
    solution = Solution(
        reference=next_reference(db, "L"),
        organisation_id=actor.organisation_id,
        author_id=actor.membership_id,
        name=name,
        state_since=now(),
        is_demo=is_demo,
    )
    if membership is not None:
        solution.organisation = membership.organisation
    db.add(solution)
    record(db, actor, Happened.solution_drafted, solution)
    return solution


def _refuse_taken_name(db: Session, actor: Actor, name: str, solution: Solution | None) -> None:
    if queries.name_is_taken(db, actor, name, solution.id if solution else None):
        raise Refused(Reason(N_("Your company already has a solution with this name."), field="name"))


def write(
    db: Session, actor: Actor, solution: Solution, part: Part, answered: dict[str, Any], version: int | None
) -> None:
    """Save one part. A draft may be incomplete; what is in use must stay complete.

    Raises:
        NotAllowed: not the actor's to write.
        Refused: an answer is missing and the solution is in use, or the name is taken.
        Overtaken: someone else saved it since the actor opened it.
    """
    rules.may_edit.require(actor, solution)
    if version is not None and version != solution.version:
        raise Overtaken(solution)
    if answered.get("name"):
        _refuse_taken_name(db, actor, answered["name"], solution)
    changed = keep(solution, answered)
    if solution.state is not SolutionState.draft and (missing := part.missing(solution)):
        raise Refused(*missing)
    if changed:
        record(
            db,
            actor,
            Happened.solution_edited,
            solution,
            part=part.slug,
            changed=[ask_of(part.model, name).label for name in changed],
        )


def take_step(db: Session, actor: Actor, solution: Solution, name: str) -> None:
    """Press a button of the lifecycle and say so."""
    step = LIFECYCLE.take(actor, solution, name)
    solution.state_since = now()
    if step.happening is Happened.solution_confirmed:
        solution.confirmed_at = now()
    record(db, actor, step.happening, solution, waits=waits(solution))


def remind(db: Session, clock: Actor, solution: Solution) -> None:
    """Let the company's list of what waits say that the facts must be confirmed."""
    tasks.replace(db, clock, solution, waits(solution))
