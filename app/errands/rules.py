"""Who may do what with an errand, and on which grounds."""

from typing import Any

from app.actor import Actor, Role
from app.challenges import rules as needs
from app.challenges.models import Challenge
from app.errands.models import Errand
from app.pilots import rules as pilots
from app.pilots.models import Pilot
from app.rule import Rule


def they_asked_for_it(actor: Actor, errand: Errand) -> bool:
    """They asked for it."""
    return errand.is_asked_by(actor.membership_id) & actor.is_signed_in


def they_were_asked(actor: Actor, errand: Errand) -> bool:
    """They were asked to do it."""
    return errand.is_for(actor.membership_id) & actor.is_signed_in


def they_administer_who_invited_the_guest(actor: Actor, errand: Errand) -> bool:
    """They administer the organisation that invited the guest."""
    return errand.is_for_a_guest & errand.belongs_to(actor.organisation_id) & actor.has(Role.organisation_admin)


may_view = Rule(Errand, they_asked_for_it, they_were_asked)
may_answer = Rule(Errand, they_were_asked)
may_withdraw = Rule(Errand, they_asked_for_it)
may_end_guest = Rule(Errand, they_asked_for_it, they_administer_who_invited_the_guest)


def they_lead_the_region(actor: Actor, pilot: Pilot) -> bool:
    """They are the region's process leader."""
    return pilot.is_set_up & actor.has(Role.region_lead)


WHO_LET_IN = (Role.testbed_leader, Role.testbed_deputy, Role.region_lead)
"""The roles that any of these grounds ask for."""
may_let_in: dict[str, Rule[Any]] = {
    "Challenge": Rule(Challenge, needs.they_lead_the_testbed_that_owns_it, needs.they_lead_the_region),
    "Pilot": Rule(Pilot, pilots.they_lead_the_testbed_that_hosts_it, they_lead_the_region),
}
"""Who may let in somebody who would not see the thing otherwise, also a guest; by kind. To a study nobody is let in,
nor to a request: whoever handles it is named there, and says first whether they have ties."""
