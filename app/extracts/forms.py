"""What is asked when an extract is ordered."""

from typing import Annotated

from pydantic import Field

from app.asking import Ask, Asked
from app.language import N_


class OrderForm(Asked):
    period: Annotated[
        str,
        Field(min_length=1, max_length=20),
        Ask(N_("For which period?"), kind="select", choices="periods", empty=N_("Choose a period."), free=False),
    ]
    kommun: Annotated[
        str,
        Field(max_length=60),
        Ask(
            N_("For which municipality?"),
            N_("Choose none to get the whole county."),
            kind="select",
            choices="places",
            free=False,
        ),
    ] = ""
