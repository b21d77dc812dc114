"""Which municipalities take part and whether somebody leads the testbed there, on any day (O1, O3)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actor import Role
from app.database import today
from app.handovers.models import Handover, HandoverState
from app.indicators.facts import Fact
from app.indicators.queries import Host, day_of, municipalities, within
from app.organisations.models import Organisation
from app.people.queries_posts import posts_of
from app.periods import DAY, Period

Stretch = tuple[date, date]


def _joined(one: Organisation) -> date:
    return one.joined_on or day_of(one.created_at)


def taking_part(db: Session, period: Period) -> list[Fact]:
    """Municipalities that take part and had joined by the last day of the period."""
    return [
        Fact(str(one.id), _joined(one), one.name, place=one.slug)
        for one in municipalities(db)
        if _joined(one) <= period.until
    ]


def _led(db: Session, facts: Iterable[Fact], last: date) -> list[tuple[Fact, list[Stretch]]]:
    """Each municipality with the stretches of days on which somebody led the testbed there, until that day."""
    ids = [one.id for one in municipalities(db)]
    posts = {str(id_): found for id_, found in posts_of(db, ids).items()}
    return [
        (
            fact,
            sorted(
                (one.since, min(one.until or last, last))
                for one in posts.get(fact.what, ())
                if one.role is Role.testbed_leader and one.since <= last
            ),
        )
        for fact in facts
    ]


def manned(db: Session, period: Period) -> list[Fact]:
    """Municipalities that take part; `holds` when they had a leader on the last day of the period, or have one now."""
    last = min(period.until, today())
    found = _led(db, taking_part(db, period), last)
    return [replace(fact, on=last, holds=any(until == last for _, until in led)) for fact, led in found]


def vacant_days(db: Session, period: Period) -> list[Fact]:
    """The days of the period on which nobody led the testbed in a municipality, from the day it joined."""
    last = min(period.until, today())
    counted = [
        (fact, _without(led, max(period.since, fact.on), last)) for fact, led in _led(db, taking_part(db, period), last)
    ]
    return [replace(fact, on=last, value=Decimal(days)) for fact, days in counted if days]


def _without(led: Iterable[Stretch], first: date, last: date) -> int:
    """How many of the days from the first to the last none of the stretches holds. They are in order."""
    days, next_day = 0, first
    for since, until in led:
        days += max(0, (since - next_day).days)
        next_day = max(next_day, until + DAY)
    return days + max(0, (last + DAY - next_day).days)


def handovers(db: Session, period: Period) -> list[Fact]:
    """Handovers that were finished or ran out; `holds` when everything was taken over by the leaver's last day."""
    query = (
        select(Handover.id, Handover.reference, Handover.state, Handover.state_since, Handover.last_day, Host.slug)
        .join(Host, Host.id == Handover.organisation_id)
        .where(Handover.state.in_((HandoverState.done, HandoverState.expired)), within(Handover.state_since, period))
        .order_by(Handover.state_since)
    )
    return [
        Fact(
            str(id_),
            day_of(at),
            reference,
            place=host,
            holds=state is HandoverState.done and day_of(at) <= last_day,
        )
        for id_, reference, state, at, last_day, host in db.execute(query)
    ]
