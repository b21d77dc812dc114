"""The room of this feature in an organisation's administration."""

from app.language import N_
from app.web.rooms import Room

ROOMS = (
    Room(
        "rescuers",
        N_("If the sign-in service breaks"),
        N_("One or two people who can come in with a passkey and put the sign-in right."),
        order=70,
    ),
)
