"""What someone says who wants to watch something (ux.md F12)."""

from typing import Annotated

from pydantic import EmailStr, Field

from app.activity.groups import Frequency
from app.asking import Ask, Asked
from app.language import N_, Worded


class HowOften(Worded):
    direct = Frequency.direct.value, Frequency.direct.label
    daily = Frequency.daily.value, Frequency.daily.label
    weekly = Frequency.weekly.value, Frequency.weekly.label


class WatchForm(Asked):
    """With an account: letters go to the address the account has."""

    name: Annotated[
        str,
        Ask(N_("Name your watch"), hint=N_("So that you recognise it in your list."), empty=N_("Name your watch.")),
        Field(min_length=2, max_length=120),
    ]
    frequency: Annotated[HowOften, Ask(N_("How often?"), kind="radios", empty=N_("Choose how often."))]


class OpenWatchForm(Asked):
    """Without an account. `website` is a question nobody can see: only a program answers it."""

    email: Annotated[
        EmailStr,
        Ask(
            N_("Email address"),
            hint=N_("It is used for this watch only, and removed when you stop it."),
            kind="email",
            free=False,
            empty=N_("Enter your email address."),
        ),
    ]
    frequency: Annotated[HowOften, Ask(N_("How often?"), kind="radios", empty=N_("Choose how often."))]
    website: str = ""
