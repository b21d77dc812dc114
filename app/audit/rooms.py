"""The rooms of this feature."""

from app.actor import Role
from app.language import N_
from app.web.rooms import House, Room

ROOMS = (
    Room(
        "organisation_log",
        N_("Log"),
        N_("Who signed in, and what was done by your organisation and with what is yours."),
        order=80,
    ),
    Room(
        "platform_log",
        N_("Log"),
        N_("Every sign-in and every act. Emergency access stands out."),
        (Role.platform_admin,),
        order=80,
        house=House.operations,
    ),
)
