"""What people fill in about a need. The models are the pages, the check-answers list and the API's bodies.

Texts and limits: ux.md 2.1 and domain.md 4.3. The numbers of domain.md's field list stand beside the fields.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from app.asking import Ask, Asked, Day, Whole, wrong
from app.challenges.choices import (
    CallType,
    Category,
    Compensation,
    EffectGoal,
    Horizon,
    Involvement,
    LegalRegime,
    Operation,
    Priority,
    RegionalGoal,
    SocietalChallenge,
    TargetGroup,
    YesNoUnknown,
)
from app.language import N_
from app.parts import Part, Parts

NO_PERSONS = N_("Write nothing that can be tied to a single person.")
SHORTEST_CALL = timedelta(days=14)
MOST_PEOPLE = 1_000_000

Count = Annotated[Whole, Field(ge=0, le=MOST_PEOPLE)]


class InBrief(Asked):
    title: Annotated[  # 1
        str,
        Field(min_length=10, max_length=120),
        Ask(N_("What is the need called?"), N_("Describe the problem, not a product."), visibility="public"),
    ]
    summary: Annotated[  # 2
        str,
        Field(min_length=50, max_length=500),
        Ask(
            N_("Summarise the need"),
            N_("Two to four sentences anyone can follow. Write nothing that can be tied to a single person."),
            kind="area",
            visibility="public",
        ),
    ]
    categories: Annotated[  # 12
        list[Category],
        Field(min_length=1, max_length=3),
        Ask(N_("What kind of technology could it be about?"), N_("Choose up to three."), "checks", visibility="public"),
    ]
    horizon: Annotated[Horizon, Ask(N_("When do you need a solution?"), kind="radios", visibility="public")]  # 18
    priority: Annotated[Priority, Ask(N_("How important is it for you?"), kind="radios", visibility="public")]  # 18


class Baseline(Asked):
    what: Annotated[str, Field(min_length=1, max_length=120), Ask(N_("What is measured"))]
    value: Annotated[str, Field(min_length=1, max_length=40), Ask(N_("Value today"), width="short")]
    unit: Annotated[str, Field(max_length=60), Ask(N_("Unit"), width="short")] = ""
    on: Annotated[Day | None, Ask(N_("Measured on"), kind="date", width="short")] = None


class TodayAndGoal(Asked):
    problem: Annotated[  # 3
        str,
        Field(min_length=100, max_length=4000),
        Ask(
            N_("What is the situation today?"),
            N_("What happens, how often and with what effect. Write nothing that can be tied to a single person."),
            "area",
            rows=8,
            visibility="public",
        ),
    ]
    desired: Annotated[  # 4
        str,
        Field(min_length=50, max_length=2000),
        Ask(N_("How do you want it to be?"), N_("Say what should change, not how."), "area", 6, visibility="public"),
    ]
    why_now: Annotated[str, Field(max_length=1000), Ask(N_("Why is it important now?"), "", "area", 4)] = ""  # 5
    boundaries: Annotated[  # 6
        str,
        Field(max_length=1000),
        Ask(N_("What is out of scope?"), N_("For example what you do not want."), "area", 4, visibility="public"),
    ] = ""
    tried: Annotated[  # 15
        str,
        Field(max_length=2000),
        Ask(N_("What have you already tried?"), N_("And what came of it."), "area", 4, visibility="public"),
    ] = ""
    baseline: Annotated[  # 14
        list[Baseline],
        Field(max_length=10),
        Ask(
            N_("What do today's figures look like?"),
            N_("For example night visits per week."),
            "rows",
            add=N_("Add a figure"),
            row=N_("Figure"),
            visibility="public",
        ),
    ] = []


class WhomItConcerns(Asked):
    operations: Annotated[  # 7
        list[Operation],
        Field(min_length=1),
        Ask(N_("Which services does it concern?"), N_("Select all that apply."), "checks", visibility="public"),
    ]
    legal_regime: Annotated[  # 8
        LegalRegime,
        Ask(
            N_("Which law governs the service?"),
            N_("This decides which checks are needed before a test."),
            "radios",
            visibility="public",
        ),
    ]
    target_groups: Annotated[  # 9
        list[TargetGroup],
        Field(min_length=1),
        Ask(N_("Who is it for?"), N_("For example older people living at home."), "checks", visibility="public"),
    ]
    target_note: Annotated[
        str, Field(max_length=200), Ask(N_("Describe the group in your own words"), visibility="public")
    ] = ""
    affected_users: Annotated[  # 10
        Count | None,
        Ask(
            N_("About how many users are affected?"),
            N_("An estimate is fine."),
            "number",
            width="short",
            visibility="public",
        ),
    ] = None
    affected_relatives: Annotated[
        Count | None,
        Ask(N_("About how many relatives are affected?"), kind="number", width="short", visibility="public"),
    ] = None
    affected_staff: Annotated[
        Count | None, Ask(N_("About how many staff are affected?"), kind="number", width="short", visibility="public")
    ] = None
    effect_goals: Annotated[  # 11
        list[EffectGoal],
        Field(min_length=1, max_length=3),
        Ask(N_("What should get better?"), N_("Choose up to three."), "checks", visibility="public"),
    ]
    user_involvement: Annotated[  # 13
        list[Involvement],
        Field(min_length=1),
        Ask(
            N_("How have those affected been involved?"),
            N_("“Not yet” is a valid answer."),
            "checks",
            visibility="public",
        ),
    ]
    involvement_note: Annotated[
        str, Field(max_length=1000), Ask(N_("Tell more about how they have been involved"), "", "area", 3)
    ] = ""

    @model_validator(mode="after")
    def someone_is_affected(self) -> "WhomItConcerns":
        if not (self.affected_users or self.affected_relatives or self.affected_staff):
            raise wrong(N_("Write about how many are affected in at least one of the boxes."), "affected_users")
        return self


class SiteAndTerms(Asked):
    site_name: Annotated[  # 17
        str,
        Field(min_length=2, max_length=200),
        Ask(
            N_("Where can you test?"),
            N_("For example a unit, a care home or a test flat."),
            visibility="public",
        ),
    ]
    site_from: Annotated[Day, Ask(N_("From when?"), N_("For example 2026-12-04."), "date", width="short")]
    site_to: Annotated[Day, Ask(N_("Until when?"), N_("For example 2027-05-31."), "date", width="short")]
    site_participants_min: Annotated[
        Count | None, Ask(N_("How many can take part, at least?"), kind="number", width="short", visibility="public")
    ] = None
    site_participants_max: Annotated[
        Count, Ask(N_("How many can take part, at most?"), kind="number", width="short", visibility="public")
    ]
    site_hours: Annotated[
        Annotated[Whole, Field(ge=0, le=400)],
        Ask(
            N_("How many staff hours a week can you set aside?"),
            N_("Management is asked to confirm this."),
            "number",
            width="short",
            visibility="public",
        ),
    ]
    tech_env: Annotated[  # 16
        str,
        Field(max_length=2000),
        Ask(
            N_("What must it work with?"),
            N_("For example alarm system, records, wireless network."),
            "area",
            4,
            visibility="public",
        ),
    ] = ""
    co_owners_wanted: Annotated[  # 19
        list[str],
        Field(max_length=12),
        Ask(
            N_("Do other municipalities share it?"),
            N_("They are asked and must agree themselves."),
            "checks",
            choices="municipalities",
            visibility="internal",
            free=False,
        ),
    ] = []
    procure_24m: Annotated[  # 26
        YesNoUnknown,
        Ask(
            N_("Could this become a purchase within two years?"),
            N_("If so, procurement is involved early."),
            "radios",
            visibility="public",
        ),
    ]
    compensation: Annotated[  # 23
        Compensation, Ask(N_("Is the company paid for the test?"), kind="radios", visibility="public")
    ]
    compensation_cap: Annotated[
        Annotated[Decimal, Field(ge=0, le=10_000_000)] | None,
        Ask(
            N_("At most how many kronor?"),
            kind="money",
            width="short",
            shown_if=("compensation", "capped"),
            visibility="public",
        ),
    ] = None

    @model_validator(mode="after")
    def dates_and_numbers_agree(self) -> "SiteAndTerms":
        if self.site_to < self.site_from:
            raise wrong(N_("The end date must be after the start date."), "site_to")
        if (self.site_participants_min or 0) > self.site_participants_max:
            raise wrong(
                N_("The highest number must be the same as or larger than the lowest."), "site_participants_max"
            )
        if self.compensation is Compensation.capped and not self.compensation_cap:
            raise wrong(N_("Write how much the company is paid at most."), "compensation_cap")
        return self


class Criterion(Asked):
    text: Annotated[str, Field(min_length=3, max_length=200), Ask(N_("What you assess"))]
    weight: Annotated[Annotated[Whole, Field(ge=1, le=100)], Ask(N_("Weight"), kind="number", width="short")]


class Invitation(Asked):
    call_type: Annotated[CallType, Ask(N_("How do you invite companies?"), kind="radios", visibility="public")]  # 20
    opens_on: Annotated[  # 21
        Day | None,
        Ask(N_("First day"), N_("For example 2026-12-04."), "date", width="short", shown_if=("call_type", "call")),
    ] = None
    questions_close_on: Annotated[
        Day | None, Ask(N_("Last day for questions"), kind="date", width="short", shown_if=("call_type", "call"))
    ] = None
    closes_on: Annotated[
        Day | None,
        Ask(N_("Last day to apply"), N_("At least 14 days."), "date", width="short", shown_if=("call_type", "call")),
    ] = None
    criteria: Annotated[  # 22
        list[Criterion],
        Field(max_length=6),
        Ask(
            N_("What will you assess?"),
            N_("Three to six criteria. The weights add up to 100 and are locked when you publish."),
            "rows",
            add=N_("Add a criterion"),
            row=N_("Criterion"),
            visibility="public",
        ),
    ] = []
    regional_goals: Annotated[  # 24
        list[RegionalGoal],
        Field(min_length=1),
        Ask(N_("Which goals of the regional development strategy does it serve?"), "", "checks", visibility="public"),
    ]
    societal_challenges: Annotated[
        list[SocietalChallenge],
        Field(min_length=1),
        Ask(N_("Which societal challenges does it concern?"), "", "checks", visibility="public"),
    ]
    sponsor_id: Annotated[  # 25
        str,
        Field(min_length=1),
        Ask(
            N_("Who in management decides?"),
            N_("They get one page and three choices."),
            "radios",
            choices="sponsors",
            visibility="internal",
            free=False,
        ),
    ]

    @model_validator(mode="after")
    def a_call_has_its_dates(self) -> "Invitation":
        if self.call_type is CallType.call:
            _check_dates(self.opens_on, self.questions_close_on, self.closes_on)
        if self.call_type is not CallType.dialogue:
            _check_criteria(self.criteria)
        return self


def _check_dates(opens: date | None, questions_close: date | None, closes: date | None) -> None:
    if opens is None:
        raise wrong(N_("Write the first day of the call."), "opens_on")
    if closes is None:
        raise wrong(N_("Write the last day to apply."), "closes_on")
    if closes < opens + SHORTEST_CALL:
        earliest = (opens + SHORTEST_CALL).isoformat()
        raise wrong(
            N_("The call must be open for at least 14 days. Choose %(earliest)s or later."),
            "closes_on",
            earliest=earliest,
        )
    if questions_close is None:
        raise wrong(N_("Write the last day for questions."), "questions_close_on")
    if not opens <= questions_close < closes:
        raise wrong(N_("The last day for questions must be before the last day to apply."), "questions_close_on")


def _check_criteria(criteria: list[Criterion]) -> None:
    if not 3 <= len(criteria) <= 6:
        raise wrong(N_("Write three to six criteria."), "criteria")
    total = sum(criterion.weight for criterion in criteria)
    if total != 100:
        raise wrong(N_("The weights add up to %(total)s. They must add up to 100."), "criteria", total=total)


PARTS = Parts(
    (
        Part("korthet", N_("The need in brief"), InBrief),
        Part("nulage-och-mal", N_("Today and the goal"), TodayAndGoal),
        Part("vem", N_("Whom it concerns"), WhomItConcerns),
        Part("testmiljo", N_("Test site and terms"), SiteAndTerms),
        Part("inbjudan", N_("Invitation and assessment"), Invitation),
    )
)
