"""What is written down about a grant (domain.md 4.11, A1–A12, A30–A37)."""

import re
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from app.asking import Ask, Asked, Day, Whole, wrong
from app.grants.choices import Category, ConditionKind, ConditionStatus, FundingSource, Rounding
from app.grants.models import as_reference
from app.language import N_
from app.test_requests.choices import Answer

REGISTRY_NUMBER = N_("Enter the registry number with letters and digits, like 21RS4368.")
RATE = N_("Enter the share in percent, from more than 0 to 100, like 50 or 18,5.")


def _registry_number(value: Any) -> Any:
    if isinstance(value, str):
        text = " ".join(value.split())
        if not re.fullmatch(r"[0-9A-Za-zÅÄÖåäö /.:-]{2,40}", text) or not re.search(r"[0-9]", as_reference(text)):
            raise wrong(REGISTRY_NUMBER)
        return text
    return value


RegistryNumber = Annotated[str, BeforeValidator(_registry_number)]


def _percent(value: Any) -> Any:
    if isinstance(value, str):
        plain = "".join(value.split()).removesuffix("%").replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", plain) or not 0 < Decimal(plain) <= 100:
            raise wrong(RATE)
        return plain
    return value


Percent = Annotated[Decimal, BeforeValidator(_percent)]


class GrantForm(Asked):
    """The matter itself."""

    registry_number: Annotated[
        RegistryNumber,
        Ask(
            N_("Registry number"),
            N_("As your registry writes it, for example 21RS4368. It becomes the address of the grant."),
            width="short",
            free=False,
        ),
    ]
    title: Annotated[str, Field(min_length=5, max_length=160), Ask(N_("What is the project called?"))]
    purpose: Annotated[
        str, Field(max_length=2000), Ask(N_("What is it for?"), N_("Two or three sentences."), "area", 4)
    ] = ""
    officer_id: Annotated[UUID, Ask(N_("Case officer"), kind="select", choices="officers", free=False)]
    priority_area: Annotated[
        str, Field(max_length=200), Ask(N_("Priority area of the regional development strategy"))
    ] = ""
    strategy_goal: Annotated[str, Field(max_length=200), Ask(N_("Goal of the strategy"))] = ""


class ConditionRow(Asked):
    kind: Annotated[ConditionKind, Ask(N_("What it is about"), kind="select", free=False)]
    text: Annotated[
        str, Field(min_length=5, max_length=1000), Ask(N_("The condition, as the decision says"), kind="area", rows=3)
    ]
    is_blocking: Annotated[bool, Ask(N_("No claim while it is not fulfilled"), kind="tick")] = False


class DecisionForm(Asked):
    """One decision, as it was taken."""

    amends_id: Annotated[
        UUID | None,
        Ask(
            N_("Which earlier decision does it change?"),
            N_("Leave it empty for a new phase with a window and a cap of its own."),
            "select",
            choices="phases",
            free=False,
        ),
    ] = None
    title: Annotated[
        str,
        Field(min_length=5, max_length=160),
        Ask(N_("What is the decision about?"), N_("For example: co-financing of the first phase.")),
    ]
    body: Annotated[
        str,
        Field(min_length=3, max_length=160),
        Ask(N_("Who decided?"), N_("For example the committee for regional growth.")),
    ]
    decided_on: Annotated[Day, Ask(N_("When was it decided?"), kind="date", free=False)]
    paragraph: Annotated[str, Field(max_length=40), Ask(N_("Paragraph of the minutes"), width="short", free=False)] = ""
    percent: Annotated[Percent, Ask(N_("Share of the costs, in percent"), N_("For example 50."), "number", free=False)]
    percent_reason: Annotated[
        str,
        Field(max_length=1000),
        Ask(
            N_("Why more than 50 percent?"),
            N_("Only needed for a larger share than project grants of this kind may have (SFS 2003:596 § 9)."),
            "area",
            3,
        ),
    ] = ""
    cap: Annotated[Whole, Field(gt=0, le=10_000_000_000), Ask(N_("At most, in kronor"), kind="money", free=False)]
    starts_on: Annotated[Day, Ask(N_("May start at the earliest"), kind="date", free=False)]
    ends_on: Annotated[Day, Ask(N_("Must end at the latest"), kind="date", free=False)]
    source: Annotated[FundingSource, Ask(N_("Where does the money come from?"), kind="radios")]
    appropriation: Annotated[
        str, Field(max_length=120), Ask(N_("Appropriation"), N_("For example 1:1."), free=False)
    ] = ""
    orientation: Annotated[str, Field(max_length=400), Ask(N_("Orientation that the project belongs to"))] = ""
    terms: Annotated[
        str, Field(max_length=200), Ask(N_("General terms that apply"), N_("Their name, as the decision says."))
    ] = ""
    terms_registry_number: Annotated[
        str, Field(max_length=40), Ask(N_("Registry number of the terms"), width="short", free=False)
    ] = ""
    terms_decided_on: Annotated[Day | None, Ask(N_("When were the terms decided?"), kind="date", free=False)] = None
    counts_only_paid: Annotated[
        Answer,
        Ask(
            N_("Must a cost also be paid before the end date to count?"),
            N_("Some terms ask that costs are both booked and paid in time."),
            "radios",
        ),
    ]
    deducts_income: Annotated[Answer, Ask(N_("Is income of the project deducted from the costs?"), kind="radios")]
    rounding: Annotated[
        Rounding, Ask(N_("How is the share rounded?"), N_("If the decision is silent, round down."), "radios")
    ]
    signatory: Annotated[str, Field(min_length=2, max_length=120), Ask(N_("Who signed?"))]
    signatory_capacity: Annotated[
        str,
        Field(min_length=2, max_length=120),
        Ask(N_("In what capacity?"), N_("For example regional development director.")),
    ]
    distribution: Annotated[
        str, Field(max_length=1000), Ask(N_("Sent to"), N_("One recipient on each line."), "area", 4)
    ] = ""
    conditions_asked: Annotated[
        list[ConditionRow],
        Field(max_length=30),
        Ask(
            N_("Conditions"),
            N_("Each condition of the decision, one at a time."),
            "rows",
            add=N_("Add a condition"),
            row=N_("Condition"),
        ),
    ] = []
    line_sv: Annotated[
        str,
        Field(max_length=200),
        Ask(
            N_("Who co-finances, in Swedish"),
            N_(
                "One sentence. It stands on every page, file and letter while the decision is in force, "
                "if a condition asks for it."
            ),
        ),
    ] = ""
    line_en: Annotated[str, Field(max_length=200), Ask(N_("The same sentence in English"))] = ""

    @model_validator(mode="after")
    def the_window_has_an_order(self) -> "DecisionForm":
        if self.ends_on < self.starts_on:
            raise wrong(
                N_("The end date must be after the start date %(start)s."), "ends_on", start=self.starts_on.isoformat()
            )
        return self

    @model_validator(mode="after")
    def a_large_share_has_a_reason(self) -> "DecisionForm":
        if self.percent > 50 and len(self.percent_reason) < 10:
            raise wrong(N_("A share over 50 percent needs a reason. Say which rule allows it."), "percent_reason")
        return self

    @model_validator(mode="after")
    def what_must_be_shown_is_said(self) -> "DecisionForm":
        if any(row.kind is ConditionKind.visibility for row in self.conditions_asked):
            for field, text in (("line_sv", self.line_sv), ("line_en", self.line_en)):
                if len(text) < 10:
                    raise wrong(
                        N_("A condition asks that it is shown who co-finances. Write the sentence in both languages."),
                        field,
                    )
        return self


