"""What the region writes down about a municipality on its way in."""

from datetime import date
from typing import Annotated
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import Field, model_validator

from app.asking import Ask, Asked, Day, wrong
from app.database import today
from app.language import N_, Worded

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


class AdministratorForm(Asked):
    """Who connects the sign-in and names the others."""

    email: Annotated[
        str,
        Field(min_length=3, max_length=200),
        Ask(
            N_("The administrator's email address"),
            N_("They get a letter with a link, and name the others themselves."),
            "email",
            empty=N_("Write an email address."),
            free=False,
        ),
    ]

    @model_validator(mode="after")
    def is_an_address(self) -> "AdministratorForm":
        try:
            validate_email(self.email, check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise wrong(N_("Enter an email address with an @, like name@example.se."), "email") from None
        return self


class Going(Worded):
    paused = "paused", N_("It pauses"), N_("Everything stays. Nothing is asked of the municipality meanwhile.")
    left = "left", N_("It leaves"), N_("Everybody's access there ends. What they did stands.")


class AwayForm(Asked):
    """A municipality pauses, or leaves."""

    going: Annotated[Going, Ask(N_("What does the municipality do?"), kind="radios", empty=N_("Choose one."))]
    why: Annotated[
        str,
        Field(min_length=3, max_length=300),
        Ask(N_("Why?"), N_("The municipality and the region read it."), empty=N_("Write why.")),
    ]
    back_on: Annotated[
        Day | None,
        Ask(N_("When do you take it up again?"), N_("If it pauses. For example 2026-12-04."), "date", width="short"),
    ] = None

    @model_validator(mode="after")
    def comes_back_later(self) -> "AwayForm":
        if self.back_on is not None and self.back_on <= today():
            raise wrong(N_("The date must be after today."), "back_on")
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
