"""Who reads and answers what visitors report."""

from app.actor import Actor, Role
from app.home.models import BarrierReport
from app.rule import Rule


def their_organisation_runs_the_portal(actor: Actor, report: BarrierReport) -> bool:
    """They administer the organisation that runs the portal."""
    return report.belongs_to(actor.organisation_id) & actor.has(Role.platform_admin, Role.organisation_admin)


def they_run_the_portal(actor: Actor, report: BarrierReport) -> bool:
    """They run the portal."""
    return (report.reference != "") & actor.has(Role.platform_admin)


may_answer = Rule(BarrierReport, their_organisation_runs_the_portal, they_run_the_portal)
