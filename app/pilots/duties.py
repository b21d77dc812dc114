"""What one can be responsible for about a pilot (app/people/duties.py)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.activity.tasks import Waits
from app.actor import Role
from app.language import N_
from app.people.duties import Duty
from app.people.passing import passing
from app.pilots import queries, tasks
from app.pilots.lifecycle import LIFECYCLE
from app.pilots.models import AfterTest, Evaluation, FollowUp, Pilot, PilotState, PlanApproval, StatusReport


def _is_open() -> ColumnElement[bool]:
    return Pilot.state != PilotState.closed


def _stage(pilot: Pilot) -> str:
    return LIFECYCLE.looks[pilot.state].label


def _waits(db: Session, pilot: Pilot) -> Sequence[Waits]:
    return tasks.waits(queries.renewed(db, pilot))


def _ends_on(pilot: Pilot) -> date | None:
    """A pilot that has ended leaves no date to keep but those of its tasks."""
    return pilot.ends_on if pilot.state in (PilotState.preparing, PilotState.running, PilotState.paused) else None


DUTIES = (
    Duty(
        "pilot.leader",
        N_("Pilot"),
        Pilot.leader_id,
        _is_open,
        (Role.testbed_leader, Role.testbed_deputy),
        "pilot",
        passing(Pilot.leader_id, waits=_waits),
        next_step=_stage,
        due_on=_ends_on,
    ),
    Duty(
        "pilot.sponsor",
        N_("Decision-maker for the pilot"),
        Pilot.sponsor_id,
        _is_open,
        (Role.sponsor,),
        "pilot",
        passing(Pilot.sponsor_id, waits=_waits),
        next_step=_stage,
    ),
    Duty(
        "pilot.contact",
        N_("The company's contact for the pilot"),
        Pilot.contact_id,
        _is_open,
        (Role.company_rep,),
        "pilot",
        passing(Pilot.contact_id, waits=_waits),
        next_step=_stage,
        due_on=_ends_on,
    ),
)
TRACES = (
    AfterTest.membership_id,
    Evaluation.reported_by_id,
    FollowUp.done_by_id,
    PlanApproval.membership_id,
    StatusReport.membership_id,
)
