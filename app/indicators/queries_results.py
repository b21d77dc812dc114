"""Who takes part and what comes of it (O2, O3, P1, P2, B1, B2, Ek1)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.challenges.models import Challenge, CoOwner, CoOwnerStatus
from app.claims import queries as claims
from app.costs import queries as costs
from app.costs.arithmetic import Position, counted, position
from app.database import today
from app.grants.models import Grant, GrantDecision
from app.grants.queries import all_grants
from app.handovers.models import Handover, HandoverState
from app.indicators.facts import Fact
from app.indicators.queries import Host, day_of, municipalities, within
from app.language import N_
from app.organisations.models import Organisation
from app.oversight.queries import vacancies
from app.periods import Period
from app.pilots.models import AfterTest, Evaluation, FollowUp, Pilot
from app.research.models import Research

GROUP, OUTCOME, ADOPTION = N_("Group"), N_("Outcome"), N_("How it is used")


def collaborating(db: Session, period: Period) -> list[Fact]:
    """Organisations in a pilot that ran in the period, or that share a need published in it."""
    rows = [*_in_pilots(db, period), *_in_needs(db, period)]
    kinds = {one.id: one for one in db.scalars(select(Organisation))}
    return [
        Fact(
            str(who),
            on,
            kinds[who].name,
            route,
            reference,
            kind,
            id_,
            place,
            groups=((N_("Kind of organisation"), kinds[who].kind.label),),
        )
        for who, on, route, reference, kind, id_, place in rows
        if who in kinds
    ]


Row = tuple[UUID, date, str, str, str, UUID, str]


def _in_pilots(db: Session, period: Period) -> Iterator[Row]:
    query = (
        select(Pilot, Host.slug, Research.organisation_id)
        .join(Host, Host.id == Pilot.organisation_id)
        .outerjoin(Research, (Research.pilot_id == Pilot.id) & Research.is_accepted)
        .where(Pilot.started_at < period.ends, or_(Pilot.ended_at.is_(None), Pilot.ended_at >= period.begins))
        .order_by(Pilot.started_at, Pilot.id)
    )
    for pilot, host, university in db.execute(query):
        for who in (pilot.organisation_id, pilot.company_id, university):
            if who is not None and pilot.started_at is not None:
                yield (who, day_of(pilot.started_at), "pilot", pilot.reference, Pilot.__name__, pilot.id, host)


def _in_needs(db: Session, period: Period) -> Iterator[Row]:
    query = (
        select(Challenge, Host.slug, CoOwner.organisation_id)
        .join(Host, Host.id == Challenge.organisation_id)
        .join(CoOwner, CoOwner.challenge_id == Challenge.id)
        .where(CoOwner.status == CoOwnerStatus.joined, within(Challenge.published_at, period))
        .order_by(Challenge.published_at, Challenge.id)
    )
    for need, host, other in db.execute(query):
        for who in (need.organisation_id, other):
            if need.published_at is not None:
                yield (who, day_of(need.published_at), "challenge", need.reference, Challenge.__name__, need.id, host)


# O3


def manned(db: Session, period: Period) -> list[Fact]:
    """Municipalities that take part on the last day of the period, or today; `holds` when they have a leader."""
    day = min(period.until, today())
    without = {one.organisation_id for one in vacancies(db, day)}
    return [Fact(str(one.id), day, one.name, place=one.slug, holds=one.id not in without) for one in municipalities(db)]


def vacant_days(db: Session, period: Period) -> list[Fact]:
    """Days of the period without a testbed leader, of those that have none on its last day."""
    day = min(period.until, today())
    slugs = {one.id: one.slug for one in municipalities(db)}
    return [
        Fact(
            str(one.organisation_id),
            day,
            one.name,
            place=slugs.get(one.organisation_id, ""),
            value=Decimal(max(0, (day - max(one.since, period.since)).days)),
        )
        for one in vacancies(db, day)
    ]


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


# P1, P2


def _pilots(*columns: Any) -> Select[Any]:
    return (
        select(Pilot.id, Pilot.reference, Pilot.title, Host.slug, *columns)
        .join(Host, Host.id == Pilot.organisation_id)
        .outerjoin(Evaluation, Evaluation.pilot_id == Pilot.id)
        .outerjoin(AfterTest, AfterTest.pilot_id == Pilot.id)
        .order_by(Pilot.reference)
    )


def _pilot(row: Any, on: date, **more: Any) -> Fact:
    """A row of `_pilots`."""
    id_, reference, title, host = row[:4]
    return Fact(str(id_), on, title, "pilot", reference, Pilot.__name__, id_, host, **more)


def participants(db: Session, period: Period) -> list[Fact]:
    """How many took part, group by group, in pilots whose final report was given in the period."""
    query = _pilots(Evaluation.reported_at, Evaluation.participants).where(within(Evaluation.reported_at, period))
    return [
        _pilot(
            row,
            day_of(row[4]),
            groups=((GROUP, str(group.get("group") or "")),),
            value=Decimal(int(group.get("actual") or 0)),
        )
        for row in db.execute(query)
        for group in row[5]
    ]


def started(db: Session, period: Period) -> list[Fact]:
    query = _pilots(Pilot.started_at).where(within(Pilot.started_at, period))
    return [_pilot(row, day_of(row[4])) for row in db.execute(query)]


def ended(db: Session, period: Period) -> list[Fact]:
    """Pilots that ended, stopped ones too; `holds` when the final report has been given."""
    query = _pilots(Pilot.ended_at, Evaluation.reported_at).where(within(Pilot.ended_at, period))
    return [_pilot(row, day_of(row[4]), holds=row[5] is not None) for row in db.execute(query)]


def stopped(db: Session, period: Period) -> list[Fact]:
    query = _pilots(Pilot.ended_at).where(within(Pilot.ended_at, period), Pilot.stop_reason != "")
    return [_pilot(row, day_of(row[4])) for row in db.execute(query)]


def learned(db: Session, period: Period) -> list[Fact]:
    """Final reports; `holds` when others can read what was learned, also of what did not work."""
    query = _pilots(Evaluation.reported_at, Evaluation.learning).where(within(Evaluation.reported_at, period))
    return [_pilot(row, day_of(row[4]), holds=bool(row[5].strip())) for row in db.execute(query)]


# B1, B2


def benefit(db: Session, period: Period) -> list[Fact]:
    """Kronor of benefit a year that follow-ups have found."""
    query = (
        _pilots(FollowUp.done_at, FollowUp.benefit_kronor)
        .join(FollowUp, FollowUp.pilot_id == Pilot.id)
        .where(within(FollowUp.done_at, period), FollowUp.benefit_kronor.is_not(None))
    )
    return [_pilot(row, day_of(row[4]), value=row[5]) for row in db.execute(query)]


def outcomes(db: Session, period: Period) -> list[Fact]:
    query = _pilots(AfterTest.created_at, AfterTest.outcome).where(within(AfterTest.created_at, period))
    return [_pilot(row, day_of(row[4]), groups=((OUTCOME, row[5].label),)) for row in db.execute(query)]


def in_use(db: Session, period: Period) -> list[Fact]:
    """Follow-ups that were made; `holds` when the solution is in use, wholly or partly."""
    query = (
        _pilots(FollowUp.done_at, FollowUp.adoption, FollowUp.id)
        .join(FollowUp, FollowUp.pilot_id == Pilot.id)
        .where(within(FollowUp.done_at, period), FollowUp.adoption.is_not(None))
    )
    found = []
    for row in db.execute(query):
        used = row[5].value in ("in_use", "partly")
        fact = _pilot(row, day_of(row[4]), groups=((ADOPTION, row[5].label),), holds=used)
        found.append(Fact(**(fact.__dict__ | {"what": str(row[6])})))
    return found


# Ek1: money, of every grant


def _phases(db: Session) -> Iterator[tuple[Grant, GrantDecision]]:
    for grant in all_grants(db):
        yield from ((grant, one) for one in grant.decisions if one.is_in_force)


def _position(db: Session, grant: Grant, decision: GrantDecision, until: date) -> Position:
    terms = costs.terms_of(decision)
    rows = counted(costs.bookings(db, grant), terms, costs.terms_in_force(grant), until)
    return position(terms, rows, claims.claimed(db, terms.phase_id))


def _of_phase(grant: Grant, decision: GrantDecision, on: date, value: Decimal) -> Fact:
    said = f"{grant.registry_number}, {decision.title}"
    return Fact(str(decision.phase_id), on, said, "grant", grant.reference, value=value)


def spent(db: Session, period: Period) -> list[Fact]:
    """Costs that count and were booked in the period: a row for each booking."""
    found = []
    for grant, decision in _phases(db):
        terms = costs.terms_of(decision)
        for row in counted(costs.bookings(db, grant), terms, costs.terms_in_force(grant), period.until):
            if row.booked_on >= period.since and not row.is_income:
                said = f"{grant.registry_number}, {row.voucher or row.number} {row.description}"
                found.append(Fact(str(row.id), row.booked_on, said, "costs", grant.reference, value=row.amount))
    return found


def earned(db: Session, period: Period) -> list[Fact]:
    """What each phase has earned from its first day to the last day of the period."""
    return [
        _of_phase(grant, one, period.until, _position(db, grant, one, period.until).earned)
        for grant, one in _phases(db)
    ]


def left_under_cap(db: Session, period: Period) -> list[Fact]:
    return [
        _of_phase(grant, one, period.until, _position(db, grant, one, period.until).remaining)
        for grant, one in _phases(db)
    ]


def forecast(db: Session, period: Period) -> list[Fact]:
    """What each phase will have earned on its last day, if costs go on at the pace they have had since its first day
    (or have been, when the phase is over). Whole kronor, at most the cap."""
    found = []
    for grant, decision in _phases(db):
        now = min(period.until, today())
        last = min(now, decision.ends_on)
        standing = _position(db, grant, decision, last)
        passed, whole = (last - decision.starts_on).days + 1, (decision.ends_on - decision.starts_on).days + 1
        if passed <= 0:
            continue
        share = standing.terms.share_of(standing.net * whole / passed)
        found.append(_of_phase(grant, decision, now, min(share, standing.terms.cap)))
    return found
