"""The room of this feature in an organisation's administration."""

from app.language import N_
from app.web.rooms import Room

ROOMS = (
    Room(
        "role_mappings",
        N_("Roles from groups"),
        N_("Let the groups of your own sign-in service or directory give roles here, and see first what changes."),
        order=30,
    ),
)
