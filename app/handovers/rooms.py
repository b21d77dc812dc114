"""The rooms of this feature."""

from app.language import N_
from app.web.rooms import Room

ROOMS = (
    Room(
        "handovers",
        N_("Handovers"),
        N_(
            "When somebody leaves, everything they have gets a new owner who says yes to it. The portal makes the list."
        ),
        order=13,
    ),
)
