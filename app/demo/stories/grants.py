"""The money: the first decision with its six claims, written down afterwards, and a second one that is in force now."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.demo.acts import grants
from app.demo.grants import CORRECTION, FIRST, GRANT, OUTSIDE, PARTS, QUARTERS, SECOND, SHOWN, UNELIGIBLE
from app.demo.organisations import REGION
from app.demo.stage import Stage, Story
from app.demo.words import Said
from app.grants.actions import decision_of

OFFICER, LEAD = "joakim", "ylva"
PAYER: Said = {"source": "municipality", "name": "De medverkande kommunerna", "is_confirmed": True}
LIVES = 18  # months of the second decision


def _month(stage: Stage, months: int) -> date:
    """The first day of the month so many months from now."""
    number = stage.today.year * 12 + stage.today.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def money(stage: Stage) -> Story:
    yield stage.at(-425, "09.30")
    grants.register(stage, OFFICER, GRANT)
    grants.decide(stage, OFFICER, LEAD, FIRST)
    budget = [
        row
        for year, amount in ((2021, 500000), (2022, 1200000), (2023, 3900000), (2024, 2623962))
        for row in _budgeted(stage, year, amount)
    ]
    grants.plan(stage, OFFICER, 1, budget, [{**PAYER, "amount": 4111981}])
    yield stage.at(-424, "10.00")
    for number, (until, amount) in enumerate(QUARTERS, start=1):
        for category, what, percent in PARTS:
            said: Said = {
                "booked_on": until,
                "paid_on": until,
                "amount": grants.share(amount, percent),
                "category": category,
                "description": f"{what}, kvartal {int(until[5:7]) // 3} {until[:4]}",
                "voucher": f"A-{22000 + 100 * number + percent}",
            }
            grants.book(stage, OFFICER, said, REGION if category == "personnel" else "orebro")
    yield stage.at(-423, "10.00")
    decision = decision_of(grants.grant_of(stage, OFFICER), 1)
    for until, _ in QUARTERS:
        day = date.fromisoformat(until)
        reference = grants.claim(stage, OFFICER, LEAD, decision, day, signed_on=day + timedelta(days=22))
        grants.answer_and_pay(stage, OFFICER, reference, day + timedelta(days=45))
    yield stage.at(-422, "13.00")
    grants.book(stage, OFFICER, OUTSIDE, REGION)
    grants.book(stage, OFFICER, UNELIGIBLE, REGION)
    grants.correct(stage, OFFICER, 22, CORRECTION)
    hours: Said = {"until_on": "2024-06-30", "hours": "640", "per_hour": "420", "description": "Testbäddsledarnas tid"}
    grants.put_in_hours(stage, OFFICER, hours, "hallsberg")
    for condition, shown in enumerate(SHOWN, start=1):
        grants.judge(stage, OFFICER, 1, condition, {"status": "met", "evidence": shown})
    yield stage.at(-421, "15.00")
    grants.settle(stage, LEAD, 1)


def extension(stage: Stage) -> Story:
    """The second decision, which is in force now: one claim is paid, the next is to be made."""
    starts, ends = _month(stage, -7), _month(stage, LIVES - 7) - timedelta(days=1)
    yield stage.at(-200, "11.00")
    dates: Said = {
        "decided_on": (starts - timedelta(days=40)).isoformat(),
        "starts_on": starts.isoformat(),
        "ends_on": ends.isoformat(),
    }
    grants.decide(stage, OFFICER, LEAD, {**SECOND, **dates})
    years = sorted({starts.year, ends.year})
    each = 3700000 // len(years)
    budget = [row for year in years for row in _budgeted(stage, year, each)]
    grants.plan(stage, OFFICER, 2, budget, [{**PAYER, "amount": each * len(years) - 1850000}])
    yield stage.at(-95, "10.30")
    first = _month(stage, -4) - timedelta(days=1)
    for month, amount in ((-7, "148500.50"), (-6, "152200"), (-5, "161340.25")):
        _salary(stage, _month(stage, month), amount)
    yield stage.at(-93, "10.30")
    decision = decision_of(grants.grant_of(stage, OFFICER), 2)
    reference = grants.claim(stage, OFFICER, LEAD, decision, first, signed_on=stage.day(-93))
    yield stage.at(-70, "14.00")
    grants.answer_and_pay(stage, OFFICER, reference, stage.day(-70))
    yield stage.at(-20, "09.40")
    for month, amount in ((-4, "158900"), (-3, "163750.75"), (-2, "166020")):
        _salary(stage, _month(stage, month), amount)
    watched: Said = {"status": "watched", "evidence": "Fördelningen mellan företag ses över varje kvartal."}
    grants.judge(stage, OFFICER, 2, 3, {**watched, "due_on": (stage.today + timedelta(days=20)).isoformat()})


def _budgeted(stage: Stage, year: int, amount: int) -> list[Said]:
    """A year's budget by kind of cost, as the costs are divided; what does not come out even is personnel.

    The region has its personnel, Örebro the rest.
    """
    region, town = _home(stage), grants.bearer(stage, "orebro")
    shares = {category: amount * percent // 100 for category, _, percent in PARTS}
    shares["personnel"] += amount - sum(shares.values())
    bearers = {category: region if category == "personnel" else town for category in shares}
    return [
        {"year": year, "category": category, "organisation": bearers[category], "amount": share}
        for category, share in shares.items()
    ]


def _salary(stage: Stage, month: date, amount: str) -> None:
    day = (month + timedelta(days=24)).isoformat()
    said: Said = {
        "booked_on": day,
        "paid_on": day,
        "amount": amount,
        "category": "personnel",
        "description": f"Lön testledning {month.isoformat()[:7]}",
        "voucher": f"A-{month.year % 100}{month.month:02d}7",
    }
    grants.book(stage, OFFICER, said, REGION)


def _home(stage: Stage) -> str:
    return str(grants.grant_of(stage, OFFICER).organisation_id)


def stories(stage: Stage) -> Iterator[Story]:
    yield money(stage)
    yield extension(stage)
