"""Who may do what with a test request, and on which grounds.

A draft is the company's own space: no ground but the company's own holds for it. A person who has declared a conflict
of interest is left out by every ground, so the request is not there for them in any list, count, file or search.
Those who handle the case may know of it before they have declared; they see what it says only after.
"""

from app.actor import THE_CLOCK, Actor, Role
from app.rule import Rule
from app.test_requests.models import TestRequest

HANDLERS = (Role.testbed_leader, Role.testbed_deputy, Role.sponsor, Role.unit_contact, Role.assessor)
LEADERS = (Role.testbed_leader, Role.testbed_deputy)
REGION = (Role.region_lead, Role.region_officer)


def their_company_made_it(actor: Actor, test_request: TestRequest) -> bool:
    """Their company made the request."""
    return test_request.belongs_to(actor.organisation_id) & actor.is_signed_in


def they_represent_the_company(actor: Actor, test_request: TestRequest) -> bool:
    """They represent the company that made the request."""
    return test_request.belongs_to(actor.organisation_id) & actor.has(Role.company_rep)


def they_work_with_the_need(actor: Actor, test_request: TestRequest) -> bool:
    """They work with the need in the organisation that owns it, and have declared no conflict of interest."""
    return (
        test_request.is_hosted_by(actor.organisation_id)
        & test_request.is_open_to(actor.membership_id)
        & actor.has(*HANDLERS)
    )


def they_work_with_the_need_and_are_impartial(actor: Actor, test_request: TestRequest) -> bool:
    """They work with the need, and have declared that they have no ties to the company."""
    return (
        test_request.is_hosted_by(actor.organisation_id)
        & test_request.is_cleared_for(actor.membership_id)
        & actor.has(*HANDLERS)
    )


def they_are_named_to_assess_it(actor: Actor, test_request: TestRequest) -> bool:
    """They have been asked to assess the request."""
    return test_request.has_a_host & test_request.names(actor.membership_id) & actor.has(*HANDLERS)


def they_assess_it_and_are_impartial(actor: Actor, test_request: TestRequest) -> bool:
    """They have been asked to assess the request, and have declared that they have no ties to the company."""
    return test_request.has_a_host & test_request.is_cleared_for(actor.membership_id) & actor.has(*HANDLERS)


def the_region_follows_it(actor: Actor, test_request: TestRequest) -> bool:
    """They work for the region, which sees to equal terms, and the request has been received."""
    return test_request.is_received & test_request.is_open_to(actor.membership_id) & actor.has(*REGION)


def they_lead_the_testbed_and_are_impartial(actor: Actor, test_request: TestRequest) -> bool:
    """They lead the testbed that owns the need, and have declared that they have no ties to the company."""
    return (
        test_request.is_hosted_by(actor.organisation_id)
        & test_request.is_cleared_for(actor.membership_id)
        & actor.has(*LEADERS)
    )


def it_is_offered_to_the_leaders(actor: Actor, test_request: TestRequest) -> bool:
    """It is an unsolicited proposal that the region has offered to all testbed leaders."""
    return test_request.is_offered & test_request.is_open_to(actor.membership_id) & actor.has(*LEADERS)


def the_region_distributes_it(actor: Actor, test_request: TestRequest) -> bool:
    """They work for the region, which finds a receiver for unsolicited proposals."""
    return test_request.is_proposal & test_request.is_open_to(actor.membership_id) & actor.has(*REGION)


def the_clock_moves_it(actor: Actor, test_request: TestRequest) -> bool:
    """The portal does it by itself when the date comes."""
    return test_request.is_received & (actor.membership_id == THE_CLOCK.membership_id)


may_know_of = Rule(
    TestRequest,
    their_company_made_it,
    they_work_with_the_need,
    they_are_named_to_assess_it,
    the_region_follows_it,
    it_is_offered_to_the_leaders,
)
"""Reference, company, solution, need and dates: what one must know to declare a conflict of interest."""

may_view = Rule(
    TestRequest,
    their_company_made_it,
    they_work_with_the_need_and_are_impartial,
    they_assess_it_and_are_impartial,
    the_region_follows_it,
)
"""All of it."""

may_consider = Rule(TestRequest, it_is_offered_to_the_leaders)
may_write = Rule(TestRequest, they_represent_the_company)
may_see_inside = Rule(
    TestRequest,
    they_work_with_the_need_and_are_impartial,
    they_assess_it_and_are_impartial,
    the_region_follows_it,
)
may_screen = Rule(TestRequest, they_lead_the_testbed_and_are_impartial)
may_decide = Rule(TestRequest, they_lead_the_testbed_and_are_impartial)
may_triage = Rule(TestRequest, the_region_distributes_it)
may_keep_time = Rule(TestRequest, the_clock_moves_it)


def may_apply(actor: Actor) -> bool:
    return actor.has(Role.company_rep)


def may_distribute(actor: Actor) -> bool:
    return actor.has(*REGION)
