"""What one can be responsible for about a need (app/people/duties.py)."""

from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload, selectinload

from app.actor import Role
from app.challenges.lifecycle import LIFECYCLE
from app.challenges.models import (
    ENDED_STATES,
    Announcement,
    Challenge,
    CoOwner,
    Endorsement,
    Mandate,
    Question,
    Review,
)
from app.challenges.tasks import LEADERS, waits
from app.database import today
from app.language import N_
from app.people.duties import Duty
from app.people.passing import passing


def _is_open() -> ColumnElement[bool]:
    return Challenge.state.not_in(ENDED_STATES)


def _stage(challenge: Challenge) -> str:
    return LIFECYCLE.looks[challenge.state].label


def _closes_on(challenge: Challenge) -> date | None:
    """A call that has closed leaves no date to keep."""
    return challenge.closes_on if challenge.closes_on and challenge.closes_on >= today() else None


OPTIONS = (
    joinedload(Challenge.organisation),
    selectinload(Challenge.co_owners).joinedload(CoOwner.organisation),
)
DUTIES = (
    Duty(
        "challenge.leader",
        N_("Need"),
        Challenge.author_id,
        _is_open,
        LEADERS,
        "challenge",
        passing(Challenge.author_id, "author", waits),
        next_step=_stage,
        due_on=_closes_on,
        options=OPTIONS,
    ),
    Duty(
        "challenge.sponsor",
        N_("Decision-maker for the need"),
        Challenge.sponsor_id,
        _is_open,
        (Role.sponsor,),
        "challenge",
        passing(Challenge.sponsor_id, "sponsor", waits),
        next_step=_stage,
        options=OPTIONS,
    ),
    Duty(
        "challenge.case_officer",
        N_("Case officer for the need"),
        Challenge.case_officer_id,
        _is_open,
        (Role.region_officer, Role.region_lead),
        "challenge",
        passing(Challenge.case_officer_id, "case_officer", waits),
        next_step=_stage,
        options=OPTIONS,
    ),
)
TRACES = (
    Announcement.membership_id,
    CoOwner.answered_by_id,
    Endorsement.membership_id,
    Mandate.membership_id,
    Question.answered_by_id,
    Question.membership_id,
    Review.membership_id,
)
