"""What people fill in around a request: before it begins, when it is sent, screened, completed and distributed."""

from typing import Annotated

from pydantic import Field, model_validator

from app.asking import Ask, Asked, Day, wrong
from app.language import N_
from app.test_requests.choices import Answer, ProposalOutcome, Screening
from app.test_requests.forms import NO_PERSONS, SHORTEST_HARM

MOST_QUESTIONS = 10


class StartForm(Asked):
    """Three questions before a company begins (ux.md 2.2): a "no" leads to other ways."""

    fits: Annotated[Answer, Ask(N_("Is your solution meant for the need described here?"), kind="radios")]
    can_try: Annotated[
        Answer, Ask(N_("Is there something to try?"), N_("At least a prototype or a first version."), "radios")
    ]
    accepts: Annotated[
        Answer,
        Ask(
            N_("Do you accept that the request becomes a public record?"),
            N_("You can mark trade secrets one by one, but the municipality itself tries what can be given out."),
            "radios",
        ),
    ]


class ProposalStart(Asked):
    """What an unsolicited proposal is about: published needs that sound alike are shown first."""

    words: Annotated[
        str, Field(min_length=3, max_length=200), Ask(N_("What is your proposal about?"), N_("A few words are enough."))
    ]


class Declarations(Asked):
    """The three declarations on the check page."""

    correct: Annotated[
        bool,
        Ask(
            N_("The information is correct"),
            kind="tick",
            empty=N_("Confirm that the information is correct to be able to send it in."),
        ),
    ] = False
    entitled: Annotated[
        bool,
        Ask(
            N_("We may represent the company"),
            kind="tick",
            empty=N_("Confirm that you may represent the company to be able to send it in."),
        ),
    ] = False
    no_promise: Annotated[
        bool,
        Ask(
            N_("We understand that a test is no promise of purchase"),
            kind="tick",
            empty=N_("Confirm that you understand that a test is no promise of purchase to be able to send it in."),
        ),
    ] = False


class ReasonForm(Asked):
    reason: Annotated[
        str,
        Field(min_length=5, max_length=1000),
        Ask(N_("Why do you withdraw the request?"), NO_PERSONS, "area", 3),
    ]


class CompletionQuestion(Asked):
    text: Annotated[str, Field(min_length=5, max_length=1000), Ask(N_("Question"), "", "area", 3)]


class AskCompletion(Asked):
    """One list of questions to the company (ux.md 2.3)."""

    questions: Annotated[
        list[CompletionQuestion],
        Field(min_length=1, max_length=MOST_QUESTIONS),
        Ask(
            N_("What must the company answer?"),
            N_("Ask everything at once."),
            "rows",
            add=N_("Add a question"),
            row=N_("Question"),
            empty=N_("Write at least one question."),
        ),
    ]
    due_on: Annotated[
        Day,
        Ask(
            N_("Answer by"),
            N_("At least five working days away, like 2026-12-04."),
            "date",
            width="short",
            empty=N_("Choose a date at least five working days away."),
        ),
    ]


class ScreeningForm(Asked):
    """Is the request complete? Otherwise what is lacking, or who should have it (ux.md 2.3)."""

    outcome: Annotated[Screening, Ask(N_("Is the request complete?"), kind="radios")]
    questions: Annotated[
        list[CompletionQuestion],
        Field(default_factory=list, max_length=MOST_QUESTIONS),
        Ask(
            N_("What must the company answer?"),
            N_("Ask everything at once."),
            "rows",
            add=N_("Add a question"),
            row=N_("Question"),
            shown_if=("outcome", "ask"),
        ),
    ]
    due_on: Annotated[
        Day | None,
        Ask(
            N_("Answer by"),
            N_("At least five working days away, like 2026-12-04."),
            "date",
            width="short",
            shown_if=("outcome", "ask"),
        ),
    ] = None
    receiver: Annotated[
        str,
        Field(max_length=200),
        Ask(
            N_("Who should receive it?"),
            N_("For example an organisation or a function."),
            shown_if=("outcome", "refer"),
        ),
    ] = ""
    why: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("How do we explain it to the company?"), NO_PERSONS, "area", 4, shown_if=("outcome", "refer")),
    ] = ""

    @model_validator(mode="after")
    def each_outcome_has_what_it_needs(self) -> "ScreeningForm":
        if self.outcome is Screening.ask and not self.questions:
            raise wrong(N_("Write at least one question."), "questions")
        if self.outcome is Screening.ask and self.due_on is None:
            raise wrong(N_("Choose a date at least five working days away."), "due_on")
        if self.outcome is Screening.refer and not self.receiver:
            raise wrong(N_("Write who should receive it."), "receiver")
        if self.outcome is Screening.refer and len(self.why) < 10:
            raise wrong(N_("Write how the company is told why."), "why")
        return self


