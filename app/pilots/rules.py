"""Who may do what with a pilot, and on which grounds.

A ground is one expression over facts of the pilot, joined with & only and the pilot first, so that it can be asked of
one pilot (yes or no) and of the class (a WHERE clause). Its docstring is what "who can see this, and why" says.
"""

from app.actor import THE_CLOCK, Actor, Role
from app.pilots.models import Pilot
from app.rule import Rule
from app.test_requests.models import TestRequest


def it_has_started(actor: Actor, pilot: Pilot) -> bool:
    """The pilot has started: everyone can see its public parts."""
    return pilot.is_started


def their_municipality_hosts_it(actor: Actor, pilot: Pilot) -> bool:
    """Their municipality hosts the pilot."""
    return pilot.belongs_to(actor.organisation_id)


def their_company_takes_part(actor: Actor, pilot: Pilot) -> bool:
    """The solution of their company is tried in it."""
    return pilot.tests_for(actor.organisation_id)


def they_are_invited_to_it(actor: Actor, pilot: Pilot) -> bool:
    """They have been invited to this pilot, to do something there."""
    return pilot.lets_in(actor.guest_of)


def the_region_follows_it(actor: Actor, pilot: Pilot) -> bool:
    """They work for the region, which follows all pilots."""
    return pilot.is_set_up & actor.has(Role.region_lead, Role.region_officer)


def it_seeks_researchers(actor: Actor, pilot: Pilot) -> bool:
    """They are a researcher, and the pilot seeks researchers."""
    return pilot.seeks_research & actor.has(Role.researcher)


def they_lead_the_testbed_that_hosts_it(actor: Actor, pilot: Pilot) -> bool:
    """They lead the testbed of the municipality that hosts the pilot."""
    return pilot.belongs_to(actor.organisation_id) & actor.has(Role.testbed_leader, Role.testbed_deputy)


def they_work_at_its_unit(actor: Actor, pilot: Pilot) -> bool:
    """They are the contact of a unit in the municipality that hosts the pilot."""
    return pilot.belongs_to(actor.organisation_id) & actor.has(Role.unit_contact)


def they_represent_its_company(actor: Actor, pilot: Pilot) -> bool:
    """They represent the company whose solution is tried."""
    return pilot.tests_for(actor.organisation_id) & actor.has(Role.company_rep)


def they_are_its_decision_maker(actor: Actor, pilot: Pilot) -> bool:
    """They are the decision-maker named for the pilot."""
    return pilot.is_sponsored_by(actor.membership_id) & actor.has(Role.sponsor)


def the_clock_moves_it(actor: Actor, pilot: Pilot) -> bool:
    """The portal does it by itself when the date comes."""
    return pilot.is_set_up & (actor.membership_id == THE_CLOCK.membership_id)


may_view = Rule(
    Pilot,
    it_has_started,
    their_municipality_hosts_it,
    their_company_takes_part,
    they_are_invited_to_it,
    the_region_follows_it,
    it_seeks_researchers,
)
may_see_inside = Rule(
    Pilot, their_municipality_hosts_it, their_company_takes_part, they_are_invited_to_it, the_region_follows_it
)
may_see_handling = Rule(Pilot, their_municipality_hosts_it, the_region_follows_it)
may_lead = Rule(Pilot, they_lead_the_testbed_that_hosts_it)
may_plan = Rule(Pilot, they_lead_the_testbed_that_hosts_it, they_represent_its_company)
may_start = Rule(Pilot, they_lead_the_testbed_that_hosts_it, they_are_its_decision_maker)
may_report = Rule(Pilot, they_lead_the_testbed_that_hosts_it, they_work_at_its_unit, they_represent_its_company)
may_reply = Rule(Pilot, they_represent_its_company)
may_decide = Rule(Pilot, they_are_its_decision_maker)
may_keep_time = Rule(Pilot, the_clock_moves_it)


def they_lead_the_testbed_it_was_sent_to(actor: Actor, test_request: TestRequest) -> bool:
    """They lead the testbed of the municipality the request was sent to, and have declared that they have no ties."""
    return (
        test_request.is_hosted_by(actor.organisation_id)
        & test_request.is_cleared_for(actor.membership_id)
        & actor.has(Role.testbed_leader, Role.testbed_deputy)
    )


may_set_up = Rule(TestRequest, they_lead_the_testbed_it_was_sent_to)
