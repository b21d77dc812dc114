"""What is asked of those who assess and decide (domain.md 4.6, ux.md 2.3)."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, create_model, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.asking import Ask, Asked, wrong
from app.assessments.models import Answer, Assessment, Outcome, ReasonCode, Recommendation, Score
from app.assessments.scoring import needs_reason
from app.language import N_

TO_THE_COMPANY = N_("Write it so the company can read it.")


class TiesForm(Asked):
    """Conflict of interest, declared before anything of the request is shown (page C12)."""

    conflict: Annotated[
        Answer,
        Ask(
            N_("Do you have any ties to the company?"),
            N_("If you answer yes or unsure, someone else assesses it."),
            "radios",
            empty=N_("Answer whether you have ties to the company."),
        ),
    ]
    note: Annotated[
        str,
        Field(max_length=1000),
        Ask(
            N_("What kind of ties?"),
            N_("Those who handle the request read this. Name nobody else."),
            "area",
            3,
            visibility="internal",
        ),
    ] = ""
    scores: Annotated[
        bool,
        Ask(N_("I will also give scores"), N_("Otherwise you only handle the case."), "tick", visibility="internal"),
    ] = False

    @model_validator(mode="after")
    def ties_are_described(self) -> "TiesForm":
        if self.conflict is Answer.yes and not self.note:
            raise wrong(N_("Write what kind of ties you have."), "note")
        return self


class NamingForm(Asked):
    assessors: Annotated[
        list[str],
        Field(max_length=50),
        Ask(
            N_("Who will assess the request?"),
            N_("At least two. They declare their ties before they see anything of the request."),
            "checks",
            choices="candidates",
            visibility="internal",
            empty=N_("Choose at least two who assess the request."),
            free=False,
        ),
    ] = []


Criteria = tuple[tuple[str, int], ...]
SCORES = {int(score.value): score for score in Score}


def criteria_of(criteria: Sequence[Mapping[str, Any]]) -> Criteria:
    """The locked criteria of a need, with their weights in per cent."""
    return tuple((str(row["text"]), int(row["weight"])) for row in criteria)


def _explained(reason: str, info: ValidationInfo) -> str:
    score: Score | None = info.data.get(str(info.field_name).replace("reason", "score"))
    if score is not None and needs_reason(int(score.value)) and not reason:
        # "unfinished": a draft may be kept without it
        text = N_("Give the reasons for the score 0, 1 or 5.")
        raise PydanticCustomError("unfinished", "{text}", {"text": text, "field": "", "values": {}})
    return reason


class Sheet(Asked):
    """An assessor's scores on the criteria of one need; `sheet` makes the form, with a pair of questions for each."""


@cache
def sheet(criteria: Criteria, language: str = "") -> type[Sheet]:
    """The form of those criteria: score_1, reason_1, score_2 …, then the recommendation and a comment.

    `language` is the one the criteria are written in.
    """
    fields: dict[str, Any] = {}
    for number, (text, weight) in enumerate(criteria, 1):
        label = f"{text} ({weight}\u00a0%)"
        fields[f"score_{number}"] = (
            Annotated[
                Score,
                Ask(label, "", "radios", empty=N_("Give a score for “%(label)s”."), language=language, free=False),
            ],
            ...,
        )
        fields[f"reason_{number}"] = (
            Annotated[
                str,
                Field(max_length=1000, validate_default=True),
                Ask(N_("Why?"), TO_THE_COMPANY, "area", 3),
            ],
            "",
        )
    fields["recommendation"] = (
        Annotated[Recommendation, Ask(N_("What do you recommend?"), N_("Only those who decide see this."), "radios")],
        ...,
    )
    fields["comment"] = (
        Annotated[
            str,
            Field(max_length=2000),
            Ask(N_("Something more for those who decide?"), "", "area", 4, visibility="internal"),
        ],
        "",
    )
    reasons = [name for name in fields if name.startswith("reason_")]
    checks: dict[str, Any] = {"explained": field_validator(*reasons)(_explained)} if reasons else {}
    return create_model("Sheet", __base__=Sheet, __validators__=checks, **fields)


