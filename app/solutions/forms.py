"""What a company says about a solution, in three parts (domain.md 4.4)."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app.asking import Ask, Asked, Whole
from app.challenges.choices import Category, EffectGoal, TargetGroup, YesNoUnknown
from app.language import N_
from app.parts import Part, Parts
from app.solutions.choices import Accessible, Hosting, MarketStatus, Marking, Maturity, Sensing, SolutionKind

MEDICAL = (Marking.mdr_i, Marking.mdr_i_special, Marking.mdr_iia, Marking.mdr_iib, Marking.mdr_iii, Marking.ivdr)


def still_to_answer(text: str, field: str) -> PydanticCustomError:
    """An answer that follows from another one: a draft may wait with it."""
    return PydanticCustomError("unfinished", "{text}", {"text": text, "field": field, "values": {}})


def _web_address(value: object) -> object:
    if isinstance(value, str) and value and not value.startswith(("https://", "http://")):
        raise PydanticCustomError("url_scheme", "not a web address")
    if isinstance(value, str) and any(sign.isspace() for sign in value):
        raise PydanticCustomError("url_parsing", "not a web address")
    return value


WebAddress = Annotated[str, BeforeValidator(_web_address), Field(max_length=500)]
"""An address as it appears in the browser; nothing but http and https, since it becomes a link."""


class InBrief(Asked):
    name: Annotated[
        str,
        Field(min_length=2, max_length=80),
        Ask(N_("What is the solution called?"), visibility="public"),
    ]
    kind: Annotated[SolutionKind, Ask(N_("What is it?"), kind="radios", visibility="public")]
    pitch: Annotated[
        str,
        Field(min_length=50, max_length=500),
        Ask(
            N_("Describe the solution in brief"),
            N_("Two to four sentences anyone can follow. Write nothing that can be tied to a single person."),
            "area",
            4,
            visibility="public",
        ),
    ]
    description: Annotated[
        str,
        Field(max_length=4000),
        Ask(N_("Describe how it works"), N_("What it does, for whom and in which situation."), "area", 8),
    ] = ""
    categories: Annotated[
        list[Category],
        Field(min_length=1, max_length=3),
        Ask(N_("What kind of technology is it?"), N_("Choose up to three."), "checks", visibility="public"),
    ]
    effect_goals: Annotated[
        list[EffectGoal],
        Field(min_length=1, max_length=3),
        Ask(N_("What does it make better?"), N_("Choose up to three."), "checks", visibility="public"),
    ]
    target_groups: Annotated[
        list[TargetGroup],
        Field(min_length=1),
        Ask(N_("Whom is it for?"), N_("Select all that apply."), "checks", visibility="public"),
    ]


class Evidence(Asked):
    title: Annotated[str, Field(min_length=3, max_length=200), Ask(N_("What the study or report is called"))]
    kind: Annotated[str, Field(max_length=80), Ask(N_("Kind"), N_("For example pilot report or scientific article."))]
    year: Annotated[Annotated[Whole, Field(ge=1990, le=date.max.year)], Ask(N_("Year"), kind="year", width="short")]
    link: Annotated[WebAddress, Ask(N_("Web address"), free=False)] = ""


class MaturityAndMarket(Asked):
    maturity: Annotated[Maturity, Ask(N_("How mature is the solution?"), kind="radios", visibility="public")]
    maturity_note: Annotated[
        str, Field(max_length=1000), Ask(N_("What is left to do?"), N_("Needed for an idea or a prototype."), "area", 3)
    ] = ""
    market_status: Annotated[MarketStatus, Ask(N_("Can it be bought today?"), kind="radios", visibility="public")]
    public_customers: Annotated[
        Annotated[Whole, Field(ge=0, le=10_000)] | None,
        Ask(
            N_("How many public bodies pay for it today?"),
            N_("Write 0 if there are none."),
            "number",
            width="short",
            visibility="public",
        ),
    ] = None
    evidence: Annotated[
        list[Evidence],
        Field(max_length=10),
        Ask(
            N_("What is known about its effect?"),
            N_("Studies, reports or earlier tests that anyone can read."),
            "rows",
            add=N_("Add a study or report"),
            row=N_("Study or report"),
            visibility="public",
        ),
    ] = []
    pricing: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("How is it paid for?"), N_("Never shown to other companies, and not in the catalogue."), "area", 3),
    ] = ""
    sustainability: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("How does it affect the environment?"), "", "area", 3, visibility="public"),
    ] = ""

    @model_validator(mode="after")
    def what_is_not_finished_says_so(self) -> "MaturityAndMarket":
        if self.maturity in (Maturity.idea, Maturity.lab) and not self.maturity_note:
            raise still_to_answer(N_("Write what is left to do before the solution can be used."), "maturity_note")
        return self


class SafetyAndData(Asked):
    marking: Annotated[Marking, Ask(N_("Is it CE marked?"), kind="radios", visibility="public")]
    intended_purpose: Annotated[
        str,
        Field(max_length=1000),
        Ask(
            N_("What is its intended purpose?"),
            N_("As the manufacturer states it. Needed for medical devices."),
            "area",
            3,
            visibility="public",
        ),
    ] = ""
    uses_ai: Annotated[YesNoUnknown, Ask(N_("Does it use AI?"), kind="radios", visibility="public")]
    ai_role: Annotated[
        str,
        Field(max_length=1000),
        Ask(N_("What does the AI decide or suggest?"), "", "area", 3, shown_if=("uses_ai", "yes"), visibility="public"),
    ] = ""
    personal_data: Annotated[
        YesNoUnknown, Ask(N_("Does it process personal data?"), kind="radios", visibility="public")
    ]
    personal_data_note: Annotated[
        str,
        Field(max_length=1000),
        Ask(
            N_("Which personal data, and who else processes it?"),
            N_("Kinds of data, and the subcontractors that process it."),
            "area",
            3,
            shown_if=("personal_data", "yes"),
        ),
    ] = ""
    hosting: Annotated[
        Hosting | None,
        Ask(N_("Where is the data stored?"), kind="radios", shown_if=("personal_data", "yes"), visibility="public"),
    ] = None
    sensing: Annotated[
        list[Sensing],
        Field(min_length=1),
        Ask(N_("Does it use any of these?"), N_("Select all that apply."), "checks", visibility="public"),
    ]
    interoperability: Annotated[
        str,
        Field(max_length=1000),
        Ask(
            N_("What can it be connected to?"),
            N_("For example alarm systems, records, standards and interfaces."),
            "area",
            3,
            visibility="public",
        ),
    ] = ""
    accessible: Annotated[
        Accessible, Ask(N_("Is it accessible to people with disabilities?"), kind="radios", visibility="public")
    ]
    accessibility_link: Annotated[
        WebAddress,
        Ask(
            N_("Web address of the accessibility statement"),
            shown_if=("accessible", "yes"),
            free=False,
            visibility="public",
        ),
    ] = ""

    @model_validator(mode="after")
    def what_follows_is_answered(self) -> "SafetyAndData":
        if self.marking in MEDICAL and not self.intended_purpose:
            raise still_to_answer(N_("Write the intended purpose of the medical device."), "intended_purpose")
        if self.uses_ai is YesNoUnknown.yes and not self.ai_role:
            raise still_to_answer(N_("Write what the AI decides or suggests."), "ai_role")
        if self.personal_data is YesNoUnknown.yes and not self.personal_data_note:
            raise still_to_answer(N_("Write which personal data it processes."), "personal_data_note")
        if self.personal_data is YesNoUnknown.yes and self.hosting is None:
            raise still_to_answer(N_("Choose where the data is stored."), "hosting")
        return self


PARTS = Parts(
    (
        Part("korthet", N_("The solution in brief"), InBrief),
        Part("mognad", N_("Maturity and market"), MaturityAndMarket),
        Part("sakerhet", N_("Safety, data and rules"), SafetyAndData),
    )
)


class NameForm(Asked):
    """What is asked before a solution is begun."""

    name: Annotated[str, Field(min_length=2, max_length=80), Ask(N_("What is the solution called?"))]
