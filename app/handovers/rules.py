"""Who may see and run a handover."""

from app.actor import THE_CLOCK, Actor, Role
from app.handovers.models import Handover
from app.people.models import Membership
from app.rule import Rule


def it_is_their_own(actor: Actor, handover: Handover) -> bool:
    """It is what they hand over themselves."""
    return handover.is_about(actor.membership_id) & actor.is_signed_in


def they_started_it(actor: Actor, handover: Handover) -> bool:
    """They started the handover for a colleague."""
    return handover.is_started_by(actor.membership_id) & actor.is_signed_in


def they_administer_the_organisation(actor: Actor, handover: Handover) -> bool:
    """They administer the organisation of the one who leaves."""
    return handover.belongs_to(actor.organisation_id) & actor.has(Role.organisation_admin)


def they_are_to_receive_from_it(actor: Actor, handover: Handover) -> bool:
    """Something in it has been sent to them."""
    return handover.is_to(actor.membership_id) & actor.is_signed_in


def the_clock_ends_it(actor: Actor, handover: Handover) -> bool:
    """The portal ends it when its time is out."""
    return handover.belongs_to(handover.organisation_id) & (actor.membership_id == THE_CLOCK.membership_id)


may_run = Rule(Handover, it_is_their_own, they_started_it, they_administer_the_organisation, the_clock_ends_it)
may_reply = Rule(Handover, they_are_to_receive_from_it)
may_view = Rule(
    Handover, it_is_their_own, they_started_it, they_administer_the_organisation, they_are_to_receive_from_it
)
may_end = Rule(
    Handover,
    it_is_their_own,
    they_started_it,
    they_administer_the_organisation,
    they_are_to_receive_from_it,
    the_clock_ends_it,
)


def they_leave_themselves(actor: Actor, member: Membership) -> bool:
    """They leave themselves."""
    return member.is_of(actor.person_id) & member.is_in(actor.organisation_id) & actor.speaks_for_an_organisation


def they_administer_their_organisation(actor: Actor, member: Membership) -> bool:
    """They administer the organisation of the one who leaves."""
    return member.is_in(actor.organisation_id) & actor.has(Role.organisation_admin)


def they_lead_the_same_testbed(actor: Actor, member: Membership) -> bool:
    """They lead the testbed of the one who leaves, or stand in for it."""
    return member.is_in(actor.organisation_id) & actor.has(Role.testbed_leader, Role.testbed_deputy)


may_start = Rule(Membership, they_leave_themselves, they_administer_their_organisation, they_lead_the_same_testbed)


def may_hand_over(actor: Actor) -> bool:
    return actor.speaks_for_an_organisation
