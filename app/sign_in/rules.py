"""Who may read how an organisation's sign-in service has fared, and close it."""

from app.actor import Actor, Role
from app.rule import Rule
from app.sign_in.models import IdpConnection


def they_administer_it(actor: Actor, connection: IdpConnection) -> bool:
    """They administer the organisation whose sign-in service it is."""
    return connection.belongs_to(actor.organisation_id) & actor.has(Role.organisation_admin)


def they_run_the_portal(actor: Actor, connection: IdpConnection) -> bool:
    """They run the portal, and keep an eye on every way in."""
    return connection.is_agreed_on & actor.has(Role.platform_admin)


may_read = Rule(IdpConnection, they_administer_it, they_run_the_portal)
may_close = Rule(IdpConnection, they_run_the_portal)


def may_read_attempts(actor: Actor) -> bool:
    """Whether they have an organisation's attempts to read."""
    return actor.has(Role.organisation_admin)


def may_watch_all(actor: Actor) -> bool:
    """Whether they keep an eye on the ways in of every organisation."""
    return actor.has(Role.platform_admin)
