"""Who may say who belongs to an organisation, and what they are trusted with there."""

from app.actor import THE_CLOCK, Actor, Role
from app.organisations.models import Organisation, OrganisationKind
from app.people.models import Membership
from app.rule import Rule

MUNICIPAL = (
    Role.testbed_leader,
    Role.testbed_deputy,
    Role.sponsor,
    Role.unit_contact,
    Role.assessor,
    Role.organisation_admin,
)
ROLES_OF: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.municipality: MUNICIPAL,
    OrganisationKind.other_provider: MUNICIPAL,
    OrganisationKind.region: (Role.region_lead, Role.region_officer, Role.organisation_admin),
    OrganisationKind.company: (Role.company_rep, Role.organisation_admin),
    OrganisationKind.university: (Role.researcher, Role.organisation_admin),
    OrganisationKind.support_org: (Role.assessor, Role.organisation_admin),
    OrganisationKind.guests: (),
}
"""The roles that exist in each kind of organisation. A platform administrator is named by command only."""


def they_administer_it(actor: Actor, membership: Membership) -> bool:
    """They administer the organisation."""
    return membership.is_in(actor.organisation_id) & actor.has(Role.organisation_admin)


def its_directory_says_so(actor: Actor, membership: Membership) -> bool:
    """The organisation's own directory or sign-in service says so."""
    return membership.is_in(actor.organisation_id) & actor.is_directory


def the_portal_does_it(actor: Actor, membership: Membership) -> bool:
    """The portal does it by itself, or somebody who runs it by a command."""
    return membership.is_in(membership.organisation_id) & (actor.membership_id == THE_CLOCK.membership_id)


def the_region_approves_it(actor: Actor, membership: Membership) -> bool:
    """The region approves people from outside the organisation's own addresses."""
    return membership.is_asked_for_by_people & actor.has(Role.region_lead)


def they_approve_newcomers(actor: Actor, membership: Membership) -> bool:
    """They administer the organisation whose own sign-in service vouches for the person."""
    return (
        membership.is_asked_for_by_its_service
        & membership.is_in(actor.organisation_id)
        & actor.has(Role.organisation_admin)
    )


def it_is_themselves(actor: Actor, membership: Membership) -> bool:
    """It is they themselves."""
    return membership.is_of(actor.person_id) & actor.is_signed_in


may_approve = Rule(Membership, the_region_approves_it, they_approve_newcomers)
may_manage = Rule(Membership, they_administer_it, its_directory_says_so, the_portal_does_it)

may_leave = Rule(Membership, they_administer_it, its_directory_says_so, the_portal_does_it, it_is_themselves)
may_view = Rule(Membership, they_administer_it, it_is_themselves, the_region_approves_it)


def may_administer(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)


def may_name_those_who_run_it(actor: Actor) -> bool:
    return actor.membership_id == THE_CLOCK.membership_id


def may_bring_into(actor: Actor, organisation: Organisation) -> bool:
    """They speak for the organisation."""
    return (organisation.id == actor.organisation_id) & (actor.has(Role.organisation_admin) | actor.is_directory) | (
        actor.membership_id == THE_CLOCK.membership_id
    )


def may_invite_the_first_administrator(actor: Actor, organisation: Organisation) -> bool:
    """They work for the region, and the organisation is on its way in."""
    return organisation.is_on_its_way & actor.has(Role.region_lead, Role.region_officer)


def may_approve_some(actor: Actor) -> bool:
    return actor.has(Role.region_lead, Role.organisation_admin)


def may_be_given(organisation: Organisation, role: Role) -> bool:
    """The role exists in such an organisation."""
    return ROLES_OF[organisation.kind].count(role) == 1