def _answer(label: str) -> Ask:
    return Ask(label, "", "area", 4, empty=N_("Answer the question."))


AnswerText = Annotated[str, Field(max_length=4000)]


class CompletionAnswers(Asked):
    """As many of these are asked as the municipality has put questions."""

    answer_1: Annotated[AnswerText, _answer(N_("Answer to question 1"))] = ""
    answer_2: Annotated[AnswerText, _answer(N_("Answer to question 2"))] = ""
    answer_3: Annotated[AnswerText, _answer(N_("Answer to question 3"))] = ""
    answer_4: Annotated[AnswerText, _answer(N_("Answer to question 4"))] = ""
    answer_5: Annotated[AnswerText, _answer(N_("Answer to question 5"))] = ""
    answer_6: Annotated[AnswerText, _answer(N_("Answer to question 6"))] = ""
    answer_7: Annotated[AnswerText, _answer(N_("Answer to question 7"))] = ""
    answer_8: Annotated[AnswerText, _answer(N_("Answer to question 8"))] = ""
    answer_9: Annotated[AnswerText, _answer(N_("Answer to question 9"))] = ""
    answer_10: Annotated[AnswerText, _answer(N_("Answer to question 10"))] = ""

    def in_order(self) -> list[str]:
        return [getattr(self, f"answer_{number}") for number in range(1, MOST_QUESTIONS + 1)]


class AttachmentForm(Asked):
    """What is said about a file when it is added."""

    is_confidential: Annotated[bool, Ask(N_("We claim that the attachment holds a trade secret"), kind="tick")] = False
    harm: Annotated[
        str,
        Field(max_length=1000),
        Ask(
            N_("What harm could follow if the attachment becomes known?"),
            "",
            "area",
            3,
            shown_if=("is_confidential", "true"),
        ),
    ] = ""

    @model_validator(mode="after")
    def a_claim_says_the_harm(self) -> "AttachmentForm":
        if self.is_confidential and len(self.harm) < SHORTEST_HARM:
            raise wrong(N_("Write what harm could follow if the attachment becomes known."), "harm")
        return self


class TriageForm(Asked):
    """What the region does with an unsolicited proposal (page F7). It is never accepted directly."""

    outcome: Annotated[ProposalOutcome, Ask(N_("What do you do with the proposal?"), kind="radios")]
    challenge: Annotated[
        str,
        Field(max_length=40),
        Ask(
            N_("Which published need does it belong to?"),
            kind="radios",
            choices="needs",
            shown_if=("outcome", "link"),
            free=False,
        ),
    ] = ""
    receiver: Annotated[
        str,
        Field(max_length=200),
        Ask(N_("Who should receive it?"), shown_if=("outcome", "refer")),
    ] = ""
    why: Annotated[
        str, Field(max_length=1000), Ask(N_("How do we explain it to the company?"), NO_PERSONS, "area", 4)
    ] = ""

    @model_validator(mode="after")
    def each_outcome_has_what_it_needs(self) -> "TriageForm":
        if self.outcome is ProposalOutcome.link and not self.challenge:
            raise wrong(N_("Choose which need the proposal belongs to."), "challenge")
        if self.outcome is ProposalOutcome.refer and not self.receiver:
            raise wrong(N_("Write who should receive it."), "receiver")
        if self.outcome is ProposalOutcome.refer and not self.why:
            raise wrong(N_("Write how the company is told why."), "why")
        return self
