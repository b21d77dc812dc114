"""Who reads what is written to each circle, on grounds of the thing that is talked about.

A message reaches exactly those whom the page of the thing lets in, and of them only the circle its writer chose. Whom
a later step lets in (the company of a pilot, when a study is welcomed) was named on the button from the beginning, or
has a circle of its own.
"""

from app.actor import Actor, Role
from app.challenges import rules as needs
from app.challenges.models import Challenge
from app.pilots import rules as pilots
from app.research import rules as studies
from app.research.models import Research
from app.rule import Rule
from app.test_requests import rules as requests
from app.test_requests.models import TestRequest


def their_company_sent_the_request(actor: Actor, test_request: TestRequest) -> bool:
    """Their company sent the request."""
    return test_request.belongs_to(actor.organisation_id) & test_request.is_received & actor.is_signed_in


def the_region_follows_a_request_on_a_need(actor: Actor, test_request: TestRequest) -> bool:
    """They work for the region, and a municipality handles the request."""
    return (
        test_request.has_a_host
        & test_request.is_open_to(actor.membership_id)
        & actor.has(Role.region_lead, Role.region_officer)
    )


def they_study_and_were_welcomed(actor: Actor, research: Research) -> bool:
    """It is their own study, and the municipality has welcomed it."""
    return research.is_of(actor.membership_id) & research.is_accepted


def they_study_and_have_asked(actor: Actor, research: Research) -> bool:
    """It is their own study, and the municipality has been asked."""
    return research.is_of(actor.membership_id) & research.is_sent


def their_municipality_welcomed_it(actor: Actor, research: Research) -> bool:
    """Their municipality hosts the pilot, and has welcomed the study."""
    return research.is_hosted_by(actor.organisation_id) & research.is_accepted


def the_region_follows_a_welcomed_study(actor: Actor, research: Research) -> bool:
    """They work for the region, and the municipality has welcomed the study."""
    return research.is_accepted & actor.has(Role.region_lead, Role.region_officer)


parties_of_a_need = Rule(
    Challenge,
    needs.their_organisation_owns_it,
    needs.their_municipality_shares_it,
    needs.they_are_invited_to_it,
    needs.the_region_follows_it,
)
handlers_of_a_need = needs.may_see_inside

parties_of_a_request = Rule(
    TestRequest,
    their_company_sent_the_request,
    requests.they_work_with_the_need_and_are_impartial,
    requests.they_assess_it_and_are_impartial,
    requests.the_region_follows_it,
)
handlers_of_a_request = Rule(
    TestRequest,
    requests.they_work_with_the_need_and_are_impartial,
    requests.they_assess_it_and_are_impartial,
    the_region_follows_a_request_on_a_need,
)

parties_of_a_pilot = pilots.may_see_inside
handlers_of_a_pilot = pilots.may_see_handling

parties_of_a_study = Rule(
    Research,
    they_study_and_were_welcomed,
    their_municipality_welcomed_it,
    studies.their_company_is_in_the_pilot,
    the_region_follows_a_welcomed_study,
)
handlers_of_a_study = Rule(
    Research, they_study_and_have_asked, studies.their_municipality_hosts_the_pilot, studies.the_region_follows_it
)
colleagues_of_a_study = Rule(
    Research,
    studies.their_municipality_hosts_the_pilot,
    studies.their_company_is_in_the_pilot,
    studies.the_region_follows_it,
)
