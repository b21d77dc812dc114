"""What an organisation says of itself (page G10): where others turn to it."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from app.administration.forms import is_address
from app.asking import Ask, Asked, wrong
from app.language import N_


def _address(written: object) -> object:
    if isinstance(written, str) and written.strip() and not is_address(written.strip()):
        raise wrong(N_("Enter an email address with an @, like name@example.se."))
    return written


NO_REGISTRAR = N_("Write the email address of your registrar.")


class FactsForm(Asked):
    """Whom to ask. A registrar is asked for of those who keep public documents."""

    registrar_email: Annotated[
        Annotated[str, BeforeValidator(_address)],
        Field(max_length=254),
        Ask(
            N_("Email address of your registrar"),
            N_("Anyone can read it. This is where people ask for public documents."),
            empty=NO_REGISTRAR,
            free=False,
        ),
    ] = ""
    data_protection_email: Annotated[
        Annotated[str, BeforeValidator(_address)],
        Field(min_length=3, max_length=254),
        Ask(
            N_("Email address of your data protection officer"),
            N_("Anyone can read it. Without an officer: of whoever answers for personal data with you."),
            empty=N_("Write the email address of your data protection officer."),
            free=False,
        ),
    ]
