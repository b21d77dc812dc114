"""Who may do what with a grant, and on which grounds."""

from app.actor import Actor, Role
from app.grants.models import Grant
from app.rule import Rule

STAFF = (Role.region_lead, Role.region_officer)


def they_work_with_the_testbed_of_its_owner(actor: Actor, grant: Grant) -> bool:
    """They work with the testbed at the organisation that owns the project."""
    return grant.belongs_to(actor.organisation_id) & actor.has(*STAFF)


def they_lead_the_testbed_of_its_owner(actor: Actor, grant: Grant) -> bool:
    """They lead the testbed at the organisation that owns the project."""
    return grant.belongs_to(actor.organisation_id) & actor.has(Role.region_lead)


may_view = Rule(Grant, they_work_with_the_testbed_of_its_owner)
may_write = Rule(Grant, they_work_with_the_testbed_of_its_owner)
may_put_in_force = Rule(Grant, they_lead_the_testbed_of_its_owner)


def may_follow_grants(actor: Actor) -> bool:
    return actor.has(*STAFF)
