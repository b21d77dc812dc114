"""Who may see how the testbeds are staffed, and name who answers for something meanwhile."""

from app.actor import Actor, Role
from app.organisations.models import Organisation
from app.rule import Rule


def the_region_sees_to_staffing(actor: Actor, organisation: Organisation) -> bool:
    """They work for the region, which sees to it that every testbed is staffed."""
    return (organisation.id == organisation.id) & actor.has(Role.region_lead, Role.region_officer)


def it_is_their_own_testbed(actor: Actor, organisation: Organisation) -> bool:
    """They lead, decide for or administer the municipality."""
    return (organisation.id == actor.organisation_id) & actor.has(
        Role.testbed_leader, Role.testbed_deputy, Role.sponsor, Role.organisation_admin
    )


def they_lead_the_region(actor: Actor, organisation: Organisation) -> bool:
    """They are the region's process leader."""
    return (organisation.id == organisation.id) & actor.has(Role.region_lead)


def they_administer_it(actor: Actor, organisation: Organisation) -> bool:
    """They administer the municipality."""
    return (organisation.id == actor.organisation_id) & actor.has(Role.organisation_admin)


may_view = Rule(Organisation, the_region_sees_to_staffing, it_is_their_own_testbed)
may_name = Rule(Organisation, they_lead_the_region, they_administer_it)


def may_see_all(actor: Actor) -> bool:
    return actor.has(Role.region_lead, Role.region_officer)
