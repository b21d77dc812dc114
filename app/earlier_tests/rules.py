"""Who may import earlier tests. What has been imported, everyone may read."""

from app.actor import Actor, Role
from app.earlier_tests.models import EarlierImport
from app.rule import Rule

STAFF = (Role.region_lead, Role.region_officer)


def they_work_with_the_testbed_that_imports_it(actor: Actor, found: EarlierImport) -> bool:
    """They work with the testbed at the organisation that imports it."""
    return found.belongs_to(actor.organisation_id) & actor.has(*STAFF)


may_write = Rule(EarlierImport, they_work_with_the_testbed_that_imports_it)


def may_import(actor: Actor) -> bool:
    return actor.has(*STAFF)
