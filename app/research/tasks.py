"""What a study waits for, and of whom, in each state."""

from app.activity.tasks import Waits
from app.actor import Role
from app.database import today
from app.language import N_
from app.research.models import Research
from app.research.models import ResearchState as State
from app.working_days import after_working_days

LEADERS = (Role.testbed_leader, Role.testbed_deputy)
ANSWER_DAYS = 10  # working days


def waits(research: Research) -> list[Waits]:
    """All that waits on the study now."""
    if research.state == State.interested:
        return [
            Waits(
                N_("Answer the researcher"),
                "answer_research",
                research.host_id,
                LEADERS,
                due_on=after_working_days(today(), ANSWER_DAYS),
                why=N_("A researcher wants to study your pilot"),
            )
        ]
    if research.state == State.accepted:
        settled = research.has_reference or research.is_reasoned_away
        return [
            _researcher(research, N_("Start the study"), "start_research", N_("You are welcome to the pilot"))
            if settled
            else _researcher(
                research,
                N_("Enter the decision on ethical review"),
                "research_ethics",
                N_("The study may not start without it"),
            )
        ]
    if research.state == State.active:
        return [_researcher(research, N_("Leave the result of the study"), "end_research", N_("When it is finished"))]
    return []


def _researcher(research: Research, verb: str, route: str, why: str) -> Waits:
    return Waits(verb, route, research.organisation_id, membership_id=research.membership_id, why=why)
