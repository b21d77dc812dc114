"""What is told while a pilot runs: how it goes, whether it goes on, and why it stands still or stops (ux.md 2.6)."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from app.asking import Ask, Asked, wrong
from app.language import N_
from app.pilots.choices import Halfway, HelpFrom, HowItGoes

MUCH_HIGHER = 3
"""A figure more than three times the last one is asked about again: a slip of the finger looks like that."""

WHY_EMPTY = N_("Write why.")


def _readable(value: object) -> object:
    """A number as people write it: spaces, a decimal comma and a real minus sign are fine."""
    if not isinstance(value, str):
        return value
    return "".join(value.split()).replace("\u00a0", "").replace("−", "-").replace(",", ".")


class Figure(Asked):
    measure: Annotated[str, Field(min_length=2, max_length=200), Ask(N_("What is measured"))]
    value: Annotated[
        Annotated[Decimal, BeforeValidator(_readable), Field(ge=-1_000_000_000, le=1_000_000_000, allow_inf_nan=False)]
        | None,
        Ask(N_("Value now"), kind="number", width="short"),
    ] = None


class StatusReportForm(Asked):
    status: Annotated[HowItGoes, Ask(N_("How is it going?"), kind="radios", visibility="public")]
    deviation: Annotated[
        str,
        Field(max_length=2000),
        Ask(
            N_("What deviates and what are you doing about it?"),
            N_("Needed when it is not going to plan."),
            "area",
            4,
        ),
    ] = ""
    done: Annotated[
        str, Field(min_length=5, max_length=2000), Ask(N_("What has happened since the last report?"), "", "area", 4)
    ]
    next: Annotated[str, Field(min_length=5, max_length=1000), Ask(N_("What happens next?"), "", "area", 3)]
    numbers: Annotated[
        list[Figure],
        Field(max_length=20),
        Ask(
            N_("Figures"),
            N_("What you wrote last time is filled in."),
            "rows",
            add=N_("Add a figure"),
            row=N_("Figure"),
        ),
    ] = []
    help_from: Annotated[HelpFrom, Ask(N_("Do you need help?"), kind="radios")]
    help_note: Annotated[str, Field(max_length=1000), Ask(N_("What do you need help with?"), "", "area", 3)] = ""
    public_line: Annotated[
        str,
        Field(max_length=160),
        Ask(N_("One sentence everyone may read"), N_("It is shown on the pilot's public page."), visibility="public"),
    ] = ""
    figures_checked: Annotated[bool, Ask(N_("I have checked the figures, and they are right"), kind="tick")] = False

    @model_validator(mode="after")
    def deviations_are_explained(self) -> "StatusReportForm":
        if self.status is not HowItGoes.on_plan and not self.deviation:
            raise wrong(N_("Describe the deviation and what you are doing about it."), "deviation")
        if self.help_from is not HelpFrom.none and not self.help_note:
            raise wrong(N_("Write what you need help with."), "help_note")
        return self


class HalfwayForm(Asked):
    """The decision at half time (gate G4)."""

    choice: Annotated[Halfway, Ask(N_("What do you decide?"), kind="radios", visibility="public")]
    note: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(N_("Why, and what changes?"), N_("Say who took part in the decision."), "area"),
    ]


class PauseForm(Asked):
    reason: Annotated[
        str,
        Field(min_length=5, max_length=1000),
        Ask(
            N_("Why does the pilot pause?"),
            N_("Everyone can read it. Write nothing that can be tied to a single person."),
            "area",
            4,
            empty=WHY_EMPTY,
            visibility="public",
        ),
    ]


class ResumeForm(Asked):
    reason: Annotated[
        str,
        Field(min_length=5, max_length=1000),
        Ask(
            N_("Why can the pilot go on?"),
            N_("Everyone can read it. Write nothing that can be tied to a single person."),
            "area",
            4,
            empty=WHY_EMPTY,
            visibility="public",
        ),
    ]


class StopForm(Asked):
    reason: Annotated[
        str,
        Field(min_length=10, max_length=2000),
        Ask(
            N_("Why does the pilot stop?"),
            N_("Everyone can read it. Write nothing that can be tied to a single person."),
            "area",
            empty=WHY_EMPTY,
            visibility="public",
        ),
    ]
    told: Annotated[
        str,
        Field(min_length=5, max_length=1000),
        Ask(
            N_("Who do you tell, and how?"),
            N_("For example those who took part, their relatives and the staff."),
            "area",
            3,
        ),
    ]
    equipment: Annotated[
        str,
        Field(min_length=5, max_length=1000),
        Ask(N_("What happens with equipment and data?"), "", "area", 3),
    ]


class CloseForm(Asked):
    note: Annotated[
        str,
        Field(min_length=10, max_length=1000),
        Ask(N_("What came of the decision?"), N_("Everyone can read it."), "area", 4, visibility="public"),
    ]
