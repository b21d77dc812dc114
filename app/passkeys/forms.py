from typing import Annotated

from pydantic import EmailStr, Field

from app.asking import Ask, Asked
from app.language import N_

LONGEST_LABEL = 60


class WhereTo(Asked):
    """Where the link is to be sent."""

    email: Annotated[
        EmailStr,
        Ask(
            N_("Your e-mail address"),
            hint=N_("The address you were invited with."),
            kind="email",
            empty=N_("Enter your e-mail address."),
            free=False,
        ),
    ]


class Answered(Asked):
    """What a passkey said. A program fills it in."""

    credential: Annotated[str, Field(max_length=20_000)] = ""
    next: Annotated[str, Field(max_length=2_000)] = ""


class Named(Asked):
    """What its owner calls a passkey."""

    label: Annotated[
        str,
        Field(max_length=LONGEST_LABEL),
        Ask(
            N_("What do you want to call it?"),
            hint=N_("For example: My work telephone"),
            empty=N_("Write what you want to call it."),
        ),
    ]


class NewKey(Named):
    credential: Annotated[str, Field(max_length=20_000)] = ""
