"""What one can be responsible for about a study (app/people/duties.py)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from app.activity.tasks import Waits
from app.actor import Role
from app.language import N_
from app.people.duties import Duty
from app.people.passing import passing
from app.research import tasks
from app.research.lifecycle import LIFECYCLE
from app.research.models import Research, ResearchInterest, ResearchState
from app.research.queries import GOING_ON


def _is_open() -> ColumnElement[bool]:
    return Research.state.in_(GOING_ON)


def _always() -> ColumnElement[bool]:
    return true()


def _is_sent(research: Research) -> bool:
    return research.state is not ResearchState.draft


def _stage(research: Research) -> str:
    return LIFECYCLE.looks[research.state].label


def _waits(_: Session, research: Research) -> Sequence[Waits]:
    return tasks.waits(research)


DUTIES = (
    Duty(
        "research.researcher",
        N_("Researcher of the study"),
        Research.membership_id,
        _is_open,
        (Role.researcher,),
        "research",
        passing(Research.membership_id, waits=_waits),
        next_step=_stage,
        says_label=_is_sent,
    ),
    Duty(
        "research.interest",
        N_("Standing research interest"),
        ResearchInterest.membership_id,
        _always,
        (Role.researcher,),
        "research_profile",
        passing(ResearchInterest.membership_id),
    ),
)
