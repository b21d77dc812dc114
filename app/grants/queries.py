"""Every question asked of the tables of grants."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actor import Actor
from app.database import today
from app.grants import rules
from app.grants.choices import ConditionKind
from app.grants.models import IN_FORCE, Condition, DecisionDocument, DecisionState, Grant, GrantDecision
from app.organisations.models import Organisation, OrganisationKind, OrganisationStatus
from app.people.models import Membership
from app.refusals import NotFound

TAKES_PART = (OrganisationStatus.active, OrganisationStatus.onboarding, OrganisationStatus.paused)


def _whole() -> Select[Grant]:
    decisions = selectinload(Grant.decisions)
    conditions = decisions.selectinload(GrantDecision.conditions)
    return select(Grant).options(
        joinedload(Grant.organisation),
        joinedload(Grant.officer).joinedload(Membership.person),
        decisions.joinedload(GrantDecision.grant),
        conditions.joinedload(Condition.owner).joinedload(Membership.person),
        conditions.joinedload(Condition.decision),
        decisions.selectinload(GrantDecision.documents).joinedload(DecisionDocument.document),
    )


def grants(db: Session, actor: Actor) -> Sequence[Grant]:
    """All grants the actor may see, the latest first."""
    query = _whole().where(rules.may_view.rows(actor)).order_by(Grant.created_at.desc(), Grant.reference)
    return db.scalars(query).all()


def grant(db: Session, actor: Actor, reference: str) -> Grant:
    """The grant with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.scalar(_whole().where(rules.may_view.rows(actor), Grant.reference == reference.upper()))
    if found is None:
        raise NotFound
    return found


def by_id(db: Session, grant_id: UUID) -> Grant | None:
    """For notices and the clock, which act for nobody."""
    return db.scalar(_whole().where(Grant.id == grant_id))


def is_taken(db: Session, reference: str, but: UUID | None = None) -> bool:
    """Whether another grant has that reference."""
    query = select(exists().where(Grant.reference == reference, Grant.id != but if but else Grant.id.is_not(None)))
    return bool(db.scalar(query))


def hold(db: Session, grant: Grant) -> None:
    """Let no one else change the grant or what belongs to it until the transaction ends."""
    db.flush()
    db.refresh(grant, [column.key for column in Grant.__mapper__.column_attrs], with_for_update=True)


def hold_decision(db: Session, decision: GrantDecision) -> None:
    """The same for one decision."""
    db.flush()
    columns = [column.key for column in GrantDecision.__mapper__.column_attrs]
    db.refresh(decision, columns, with_for_update=True)


def next_number(db: Session, grant: Grant) -> int:
    query = select(func.coalesce(func.max(GrantDecision.number), 0)).where(GrantDecision.grant_id == grant.id)
    return int(db.scalar(query) or 0) + 1


def in_force(db: Session) -> Sequence[GrantDecision]:
    """Every decision that is in force and not settled, for the clock."""
    query = select(GrantDecision).where(GrantDecision.state == DecisionState.active)
    whole = (
        joinedload(GrantDecision.grant),
        selectinload(GrantDecision.conditions).joinedload(Condition.owner).joinedload(Membership.person),
    )
    return db.scalars(query.options(*whole).order_by(GrantDecision.created_at, GrantDecision.id)).all()


def windows(db: Session) -> list[tuple[date, date]]:
    """The first and last day of every phase that is or has been in force: what the years of the project are counted
    from."""
    query = select(GrantDecision.starts_on, GrantDecision.ends_on).where(GrantDecision.state.in_(IN_FORCE)).distinct()
    return [(starts, ends) for starts, ends in db.execute(query.order_by(GrantDecision.starts_on))]


def lines(db: Session) -> Mapping[str, tuple[str, ...]]:
    """Who co-finances, in each language: what every page, file and letter says now (domain.md A9).

    Said of every decision in force from the day it begins, if a condition of it asks for it, each sentence once.
    """
    asks = exists().where(Condition.decision_id == GrantDecision.id, Condition.kind == ConditionKind.visibility)
    query = (
        select(GrantDecision.line_sv, GrantDecision.line_en)
        .where(GrantDecision.state == DecisionState.active, GrantDecision.starts_on <= today(), asks)
        .order_by(GrantDecision.starts_on, GrantDecision.created_at, GrantDecision.id)
    )
    found = db.execute(query).all()
    return {
        "sv": tuple(dict.fromkeys(row.line_sv for row in found if row.line_sv)),
        "en": tuple(dict.fromkeys(row.line_en for row in found if row.line_en)),
    }


def bearers(db: Session) -> Sequence[Organisation]:
    """Organisations that can have costs of a project: those that take part and are no companies."""
    query = select(Organisation).where(
        Organisation.kind.not_in((OrganisationKind.company, OrganisationKind.guests)),
        Organisation.status.in_(TAKES_PART),
    )
    return db.scalars(query.order_by(Organisation.name)).all()


def may_bear_costs(db: Session, organisation_id: UUID) -> bool:
    """Whether there is such an organisation, and it is no company and no guest."""
    query = select(Organisation.kind).where(Organisation.id == organisation_id)
    return db.scalar(query) not in (None, OrganisationKind.company, OrganisationKind.guests)


def all_grants(db: Session) -> Sequence[Grant]:
    """Every grant, for figures about the whole."""
    return db.scalars(_whole().order_by(Grant.created_at, Grant.reference)).all()
