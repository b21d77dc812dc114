"""Who may name, declare, score, decide and read, and on which grounds.

What a request says is guarded by `test_requests.rules.may_view`; here is what happens around it. A person who has
declared a conflict of interest is left out by every ground: the request is not there for them.
"""

from app.actor import Actor, Role
from app.assessments.models import Assessment
from app.rule import Rule
from app.test_requests.models import TestRequest

LEADERS = (Role.testbed_leader, Role.testbed_deputy)
DECIDERS = (*LEADERS, Role.sponsor)
TAKING_PART = (*DECIDERS, Role.unit_contact, Role.assessor)
REGION = (Role.region_lead, Role.region_officer)


def they_are_asked_to_assess_it(actor: Actor, test_request: TestRequest) -> bool:
    """They have been asked to assess the request."""
    return test_request.is_waiting_for(actor.membership_id) & actor.has(*TAKING_PART)


def they_are_to_handle_it(actor: Actor, test_request: TestRequest) -> bool:
    """They lead the testbed, or decide, in the organisation that owns the need, and have declared no ties."""
    return (
        test_request.is_hosted_by(actor.organisation_id)
        & test_request.is_open_to(actor.membership_id)
        & actor.has(*DECIDERS)
    )


def they_are_impartial(actor: Actor, test_request: TestRequest) -> bool:
    """They take part in the request, and have declared that they have no ties to the company."""
    return test_request.is_cleared_for(actor.membership_id) & actor.has(*TAKING_PART)


def they_score_it(actor: Actor, test_request: TestRequest) -> bool:
    """They score the request, and have declared that they have no ties to the company."""
    return test_request.is_scored_by(actor.membership_id) & actor.has(*TAKING_PART)


def they_handle_it_and_are_impartial(actor: Actor, test_request: TestRequest) -> bool:
    """They lead the testbed, or decide, where the need is owned, and have declared that they have no ties."""
    return (
        test_request.is_hosted_by(actor.organisation_id)
        & test_request.is_cleared_for(actor.membership_id)
        & actor.has(*DECIDERS)
    )


def they_decide_over_the_resources(actor: Actor, test_request: TestRequest) -> bool:
    """They decide over the unit's resources, and have declared that they have no ties."""
    return (
        test_request.is_hosted_by(actor.organisation_id)
        & test_request.is_cleared_for(actor.membership_id)
        & actor.has(Role.sponsor)
    )


def their_company_gets_the_decision(actor: Actor, test_request: TestRequest) -> bool:
    """The decision is about their company's request."""
    return test_request.is_decided & test_request.belongs_to(actor.organisation_id)


def their_organisation_decided_it(actor: Actor, test_request: TestRequest) -> bool:
    """Their organisation has made the decision."""
    return (
        test_request.is_decided
        & test_request.is_hosted_by(actor.organisation_id)
        & test_request.is_open_to(actor.membership_id)
    )


def the_region_follows_decisions(actor: Actor, test_request: TestRequest) -> bool:
    """They work for the region, which sees to equal terms, and the decision has been made."""
    return test_request.is_decided & test_request.is_open_to(actor.membership_id) & actor.has(*REGION)


def they_wrote_it(actor: Actor, assessment: Assessment) -> bool:
    """The scores are their own."""
    return assessment.is_by(actor.membership_id) & assessment.is_open_to(actor.membership_id)


def they_have_given_theirs(actor: Actor, assessment: Assessment) -> bool:
    """They have given their own scores, or give none."""
    return assessment.is_given & assessment.is_settled_for(actor.membership_id)


may_declare = Rule(TestRequest, they_are_asked_to_assess_it, they_are_to_handle_it, they_are_impartial)
"""Company, solution and need: what one must know to say whether one has ties."""
may_take_part = Rule(TestRequest, they_are_impartial)
may_score = Rule(TestRequest, they_score_it)
may_name = Rule(TestRequest, they_handle_it_and_are_impartial)
may_decide = Rule(TestRequest, they_handle_it_and_are_impartial)
may_agree = Rule(TestRequest, they_decide_over_the_resources)
may_read_decision = Rule(
    TestRequest, their_company_gets_the_decision, their_organisation_decided_it, the_region_follows_decisions
)
may_read_scores = Rule(Assessment, they_wrote_it, they_have_given_theirs)


def may_release(actor: Actor) -> bool:
    return actor.has(*DECIDERS)
