"""What is written down of a cost (domain.md 4.11)."""

import re
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from app.asking import Ask, Asked, Day, wrong
from app.costs.models import BookingKind
from app.grants.choices import Category
from app.language import N_
from app.test_requests.choices import Answer

AMOUNT = N_("Enter the amount in kronor, like 1 250 or 1 250,50.")
NOTHING = N_("The amount cannot be nothing.")


def read_amount(value: Any) -> Any:
    """Kronor as people and accounts write them: 1 250,50, −25 000 kr, 1.250,50 is not guessed at.

    Raises:
        PydanticCustomError: it is no amount, or nothing.
    """
    if not isinstance(value, str):
        return value
    plain = "".join(value.split()).replace("−", "-").lower().removesuffix("kr").removesuffix("sek").replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,11}(\.[0-9]{1,2})?", plain):
        raise wrong(AMOUNT)
    if Decimal(plain) == 0:
        raise wrong(NOTHING)
    return plain


Amount = Annotated[Decimal, BeforeValidator(read_amount)]


class JudgeForm(Asked):
    """Whether a booking may count, and why not."""

    eligible: Annotated[Answer, Ask(N_("Is it eligible?"), N_("Whether the terms let it count."), "radios")]
    reason: Annotated[
        str, Field(max_length=500), Ask(N_("Why not?"), kind="area", rows=3, shown_if=("eligible", "no"))
    ] = ""

    @model_validator(mode="after")
    def a_no_has_a_reason(self) -> "JudgeForm":
        if self.eligible is Answer.no and len(self.reason) < 5:
            raise wrong(N_("Write why the terms do not let it count."), "reason")
        return self


class BookingForm(JudgeForm):
    kind: Annotated[BookingKind, Ask(N_("What is it?"), kind="radios")]
    booked_on: Annotated[Day, Ask(N_("Booked on"), kind="date", free=False)]
    paid_on: Annotated[Day | None, Ask(N_("Paid on"), kind="date", free=False)] = None
    amount: Annotated[
        Amount,
        Ask(
            N_("Amount in kronor"),
            N_("Without VAT that is deducted. A minus for what takes back."),
            "money",
            free=False,
        ),
    ]
    category: Annotated[Category, Ask(N_("Kind of cost"), kind="select", free=False)]
    bearer_id: Annotated[UUID, Ask(N_("Organisation"), kind="select", choices="organisations", free=False)]
    description: Annotated[str, Field(min_length=3, max_length=200), Ask(N_("Description"))]
    activity: Annotated[
        str,
        Field(max_length=200),
        Ask(N_("Activity of the project"), N_("What in the project it was for. Ordinary work is no project.")),
    ] = ""
    voucher: Annotated[str, Field(max_length=60), Ask(N_("Voucher number"), width="short", free=False)] = ""
    phase_id: Annotated[
        UUID | None,
        Ask(
            N_("Decision it belongs to"),
            N_("Only needed where two decisions hold the same day."),
            "select",
            choices="phases",
            free=False,
        ),
    ] = None


class CorrectionForm(Asked):
    """A booking that takes something back, or adds to it."""

    booked_on: Annotated[Day, Ask(N_("Booked on"), kind="date", free=False)]
    amount: Annotated[
        Amount, Ask(N_("Amount in kronor"), N_("With a minus for what takes back, like −25 000."), "money", free=False)
    ]
    description: Annotated[str, Field(min_length=3, max_length=200), Ask(N_("Why is it corrected?"))]
    voucher: Annotated[str, Field(max_length=60), Ask(N_("Voucher number"), width="short", free=False)] = ""


class HoursForm(Asked):
    """Time that is not booked."""

    bearer_id: Annotated[UUID, Ask(N_("Organisation"), kind="select", choices="organisations", free=False)]
    until_on: Annotated[Day, Ask(N_("Last day of the period"), kind="date", free=False)]
    hours: Annotated[Amount, Field(gt=0, le=100_000), Ask(N_("Hours"), kind="number", free=False)]
    per_hour: Annotated[
        Amount, Field(gt=0, le=10_000), Ask(N_("Value of an hour, in kronor"), kind="money", free=False)
    ]
    description: Annotated[str, Field(max_length=200), Ask(N_("What was done?"))] = ""
