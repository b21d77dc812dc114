from typing import Annotated

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
