"""What an administrator says about a colleague."""

from typing import Annotated
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import Field, model_validator

from app.actor import Role
from app.asking import Ask, Asked, Day, Whole, wrong
from app.language import N_, Worded


class Locale(Worded):
    """Each language by its own name, as where one chooses it for oneself."""

    sv = "sv", "Svenska"
    en = "en", "English"


class MemberForm(Asked):
    """Roles, unit, share of full time, and who stands in (domain.md 4.2)."""

    roles: Annotated[
        list[Role],
        Field(min_length=1),
        Ask(
            N_("Roles"), N_("Select all that apply."), "checks", choices="roles", empty=N_("Select at least one role.")
        ),
    ]
    unit: Annotated[str, Field(max_length=120), Ask(N_("Unit"))] = ""
    fte_percent: Annotated[
        Whole | None,
        Field(ge=0, le=100),
        Ask(
            N_("Share of full time set aside, in percent"),
            N_("For a testbed leader at least 25 is usual."),
            "number",
            width="short",
        ),
    ] = None
    deputy_id: Annotated[
        UUID | None,
        Ask(
            N_("Who stands in for them?"),
            N_("Answers for what they have if they are away or leave."),
            "select",
            choices="colleagues",
            free=False,
        ),
    ] = None
    valid_to: Annotated[
        Day | None,
        Ask(N_("Access until"), N_("The last day, for example 2026-12-04. Leave empty if there is none."), "date"),
    ] = None


MOST_INVITED = 50


def addresses_in(text: str) -> list[str]:
    """The addresses somebody pasted, each once, as they are compared."""
    found = [part.strip("<>").lower() for part in text.replace(",", " ").replace(";", " ").split()]
    return list(dict.fromkeys(part for part in found if part))


def is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


class InviteForm(Asked):
    """Several people at once (ux.md 2.11, form F11)."""

    emails: Annotated[
        str,
        Field(min_length=3, max_length=6000),
        Ask(
            N_("Email addresses"),
            N_("One per line, up to 50."),
            "area",
            6,
            empty=N_("Enter at least one email address."),
            free=False,
        ),
    ]
    role: Annotated[Role, Ask(N_("Role"), kind="radios", choices="roles", empty=N_("Choose a role."))]
    valid_to: Annotated[
        Day | None, Ask(N_("Access until"), N_("The last day, for example 2026-12-04."), "date", width="short")
    ] = None
    message: Annotated[
        str, Field(max_length=600), Ask(N_("Greeting"), N_("It stands in the invitation."), "area", 3)
    ] = ""

    @property
    def addresses(self) -> list[str]:
        return addresses_in(self.emails)

    @model_validator(mode="after")
    def each_is_an_address(self) -> "InviteForm":
        found = self.addresses
        if len(found) > MOST_INVITED:
            raise wrong(N_("You can invite 50 people at a time. You wrote %(count)s."), "emails", count=len(found))
        for one in found:
            if not is_address(one):
                raise wrong(N_("“%(address)s” is not an email address."), "emails", address=one)
        return self


class WelcomeForm(Asked):
    """What a newcomer confirms (ux.md B15)."""

    name: Annotated[
        str,
        Field(min_length=2, max_length=120),
        Ask(N_("Your name"), N_("As colleagues know you."), autocomplete="name", empty=N_("Enter your name.")),
    ]
    locale: Annotated[Locale, Ask(N_("In which language do you want letters?"), kind="radios")]


class WhyForm(Asked):
    """Why access ends. The organisation's own administrators read it."""

    why: Annotated[
        str,
        Field(max_length=300),
        Ask(N_("Why?"), N_("Your administrators read it. Write nothing about health.")),
    ] = ""
