"""A handover's states and steps (domain.md 3.4)."""

from app.activity.happenings import Happened
from app.handovers import rules
from app.handovers.models import Handover
from app.handovers.models import HandoverState as State
from app.language import N_
from app.lifecycle import Lifecycle, Look, Step, needed, states


def _all_settled(handover: Handover) -> bool:
    return not handover.unsettled


LIFECYCLE = Lifecycle(
    looks={
        State.draft: Look(N_("Draft")),
        State.sent: Look(N_("Waits for answers"), "stage2"),
        State.done: Look(N_("Done"), "stage4"),
        State.expired: Look(N_("Time is out"), "attention"),
        State.cancelled: Look(N_("Cancelled"), "ended"),
    },
    steps=(
        Step("send", N_("Send"), states(State.draft), State.sent, rules.may_run, Happened.handover_sent),
        Step(
            "finish",
            N_("Finish"),
            states(State.sent),
            State.done,
            rules.may_end,
            Happened.handover_done,
            needs=(needed(_all_settled, N_("Something still waits for an answer.")),),
        ),
        Step(
            "expire",
            N_("Let the time be out"),
            states(State.sent),
            State.expired,
            rules.may_end,
            Happened.handover_expired,
        ),
        Step(
            "cancel",
            N_("Cancel"),
            states(State.draft, State.sent),
            State.cancelled,
            rules.may_run,
            Happened.handover_cancelled,
        ),
    ),
)
