"""Who looks after the sessions of others."""

from app.actor import Actor, Role
from app.people.models import Membership
from app.rule import Rule


def they_administer_its_organisation(actor: Actor, membership: Membership) -> bool:
    """They administer the organisation that the person belongs to."""
    return (membership.organisation_id == actor.organisation_id) & actor.has(Role.organisation_admin)


def may_set_limits(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)


def may_see_all(actor: Actor) -> bool:
    return actor.has(Role.platform_admin)


may_end = Rule(Membership, they_administer_its_organisation)
