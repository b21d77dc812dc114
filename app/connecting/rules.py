"""Who may connect an organisation's sign-in, and on which grounds."""

from app.actor import Actor, Role
from app.rule import Rule
from app.sign_in.models import IdpConnection, SignInDomain


def may_connect(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)


def they_administer_its_organisation(actor: Actor, domain: SignInDomain) -> bool:
    """They administer the organisation that added the domain."""
    return domain.belongs_to(actor.organisation_id) & actor.has(Role.organisation_admin)


may_manage_domain = Rule(SignInDomain, they_administer_its_organisation)


def they_administer_the_organisation_that_has_it(actor: Actor, connection: IdpConnection) -> bool:
    """They administer the organisation whose sign-in service it is."""
    return connection.belongs_to(actor.organisation_id) & actor.has(Role.organisation_admin)


may_manage_connection = Rule(IdpConnection, they_administer_the_organisation_that_has_it)
