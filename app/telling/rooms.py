"""The rooms of this feature."""

from app.actor import Role
from app.language import N_
from app.web.rooms import House, Room

ROOMS = (
    Room(
        "post_office",
        N_("Letters that are sent"),
        N_("What did not arrive, and addresses that do not work. Send yourself a test letter."),
        (Role.platform_admin,),
        order=60,
        house=House.operations,
    ),
)
