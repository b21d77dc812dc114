"""What people fill in when they decide on, ask about or act on a need (ux.md 2.1 F8, F6, A4)."""

from typing import Annotated

from pydantic import Field, model_validator

from app.asking import Ask, Asked, Day, Whole, wrong
from app.challenges.choices import CloseReason, MandateAnswer, Sharing
from app.challenges.forms import NO_PERSONS
from app.language import N_


class MandateForm(Asked):
    """Management's decision (form F8)."""

    answer: Annotated[MandateAnswer, Ask(N_("Your decision"), kind="radios", empty=N_("Choose your decision."))]
    hours: Annotated[
        Annotated[Whole, Field(ge=0, le=400)] | None,
        Ask(
            N_("How many hours a week?"),
            N_("The number the testbed leader suggests is filled in."),
            "number",
            width="short",
            shown_if=("answer", "yes"),
        ),
    ] = None
    goal: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("What do you want to see achieved?"), "", "area", 3, shown_if=("answer", "yes")),
    ] = ""
    until: Annotated[
        Day | None,
        Ask(
            N_("When will you return to it?"),
            N_("For example 2026-12-04."),
            "date",
            width="short",
            shown_if=("answer", "wait"),
        ),
    ] = None
    comment: Annotated[
        str, Field(max_length=1000), Ask(N_("Why?"), N_("Needed when you answer no or wait."), "area", 3)
    ] = ""

    @model_validator(mode="after")
    def each_answer_has_what_it_needs(self) -> "MandateForm":
        if self.answer is MandateAnswer.yes and self.hours is None:
            raise wrong(N_("Write how many hours a week you set aside."), "hours")
        if self.answer is MandateAnswer.yes and not self.goal:
            raise wrong(N_("Write what you want to see achieved."), "goal")
        if self.answer is MandateAnswer.wait and self.until is None:
            raise wrong(N_("Choose which date you will return to it."), "until")
        if self.answer is not MandateAnswer.yes and not self.comment:
            raise wrong(N_("Write why, so that the need can be reworked."), "comment")
        return self


class ReviewForm(Asked):
    """The region's quality review: quality only, the need itself is the municipality's (page F6)."""

    solution_neutral: Annotated[bool, Ask(N_("The text is free of solutions and product names"), kind="tick")] = False
    no_persons: Annotated[bool, Ask(N_("The text holds no personal data"), kind="tick")] = False
    no_supplier: Annotated[bool, Ask(N_("No supplier is named or favoured"), kind="tick")] = False
    duplicates: Annotated[bool, Ask(N_("Similar needs have been looked at"), kind="tick")] = False
    comment: Annotated[
        str, Field(max_length=2000), Ask(N_("What needs to change?"), N_("Needed when you ask for changes."), "area", 4)
    ] = ""


class ReasonForm(Asked):
    """Why something is withdrawn or sent back."""

    reason: Annotated[str, Field(min_length=5, max_length=1000), Ask(N_("Why?"), NO_PERSONS, "area", 3)]


class CloseForm(Asked):
    reason: Annotated[CloseReason, Ask(N_("Why is the need closed?"), kind="radios")]
    learning: Annotated[
        str,
        Field(min_length=20, max_length=2000),
        Ask(N_("What can others learn?"), N_("Everyone can read this."), "area", 5, visibility="public"),
    ]


class QuestionForm(Asked):
    text: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(
            N_("What do you want to ask?"),
            N_("The question is published with its answer, without your name. Write no trade secrets."),
            "area",
            5,
        ),
    ]


class AnswerForm(Asked):
    published_text: Annotated[
        str,
        Field(min_length=5, max_length=2000),
        Ask(N_("The question as everyone will read it"), N_("Take away what shows who asked."), "area", 4),
    ]
    answer: Annotated[
        str, Field(min_length=2, max_length=4000), Ask(N_("Your answer, the same to everyone"), "", "area", 6)
    ]


class SharingForm(Asked):
    answer: Annotated[Sharing, Ask(N_("Does your municipality share the need?"), kind="radios")]


class EndorsementForm(Asked):
    note: Annotated[
        str, Field(max_length=1000), Ask(N_("What does it look like in your municipality?"), NO_PERSONS, "area", 4)
    ] = ""


class AnnouncementForm(Asked):
    text: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(N_("What has changed?"), N_("Everyone reads the same text at the same time."), "area", 5),
    ]
    closes_on: Annotated[
        Day | None, Ask(N_("New last day to apply"), N_("Only a later day can be chosen."), "date", width="short")
    ] = None


class SimilarForm(Asked):
    """Before a need is begun: what it is about, so that similar ones can be shown first (seed B11)."""

    words: Annotated[
        str, Field(min_length=3, max_length=200), Ask(N_("What is the need about?"), N_("A few words are enough."))
    ]


class RegisterForm(Asked):
    """Where the case stands in the register, and who at the region handles it (seed A1, A2)."""

    registry_number: Annotated[
        str,
        Field(max_length=40, pattern=r"^[\w /:.-]*$"),
        Ask(
            N_("Registry number"), N_("As it stands in your register, for example 21RS4368."), width="short", free=False
        ),
    ] = ""
    case_officer_id: Annotated[
        str,
        Field(max_length=40),
        Ask(N_("Case officer at the region"), kind="select", choices="officers", visibility="internal", free=False),
    ] = ""


class MergeForm(Asked):
    into: Annotated[
        str,
        Field(min_length=10, max_length=40),
        Ask(N_("Reference of the need it is merged into"), N_("For example B-2026-031."), width="short", free=False),
    ]
