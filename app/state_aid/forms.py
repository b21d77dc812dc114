"""What is written down of a certificate (domain.md 4.12). Sums are in euro, as the ceiling is."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from app.asking import Ask, Asked, Day, wrong
from app.database import today
from app.language import N_
from app.state_aid.models import Regulation

EURO = N_("Enter the amount in euro, like 1 250 or 1 250,50.")
NOT_YET = N_("The date must be today or earlier.")


def read_euro(value: Any) -> Any:
    """Euro as people write them.

    Raises:
        PydanticCustomError: it is no amount, or nothing.
    """
    if not isinstance(value, str):
        return value
    plain = "".join(value.split()).lower().removesuffix("eur").removesuffix("€").replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", plain) or Decimal(plain) == 0:
        raise wrong(EURO)
    return plain


Euro = Annotated[Decimal, BeforeValidator(read_euro)]


def _has_come(day: date | None, field: str) -> None:
    if day is not None and day > today():
        raise wrong(NOT_YET, field)


class AidRow(Asked):
    giver: Annotated[str, Field(min_length=2, max_length=160), Ask(N_("Who gave it?"))]
    decided_on: Annotated[Day, Ask(N_("When was it given?"), kind="date", free=False)]
    amount: Annotated[Euro, Ask(N_("Amount in euro"), kind="number", width="short", free=False)]
    regulation: Annotated[Regulation, Ask(N_("Under which regulation?"), kind="select", free=False)]

    @model_validator(mode="after")
    def it_has_been_given(self) -> "AidRow":
        _has_come(self.decided_on, "decided_on")
        return self


class CertificateForm(Asked):
    company_id: Annotated[
        UUID,
        Ask(N_("Which company?"), kind="select", choices="companies", empty=N_("Choose a company."), free=False),
    ]
    certifier: Annotated[str, Field(min_length=2, max_length=120), Ask(N_("Who certifies it at the company?"))]
    certifier_capacity: Annotated[
        str, Field(min_length=2, max_length=120), Ask(N_("In which capacity?"), N_("For example authorised signatory."))
    ]
    certified_on: Annotated[Day, Ask(N_("When was it certified?"), kind="date", free=False)]
    received: Annotated[
        list[AidRow],
        Field(max_length=30),
        Ask(
            N_("Which de minimis aid has the company had in the last three years?"),
            N_(
                "The whole group counts as one company. Leave out what this testbed has given: it is counted by itself."
            ),
            "rows",
            add=N_("Add aid"),
            row=N_("Aid"),
        ),
    ] = []
    planned: Annotated[Euro, Ask(N_("What is the new aid worth, in euro?"), kind="number", width="short", free=False)]
    planned_on: Annotated[Day, Ask(N_("When is it given?"), kind="date", free=False)]
    purpose: Annotated[
        str,
        Field(min_length=5, max_length=300),
        Ask(N_("What is given?"), N_("For example a test without charge, with the reference of the pilot.")),
    ]

    @model_validator(mode="after")
    def it_was_certified(self) -> "CertificateForm":
        _has_come(self.certified_on, "certified_on")
        return self
