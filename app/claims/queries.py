"""Every question asked of the tables of claims."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actor import Actor
from app.claims import rules
from app.claims.models import HELD, Claim, ClaimDocument, ClaimDue, ClaimRow, ClaimState
from app.costs import queries as costs
from app.costs.arithmetic import Position, Terms, counted, position
from app.costs.models import Booking
from app.grants.models import Condition, Grant, GrantDecision
from app.people.models import Membership
from app.refusals import NotFound


def _whole() -> Select[Claim]:
    decisions = joinedload(Claim.grant).selectinload(Grant.decisions)
    return select(Claim).options(
        joinedload(Claim.grant).joinedload(Grant.organisation),
        decisions.joinedload(GrantDecision.grant),
        decisions.selectinload(GrantDecision.conditions).joinedload(Condition.owner).joinedload(Membership.person),
        joinedload(Claim.phase).joinedload(GrantDecision.grant),
        selectinload(Claim.rows).joinedload(ClaimRow.booking).joinedload(Booking.bearer),
        selectinload(Claim.documents).joinedload(ClaimDocument.document),
    )


def claim(db: Session, actor: Actor, reference: str) -> Claim:
    """The claim with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.scalar(_whole().where(rules.may_view.rows(actor), Claim.reference == reference))
    if found is None:
        raise NotFound
    return found


def of_grant(db: Session, grant: Grant) -> Sequence[Claim]:
    """The claims of a grant in the order they were made."""
    return db.scalars(_whole().where(Claim.grant_id == grant.id).order_by(Claim.number)).all()


def claimed(db: Session, phase_id: UUID, but: UUID | None = None) -> Decimal:
    """What has been claimed in a phase and not refused, in kronor; `but` leaves one claim out."""
    query = select(Claim).where(Claim.phase_id == phase_id, Claim.state.in_(HELD))
    return sum((one.held for one in db.scalars(query) if one.id != but), Decimal(0))


def paid(db: Session, phase_id: UUID) -> Decimal:
    """What has been paid in a phase, in kronor."""
    query = select(func.sum(Claim.amount_approved)).where(Claim.phase_id == phase_id, Claim.state == ClaimState.paid)
    return db.scalar(query) or Decimal(0)


def held_rows(db: Session, phase_id: UUID) -> Sequence[Booking]:
    """The bookings that claims of the phase hold, also its draft."""
    query = (
        select(Booking)
        .join(ClaimRow, ClaimRow.booking_id == Booking.id)
        .join(Claim, Claim.id == ClaimRow.claim_id)
        .where(Claim.phase_id == phase_id, ClaimRow.is_released.is_(False))
    )
    return db.scalars(query).all()


def standing(db: Session, grant: Grant, terms: Terms) -> Position:
    """How a phase stands now: all that counts in it, and what has been claimed."""
    rows = counted(costs.bookings(db, grant), terms, costs.terms_in_force(grant))
    return position(terms, rows, claimed(db, terms.phase_id))


def of_claim(db: Session, claim: Claim, terms: Terms) -> Position:
    """What a draft asks for: its rows and those claimed before, less what has been claimed."""
    return position(terms, held_rows(db, claim.phase_id), claimed(db, claim.phase_id, but=claim.id))


def draft_of(db: Session, phase_id: UUID) -> Claim | None:
    return db.scalar(_whole().where(Claim.phase_id == phase_id, Claim.state == ClaimState.draft))


def next_number(db: Session, grant: Grant) -> int:
    query = select(func.coalesce(func.max(Claim.number), 0)).where(Claim.grant_id == grant.id)
    return int(db.scalar(query) or 0) + 1


def hold(db: Session, claim: Claim) -> None:
    """Let no one else change it until the transaction ends."""
    db.flush()
    columns = [column.key for column in Claim.__mapper__.column_attrs]
    db.refresh(claim, columns, with_for_update=True)


def open_claims(db: Session, phase_id: UUID) -> int:
    """How many claims of a phase wait for something."""
    waiting = (ClaimState.draft, ClaimState.sent, ClaimState.approved, ClaimState.partly)
    query = select(func.count()).select_from(Claim).where(Claim.phase_id == phase_id, Claim.state.in_(waiting))
    return db.scalar(query) or 0


def last_claimed_day(db: Session, phase_id: UUID) -> Claim | None:
    """The claim of a phase that reaches furthest."""
    query = select(Claim).where(Claim.phase_id == phase_id, Claim.state.in_(HELD))
    return db.scalar(query.order_by(Claim.until_on.desc()).limit(1))


def dues(db: Session, phase_id: UUID) -> Sequence[ClaimDue]:
    query = select(ClaimDue).where(ClaimDue.phase_id == phase_id).order_by(ClaimDue.period_ends_on)
    return db.scalars(query.with_for_update()).all()


def due_by_id(db: Session, due_id: UUID) -> ClaimDue | None:
    return db.get(ClaimDue, due_id)
