"""What one can be responsible for about an errand (app/people/duties.py)."""

from datetime import date

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import joinedload

from app.actor import Role
from app.errands import actions, rules
from app.errands.models import OPEN_STATES, Errand
from app.language import N_
from app.people.duties import Duty
from app.people.models import Membership


def _is_open_and_for_another() -> ColumnElement[bool]:
    """A note to oneself goes with the one who wrote it, and for a guest answers whoever invited them."""
    return and_(Errand.state.in_(OPEN_STATES), Errand.asker_id != Errand.doer_id, ~Errand.is_for_a_guest)


def _is_open_and_for_a_guest() -> ColumnElement[bool]:
    return and_(Errand.state.in_(OPEN_STATES), Errand.is_for_a_guest)


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
    Duty(
        "errands.host",
        N_("Has invited a guest"),
        Errand.asker_id,
        _is_open_and_for_a_guest,
        rules.WHO_LET_IN,
        "errand",
        actions.take_over_guest,
        due_on=_due_on,
        options=(joinedload(Errand.doer).joinedload(Membership.person),),
        says_label=_only_its_reference,
    ),
)
