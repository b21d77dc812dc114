"""The pilot plan, in seven parts that both parties fill in together (ux.md 2.4, domain.md 4.7)."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.asking import Ask, Asked, Day, Whole, wrong
from app.language import N_
from app.parts import Part, Parts
from app.pilots.choices import GoalKind, PilotKind, ResourceParty
from app.pilots.models import HALFWAY_FROM_WEEKS

ACT_FROM = 10
"""Risks with likelihood × consequence of this or more need an action (brief of gate G3)."""
HALFWAY_FROM = timedelta(weeks=HALFWAY_FROM_WEEKS)

Count = Annotated[Whole, Field(ge=0, le=100_000)]
OneToFive = Annotated[Whole, Field(ge=1, le=5)]


def unfinished(text: str, field: str, **values: object) -> PydanticCustomError:
    """Something that must be added before the form is complete, but that a draft may lack."""
    return PydanticCustomError("unfinished", "{text}", {"text": text, "field": field, "values": values})


class PilotSettings(Asked):
    """What the municipality decides about the pilot by itself: no part of the plan both parties approve."""

    sponsor_id: Annotated[
        str,
        Field(min_length=1),
        Ask(
            N_("Who in management decides after the test?"),
            N_("They are asked once, when the final report is done."),
            "radios",
            choices="sponsors",
            visibility="internal",
            free=False,
        ),
    ]
    seeks_research: Annotated[
        bool, Ask(N_("Researchers may apply to study the pilot"), kind="tick", visibility="public")
    ] = False
    registry_number: Annotated[
        str,
        Field(max_length=40),
        Ask(N_("Registry number"), N_("In your own records system."), width="short", visibility="internal", free=False),
    ] = ""


class NewPilot(PilotSettings):
    """What is asked when a pilot is set up from an accepted request; the rest is copied from request and need."""

    title: Annotated[
        str,
        Field(min_length=10, max_length=120),
        Ask(N_("What is the pilot called?"), N_("It is shown to everyone."), visibility="public"),
    ]


class Goal(Asked):
    kind: Annotated[GoalKind, Ask(N_("Kind of goal"), kind="radios")]
    goal: Annotated[str, Field(min_length=3, max_length=300), Ask(N_("Goal"))]
    measure: Annotated[str, Field(min_length=3, max_length=200), Ask(N_("How it is measured"))]
    baseline: Annotated[str, Field(min_length=1, max_length=80), Ask(N_("Value today"), width="short")]
    target: Annotated[
        str,
        Field(min_length=1, max_length=80),
        Ask(N_("Target value"), N_("Write “not known yet” if you cannot say."), width="short"),
    ]
    when: Annotated[str, Field(min_length=1, max_length=120), Ask(N_("When it is measured"))]


class PurposeAndGoals(Asked):
    title: Annotated[
        str,
        Field(min_length=10, max_length=120),
        Ask(N_("What is the pilot called?"), N_("It is shown to everyone."), visibility="public"),
    ]
    kind: Annotated[PilotKind, Ask(N_("What kind of pilot is it?"), kind="radios", visibility="public")]
    purpose: Annotated[
        str,
        Field(min_length=20, max_length=2000),
        Ask(N_("Why are you doing this pilot?"), "", "area", visibility="public"),
    ]
    background: Annotated[str, Field(max_length=4000), Ask(N_("Background"), "", "area")] = ""
    goals: Annotated[
        list[Goal],
        Field(min_length=1, max_length=10),
        Ask(
            N_("Goals"),
            N_("A test goal is about the solution, an effect goal about those it is for."),
            "rows",
            add=N_("Add a goal"),
            row=N_("Goal"),
            empty=N_("Add at least one goal."),
            visibility="public",
        ),
    ]
    scope: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("What is part of the pilot, and what is not?"), "", "area", 4, visibility="public"),
    ] = ""


class Group(Asked):
    group: Annotated[str, Field(min_length=2, max_length=120), Ask(N_("Group"))]
    planned: Annotated[Count, Ask(N_("How many are planned"), kind="number", width="short")]


class WhoTakesPart(Asked):
    participants: Annotated[
        list[Group],
        Field(min_length=1, max_length=10),
        Ask(
            N_("Who takes part and how many?"),
            N_("Numbers only. Never write the name of someone who receives care."),
            "rows",
            add=N_("Add a group"),
            row=N_("Group"),
            empty=N_("Add at least one group."),
        ),
    ]
    recruit: Annotated[
        str, Field(min_length=10, max_length=1000), Ask(N_("How are people asked to take part?"), "", "area", 4)
    ]
    sites: Annotated[
        str,
        Field(min_length=2, max_length=500),
        Ask(
            N_("Where does it take place?"),
            N_("Units or homes in general terms, never an address of a person."),
            "area",
            3,
            visibility="public",
        ),
    ]


class Milestone(Asked):
    what: Annotated[str, Field(min_length=2, max_length=160), Ask(N_("What happens"))]
    on: Annotated[Day, Ask(N_("Date"), kind="date", width="short")]


class TimeAndMilestones(Asked):
    starts_on: Annotated[
        Day, Ask(N_("First day"), N_("For example 2026-12-04."), "date", width="short", visibility="public")
    ]
    ends_on: Annotated[
        Day, Ask(N_("Last day"), N_("For example 2027-03-26."), "date", width="short", visibility="public")
    ]
    halfway_on: Annotated[
        Day | None,
        Ask(
            N_("When do you meet halfway?"),
            N_("Needed when the pilot runs for eight weeks or more."),
            "date",
            width="short",
        ),
    ] = None
    milestones: Annotated[
        list[Milestone],
        Field(max_length=20),
        Ask(
            N_("Milestones"),
            N_("Dates that both parties plan for."),
            "rows",
            add=N_("Add a milestone"),
            row=N_("Milestone"),
        ),
    ] = []

    @model_validator(mode="after")
    def dates_are_in_order(self) -> "TimeAndMilestones":
        if self.ends_on <= self.starts_on:
            raise wrong(
                N_("The last day must be after the first day %(start)s."), "ends_on", start=_iso(self.starts_on)
            )
        span = {"start": _iso(self.starts_on), "end": _iso(self.ends_on)}
        if self.halfway_on is None and self.ends_on - self.starts_on + timedelta(days=1) > HALFWAY_FROM - timedelta(6):
            raise unfinished(N_("Add a halfway meeting between %(start)s and %(end)s."), "halfway_on", **span)
        if self.halfway_on and not self.starts_on < self.halfway_on < self.ends_on:
            raise wrong(N_("Add a halfway meeting between %(start)s and %(end)s."), "halfway_on", **span)
        return self


def _iso(day: date) -> str:
    return day.isoformat()


class Resource(Asked):
    party: Annotated[ResourceParty, Ask(N_("Who contributes"), kind="radios")]
    what: Annotated[str, Field(min_length=2, max_length=200), Ask(N_("With what"))]
    hours: Annotated[Count | None, Ask(N_("Hours"), kind="number", width="short")] = None
    kronor: Annotated[
        Annotated[Whole, Field(ge=0, le=100_000_000)] | None, Ask(N_("Kronor"), kind="money", width="short")
    ] = None


class Equipment(Asked):
    what: Annotated[str, Field(min_length=2, max_length=160), Ask(N_("Equipment"))]
    owner: Annotated[ResourceParty, Ask(N_("Who owns it"), kind="radios")]
    serial: Annotated[str, Field(max_length=80), Ask(N_("Serial number"), width="short", free=False)] = ""
    back_on: Annotated[Day | None, Ask(N_("To be returned"), kind="date", width="short")] = None


class RolesAndContacts(Asked):
    project_owner: Annotated[
        str, Field(min_length=2, max_length=160), Ask(N_("Project owner"), N_("Name and function."))
    ]
    project_lead: Annotated[str, Field(min_length=2, max_length=160), Ask(N_("Project leader"))]
    unit_contact: Annotated[str, Field(min_length=2, max_length=160), Ask(N_("Contact at the unit"))]
    company_contact: Annotated[str, Field(min_length=2, max_length=160), Ask(N_("The company's contact"))]
    out_of_hours: Annotated[
        str,
        Field(min_length=2, max_length=500),
        Ask(
            N_("Contact outside working hours"),
            N_("Function and telephone number."),
            "area",
            2,
            empty=N_("Say who can be reached outside working hours."),
        ),
    ]
    steering_group: Annotated[
        str, Field(max_length=1000), Ask(N_("Steering group and test group"), N_("Functions are enough."), "area", 3)
    ] = ""
    resources: Annotated[
        list[Resource],
        Field(max_length=20),
        Ask(N_("What does each party contribute?"), "", "rows", add=N_("Add a contribution"), row=N_("Contribution")),
    ] = []
    equipment: Annotated[
        list[Equipment],
        Field(max_length=30),
        Ask(N_("What equipment is used?"), "", "rows", add=N_("Add equipment"), row=N_("Piece of equipment")),
    ] = []


class Risk(Asked):
    text: Annotated[str, Field(min_length=3, max_length=300), Ask(N_("What could go wrong?"))]
    likelihood: Annotated[
        OneToFive, Ask(N_("Likelihood"), N_("1 unlikely, 5 almost certain."), "number", width="short")
    ]
    consequence: Annotated[OneToFive, Ask(N_("Consequence"), N_("1 slight, 5 very serious."), "number", width="short")]
    action: Annotated[str, Field(max_length=500), Ask(N_("Action"), N_("Needed from the value 10."))] = ""
    owner: Annotated[str, Field(min_length=2, max_length=120), Ask(N_("Responsible"))]

    @property
    def value(self) -> int:
        return self.likelihood * self.consequence


class RisksAndFallback(Asked):
    risks: Annotated[
        list[Risk],
        Field(min_length=1, max_length=30),
        Ask(
            N_("Risks"),
            N_("Likelihood times consequence gives the value of the risk."),
            "rows",
            add=N_("Add a risk"),
            row=N_("Risk"),
            empty=N_("Add at least one risk."),
        ),
    ]
    stop_criteria: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(N_("When will you stop?"), N_("Decide now, not when it happens."), "area"),
    ]
    fallback: Annotated[
        str, Field(min_length=10, max_length=2000), Ask(N_("What do staff do if it stops working?"), "", "area")
    ]
    training: Annotated[
        str, Field(min_length=10, max_length=1000), Ask(N_("How do staff learn to use it?"), "", "area", 4)
    ]

    @model_validator(mode="after")
    def great_risks_have_an_action(self) -> "RisksAndFallback":
        for number, risk in enumerate(self.risks):
            if risk.value >= ACT_FROM and not risk.action:
                raise unfinished(
                    N_("Write an action for the risk “%(risk)s”. Its value is %(value)s."),
                    f"risks-{number}-action",
                    risk=risk.text,
                    value=risk.value,
                )
        return self


class DataAndCommunication(Asked):
    data_flow: Annotated[
        str,
        Field(min_length=20, max_length=2000),
        Ask(N_("What data is collected, by whom, and where does it go?"), "", "area", 6),
    ]
    communication: Annotated[
        str, Field(min_length=10, max_length=2000), Ask(N_("Who is told what, and when?"), "", "area", 4)
    ]
    participant_info: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(
            N_("What are those who take part told?"),
            N_("What is tried, for how long, that it is voluntary, and that they can stop at any time."),
            "area",
        ),
    ]


class HowItIsEvaluated(Asked):
    evaluation_plan: Annotated[
        str,
        Field(min_length=20, max_length=2000),
        Ask(N_("How is the pilot evaluated?"), N_("Who measures, with what method, when."), "area"),
    ]
    exit_plan: Annotated[
        str,
        Field(min_length=10, max_length=1000),
        Ask(
            N_("What happens when the pilot is over?"),
            N_("For those who took part, the equipment and the data."),
            "area",
            4,
        ),
    ]


PARTS = Parts(
    (
        Part("syfte-och-mal", N_("Purpose and goals"), PurposeAndGoals),
        Part("deltagare", N_("Participants"), WhoTakesPart),
        Part("tid-och-milstolpar", N_("Time and milestones"), TimeAndMilestones),
        Part("roller-och-kontakter", N_("Roles and contacts"), RolesAndContacts),
        Part("risker-och-reservrutin", N_("Risks and fallback"), RisksAndFallback),
        Part("uppgifter-och-kommunikation", N_("Data and communication"), DataAndCommunication),
        Part("utvardering", N_("Evaluation"), HowItIsEvaluated),
    )
)
