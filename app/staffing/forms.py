"""What is asked about staffing."""

from typing import Annotated
from uuid import UUID

from app.asking import Ask, Asked
from app.language import N_


class StandInForm(Asked):
    """Who answers meanwhile for what nobody has taken over."""

    stand_in: Annotated[
        UUID,
        Ask(
            N_("Who answers for it for now?"),
            kind="select",
            choices="stand_ins",
            empty=N_("Choose who answers for it for now."),
            free=False,
        ),
    ]
