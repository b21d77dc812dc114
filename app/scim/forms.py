"""What an administrator says about a key for the directory."""

from typing import Annotated

from app.asking import Ask, Asked
from app.language import N_, Worded


class Lasts(Worded):
    """How long a key opens."""

    quarter = "90", N_("3 months")
    half_year = "180", N_("6 months")
    year = "365", N_("1 year")

    @property
    def days(self) -> int:
        return int(self.value)


class KeyForm(Asked):
    lasts: Annotated[
        Lasts,
        Ask(
            N_("How long does the key last?"),
            N_("Two keys can be in use at once, so that you can replace one without a stop."),
            "radios",
            empty=N_("Choose how long the key lasts."),
        ),
    ]
