"""Who may keep and read certificates of aid."""

from app.actor import Actor, Role
from app.rule import Rule
from app.state_aid.models import Certificate

STAFF = (Role.region_lead, Role.region_officer)


def they_work_with_the_testbed_that_keeps_it(actor: Actor, certificate: Certificate) -> bool:
    """They work with the testbed at the organisation that keeps the certificate."""
    return certificate.belongs_to(actor.organisation_id) & actor.has(*STAFF)


may_view = Rule(Certificate, they_work_with_the_testbed_that_keeps_it)


def may_keep(actor: Actor) -> bool:
    return actor.has(*STAFF)
