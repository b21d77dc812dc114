"""How a test request moves from a company's draft to a decision (domain.md 3.2)."""

from app.activity.happenings import Happened
from app.language import N_
from app.lifecycle import Lifecycle, Look, Need, Step, needed, states
from app.test_requests import rules
from app.test_requests.forms import PARTS
from app.test_requests.models import TestRequestState as State

IS_COMPLETE = Need(lambda test_request: [reason for _, reason in PARTS.missing(test_request)])
SOLUTION_IS_CURRENT = needed(
    lambda test_request: test_request.solution is not None and test_request.solution.is_usable,
    N_("Confirm the facts about the solution first: they are more than a year old."),
    "solution_id",
)
CALL_IS_OPEN = needed(
    lambda test_request: test_request.challenge is not None and test_request.challenge.takes_requests,
    N_("The need no longer takes requests. Your draft is kept."),
)
IS_UNSOLICITED = needed(
    lambda test_request: test_request.is_unsolicited, N_("This request answers a need: send it to the need's owner.")
)
HAS_A_NEED = needed(
    lambda test_request: test_request.challenge is not None and test_request.challenge.takes_requests,
    N_("Choose a published need that takes requests now."),
    "challenge",
)

WITHDRAWABLE = states(
    State.proposed, State.offered, State.submitted, State.completion, State.assessment, State.waitlisted
)
UNDECIDED = states(State.assessment, State.waitlisted)

LIFECYCLE = Lifecycle(
    looks={
        State.draft: Look(N_("Draft"), "neutral"),
        State.proposed: Look(N_("Proposal with the region"), "stage1"),
        State.offered: Look(N_("Offered to the testbed leaders"), "stage1"),
        State.submitted: Look(N_("Received"), "stage1"),
        State.completion: Look(N_("More information needed"), "attention"),
        State.assessment: Look(N_("Being assessed"), "stage2"),
        State.accepted: Look(N_("Accepted"), "stage3"),
        State.waitlisted: Look(N_("Waiting list"), "stage2"),
        State.declined: Look(N_("Declined"), "ended"),
        State.referred: Look(N_("Referred"), "ended"),
        State.withdrawn: Look(N_("Withdrawn"), "ended"),
        State.expired: Look(N_("Expired"), "ended"),
    },
    steps=(
        Step(
            name="submit",
            label=N_("Send in the request"),
            leaves=states(State.draft),
            enters=State.submitted,
            may=rules.may_write,
            needs=(IS_COMPLETE, SOLUTION_IS_CURRENT, CALL_IS_OPEN),
            happening=Happened.request_submitted,
        ),
        Step(
            name="propose",
            label=N_("Send the proposal"),
            leaves=states(State.draft),
            enters=State.proposed,
            may=rules.may_write,
            needs=(IS_UNSOLICITED, IS_COMPLETE, SOLUTION_IS_CURRENT),
            happening=Happened.request_proposed,
        ),
        Step(
            name="link",
            label=N_("Link to a published need"),
            leaves=states(State.proposed, State.offered),
            enters=State.submitted,
            may=rules.may_triage,
            needs=(HAS_A_NEED,),
            happening=Happened.request_linked,
        ),
        Step(
            name="offer",
            label=N_("Offer to the testbed leaders"),
            leaves=states(State.proposed),
            enters=State.offered,
            may=rules.may_triage,
            happening=Happened.request_offered,
        ),
        Step(
            name="refer_proposal",
            label=N_("Refer to someone else"),
            leaves=states(State.proposed, State.offered),
            enters=State.referred,
            may=rules.may_triage,
            happening=Happened.request_referred,
        ),
        Step(
            name="screen",
            label=N_("The request is complete"),
            leaves=states(State.submitted),
            enters=State.assessment,
            may=rules.may_screen,
            happening=Happened.request_screened,
        ),
        Step(
            name="ask_completion",
            label=N_("Ask for more information"),
            leaves=states(State.submitted, State.assessment),
            enters=State.completion,
            may=rules.may_screen,
            happening=Happened.request_completion_asked,
        ),
        Step(
            name="refer",
            label=N_("Refer to someone else"),
            leaves=states(State.submitted),
            enters=State.referred,
            may=rules.may_screen,
            happening=Happened.request_referred,
        ),
        Step(
            name="complete",
            label=N_("Send the answers"),
            leaves=states(State.completion),
            enters=State.submitted,
            may=rules.may_write,
            happening=Happened.request_completed,
        ),
        Step(
            name="complete_assessed",
            label=N_("Send the answers"),
            leaves=states(State.completion),
            enters=State.assessment,
            may=rules.may_write,
            happening=Happened.request_completed,
        ),
        Step(
            name="expire",
            label=N_("Let it expire"),
            leaves=states(State.completion),
            enters=State.expired,
            may=rules.may_keep_time,
            happening=Happened.request_expired,
        ),
        Step(
            name="withdraw",
            label=N_("Withdraw the request"),
            leaves=WITHDRAWABLE,
            enters=State.withdrawn,
            may=rules.may_write,
            happening=Happened.request_withdrawn,
        ),
        Step(
            name="decide_accept",
            label=N_("Accept the request"),
            leaves=UNDECIDED,
            enters=State.accepted,
            may=rules.may_decide,
            happening=Happened.request_accepted,
        ),
        Step(
            name="decide_waitlist",
            label=N_("Put on the waiting list"),
            leaves=states(State.assessment),
            enters=State.waitlisted,
            may=rules.may_decide,
            happening=Happened.request_waitlisted,
        ),
        Step(
            name="decide_decline",
            label=N_("Decline the request"),
            leaves=UNDECIDED,
            enters=State.declined,
            may=rules.may_decide,
            happening=Happened.request_declined,
        ),
        Step(
            name="decide_refer",
            label=N_("Refer the request"),
            leaves=UNDECIDED,
            enters=State.referred,
            may=rules.may_decide,
            happening=Happened.request_referred,
        ),
    ),
)
