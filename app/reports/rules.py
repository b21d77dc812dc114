"""Who may make and read reports."""

from app.actor import Actor, Role
from app.reports.models import Report
from app.rule import Rule

STAFF = (Role.region_lead, Role.region_officer)


def they_work_with_the_testbed_that_issued_it(actor: Actor, report: Report) -> bool:
    """They work with the testbed at the organisation that issued the report."""
    return report.belongs_to(actor.organisation_id) & actor.has(*STAFF)


may_view = Rule(Report, they_work_with_the_testbed_that_issued_it)


def may_report(actor: Actor) -> bool:
    return actor.has(*STAFF)
