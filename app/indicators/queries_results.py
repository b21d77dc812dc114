"""Who takes part and what comes of it (O2, P1, P2, B1, B2, Ek1)."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, Select, Uuid, cast, column, func, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB, array
from sqlalchemy.orm import Session

from app.challenges.models import Challenge, CoOwner, CoOwnerStatus
from app.claims import queries as claims
from app.costs import queries as costs
from app.costs.arithmetic import Position, counted, position
from app.database import today
from app.grants.models import Grant, GrantDecision
from app.grants.queries import all_grants
from app.indicators.facts import Fact
from app.indicators.queries import BLANK, OF_NEED, OF_PILOT, Host, within
from app.indicators.queries_rows import Group, Rows, columns, day, often, once
from app.language import N_
from app.organisations.models import Organisation, OrganisationKind
from app.periods import Period
from app.pilots.choices import AdoptionStatus, PilotOutcome
from app.pilots.models import AfterTest, Evaluation, FollowUp, Pilot
from app.research.models import Research

GROUP, OUTCOME, ADOPTION = N_("Group"), N_("Outcome"), N_("How it is used")


@often
def collaborating(period: Period) -> Sequence[Rows]:
    """Organisations in a pilot that ran in the period, or that share a need published in it."""
    return [_in_pilots(period), _in_needs(period)]


KIND = Group(N_("Kind of organisation"), Organisation.kind, {one.value: one.label for one in OrganisationKind})


def _in_pilots(period: Period) -> Rows:
    who = _each_of(Pilot.organisation_id, Pilot.company_id, Research.organisation_id)
    query = (
        select(*columns(who, day(Pilot.started_at), Organisation.name, Pilot.reference, Pilot.id, Host.slug))
        .select_from(Pilot)
        .outerjoin(Host, Host.id == Pilot.organisation_id)
        .outerjoin(Research, (Research.pilot_id == Pilot.id) & Research.is_accepted)
        .join(who.table, true())
        .outerjoin(Organisation, Organisation.id == who)
        .where(Pilot.started_at < period.ends, or_(Pilot.ended_at.is_(None), Pilot.ended_at >= period.begins))
        .where(who.is_not(None))
    )
    return Rows(query, OF_PILOT, (KIND,))


def _in_needs(period: Period) -> Rows:
    who, at = _each_of(Challenge.organisation_id, CoOwner.organisation_id), Challenge.published_at
    query = (
        select(*columns(who, day(at), Organisation.name, Challenge.reference, Challenge.id, Host.slug))
        .select_from(Challenge)
        .outerjoin(Host, Host.id == Challenge.organisation_id)
        .join(CoOwner, CoOwner.challenge_id == Challenge.id)
        .join(who.table, true())
        .outerjoin(Organisation, Organisation.id == who)
        .where(CoOwner.status == CoOwnerStatus.joined, within(at, period))
    )
    return Rows(query, OF_NEED, (KIND,))


def _each_of(*organisations: Any) -> Any:
    """One row for each of them, beside the row they are of: the table it is in is to be joined."""
    return func.unnest(array(organisations)).table_valued(column("who", Uuid)).render_derived().c.who


# P1, P2


def _pilots(at: Any, *which: Any, what: Any = Pilot.id, holds: Any = None, value: Any = None) -> Select[Any]:
    """Pilots at which something happened, with their report and what was decided after the test."""
    given = columns(what, day(at), Pilot.title, Pilot.reference, Pilot.id, Host.slug, holds=holds, value=value)
    return (
        select(*given)
        .select_from(Pilot)
        .outerjoin(Host, Host.id == Pilot.organisation_id)
        .outerjoin(Evaluation, Evaluation.pilot_id == Pilot.id)
        .outerjoin(AfterTest, AfterTest.pilot_id == Pilot.id)
        .where(*which)
    )


@often
def participants(period: Period) -> Sequence[Rows]:
    """How many took part, group by group, in pilots whose final report was given in the period."""
    groups = func.jsonb_array_elements(Evaluation.participants).table_valued(column("one", JSONB)).render_derived()
    group = groups.c.one
    number = cast(func.coalesce(func.nullif(group["actual"].astext, ""), "0"), Integer)
    query = _pilots(Evaluation.reported_at, within(Evaluation.reported_at, period), value=number).join(groups, true())
    return [Rows(query, OF_PILOT, (Group(GROUP, func.coalesce(group["group"].astext, "")),))]


@once
def started(period: Period) -> Sequence[Rows]:
    return [Rows(_pilots(Pilot.started_at, within(Pilot.started_at, period)), OF_PILOT)]


@once
def ended(period: Period) -> Sequence[Rows]:
    """Pilots that ended, stopped ones too; `holds` when the final report has been given."""
    reported = Evaluation.reported_at.is_not(None)
    return [Rows(_pilots(Pilot.ended_at, within(Pilot.ended_at, period), holds=reported), OF_PILOT)]


@once
def stopped(period: Period) -> Sequence[Rows]:
    return [Rows(_pilots(Pilot.ended_at, within(Pilot.ended_at, period), Pilot.stop_reason != ""), OF_PILOT)]


@once
def running(period: Period) -> Sequence[Rows]:
    """Pilots that went on when the period ended: no indicator, but reports tell of them."""
    goes_on = or_(Pilot.ended_at.is_(None), Pilot.ended_at >= period.ends)
    return [Rows(_pilots(Pilot.started_at, Pilot.started_at < period.ends, goes_on), OF_PILOT)]


@once
def learned(period: Period) -> Sequence[Rows]:
    """Final reports; `holds` when others can read what was learned, also of what did not work."""
    at, said = Evaluation.reported_at, func.btrim(Evaluation.learning, BLANK) != ""
    return [Rows(_pilots(at, within(at, period), holds=said), OF_PILOT)]


# B1, B2


def _followed_up(period: Period, *which: Any, **more: Any) -> Select[Any]:
    query = _pilots(FollowUp.done_at, within(FollowUp.done_at, period), *which, **more)
    return query.join(FollowUp, FollowUp.pilot_id == Pilot.id)


@often
def benefit(period: Period) -> Sequence[Rows]:
    """Kronor of benefit a year that follow-ups have found."""
    found = FollowUp.benefit_kronor
    return [Rows(_followed_up(period, found.is_not(None), value=found), OF_PILOT)]


@once
def outcomes(period: Period) -> Sequence[Rows]:
    at, labels = AfterTest.created_at, {one.value: one.label for one in PilotOutcome}
    return [Rows(_pilots(at, within(at, period)), OF_PILOT, (Group(OUTCOME, AfterTest.outcome, labels),))]


@once
def in_use(period: Period) -> Sequence[Rows]:
    """Follow-ups that were made; `holds` when the solution is in use, wholly or partly."""
    found, labels = FollowUp.adoption, {one.value: one.label for one in AdoptionStatus}
    used = found.in_((AdoptionStatus.in_use, AdoptionStatus.partly))
    query = _followed_up(period, found.is_not(None), what=FollowUp.id, holds=used)
    return [Rows(query, OF_PILOT, (Group(ADOPTION, found, labels),))]


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
