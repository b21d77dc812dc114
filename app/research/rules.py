"""Who may do what with a study, and on which grounds.

A ground is one expression over facts of the study, joined with & only and the study first, so that it can be asked of
one study (yes or no) and of the class (a WHERE clause). Its docstring is what "who can see this, and why" says.
"""

from app.actor import Actor, Role
from app.research.models import Research, ResearchInterest
from app.rule import Rule


def it_may_be_shown(actor: Actor, research: Research) -> bool:
    """The municipality has welcomed the study, and the researcher said that it may be shown."""
    return research.is_public


def they_are_its_researcher(actor: Actor, research: Research) -> bool:
    """It is their own study."""
    return research.is_of(actor.membership_id)


def their_municipality_hosts_the_pilot(actor: Actor, research: Research) -> bool:
    """Their municipality hosts the pilot, and the interest has been sent."""
    return research.is_hosted_by(actor.organisation_id)


def they_lead_the_testbed_of_the_pilot(actor: Actor, research: Research) -> bool:
    """They lead the testbed that hosts the pilot, and the interest has been sent."""
    return research.is_hosted_by(actor.organisation_id) & actor.has(Role.testbed_leader, Role.testbed_deputy)


def their_company_is_in_the_pilot(actor: Actor, research: Research) -> bool:
    """The solution of their company is tried in the pilot, and the municipality has welcomed the study."""
    return research.is_accepted_beside(actor.organisation_id)


def the_region_follows_it(actor: Actor, research: Research) -> bool:
    """They work for the region, and the interest has been sent."""
    return research.is_sent & actor.has(Role.region_lead, Role.region_officer)


may_view = Rule(
    Research,
    it_may_be_shown,
    they_are_its_researcher,
    their_municipality_hosts_the_pilot,
    their_company_is_in_the_pilot,
    the_region_follows_it,
)
may_see_inside = Rule(
    Research,
    they_are_its_researcher,
    their_municipality_hosts_the_pilot,
    their_company_is_in_the_pilot,
    the_region_follows_it,
)
may_continue = Rule(Research, they_are_its_researcher)
may_answer = Rule(Research, they_lead_the_testbed_of_the_pilot)


def they_have_this_interest(actor: Actor, interest: ResearchInterest) -> bool:
    """It is their own standing interest."""
    return interest.is_of(actor.membership_id)


may_change_interest = Rule(ResearchInterest, they_have_this_interest)


def may_research(actor: Actor) -> bool:
    return actor.has(Role.researcher)
