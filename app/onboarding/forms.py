"""What the region writes down about a municipality on its way in."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from app.asking import Ask, Asked, Day, wrong
from app.database import today
from app.language import N_

NOT_YET = N_("The date must be today or earlier.")


def _has_come(day: date | None, field: str) -> None:
    if day is not None and day > today():
        raise wrong(NOT_YET, field)


class InterestForm(Asked):
    """Which municipality, and when it said that it was interested."""

    organisation: Annotated[
        UUID,
        Ask(
            N_("Which municipality?"),
            kind="select",
            choices="municipalities",
            empty=N_("Choose a municipality."),
            free=False,
        ),
    ]
    interested_on: Annotated[
        Day, Ask(N_("When did it say that it was interested?"), N_("For example 2026-12-04."), "date", width="short")
    ]
    contact: Annotated[
        str,
        Field(max_length=200),
        Ask(N_("Whom do you talk with there?"), N_("A function or a name, and how to reach them.")),
    ] = ""

    @model_validator(mode="after")
    def has_happened(self) -> "InterestForm":
        _has_come(self.interested_on, "interested_on")
        return self


class OnboardingForm(Asked):
    """What cannot be seen in the portal itself."""

    contact: Annotated[
        str,
        Field(max_length=200),
        Ask(N_("Whom do you talk with there?"), N_("A function or a name, and how to reach them.")),
    ] = ""
    agreement_signed_on: Annotated[
        Day | None,
        Ask(
            N_("When was the agreement signed?"),
            N_("Leave it empty until it has been."),
            "date",
            width="short",
        ),
    ] = None
    registry_number: Annotated[
        str, Field(max_length=40), Ask(N_("Registry number of the agreement"), width="short", free=False)
    ] = ""
    trained_on: Annotated[
        Day | None,
        Ask(N_("When was the training held?"), N_("Leave it empty until it has been."), "date", width="short"),
    ] = None

    @model_validator(mode="after")
    def has_happened(self) -> "OnboardingForm":
        _has_come(self.agreement_signed_on, "agreement_signed_on")
        _has_come(self.trained_on, "trained_on")
        return self