class ConditionForm(Asked):
    """How it stands with a condition."""

    status: Annotated[ConditionStatus, Ask(N_("How does it stand?"), kind="radios")]
    evidence: Annotated[
        str,
        Field(max_length=2000),
        Ask(
            N_("What shows it?"),
            N_("What has been done, and where it can be seen. Needed when the condition is fulfilled."),
            "area",
            4,
        ),
    ] = ""
    owner_id: Annotated[UUID, Ask(N_("Who watches it?"), kind="select", choices="officers", free=False)]
    due_on: Annotated[Day | None, Ask(N_("To be looked at again by"), kind="date", free=False)] = None

    @model_validator(mode="after")
    def what_is_fulfilled_is_shown(self) -> "ConditionForm":
        if self.status is ConditionStatus.met and len(self.evidence) < 10:
            raise wrong(N_("Write what shows that the condition is fulfilled."), "evidence")
        return self


class FinancingRow(Asked):
    source: Annotated[FundingSource, Ask(N_("Where from"), kind="select", free=False)]
    name: Annotated[str, Field(min_length=2, max_length=160), Ask(N_("Who pays"))]
    amount: Annotated[Whole, Field(gt=0, le=10_000_000_000), Ask(N_("Kronor"), kind="money", free=False)]
    is_confirmed: Annotated[bool, Ask(N_("Decided"), N_("There is a decision or a written promise."), "tick")] = False


class BudgetRow(Asked):
    year: Annotated[Whole, Field(ge=2000, le=2100), Ask(N_("Year"), kind="year", free=False)]
    category: Annotated[Category, Ask(N_("Kind of cost"), kind="select", free=False)]
    organisation: Annotated[UUID, Ask(N_("Organisation"), kind="select", choices="organisations", free=False)]
    amount: Annotated[Whole, Field(gt=0, le=10_000_000_000), Ask(N_("Kronor"), kind="money", free=False)]


class PlanForm(Asked):
    """The budget of a phase, and who pays for what the grant does not."""

    budget: Annotated[
        list[BudgetRow],
        Field(min_length=1, max_length=50),
        Ask(
            N_("Budget"),
            N_("Costs for each year, kind and organisation."),
            "rows",
            add=N_("Add a line to the budget"),
            row=N_("Line"),
            empty=N_("Write at least one line of the budget."),
        ),
    ]
    financing: Annotated[
        list[FinancingRow],
        Field(max_length=50),
        Ask(
            N_("Who else pays?"),
            N_("The grant itself is counted already."),
            "rows",
            add=N_("Add someone who pays"),
            row=N_("Payer"),
        ),
    ] = []


class DocumentForm(Asked):
    """What a decision was based on."""

    title: Annotated[
        str,
        Field(min_length=3, max_length=160),
        Ask(N_("What is the document?"), N_("For example project description.")),
    ]
    dated_on: Annotated[Day, Ask(N_("Date of the document"), kind="date", free=False)]
