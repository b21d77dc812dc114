"""What came out of a pilot, what management decides, and what came of that (ux.md 2.7, domain.md 4.8)."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from app.asking import Ask, Asked, Day, wrong
from app.challenges.choices import CloseReason
from app.language import N_
from app.parts import Part, Parts
from app.pilots.choices import AdoptionStatus, GoalResult, PilotOutcome
from app.pilots.forms import Count, OneToFive, unfinished
from app.pilots.models import Pilot

NO_PERSONS = N_("Write nothing that can be tied to a single person.")


class GoalOutcome(Asked):
    goal: Annotated[str, Field(min_length=3, max_length=300), Ask(N_("Goal"))]
    result: Annotated[
        GoalResult, Ask(N_("Result"), kind="radios", empty=N_("Write the result of the goal, or choose Don't know."))
    ]
    value: Annotated[str, Field(max_length=120), Ask(N_("Value"), N_("With its unit."), width="short")] = ""
    number: Annotated[Count | None, Ask(N_("Number included"), kind="number", width="short")] = None
    method: Annotated[str, Field(max_length=300), Ask(N_("How it was measured"))] = ""


class GoalResults(Asked):
    goal_results: Annotated[
        list[GoalOutcome],
        Field(min_length=1, max_length=20),
        Ask(
            N_("What came of each goal?"),
            N_("The goals of the plan are filled in."),
            "rows",
            add=N_("Add a goal"),
            row=N_("Goal"),
            empty=N_("Write what came of at least one goal."),
            visibility="public",
        ),
    ]


class GroupOutcome(Asked):
    group: Annotated[str, Field(min_length=2, max_length=120), Ask(N_("Group"))]
    actual: Annotated[Count, Ask(N_("How many took part"), kind="number", width="short")]
    dropouts: Annotated[Count, Ask(N_("How many left before the end"), kind="number", width="short")]
    why: Annotated[str, Field(max_length=300), Ask(N_("Why they left"), NO_PERSONS)] = ""


class SusAnswers(Asked):
    """One person's answers, without a trace of who it was."""

    q1: Annotated[OneToFive, Ask(N_("I think that I would like to use it often"), "", "number", width="short")]
    q2: Annotated[OneToFive, Ask(N_("I found it more complicated than it has to be"), "", "number", width="short")]
    q3: Annotated[OneToFive, Ask(N_("I thought it was easy to use"), "", "number", width="short")]
    q4: Annotated[OneToFive, Ask(N_("I think I would need help from someone to use it"), "", "number", width="short")]
    q5: Annotated[OneToFive, Ask(N_("I found that its parts work well together"), "", "number", width="short")]
    q6: Annotated[OneToFive, Ask(N_("I thought it behaved differently from time to time"), "", "number", width="short")]
    q7: Annotated[OneToFive, Ask(N_("I believe most people would learn it quickly"), "", "number", width="short")]
    q8: Annotated[OneToFive, Ask(N_("I found it awkward to use"), "", "number", width="short")]
    q9: Annotated[OneToFive, Ask(N_("I felt confident when I used it"), "", "number", width="short")]
    q10: Annotated[OneToFive, Ask(N_("I had to learn a great deal before I could start"), "", "number", width="short")]


class ParticipantsAndUsability(Asked):
    participants: Annotated[
        list[GroupOutcome],
        Field(min_length=1, max_length=10),
        Ask(
            N_("Who took part?"),
            N_("Numbers only. Never write the name of someone who receives care."),
            "rows",
            add=N_("Add a group"),
            row=N_("Group"),
            empty=N_("Add at least one group."),
        ),
    ]
    sus: Annotated[
        list[SusAnswers],
        Field(max_length=50),
        Ask(
            N_("How easy was it to use?"),
            N_("One answer for each person, 1 for disagree to 5 for agree. Answers cannot be tied to anyone."),
            "rows",
            add=N_("Add an answer"),
            row=N_("Answer"),
        ),
    ] = []

    @model_validator(mode="after")
    def no_more_leave_than_came(self) -> "ParticipantsAndUsability":
        for number, group in enumerate(self.participants):
            if group.dropouts > group.actual:
                raise wrong(
                    N_("No more can leave than took part: %(actual)s in “%(group)s”."),
                    f"participants-{number}-dropouts",
                    actual=group.actual,
                    group=group.group,
                )
        return self


