"""Who may follow and further a municipality's way into the testbed."""

from app.actor import Actor, Role
from app.onboarding.models import Onboarding
from app.rule import Rule


def it_is_their_municipality(actor: Actor, onboarding: Onboarding) -> bool:
    """It is about their own municipality."""
    return onboarding.is_of(actor.organisation_id) & actor.is_signed_in


def the_region_receives_them(actor: Actor, onboarding: Onboarding) -> bool:
    """They work for the region, which receives new municipalities."""
    return onboarding.is_of(onboarding.organisation_id) & actor.has(Role.region_lead, Role.region_officer)


def they_lead_the_region(actor: Actor, onboarding: Onboarding) -> bool:
    """They are the region's process leader, who welcomes new municipalities."""
    return onboarding.is_of(onboarding.organisation_id) & actor.has(Role.region_lead)


may_view = Rule(Onboarding, it_is_their_municipality, the_region_receives_them)
may_write = Rule(Onboarding, the_region_receives_them)
may_welcome = Rule(Onboarding, they_lead_the_region)


def may_receive(actor: Actor) -> bool:
    return actor.has(Role.region_lead, Role.region_officer)
