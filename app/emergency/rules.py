"""Who names those who help, who agrees to emergency access, and what someone may do who only came to mend sign-in."""

from app.actor import NOBODY, Actor, Role


def may_name_rescuers(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)


def may_agree(actor: Actor) -> bool:
    return actor.has(Role.platform_admin)


def may_mend(actor: Actor) -> bool:
    return actor.mends != NOBODY
