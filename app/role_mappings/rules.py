"""Who may say which roles follow from claims: a right of its own, whoever else administers people."""

from app.actor import Actor, Role


def may_map_roles(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)
