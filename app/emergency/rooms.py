"""The rooms of this feature."""

from app.actor import Role
from app.language import N_
from app.web.rooms import House, Room

ROOMS = (
    Room(
        "rescuers",
        N_("If the sign-in service breaks"),
        N_("One or two people who can come in with a passkey and put the sign-in right."),
        order=70,
    ),
    Room(
        "emergency",
        N_("Emergency access"),
        N_("For when nobody can sign in: two people open the portal together."),
        (Role.platform_admin,),
        order=70,
        house=House.operations,
    ),
)
