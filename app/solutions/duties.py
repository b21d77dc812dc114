"""What one can be responsible for about a solution (app/people/duties.py)."""

from sqlalchemy import ColumnElement, true

from app.actor import Role
from app.language import N_
from app.people.duties import Duty
from app.people.passing import passing
from app.solutions.models import Solution


def _always() -> ColumnElement[bool]:
    return true()


DUTIES = (
    Duty(
        "solution.contact",
        N_("Contact for the solution"),
        Solution.author_id,
        _always,
        (Role.company_rep,),
        "solution",
        passing(Solution.author_id),
    ),
)
