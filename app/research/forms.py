"""What a researcher and a municipality tell one another about a study (ux.md 2.5)."""

import re
from typing import Annotated

from pydantic import AnyHttpUrl, BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from app.asking import Ask, Asked, wrong
from app.challenges.choices import Category
from app.language import N_
from app.research.models import ETHICS_NUMBER, SHORTEST_REASONING, DataNeed, Ethics, Method
from app.test_requests.choices import Answer

NO_PERSONS = N_("Write nothing that can be tied to a single person.")
WRITE_NUMBER = N_("Enter the registration number of the ethical review, like 2026-01234-01.")
WRITE_WHY_NOT = N_("Say why ethical review is not needed.")


def _check_ethics(ethics: Ethics, reference: str, reasoning: str) -> None:
    if ethics is Ethics.decided and not re.fullmatch(ETHICS_NUMBER, reference):
        raise wrong(WRITE_NUMBER, "ethics_reference")
    if ethics is Ethics.not_needed and len(reasoning) < SHORTEST_REASONING:
        raise wrong(WRITE_WHY_NOT, "ethics_reasoning")


EthicsChoice = Annotated[
    Ethics,
    Ask(
        N_("Ethical review"),
        N_("Sensitive personal data in research always needs ethical review."),
        "radios",
    ),
]
EthicsReasoning = Annotated[
    str,
    Field(max_length=2000),
    Ask(
        N_("Why is ethical review not needed?"),
        N_("A study of quality is not always research. Say how you have reasoned."),
        "area",
        4,
        shown_if=("ethics", "not_needed"),
    ),
]
EthicsReference = Annotated[
    str,
    Field(max_length=20),
    Ask(
        N_("Registration number of the decision"),
        N_("For example 2026-01234-01."),
        width="short",
        shown_if=("ethics", "decided"),
        free=False,
    ),
]


class InterestForm(Asked):
    """A researcher asks to study a pilot (form F5)."""

    title: Annotated[
        str, Field(min_length=10, max_length=160), Ask(N_("What is the study called?"), visibility="public")
    ]
    question: Annotated[
        str,
        Field(min_length=20, max_length=1000),
        Ask(
            N_("What do you want to study?"),
            N_("Two to five sentences in Swedish or English."),
            "area",
            visibility="public",
        ),
    ]
    methods: Annotated[
        list[Method], Field(min_length=1), Ask(N_("How?"), N_("Select all that apply."), "checks", visibility="public")
    ]
    data_need: Annotated[
        DataNeed,
        Ask(
            N_("What data do you need?"),
            N_("Personal data needs a decision of its own and usually ethical review."),
            "radios",
        ),
    ]
    ethics: EthicsChoice
    ethics_reasoning: EthicsReasoning = ""
    ethics_reference: EthicsReference = ""
    principal: Annotated[
        str,
        Field(min_length=2, max_length=200),
        Ask(N_("Research principal"), N_("The university or region responsible."), visibility="public"),
    ]
    funding: Annotated[str, Field(max_length=300), Ask(N_("Funding"))] = ""
    timing: Annotated[
        str,
        Field(min_length=5, max_length=500),
        Ask(N_("When do you need to join?"), N_("For example before the first participant."), "area", 2),
    ]
    give_back: Annotated[
        str,
        Field(min_length=5, max_length=1000),
        Ask(N_("What does the municipality get back?"), N_("For example a two-page summary."), "area", 3),
    ]
    public: Annotated[Answer, Ask(N_("May we show your participation publicly?"), kind="radios", visibility="public")]

    @model_validator(mode="after")
    def ethics_is_explained(self) -> "InterestForm":
        _check_ethics(self.ethics, self.ethics_reference, self.ethics_reasoning)
        return self


class ReplyForm(Asked):
    """The municipality welcomes the researcher, or says why not."""

    answer: Annotated[Answer, Ask(N_("Do you welcome the study?"), kind="radios", empty=N_("Choose your answer."))]
    note: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("Why, or what happens next?"), N_("Needed when you say no. The researcher reads it."), "area", 4),
    ] = ""

    @model_validator(mode="after")
    def a_no_has_a_reason(self) -> "ReplyForm":
        if self.answer is Answer.no and len(self.note) < 5:
            raise wrong(N_("Write why, so that the researcher understands."), "note")
        return self


class EthicsForm(Asked):
    ethics: EthicsChoice
    ethics_reasoning: EthicsReasoning = ""
    ethics_reference: EthicsReference = ""

    @model_validator(mode="after")
    def ethics_is_explained(self) -> "EthicsForm":
        _check_ethics(self.ethics, self.ethics_reference, self.ethics_reasoning)
        return self


def _link(value: object) -> object:
    """A web address as the browser shows it, kept as it was written."""
    if not isinstance(value, str) or not value:
        return value
    try:
        TypeAdapter(AnyHttpUrl).validate_python(value)
    except ValidationError:
        raise wrong(N_("Enter the web address as it appears in your browser, like https://example.se.")) from None
    return value


class ResultForm(Asked):
    """What the study came to: a link, a summary, or both."""

    result_link: Annotated[
        Annotated[str, BeforeValidator(_link)],
        Field(max_length=500),
        Ask(N_("Link to the result"), N_("For example a DOI or an open archive."), visibility="public", free=False),
    ] = ""
    result_summary: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("Summary of the result"), NO_PERSONS, "area", 6, visibility="public"),
    ] = ""

    @model_validator(mode="after")
    def something_is_left(self) -> "ResultForm":
        if not (self.result_link or self.result_summary):
            raise wrong(N_("Leave a link to the result, or a summary."), "result_summary")
        return self


class WithdrawForm(Asked):
    reason: Annotated[
        str,
        Field(min_length=5, max_length=1000),
        Ask(N_("Why do you withdraw?"), N_("The municipality reads it."), "area", 3),
    ]


class StandingForm(Asked):
    """What a researcher wants to study, whatever the pilot (page E2)."""

    title: Annotated[str, Field(min_length=10, max_length=160), Ask(N_("What do you want to study?"))]
    discipline: Annotated[str, Field(min_length=2, max_length=120), Ask(N_("Discipline"))]
    text: Annotated[
        str,
        Field(min_length=20, max_length=1000),
        Ask(N_("Tell more"), N_("What you would measure, and what a municipality gets back."), "area"),
    ]
    categories: Annotated[
        list[Category],
        Field(min_length=1),
        Ask(N_("What kind of technology?"), N_("Pilots that fit are shown to you."), "checks"),
    ]
    methods: Annotated[list[Method], Field(min_length=1), Ask(N_("How?"), N_("Select all that apply."), "checks")]
