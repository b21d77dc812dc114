"""Running a handover for somebody else is a duty too (app/people/duties.py)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session, joinedload, selectinload

from app.activity.tasks import Waits
from app.actor import Actor, Role
from app.handovers import actions, queries
from app.handovers.models import Handover, HandoverItem
from app.language import N_
from app.people.duties import Duty
from app.people.models import Membership
from app.people.passing import passing


def _is_open() -> ColumnElement[bool]:
    """One's own handover ends with oneself."""
    return and_(Handover.state.in_(queries.OPEN), Handover.started_by_id != Handover.leaver_id)


def _waits(_: Session, handover: Handover) -> Sequence[Waits]:
    return actions.waits(handover)


def _retell(db: Session, actor: Actor, handover_id: UUID) -> None:
    found = queries.by_id(db, handover_id)
    if found is not None:
        actions.renew(db, actor, found)


DUTIES = (
    Duty(
        "handover.runner",
        N_("Runs the handover"),
        Handover.started_by_id,
        _is_open,
        tuple(Role),
        "handover",
        passing(Handover.started_by_id, waits=_waits),
        options=(joinedload(Handover.leaver).joinedload(Membership.person), selectinload(Handover.items)),
    ),
)
TRACES = (Handover.leaver_id, HandoverItem.receiver_id)
RETELLERS = (("Handover", _retell),)
