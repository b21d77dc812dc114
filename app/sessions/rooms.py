"""The room of this feature in an organisation's administration."""

from app.language import N_
from app.web.rooms import Room

ROOMS = (
    Room(
        "session_limits",
        N_("How long one stays signed in"),
        N_("After how long without use people are signed out, and after how long in any case."),
        order=60,
    ),
)
