"""How it works, in the words of the lifecycles themselves: a state that is renamed there is renamed here.

The road of a thing is the states it passes when all goes well, each with who takes it further. Tests see to it that
every state of a lifecycle is either on its road or among its ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.challenges.lifecycle import LIFECYCLE as NEEDS
from app.challenges.models import ENDED_STATES, ChallengeState
from app.language import N_
from app.lifecycle import Lifecycle, Look
from app.pilots.lifecycle import LIFECYCLE as PILOTS
from app.pilots.models import PilotState
from app.test_requests.lifecycle import LIFECYCLE as REQUESTS
from app.test_requests.models import TestRequestState

Need, Request, Pilot = ChallengeState, TestRequestState, PilotState


@dataclass(frozen=True)
class Road:
    """The states of one kind of thing in order, each with what happens in it; and how it can end otherwise."""

    title: str
    intro: str
    lifecycle: Lifecycle
    states: Mapping[StrEnum, str]
    ends: tuple[StrEnum, ...]

    @property
    def stops(self) -> list[tuple[Look, str]]:
        return [(self.lifecycle.looks[state], text) for state, text in self.states.items()]

    @property
    def other_ends(self) -> list[Look]:
        return [self.lifecycle.looks[state] for state in self.ends]


@dataclass(frozen=True)
class Gate:
    """A point where someone decides and something must be in place first (domain.md 3.3). `step` takes one through."""

    name: str
    lifecycle: Lifecycle
    step: str
    who: str
    needs: tuple[str, ...]


ROADS = (
    Road(
        N_("The need"),
        N_("A municipality owns the need. It describes the problem, never a product."),
        NEEDS,
        {
            Need.draft: N_("The testbed leader describes the need, together with those who work where it is felt."),
            Need.anchoring: N_("A decision-maker in the municipality says yes, no or wait, and sets aside time."),
            Need.review: N_("The region checks the quality of the text. It does not overrule the municipality."),
            Need.approved: N_("The testbed leader publishes. Criteria and weights are locked."),
            Need.published: N_("Everyone can read the need. Questions and answers are shown to everyone."),
            Need.open: N_("Companies apply until the closing day. The portal opens and closes the call by itself."),
            Need.assessing: N_("At least two people assess every request on the same criteria."),
            Need.in_pilot: N_("A solution is tried out in real work."),
            Need.resolved: N_("A solution is in use, and the benefit is followed up."),
        },
        (Need.signal, *(state for state in ENDED_STATES if state is not Need.resolved)),
    ),
    Road(
        N_("The request"),
        N_("A company asks to test its solution. It gets a receipt and the day of the decision at once."),
        REQUESTS,
        {
            Request.draft: N_("Only the company sees its draft. It is not received and is counted nowhere."),
            Request.submitted: N_(
                "The testbed leader sees within ten working days, in a call from its last day, whether it is complete."
            ),
            Request.completion: N_("The company answers one list of questions. The clock stands still meanwhile."),
            Request.assessment: N_("Nobody with a conflict of interest can reach the request."),
            Request.accepted: N_("The parties plan a pilot together. It is not a promise to buy."),
        },
        (
            Request.proposed,
            Request.offered,
            Request.waitlisted,
            Request.declined,
            Request.referred,
            Request.withdrawn,
            Request.expired,
        ),
    ),
    Road(
        N_("The pilot"),
        N_("The municipality and the company try the solution out with a plan that both have approved."),
        PILOTS,
        {
            Pilot.preparing: N_("Goals, risks, people and data are written down before anything starts."),
            Pilot.running: N_("Status reports show how it goes. Halfway, the parties decide whether to go on."),
            Pilot.evaluating: N_("Each goal is compared with what happened."),
            Pilot.reported: N_("The report is finished. The company may reply to it."),
            Pilot.decided: N_("Management chooses: introduce, procure, develop, spread or end."),
            Pilot.follow_up: N_("After 6 and 12 months the municipality sees what the benefit became."),
            Pilot.closed: N_("What was learned stays for others, also when it did not work."),
        },
        (Pilot.paused, Pilot.stopped),
    ),
)

GATES = (
    Gate(
        N_("Management's mandate"),
        NEEDS,
        "anchor",
        N_("The decision-maker of the municipality"),
        (N_("A goal"), N_("Hours a week"), N_("How long the mandate lasts")),
    ),
    Gate(
        N_("Publication"),
        NEEDS,
        "publish",
        N_("The region approves, the testbed leader publishes"),
        (N_("A text without products or names"), N_("Criteria with weights"), N_("A kind of call and its dates")),
    ),
    Gate(
        N_("Choice of solution"),
        REQUESTS,
        "decide_accept",
        N_("The testbed leader"),
        (
            N_("Scores from at least two people"),
            N_("Everyone's statement about conflicts of interest"),
            N_("Reasons to every applicant, on the same day"),
        ),
    ),
    Gate(
        N_("Start of the pilot"),
        PILOTS,
        "start",
        N_("The decision-maker or the testbed leader"),
        (
            N_("The same version of the plan approved by both parties"),
            N_("Risks and when to stop"),
            N_("Information to those who take part"),
        ),
    ),
    Gate(
        N_("Decision after the test"),
        PILOTS,
        "go_into_use",
        N_("The decision-maker of the municipality"),
        (N_("A final report"), N_("An evaluation of every goal")),
    ),
)
