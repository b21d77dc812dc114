"""Who may connect an organisation's sign-in, and on which grounds."""

from app.actor import Actor, Role
from app.rule import Rule
from app.sign_in.models import IdpConnection, SignInDomain


def may_connect(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)


def may_set_up(actor: Actor) -> bool:
    return may_connect(actor) or actor.is_mending


def they_administer_its_organisation(actor: Actor, domain: SignInDomain) -> bool:
    """They administer the organisation that added the domain."""
    return domain.belongs_to(actor.organisation_id) & actor.has(Role.organisation_admin)


may_manage_domain = Rule(SignInDomain, they_administer_its_organisation)


def they_administer_the_organisation_that_has_it(actor: Actor, connection: IdpConnection) -> bool:
    """They administer the organisation whose sign-in service it is."""
    return connection.belongs_to(actor.organisation_id) & actor.has(Role.organisation_admin)


def they_came_to_mend_it(actor: Actor, connection: IdpConnection) -> bool:
    """They were let in to put the sign-in of its organisation right."""
    return connection.belongs_to(actor.mends)


may_manage_connection = Rule(IdpConnection, they_administer_the_organisation_that_has_it)
may_mend_connection = Rule(IdpConnection, they_administer_the_organisation_that_has_it, they_came_to_mend_it)
