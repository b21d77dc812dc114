"""Which municipalities take part and whether somebody leads the testbed there, on any day (O1, O3)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.database import today
from app.handovers.models import Handover, HandoverState
from app.indicators.facts import Fact
from app.indicators.queries import Host, day_of, within
from app.indicators.queries_rows import day
from app.organisations.models import Organisation, OrganisationKind
from app.oversight.queries import TAKES_PART
from app.people.queries_posts import stretches_led
from app.periods import DAY, Period

ONBOARDING = "Onboarding"  # what the log calls it; its feature stands above this one
CREATED_ON = day(Organisation.created_at)
Stretch = tuple[date, date]


def taking_part(db: Session, period: Period) -> list[Fact]:
    """Municipalities that took part on the last day of the period, or take part today. Those that have left since were
    there then, so that what was once reported does not change; one that pauses has not left."""
    last, turns = min(period.until, today()), _turns(db)
    query = select(
        Organisation.id, Organisation.name, Organisation.slug, Organisation.status, Organisation.joined_on, CREATED_ON
    ).where(Organisation.kind == OrganisationKind.municipality)
    found = []
    for id_, name, slug, status, joined_on, created_on in db.execute(query.order_by(Organisation.short_name)):
        own = turns.get(id_, [])
        was_there = status in TAKES_PART if not own else not own[0][1]
        joined = _since(own, last, ((joined_on if not own else None) or created_on) if was_there else None)
        if joined is not None and joined <= last:
            found.append(Fact(str(id_), joined, name, place=slug))
    return found


def _turns(db: Session) -> dict[UUID, list[tuple[date, bool]]]:
    """When municipalities were welcomed (True) and when they left, in order."""
    query = select(Event.subject_organisation_id, Event.at, Event.happening).where(
        Event.subject_type == ONBOARDING,  # few, and found by the index
        Event.happening.in_((Happened.onboarding_welcomed, Happened.onboarding_left)),
    )
    found: dict[UUID, list[tuple[date, bool]]] = {}
    for home, at, happening in db.execute(query.order_by(Event.at)):
        found.setdefault(home, []).append((day_of(at), happening is Happened.onboarding_welcomed))
    return found


def _since(turns: list[tuple[date, bool]], day: date, since: date | None) -> date | None:
    """Since when it takes part on that day; the day it leaves is a day without it. What founded the testbed was there
    (`since`) before anything was written down of it."""
    for on, is_welcome in turns:
        if on <= day:
            since = on if is_welcome else None
    return since


def _led(db: Session, facts: Sequence[Fact], last: date) -> list[tuple[Fact, list[Stretch]]]:
    """Each municipality with the stretches of days on which somebody led the testbed there, until that day."""
    posts = {str(id_): found for id_, found in stretches_led(db).items()}
    return [
        (
            fact,
            sorted((since, min(until or last, last)) for since, until in posts.get(fact.what, ()) if since <= last),
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