class FourAreas(Asked):
    area_citizen: Annotated[
        OneToFive,
        Ask(
            N_("For the person"),
            N_("1 is much worse, 3 no difference, 5 much better."),
            "number",
            width="short",
            visibility="public",
        ),
    ]
    area_organisation: Annotated[
        OneToFive,
        Ask(
            N_("For the organisation and the staff"),
            N_("1 is much worse, 3 no difference, 5 much better."),
            "number",
            width="short",
            visibility="public",
        ),
    ]
    area_technology: Annotated[
        OneToFive,
        Ask(
            N_("The technology"),
            N_("1 did not work, 5 worked very well."),
            "number",
            width="short",
            visibility="public",
        ),
    ]
    area_economy: Annotated[
        OneToFive,
        Ask(
            N_("The economy"),
            N_("1 is much more expensive, 3 no difference, 5 much cheaper."),
            "number",
            width="short",
            visibility="public",
        ),
    ]
    areas_note: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("Why do you judge it like that?"), NO_PERSONS, "area", visibility="public"),
    ] = ""


class Benefits(Asked):
    benefit_person: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("What benefit was seen for the person?"), NO_PERSONS, "area", 4, visibility="public"),
    ] = ""
    benefit_staff: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("What benefit was seen for the staff and the organisation?"), "", "area", 4, visibility="public"),
    ] = ""
    benefit_society: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("What benefit was seen for society?"), "", "area", 4, visibility="public"),
    ] = ""
    benefit_company: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("What benefit was seen for the company?"), "", "area", 4, visibility="public"),
    ] = ""

    @model_validator(mode="after")
    def at_least_one_group(self) -> "Benefits":
        if not (self.benefit_person or self.benefit_staff or self.benefit_society or self.benefit_company):
            raise unfinished(N_("Describe the benefit for at least one group, or write “none”."), "benefit_person")
        return self


class LearningAndClosing(Asked):
    unexpected: Annotated[
        str, Field(max_length=2000), Ask(N_("What turned out differently?"), NO_PERSONS, "area", 4, visibility="public")
    ] = ""
    advice: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(
            N_("What do you advise others?"),
            "",
            "area",
            4,
            empty=N_("Write at least one piece of advice to other municipalities, even if the test was stopped."),
            visibility="public",
        ),
    ]
    differently: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("What would you do differently next time?"), "", "area", 4, visibility="public"),
    ] = ""
    to_company: Annotated[
        str,
        Field(max_length=2000),
        Ask(N_("What should improve in the solution?"), N_("The company may reply within 14 days."), "area", 4),
    ] = ""
    learning: Annotated[
        str,
        Field(min_length=20, max_length=600),
        Ask(
            N_("Summarise for everyone"),
            N_("Two to five sentences that anyone can follow."),
            "area",
            4,
            visibility="public",
        ),
    ]
    equipment_returned: Annotated[bool, Ask(N_("The equipment has been returned, or there was none"), kind="tick")] = (
        False
    )
    data_deleted: Annotated[
        bool, Ask(N_("Data about those who took part has been deleted or returned, or there was none"), kind="tick")
    ] = False

    @model_validator(mode="after")
    def nothing_is_left_behind(self) -> "LearningAndClosing":
        if not self.equipment_returned:
            raise unfinished(N_("Confirm that the equipment has been returned."), "equipment_returned")
        if not self.data_deleted:
            raise unfinished(N_("Confirm that the data has been deleted or returned."), "data_deleted")
        return self


