"""The room of this feature in an organisation's administration."""

from app.language import N_
from app.web.rooms import Room

ROOMS = (
    Room(
        "organisation_log",
        N_("Log"),
        N_("Who signed in, and what was done by your organisation and with what is yours."),
        order=80,
    ),
)