def score_rows(criteria: Criteria, answered: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was answered as an assessment keeps it: a row for each criterion, with its text and weight as they were."""
    rows = []
    for number, (text, weight) in enumerate(criteria, 1):
        score = answered.get(f"score_{number}")
        reason = answered.get(f"reason_{number}") or ""
        rows.append(
            {
                "criterion": text,
                "weight": weight,
                "score": None if score is None else int(score.value),
                "reason": reason,
            }
        )
    return rows


def as_answered(assessment: Assessment | None, criteria: Criteria) -> Any:
    """An assessment as its form asks: the other way round."""
    answered: dict[str, Any] = {}
    rows = assessment.scores if assessment else []
    for number in range(1, len(criteria) + 1):
        row = rows[number - 1] if number <= len(rows) else {}
        score = row.get("score")
        answered[f"score_{number}"] = None if score is None else SCORES[score]
        answered[f"reason_{number}"] = row.get("reason", "")
    answered["recommendation"] = assessment.recommendation if assessment else None
    answered["comment"] = assessment.comment if assessment else ""
    return SimpleNamespace(**answered, version=assessment.version if assessment else None)


REASONS_FOR = {
    Outcome.accepted: (ReasonCode.best_fit, ReasonCode.also_good),
    Outcome.waitlisted: (ReasonCode.also_good, ReasonCode.no_resources),
    Outcome.declined: (
        ReasonCode.also_good,
        ReasonCode.does_not_meet,
        ReasonCode.not_mature,
        ReasonCode.no_resources,
        ReasonCode.technical,
        ReasonCode.legal,
    ),
    Outcome.referred: (ReasonCode.wrong_receiver, ReasonCode.not_mature, ReasonCode.technical, ReasonCode.legal),
}


class DecisionForm(Asked):
    """The decision on one request, as it is prepared (page C14)."""

    outcome: Annotated[Outcome, Ask(N_("Decision"), kind="radios", empty=N_("Choose the decision."))]
    referred_to: Annotated[
        str,
        Field(max_length=200),
        Ask(
            N_("To whom is it referred?"),
            N_("Name the organisation and how to reach it."),
            shown_if=("outcome", "referred"),
        ),
    ] = ""
    reason_code: Annotated[ReasonCode, Ask(N_("Reason"), kind="radios", empty=N_("Choose the reason."))]
    reason_text: Annotated[
        str,
        Field(min_length=30, max_length=2000),
        Ask(
            N_("How we explain the decision to the company"),
            N_("Three sentences: the decision, the reason, what they can do."),
            "area",
            6,
            empty=N_("Explain the decision to the company."),
        ),
    ]
    info_given: Annotated[
        str,
        Field(max_length=2000),
        Ask(
            N_("Has the company been given information others lack?"),
            N_("It is published for everyone when the decision is sent."),
            "area",
            3,
            visibility="public",
        ),
    ] = ""
    needs_sponsor: Annotated[
        bool,
        Ask(
            N_("The test takes the unit's time or money"),
            N_("Then the decision-maker must agree before the decision is sent."),
            "tick",
            visibility="internal",
        ),
    ] = False
    registry_number: Annotated[
        str,
        Field(max_length=60),
        Ask(N_("Registry number"), N_("In your own case register."), width="short", free=False),
    ] = ""

    @model_validator(mode="after")
    def the_decision_holds_together(self) -> "DecisionForm":
        if self.outcome is Outcome.referred and not self.referred_to:
            raise wrong(N_("Write to whom the request is referred."), "referred_to")
        if self.reason_code not in REASONS_FOR[self.outcome]:
            raise wrong(N_("The reason does not fit the decision. Choose another one."), "reason_code")
        return self


class AgreementForm(Asked):
    """Management's answer when a test takes the unit's resources."""

    agrees: Annotated[
        bool,
        Ask(N_("Do you agree to the decision?"), kind="radios", empty=N_("Answer whether you agree.")),
    ]
    note: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("What needs to change?"), N_("Needed when you do not agree."), "area", 3, visibility="internal"),
    ] = ""

    @model_validator(mode="after")
    def a_no_says_why(self) -> "AgreementForm":
        if not self.agrees and not self.note:
            raise wrong(N_("Write what needs to change."), "note")
        return self


class ReleaseForm(Asked):
    """`seen` says which letters were read: nothing else is sent."""

    seen: str = Field(default="", max_length=100)
