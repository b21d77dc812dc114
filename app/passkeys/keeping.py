"""Who keeps passkeys, and what can be done with them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.actor import NOBODY, Actor
from app.passkeys import queries


@dataclass(frozen=True)
class Keeper:
    """Someone who may have passkeys where they act now. `identity_id` is nobody's until there is a first one.

    `has_links` says whether a link by e-mail is another way in; where it is not, the last passkey stays.
    """

    membership_id: UUID
    identity_id: UUID
    has_links: bool


def keeper(db: Db, actor: Actor) -> Keeper | None:
    """None for those whose organisation's sign-in service does it all."""
    has_links = queries.may_come_in(db, actor.organisation_id)
    if not has_links and queries.rescuer(db, actor.membership_id) is None:
        return None
    own = queries.own_way(db, actor.organisation_id)
    identity = queries.identity_of(db, own.id, actor.person_id) if own else None
    return Keeper(actor.membership_id, identity.id if identity else NOBODY, has_links)
