from typing import Annotated

from pydantic import Field

from app.asking import Ask, Asked
from app.language import N_

NOT_FOUND = N_("We cannot find an organisation called “%(words)s”. Enter for example the name of the municipality.")
"""Also said of an e-mail domain, known or not: who is here is not for asking out (sso.md rule 36)."""


class Where(Asked):
    """Page F16: which organisation one belongs to."""

    organisation: Annotated[
        str,
        Ask(
            N_("The name of the organisation, or your e-mail address at work"),
            hint=N_("For example Hallsberg"),
            autocomplete="organization",
            free=False,
        ),
    ]
    remember: Annotated[bool, Ask(N_("Remember my organisation on this computer"), kind="tick", free=False)] = False


class AskForm(Asked):
    """Why somebody wants to be let in, for their administrator to read."""

    message: Annotated[
        str,
        Field(min_length=3, max_length=600),
        Ask(
            N_("What do you need access for?"),
            N_("Your administrator reads it."),
            "area",
            4,
            empty=N_("Write what you need access for."),
        ),
    ]
