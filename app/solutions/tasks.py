"""What a solution waits for: to be confirmed once a year."""

from datetime import date

from app.activity.tasks import Waits
from app.actor import Role
from app.database import SWEDEN, now
from app.language import N_
from app.solutions.lifecycle import CONFIRMED_FOR, REMINDED_BEFORE
from app.solutions.models import Solution, SolutionState


def confirm_by(solution: Solution) -> date | None:
    """The day the facts lapse unless somebody confirms them."""
    if solution.confirmed_at is None:
        return None
    return (solution.confirmed_at + CONFIRMED_FOR).astimezone(SWEDEN).date()


def waits(solution: Solution) -> list[Waits]:
    if solution.confirmed_at is None:
        return []
    soon = solution.confirmed_at + CONFIRMED_FOR - REMINDED_BEFORE <= now()
    if solution.state is not SolutionState.lapsed and not (solution.is_usable and soon):
        return []
    return [
        Waits(
            N_("Confirm that the facts are current"),
            "solution",
            solution.organisation_id,
            (Role.company_rep,),
            due_on=confirm_by(solution),
            why=N_("Once a year somebody in the company confirms what it says"),
        )
    ]
