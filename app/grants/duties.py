"""What one can be responsible for about financing (app/people/duties.py)."""

from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session, joinedload

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor, Role
from app.grants import queries
from app.grants.choices import ConditionStatus
from app.grants.models import Condition, Grant, GrantDecision
from app.grants.tasks import waits
from app.language import N_
from app.people.duties import Duty
from app.people.models import Membership
from app.people.passing import passing

OFFICERS = (Role.region_officer, Role.region_lead)


def _always() -> ColumnElement[bool]:
    """Grants are followed long after their last day: audits and claims come back."""
    return true()


def _is_open() -> ColumnElement[bool]:
    return Condition.status != ConditionStatus.met


def _its_grant(condition: Condition) -> Grant:
    return condition.decision.grant


def _pass_condition_on(db: Session, actor: Actor, condition: Condition, receiver: Membership) -> None:
    former, condition.owner_id = condition.owner_id, receiver.id
    condition.owner = receiver
    db.flush()
    grant = queries.by_id(db, condition.decision.grant_id)
    if grant is not None:
        details: dict[str, Any] = {"duty": "Condition.owner_id", "former": former, "to": receiver.id}
        record(db, actor, Happened.passed_on, grant, waits=waits(grant), **details)


DUTIES = (
    Duty(
        "grant.officer",
        N_("Case officer for the grant"),
        Grant.officer_id,
        _always,
        OFFICERS,
        "grant",
        passing(Grant.officer_id, "officer"),
    ),
    Duty(
        "grant.condition",
        N_("Watches a condition of the grant"),
        Condition.owner_id,
        _is_open,
        OFFICERS,
        "grant",
        _pass_condition_on,
        subject=_its_grant,
        due_on=lambda condition: condition.due_on,
        options=(joinedload(Condition.decision).joinedload(GrantDecision.grant),),
    ),
)
