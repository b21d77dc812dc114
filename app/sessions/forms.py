from typing import Annotated

from pydantic import Field

from app.asking import Ask, Asked, Whole
from app.language import N_

SHORTEST_IDLE = 10  # minutes: the warning comes five minutes before, and people must have time to read it
SHORTEST = 30


class LimitsForm(Asked):
    """How long the people of an organisation stay signed in. Empty: as long as the portal allows."""

    idle_minutes: Annotated[
        Whole | None,
        Field(ge=SHORTEST_IDLE, le=24 * 60),
        Ask(
            N_("Sign out after so many minutes without use"),
            hint=N_("Leave it empty to follow the portal."),
            kind="number",
            width="short",
        ),
    ] = None
    absolute_minutes: Annotated[
        Whole | None,
        Field(ge=SHORTEST, le=24 * 60),
        Ask(
            N_("Sign out after so many minutes in any case"),
            hint=N_("A working day is 480 minutes. Leave it empty to follow the portal."),
            kind="number",
            width="short",
        ),
    ] = None
