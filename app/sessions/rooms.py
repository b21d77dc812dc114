"""The rooms of this feature."""

from app.actor import Role
from app.language import N_
from app.web.rooms import House, Room

ROOMS = (
    Room(
        "session_limits",
        N_("How long one stays signed in"),
        N_("After how long without use people are signed out, and after how long in any case."),
        order=60,
    ),
    Room(
        "all_sessions",
        N_("Who is signed in"),
        N_("Everyone who is signed in now, and a way to end it."),
        (Role.platform_admin,),
        order=60,
        house=House.operations,
    ),
)
