"""How a solution moves from a draft to the catalogue, and out of it when nobody confirms the facts (domain.md 4.4)."""

from datetime import timedelta

from app.activity.happenings import Happened
from app.database import now
from app.language import N_
from app.lifecycle import Lifecycle, Look, Need, Step, needed, states
from app.solutions import rules
from app.solutions.forms import PARTS
from app.solutions.models import Solution
from app.solutions.models import SolutionState as State

CONFIRMED_FOR = timedelta(days=365)
REMINDED_BEFORE = timedelta(days=30)

IS_COMPLETE = Need(lambda solution: [reason for _, reason in PARTS.missing(solution)])


def _a_year_has_passed(solution: Solution) -> bool:
    return solution.confirmed_at is not None and solution.confirmed_at + CONFIRMED_FOR <= now()


A_YEAR_HAS_PASSED = needed(_a_year_has_passed, N_("It is not yet time."))

LIFECYCLE = Lifecycle(
    looks={
        State.draft: Look(N_("Draft"), "neutral"),
        State.current: Look(N_("Ready to use in requests"), "stage1"),
        State.shown: Look(N_("Shown in the catalogue"), "stage4"),
        State.lapsed: Look(N_("Needs to be confirmed"), "attention"),
    },
    steps=(
        Step(
            name="finish",
            label=N_("Make the solution ready to use"),
            leaves=states(State.draft),
            enters=State.current,
            may=rules.may_edit,
            needs=(IS_COMPLETE,),
            happening=Happened.solution_confirmed,
        ),
        Step(
            name="show",
            label=N_("Show in the catalogue"),
            leaves=states(State.current),
            enters=State.shown,
            may=rules.may_edit,
            needs=(IS_COMPLETE,),
            happening=Happened.solution_shown,
        ),
        Step(
            name="hide",
            label=N_("Take out of the catalogue"),
            leaves=states(State.shown),
            enters=State.current,
            may=rules.may_edit,
            happening=Happened.solution_hidden,
        ),
        Step(
            name="confirm",
            label=N_("Confirm that the facts are current"),
            leaves=states(State.current, State.lapsed),
            enters=State.current,
            may=rules.may_edit,
            needs=(IS_COMPLETE,),
            happening=Happened.solution_confirmed,
        ),
        Step(
            name="confirm_shown",
            label=N_("Confirm that the facts are current"),
            leaves=states(State.shown),
            enters=State.shown,
            may=rules.may_edit,
            needs=(IS_COMPLETE,),
            happening=Happened.solution_confirmed,
        ),
        Step(
            name="lapse",
            label=N_("Let it lapse"),
            leaves=states(State.current, State.shown),
            enters=State.lapsed,
            may=rules.may_keep_time,
            needs=(A_YEAR_HAS_PASSED,),
            happening=Happened.solution_lapsed,
        ),
    ),
)
