"""What one can talk about, by which rule each circle of readers is drawn, and the words that say who they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.actor import Actor, Role
from app.challenges.models import Challenge
from app.conversations import rules
from app.conversations.models import Message, Reach
from app.language import N_
from app.pilots.models import Pilot
from app.research.models import Research
from app.rule import Ground, Rule
from app.test_requests import rules as request_rules
from app.test_requests.models import TestRequest

THEIR_TASK = (Role.testbed_leader, Role.testbed_deputy, Role.company_rep, Role.researcher)
OWN = N_("people at %(organisation)s who may see the matter, and nobody else")


def nobody_else(_: Any) -> bool:
    return False


@dataclass(frozen=True)
class Matter:
    """One kind of thing. `circles` are the rules of the readers by reach, the narrowest first, and `words` say who they
    are; `homes` name the columns with the organisations that take part, `told` whom there a message is for.
    `waits_for_the_region` is asked of the thing: whether the region is the one who has to answer.
    """

    kind: str
    route: str
    model: Any
    column: str
    circles: Mapping[Reach, Rule[Any]]
    words: Mapping[Reach, str]
    homes: tuple[str, ...]
    told: tuple[Role, ...] = THEIR_TASK
    waits_for_the_region: Callable[[Any], bool] = field(default=nobody_else)

    @property
    def of_message(self) -> Any:
        """The column of a message that says which thing of this kind it is about."""
        return getattr(Message, self.column)

    def circle(self, reach: Reach, organisation_id: UUID) -> Rule[Any]:
        """Who reads what someone of that organisation writes so far: what is for one's own never leaves it. Guests
        have no colleagues."""
        rule = self.circles[reach]
        if reach is not Reach.own:
            return rule
        return Rule(self.model, *(_at_home(ground, organisation_id) for ground in rule.grounds))


def _at_home(ground: Ground[Any], organisation_id: UUID) -> Ground[Any]:
    def at_home(actor: Actor, row: Any) -> bool:
        return ground(actor, row) & (actor.organisation_id == organisation_id) & (not actor.is_guest)

    at_home.__doc__ = ground.__doc__
    return at_home


def _is_proposal(test_request: TestRequest) -> bool:
    return test_request.is_proposal


MATTERS: Sequence[Matter] = (
    Matter(
        "Challenge",
        "challenge",
        Challenge,
        "challenge_id",
        {
            Reach.own: rules.parties_of_a_need,
            Reach.handling: rules.handlers_of_a_need,
            Reach.parties: rules.parties_of_a_need,
        },
        {
            Reach.own: OWN,
            Reach.handling: N_("the municipality that owns the need, and the region"),
            Reach.parties: N_("the municipalities that share the need, the region, and those they have invited"),
        },
        ("organisation_id",),
    ),
    Matter(
        "TestRequest",
        "test_request",
        TestRequest,
        "test_request_id",
        {
            Reach.own: request_rules.may_view,
            Reach.handling: rules.handlers_of_a_request,
            Reach.parties: rules.parties_of_a_request,
        },
        {
            Reach.own: OWN,
            Reach.handling: N_("those in the municipality and the region who handle the request, not the company"),
            Reach.parties: N_("the company, the municipality that handles the request, and the region"),
        },
        ("organisation_id", "host_id"),
        (*THEIR_TASK, Role.assessor, Role.unit_contact),
        _is_proposal,
    ),
    Matter(
        "Pilot",
        "pilot",
        Pilot,
        "pilot_id",
        {
            Reach.own: rules.parties_of_a_pilot,
            Reach.handling: rules.handlers_of_a_pilot,
            Reach.parties: rules.parties_of_a_pilot,
        },
        {
            Reach.own: OWN,
            Reach.handling: N_("the municipality and the region, not the company"),
            Reach.parties: N_("the municipality, the company, the region, and those they have invited"),
        },
        ("organisation_id", "company_id"),
    ),
    Matter(
        "Research",
        "research",
        Research,
        "research_id",
        {
            Reach.own: rules.colleagues_of_a_study,
            Reach.handling: rules.handlers_of_a_study,
            Reach.parties: rules.parties_of_a_study,
        },
        {
            Reach.own: OWN,
            Reach.handling: N_("the researcher, the municipality and the region, not the company"),
            Reach.parties: N_("the researcher, the municipality, the company and the region"),
        },
        ("organisation_id", "host_id", "company_id"),
    ),
)
"""Who has declared ties to a company is in no circle of its request: the rules say so, here as everywhere."""

BY_SERIES = {"B": MATTERS[0], "T": MATTERS[1], "P": MATTERS[2], "F": MATTERS[3]}
"""By the letter that references begin with."""


def of_message(message: Message) -> Matter:
    return next(matter for matter in MATTERS if getattr(message, matter.column) is not None)
