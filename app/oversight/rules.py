"""Who may read the figures of the whole county."""

from app.actor import Actor, Role


def may_oversee(actor: Actor) -> bool:
    return actor.has(Role.region_lead, Role.region_officer)
