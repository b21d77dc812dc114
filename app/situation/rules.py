"""Who may read the situation picture of a municipality. What stands in it follows the rules of each thing besides."""

from app.actor import Actor, Role
from app.organisations.models import Organisation
from app.rule import Rule

MUNICIPAL = (Role.testbed_leader, Role.testbed_deputy, Role.sponsor, Role.unit_contact)
INSIDE = (*MUNICIPAL, Role.organisation_admin)


def they_work_with_the_testbed_there(actor: Actor, organisation: Organisation) -> bool:
    """They work with the testbed of the municipality."""
    return (organisation.id == actor.organisation_id) & actor.has(*INSIDE)


def the_region_follows_all_testbeds(actor: Actor, organisation: Organisation) -> bool:
    """They work for the region, which follows all testbeds."""
    return (organisation.id == organisation.id) & actor.has(Role.region_lead, Role.region_officer)


def may_have_their_own(actor: Actor) -> bool:
    return actor.has(*MUNICIPAL)


may_view = Rule(Organisation, they_work_with_the_testbed_there, the_region_follows_all_testbeds)
