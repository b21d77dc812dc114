"""The rooms of this feature: how sign-in fares, for each organisation and for those who run the portal."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.language import N_
from app.sign_in import queries_connections
from app.web.rooms import House, Open, Room


def open_among_ways_in(db: Session, actor: Actor) -> Sequence[Open]:
    """Ends that come near, wherever; the page tells how each way in has fared."""
    return [
        Open(
            N_("Something of the sign-in service of %(organisation)s expires soon."),
            {"organisation": one.connection.organisation.name},
            "idp_connection",
            {"ref": one.connection.reference},
        )
        for one in queries_connections.watched(db, actor)
        if one.ends_soon and (actor.has(Role.platform_admin) or one.connection.belongs_to(actor.organisation_id))
    ]


ROOMS = (
    Room(
        "sign_in_attempts",
        N_("Sign-in attempts"),
        N_("How people's sign-ins have gone in the last two weeks, and why some did not get in."),
        open_there=open_among_ways_in,
        order=30,
    ),
    Room(
        "operations_sign_ins",
        N_("Sign-in services"),
        N_("Every organisation's sign-in service: when it last worked, what went wrong, what is about to expire."),
        (Role.platform_admin,),
        open_there=open_among_ways_in,
        order=10,
        house=House.operations,
    ),
)
