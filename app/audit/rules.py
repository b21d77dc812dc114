"""Who reads the log: an organisation's administrator their own, a platform administrator all of it."""

from app.actor import Actor, Role


def may_read_own(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)


def may_read_all(actor: Actor) -> bool:
    return actor.has(Role.platform_admin)
