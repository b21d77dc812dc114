"""What is said of a claim (ux.md 2.15)."""

from typing import Annotated

from pydantic import Field, model_validator

from app.asking import Ask, Asked, Day, Whole, wrong
from app.claims.models import Attachment
from app.language import N_, Worded


class StartForm(Asked):
    """Which rows, up to which day."""

    until_on: Annotated[Day, Ask(N_("Last day of the period"), kind="date", free=False)]
    rows: Annotated[
        list[str],
        Field(min_length=1, max_length=5000),
        Ask(N_("Booked rows"), kind="checks", free=False, choices="rows", empty=N_("Select at least one row.")),
    ]


DECLARED = N_("The rows are booked costs of the project, and the signatory may sign for the organisation.")
"""What the signatory answers for. It stands on the paper too."""


class SignForm(Asked):
    signatory: Annotated[str, Field(min_length=2, max_length=120), Ask(N_("Authorised signatory"))]
    signatory_capacity: Annotated[
        str,
        Field(min_length=2, max_length=120),
        Ask(N_("In what capacity?"), N_("For example head of administration.")),
    ]
    signed_on: Annotated[Day, Ask(N_("Signed on"), kind="date", free=False)]
    declared: Annotated[
        bool,
        Field(default=False),
        Ask(
            DECLARED,
            kind="tick",
        ),
    ]

    @model_validator(mode="after")
    def it_is_declared(self) -> "SignForm":
        if not self.declared:
            raise wrong(N_("Confirm that the information is correct."), "declared")
        return self


class Given(Worded):
    approve = "approve", N_("Approved")
    approve_in_part = "approve_in_part", N_("Approved in part")
    refuse = "refuse", N_("Refused")


class AnswerForm(Asked):
    """What the funder answered."""

    given: Annotated[Given, Ask(N_("What was the answer?"), kind="radios")]
    amount_approved: Annotated[
        Whole | None,
        Field(ge=1),
        Ask(N_("Approved amount, in kronor"), kind="money", free=False, shown_if=("given", "approve_in_part")),
    ] = None
    answered_on: Annotated[Day, Ask(N_("When was it answered?"), kind="date", free=False)]
    answer_reference: Annotated[
        str, Field(max_length=60), Ask(N_("Registry number of the answer"), width="short", free=False)
    ] = ""
    answer_reason: Annotated[
        str, Field(max_length=1000), Ask(N_("Why?"), N_("Needed unless all was approved."), "area", 3)
    ] = ""
    refused_rows: Annotated[
        list[str],
        Field(max_length=5000),
        Ask(
            N_("Rows that were refused"),
            N_("They become not eligible, with the reason above."),
            "checks",
            choices="rows",
            free=False,
        ),
    ] = []

    @model_validator(mode="after")
    def less_than_all_has_a_reason(self) -> "AnswerForm":
        if self.given is not Given.approve and len(self.answer_reason) < 5:
            raise wrong(N_("Write why not all was approved."), "answer_reason")
        if self.given is Given.approve_in_part and self.amount_approved is None:
            raise wrong(N_("Enter the amount that was approved."), "amount_approved")
        return self


class PaidForm(Asked):
    paid_on: Annotated[Day, Ask(N_("Paid on"), kind="date", free=False)]


class AttachmentForm(Asked):
    kind: Annotated[Attachment, Ask(N_("What is it?"), kind="radios")]
