"""Who may do what with a need, and on which grounds.

A ground is one expression over facts of the need, joined with & only and the need first, so that it can be asked of one
need (yes or no) and of the class (a WHERE clause). Its docstring is what "who can see this, and why" says.
"""

from app.actor import THE_CLOCK, Actor, Role
from app.challenges.models import Challenge
from app.rule import Rule


def it_is_published(actor: Actor, challenge: Challenge) -> bool:
    """It is published: everyone can see it."""
    return challenge.is_public


def their_organisation_owns_it(actor: Actor, challenge: Challenge) -> bool:
    """Their organisation owns the need."""
    return challenge.belongs_to(actor.organisation_id)


def their_municipality_shares_it(actor: Actor, challenge: Challenge) -> bool:
    """Their municipality has been asked to share the need."""
    return challenge.is_shared_with(actor.organisation_id)


def they_are_invited_to_it(actor: Actor, challenge: Challenge) -> bool:
    """They have been invited to this need, to do something there."""
    return challenge.lets_in(actor.guest_of)


def they_lead_the_testbed_that_owns_it(actor: Actor, challenge: Challenge) -> bool:
    """They lead the testbed of the organisation that owns the need."""
    return challenge.belongs_to(actor.organisation_id) & actor.has(Role.testbed_leader, Role.testbed_deputy)


def they_lead_a_testbed_that_shares_it(actor: Actor, challenge: Challenge) -> bool:
    """They lead the testbed of a municipality that has been asked to share the need."""
    return challenge.is_shared_with(actor.organisation_id) & actor.has(Role.testbed_leader, Role.testbed_deputy)


def they_lead_another_testbed(actor: Actor, challenge: Challenge) -> bool:
    """They lead the testbed of another municipality, and the need is published."""
    return challenge.is_published_by_another(actor.organisation_id) & actor.has(
        Role.testbed_leader, Role.testbed_deputy
    )


def they_are_asked_for_the_mandate(actor: Actor, challenge: Challenge) -> bool:
    """They are the decision-maker the need was sent to."""
    return challenge.is_sponsored_by(actor.membership_id) & actor.has(Role.sponsor)


def they_decide_for_its_municipality(actor: Actor, challenge: Challenge) -> bool:
    """They are a decision-maker of the municipality that owns the need."""
    return challenge.belongs_to(actor.organisation_id) & actor.has(Role.sponsor)


def the_region_follows_it(actor: Actor, challenge: Challenge) -> bool:
    """They work for the region, and the need has been sent."""
    return challenge.is_submitted & actor.has(Role.region_lead, Role.region_officer)


def they_lead_the_region(actor: Actor, challenge: Challenge) -> bool:
    """They are the region's process leader, and the need has been sent."""
    return challenge.is_submitted & actor.has(Role.region_lead)


def someone_else_asks(actor: Actor, challenge: Challenge) -> bool:
    """They are signed in for another organisation, and the need is published."""
    return challenge.is_published_by_another(actor.organisation_id) & actor.speaks_for_an_organisation


def the_clock_moves_it(actor: Actor, challenge: Challenge) -> bool:
    """The portal does it by itself when the date comes."""
    return challenge.is_submitted & (actor.membership_id == THE_CLOCK.membership_id)


may_view = Rule(
    Challenge,
    it_is_published,
    their_organisation_owns_it,
    their_municipality_shares_it,
    they_are_invited_to_it,
    the_region_follows_it,
)
may_edit = Rule(Challenge, they_lead_the_testbed_that_owns_it)
may_anchor = Rule(Challenge, they_are_asked_for_the_mandate)
may_review = Rule(Challenge, they_lead_the_region)
may_share = Rule(Challenge, they_lead_a_testbed_that_shares_it)
may_endorse = Rule(Challenge, they_lead_another_testbed)
may_ask = Rule(Challenge, someone_else_asks)
may_answer = Rule(Challenge, they_lead_the_testbed_that_owns_it)
may_see_inside = Rule(Challenge, their_organisation_owns_it, the_region_follows_it)
may_resolve = Rule(Challenge, they_lead_the_testbed_that_owns_it, they_decide_for_its_municipality)
may_register = Rule(Challenge, they_lead_the_testbed_that_owns_it, the_region_follows_it)
may_keep_time = Rule(Challenge, the_clock_moves_it)


def may_draft(actor: Actor) -> bool:
    return actor.has(Role.testbed_leader, Role.testbed_deputy)
