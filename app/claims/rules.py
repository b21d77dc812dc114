"""Who may do what with a claim, and on which grounds."""

from app.actor import Actor, Role
from app.claims.models import Claim
from app.grants.rules import STAFF
from app.rule import Rule


def they_work_with_the_testbed_that_asks(actor: Actor, claim: Claim) -> bool:
    """They work with the testbed at the organisation that asks for the money."""
    return claim.belongs_to(actor.organisation_id) & actor.has(*STAFF)


def they_sign_for_the_testbed_that_asks(actor: Actor, claim: Claim) -> bool:
    """They lead the testbed at the organisation that asks for the money."""
    return claim.belongs_to(actor.organisation_id) & actor.has(Role.region_lead)


def they_did_not_sign_it_themselves(actor: Actor, claim: Claim) -> bool:
    """They work with the testbed at the organisation that asks, and somebody else signed the claim."""
    return (
        claim.belongs_to(actor.organisation_id)
        & actor.has(*STAFF)
        & claim.is_signed_by_another_than(actor.membership_id)
    )


may_view = Rule(Claim, they_work_with_the_testbed_that_asks)
may_prepare = Rule(Claim, they_work_with_the_testbed_that_asks)
may_sign = Rule(Claim, they_sign_for_the_testbed_that_asks)
may_answer = Rule(Claim, they_did_not_sign_it_themselves)