LEARNING = Part("lardomar", N_("Learning and closing"), LearningAndClosing)
OF_A_RUN_PILOT = Parts(
    (
        Part("mal", N_("Goals and results"), GoalResults),
        Part("deltagare", N_("Participants and usability"), ParticipantsAndUsability),
        Part("omraden", N_("Four areas"), FourAreas),
        Part("nytta", N_("Benefits"), Benefits),
        LEARNING,
    )
)
OF_ONE_THAT_NEVER_RAN = Parts((LEARNING,))


def evaluation_parts(pilot: Pilot) -> Parts:
    """What is to be evaluated: of a pilot that was stopped before it started, only what was learned."""
    return OF_A_RUN_PILOT if pilot.started_at is not None else OF_ONE_THAT_NEVER_RAN


class CompanyReplyForm(Asked):
    reply: Annotated[
        str,
        Field(min_length=5, max_length=2000),
        Ask(N_("Your reply to the improvement points"), N_("The municipality and the region can read it."), "area"),
    ]


class AfterTestForm(Asked):
    """The choice of management after the test (gate G6)."""

    outcome: Annotated[PilotOutcome, Ask(N_("What is the next step?"), kind="radios", visibility="public")]
    close_reason: Annotated[
        CloseReason | None,
        Ask(N_("Why was the need not met?"), kind="radios", shown_if=("outcome", "end"), visibility="public"),
    ] = None
    why: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(
            N_("Why?"),
            N_("Everyone can read it. Write nothing that can be tied to a single person."),
            "area",
            visibility="public",
        ),
    ]
    first_follow_up: Annotated[
        Day | None,
        Ask(
            N_("When will you follow up the benefit?"),
            N_("Suggested: after 6 months. Needed when the solution is introduced or spread."),
            "date",
            width="short",
        ),
    ] = None
    second_follow_up: Annotated[
        Day | None, Ask(N_("And a second time?"), N_("Suggested: after 12 months."), "date", width="short")
    ] = None
    registry_number: Annotated[
        str,
        Field(max_length=40),
        Ask(N_("Registry number of the decision"), N_("In your own records system."), width="short", free=False),
    ] = ""

    @model_validator(mode="after")
    def each_choice_has_what_it_needs(self) -> "AfterTestForm":
        if self.outcome in (PilotOutcome.adopt, PilotOutcome.spread) and not self.follow_ups:
            raise wrong(
                N_("Choose at least one date for follow-up when the solution is introduced."), "first_follow_up"
            )
        if self.first_follow_up and self.second_follow_up and self.second_follow_up <= self.first_follow_up:
            raise wrong(N_("The second date must be after the first."), "second_follow_up")
        if self.outcome is PilotOutcome.end and self.close_reason is None:
            raise wrong(N_("Choose why the need was not met."), "close_reason")
        return self

    @property
    def follow_ups(self) -> list[Day]:
        return [day for day in (self.first_follow_up, self.second_follow_up) if day is not None]


def _kronor(value: object) -> object:
    if not isinstance(value, str):
        return value
    plain = "".join(value.split()).replace("\u00a0", "").replace("−", "-").lower()
    return plain.removesuffix("kr").removesuffix("sek").replace(",", ".")


class FollowUpForm(Asked):
    """What came of the decision, 6 and 12 months later (gate G7)."""

    adoption: Annotated[AdoptionStatus, Ask(N_("Is the solution in use?"), kind="radios", visibility="public")]
    benefit: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(N_("What benefit do you see now?"), NO_PERSONS, "area", visibility="public"),
    ]
    benefit_kronor: Annotated[
        Annotated[
            Decimal,
            BeforeValidator(_kronor),
            Field(ge=-1_000_000_000, le=1_000_000_000, decimal_places=2, allow_inf_nan=False),
        ]
        | None,
        Ask(
            N_("Benefit in kronor a year"),
            N_("Only money that is really freed or saved. Leave it empty if you have not counted."),
            kind="money",
            width="short",
        ),
    ] = None
