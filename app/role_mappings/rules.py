"""Who may say which roles follow from claims: a right of its own, whoever else administers people."""

from app.actor import Actor, Role
from app.organisations.models import Organisation
from app.people.rules import ROLES_OF


def may_map_roles(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)


def ceiling(organisation: Organisation) -> tuple[Role, ...]:
    """The roles claims can give: those of its kind of organisation; never to run the portal, and the region's only in
    the region (sso.md rule 27)."""
    return ROLES_OF[organisation.kind]
