"""How a study comes into a pilot, may start, and ends (domain.md 3.3, last line; the ethics gate: 5.3)."""

from app.activity.happenings import Happened
from app.language import N_
from app.lifecycle import Lifecycle, Look, Step, needed, states
from app.research import rules
from app.research.models import ResearchState as State

ETHICS_IS_SETTLED = needed(
    lambda research: research.has_reference or research.is_reasoned_away,
    N_("Enter the registration number of the ethical review, or say why none is needed."),
    field="ethics",
)
HAS_RESULT = needed(
    lambda research: bool(research.result_link or research.result_summary),
    N_("Leave a link to the result, or a summary."),
    field="result_summary",
)

LIFECYCLE = Lifecycle(
    looks={
        State.draft: Look(N_("Draft"), "neutral"),
        State.interested: Look(N_("Waiting for an answer"), "attention"),
        State.accepted: Look(N_("Welcome"), "stage2"),
        State.active: Look(N_("Study going on"), "stage3"),
        State.ended: Look(N_("Study ended"), "stage4"),
        State.declined: Look(N_("Declined"), "ended"),
        State.withdrawn: Look(N_("Withdrawn"), "ended"),
    },
    steps=(
        Step(
            name="send",
            label=N_("Send expression of interest"),
            leaves=states(State.draft),
            enters=State.interested,
            may=rules.may_continue,
            happening=Happened.research_interest_sent,
        ),
        Step(
            name="accept",
            label=N_("Welcome the researcher"),
            leaves=states(State.interested),
            enters=State.accepted,
            may=rules.may_answer,
            happening=Happened.research_accepted,
        ),
        Step(
            name="decline",
            label=N_("Decline"),
            leaves=states(State.interested),
            enters=State.declined,
            may=rules.may_answer,
            happening=Happened.research_declined,
        ),
        Step(
            name="start",
            label=N_("Start the study"),
            leaves=states(State.accepted),
            enters=State.active,
            may=rules.may_continue,
            needs=(ETHICS_IS_SETTLED,),
            happening=Happened.research_started,
        ),
        Step(
            name="end",
            label=N_("End the study"),
            leaves=states(State.active),
            enters=State.ended,
            may=rules.may_continue,
            needs=(HAS_RESULT,),
            happening=Happened.research_ended,
        ),
        Step(
            name="withdraw",
            label=N_("Withdraw"),
            leaves=states(State.draft, State.interested, State.accepted, State.active),
            enters=State.withdrawn,
            may=rules.may_continue,
            happening=Happened.research_withdrawn,
        ),
    ),
)
