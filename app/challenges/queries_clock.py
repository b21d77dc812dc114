"""What the clock looks for among needs. It sees everything, because nobody reads the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import String, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.activity.happenings import Happened
from app.activity.models import Event
from app.challenges.models import Challenge, ChallengeState, CoOwner, Mandate
from app.database import now, today

KEPT_AFTER_END = timedelta(days=365)  # then the clock archives it
CLOSES_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """Needs whose date has come."""

    to_open: Sequence[Challenge] = field(default_factory=list)
    to_close: Sequence[Challenge] = field(default_factory=list)
    to_resume: Sequence[Challenge] = field(default_factory=list)
    to_archive: Sequence[Challenge] = field(default_factory=list)


def due(db: Session, day: date | None = None, moment: datetime | None = None) -> Due:
    day, moment = day or today(), moment or now()
    everything = select(Challenge).options(
        joinedload(Challenge.organisation), selectinload(Challenge.co_owners).joinedload(CoOwner.organisation)
    )
    calls = everything.where(Challenge.call_type == "call")
    to_open = db.scalars(calls.where(Challenge.state == ChallengeState.published, Challenge.opens_on <= day)).all()
    running = db.scalars(calls.where(Challenge.state == ChallengeState.open, Challenge.closes_on <= day)).all()
    latest = (
        select(Mandate.challenge_id, func.max(Mandate.created_at).label("at")).group_by(Mandate.challenge_id).subquery()
    )
    waiting = everything.join(latest, latest.c.challenge_id == Challenge.id).join(
        Mandate, (Mandate.challenge_id == Challenge.id) & (Mandate.created_at == latest.c.at)
    )
    to_resume = db.scalars(
        waiting.where(
            Challenge.state == ChallengeState.anchoring,
            Mandate.until <= day,
            Challenge.state_since < func.cast(Mandate.until, Challenge.state_since.type),
        )
    ).all()
    ended = (
        ChallengeState.resolved,
        ChallengeState.closed_no_match,
        ChallengeState.closed_not_resolved,
        ChallengeState.merged,
    )
    to_archive = db.scalars(
        everything.where(Challenge.state.in_(ended), Challenge.ended_at < moment - KEPT_AFTER_END)
    ).all()
    return Due(
        to_open, [need for need in running if need.closes_at and need.closes_at <= moment], to_resume, to_archive
    )


def closing(db: Session, day: date | None = None) -> Sequence[Challenge]:
    """Open calls that close within a week, of which nobody has been told yet; told anew when the day has been moved."""
    day = day or today()
    told = select(Event.id).where(
        Event.subject_id == Challenge.id,
        Event.happening == Happened.challenge_closing,
        Event.details["closes_on"].astext == func.cast(Challenge.closes_on, String),
    )
    query = select(Challenge).where(
        Challenge.state == ChallengeState.open,
        Challenge.closes_on > day,
        Challenge.closes_on <= day + CLOSES_SOON,
        ~told.exists(),
    )
    return db.scalars(query.order_by(Challenge.closes_on, Challenge.id)).all()
