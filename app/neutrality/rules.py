"""Who may see how help is spread over the companies, and what one company has received."""

from app.actor import Actor, Role
from app.organisations.models import Organisation, OrganisationKind
from app.rule import Rule

STAFF = (Role.region_lead, Role.region_officer)


def they_represent_the_company(actor: Actor, organisation: Organisation) -> bool:
    """They represent the company."""
    return (organisation.id == actor.organisation_id) & actor.has(Role.company_rep)


def the_region_sees_to_equal_terms(actor: Actor, organisation: Organisation) -> bool:
    """They work for the region, which sees to it that all companies meet the same terms."""
    return (organisation.kind == OrganisationKind.company) & actor.has(*STAFF)


may_see_share = Rule(Organisation, they_represent_the_company, the_region_sees_to_equal_terms)


def may_watch(actor: Actor) -> bool:
    return actor.has(*STAFF)
