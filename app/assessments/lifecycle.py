"""What must be in place before a decision is sent (gate G2, domain.md 3.3)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.actor import Actor
from app.assessments import rules, scoring
from app.assessments.models import Assessment, Decision, Outcome
from app.language import N_
from app.lifecycle import Lifecycle, Need, Step, needed
from app.test_requests import lifecycle as requests
from app.test_requests.models import Standing, TestRequest
from app.test_requests.models import TestRequestState as State

FEWEST = 2
"""At least two assess each request (domain.md 3.2)."""


@dataclass
class Case:
    """A request with all that its decision rests on. `given` are the scores of those without ties.

    `unit_contacts` are the unit contacts of the municipality who have no ties: one of them must have given scores.
    """

    test_request: TestRequest
    decision: Decision | None = None
    given: list[Assessment] = field(default_factory=list)
    unit_contacts: frozenset[UUID] = frozenset()

    @property
    def state(self) -> State:
        return self.test_request.state

    @state.setter
    def state(self, state: State) -> None:
        self.test_request.state = state

    @property
    def has_unit_contact(self) -> bool:
        """A unit contact has given scores, or the municipality has none who can."""
        return not self.unit_contacts or any(given.membership_id in self.unit_contacts for given in self.given)

    @property
    def is_decided_by_the_impartial(self) -> bool:
        """Whoever prepared the decision, or agreed to it, still has no ties."""
        if self.decision is None:
            return True
        deciders = {self.decision.prepared_by_id, self.decision.sponsor_agreed_by_id}
        tied = {row.membership_id for row in self.test_request.assessors if row.standing is Standing.conflicted}
        return deciders.isdisjoint(tied)

    @property
    def combined(self) -> scoring.Combined | None:
        """What the scores add up to; None before anyone has given any."""
        if not self.given:
            return None
        weights = [int(row["weight"]) for row in self.given[0].scores]
        return scoring.combined(weights, [given.sheet for given in self.given])


IS_CHECKED = needed(
    lambda case: case.state in (State.assessment, State.waitlisted),
    N_("It has not been checked whether the request is complete."),
)
HAS_TWO_ASSESSMENTS = needed(
    lambda case: len(case.given) >= FEWEST,
    N_("At least two assessors must have given scores."),
)
HAS_UNIT_CONTACT = needed(
    lambda case: case.has_unit_contact,
    N_("One of those who give scores must be a unit contact, who knows the service."),
)
IS_PREPARED = needed(lambda case: case.decision is not None, N_("A decision must have been prepared."))
HAS_REASONS = needed(
    lambda case: case.decision is None or bool(case.decision.reason_text.strip()),
    N_("The decision must be explained to the company."),
)
IS_AGREED = needed(
    lambda case: case.decision is None or case.decision.is_agreed,
    N_("The decision-maker must agree: the test takes the unit's resources."),
)
IS_IMPARTIAL = needed(
    lambda case: case.is_decided_by_the_impartial,
    N_("Someone without ties to the company must prepare the decision anew."),
)

TO_PREPARE = (IS_CHECKED, HAS_TWO_ASSESSMENTS, HAS_UNIT_CONTACT)
TO_RELEASE = (IS_CHECKED, HAS_TWO_ASSESSMENTS, HAS_UNIT_CONTACT, IS_PREPARED, HAS_REASONS, IS_AGREED, IS_IMPARTIAL)


def _may_decide(actor: Actor, case: Any) -> bool:
    return rules.may_decide(actor, case.test_request)


def _with_needs(step: Step, needs: tuple[Need, ...], may: Callable[[Actor, Any], bool]) -> Step:
    return replace(step, needs=needs, may=may)


LIFECYCLE = Lifecycle(
    looks=requests.LIFECYCLE.looks,
    steps=tuple(
        _with_needs(step, TO_RELEASE, _may_decide)
        for step in requests.LIFECYCLE.steps
        if step.name.startswith("decide_")
    ),
)
"""The last steps of a request, taken on its `Case`."""

STEPS = {
    Outcome.accepted: "decide_accept",
    Outcome.waitlisted: "decide_waitlist",
    Outcome.declined: "decide_decline",
    Outcome.referred: "decide_refer",
}


def unmet(case: Case, needs: tuple[Need, ...] = TO_RELEASE) -> list[Any]:
    """What is left before it can be done, a reason each."""
    return [reason for need in needs for reason in need.missing(case)]
