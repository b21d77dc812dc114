from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.asking import Ask, Asked
from app.language import N_

Credential = Annotated[str, Field(max_length=20_000)]


class Wanted(Asked):
    """Why the portal has to be opened in this way."""

    reason: Annotated[
        str,
        Field(min_length=10, max_length=500),
        Ask(
            N_("Why do you need emergency access?"),
            hint=N_("Everyone who runs the portal reads this at once. Write nothing about a person."),
            kind="area",
            rows=3,
            empty=N_("Write why you need emergency access."),
        ),
    ]
    credential: Credential = ""


class TheWord(Asked):
    """What a colleague said on the telephone."""

    kod: Annotated[
        str,
        Field(max_length=20),
        Ask(
            N_("The code your colleague sees"),
            hint=N_("Eight letters and digits."),
            width="short",
            empty=N_("Enter the code your colleague sees."),
            free=False,
        ),
    ]


class Agreement(Asked):
    credential: Credential = ""


class TheCode(Asked):
    """What a command on the server said."""

    code: Annotated[
        str,
        Field(max_length=40),
        Ask(
            N_("The code from the server"),
            hint=N_("Sixteen letters and digits, valid for fifteen minutes."),
            empty=N_("Enter the code from the server."),
            free=False,
        ),
    ]
    label: Annotated[str, Field(max_length=60)] = ""  # what they had written before another code was asked for


class FirstKey(Asked):
    """The first passkey of one of the named people."""

    code: Annotated[str, Field(max_length=40)] = ""

    label: Annotated[
        str,
        Field(max_length=60),
        Ask(N_("What do you want to call it?"), empty=N_("Write what you want to call it.")),
    ]
    credential: Credential = ""


class Naming(Asked):
    """Whom an organisation trusts to mend its sign-in."""

    membership: Annotated[
        UUID,
        Ask(
            N_("Who shall be able to mend sign-in?"),
            kind="select",
            choices="members",
            empty=N_("Select who shall be able to mend sign-in."),
        ),
    ]


class WhyUnlock(Asked):
    """Why an organisation's people must come in without its sign-in service."""

    reason: Annotated[
        str,
        Field(min_length=10, max_length=500),
        Ask(
            N_("What is wrong with the sign-in service?"),
            hint=N_("Your organisation's administrators read this at once."),
            kind="area",
            rows=3,
            empty=N_("Write what is wrong with the sign-in service."),
        ),
    ]
