"""Who may let a directory decide over the organisation's people."""

from app.actor import Actor, Role


def may_run_directory(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)
