"""The rooms of an organisation's administration, and of those who run the portal: each feature says in its own
`rooms.py` which it has.

`ROOMS = (Room("people_of", N_("People"), N_("Who acts for you…"), (Role.organisation_admin,), open_there),)`
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.features import said_by_features


class House(StrEnum):
    administration = "administration"
    operations = "operations"


@dataclass(frozen=True)
class Open:
    """Something that waits in a room: a sentence, and the page where it is dealt with (else the room itself)."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)
    route: str = ""
    path: dict[str, str] = field(default_factory=dict)


def counted(count: int, one: str, many: str) -> list[Open]:
    """So many of something, in words for one of it or for several; nothing when there is none."""
    return [Open(one if count == 1 else many, {"count": count})] if count else []


def nothing_open(_db: Session, _actor: Actor) -> Sequence[Open]:
    return ()


@dataclass(frozen=True)
class Room:
    """One room. `route` takes nothing in its path; `open_there` is what waits there for this actor; low `order` first.

    `house` is the administration of an organisation, or the operations of the portal. The roles are those that see the
    room in the list; the page guards itself.
    """

    route: str
    label: str
    sentence: str
    roles: tuple[Role, ...] = (Role.organisation_admin,)
    open_there: Callable[[Session, Actor], Sequence[Open]] = nothing_open
    order: int = 50
    house: House = House.administration


@cache
def rooms() -> Sequence[Room]:
    return tuple(sorted(said_by_features("rooms", "ROOMS"), key=lambda room: (room.order, room.route)))


def rooms_for(actor: Actor, house: House = House.administration) -> list[Room]:
    return [room for room in rooms() if room.house is house and actor.has(*room.roles)]


def may_enter(actor: Actor) -> bool:
    """Whether there is any room for them in the administration."""
    return bool(rooms_for(actor))


def may_operate(actor: Actor) -> bool:
    """Whether there is any room for them in operations."""
    return bool(rooms_for(actor, House.operations))
