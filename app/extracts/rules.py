"""Who may order an extract, and who may fetch one."""

from app.actor import Actor, Role
from app.extracts.models import Extract
from app.rule import Rule

STAFF = (Role.region_lead, Role.region_officer)


def they_ordered_it(actor: Actor, extract: Extract) -> bool:
    """They ordered it, and still work with the testbed at the region."""
    return extract.was_ordered_by(actor.membership_id) & actor.has(*STAFF)


may_view = Rule(Extract, they_ordered_it)


def may_order(actor: Actor) -> bool:
    return actor.has(*STAFF)
