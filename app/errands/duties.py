"""What one can be responsible for about an errand (app/people/duties.py)."""

from datetime import date

from sqlalchemy import ColumnElement, and_

from app.actor import Role
from app.errands import actions
from app.errands.models import OPEN_STATES, Errand
from app.language import N_
from app.people.duties import Duty
from app.people.models import Membership, MembershipStatus


def _is_open_and_for_another() -> ColumnElement[bool]:
    """A note to oneself goes with the one who wrote it; until a guest has come, whoever asked answers for it."""
    has_come = Errand.doer.has(Membership.status != MembershipStatus.invited)
    return and_(Errand.state.in_(OPEN_STATES), Errand.asker_id != Errand.doer_id, has_come)


def _due_on(errand: Errand) -> date | None:
    return errand.due_on


def _only_its_reference(_: Errand) -> bool:
    return False


DUTIES = (
    Duty(
        "errands.doer",
        N_("Asked to do something"),
        Errand.doer_id,
        _is_open_and_for_another,
        tuple(Role),
        "errand",
        actions.pass_on,
        due_on=_due_on,
        says_label=_only_its_reference,
    ),
)
TRACES = (Errand.asker_id,)
