"""Pilots as they lie in time, for the timeline of the follow-up."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.actor import Actor
from app.database import now, today
from app.pilots import rules as pilot_rules
from app.pilots.models import Pilot, PilotState

MOST = 20  # lines one can read at once; the list of pilots has them all
STILL_SHOWN = timedelta(days=90)  # after the end


def pilots_in_time(db: Session, actor: Actor) -> Sequence[Pilot]:
    """Pilots that run, are planned with dates, or ended within three months. Those going on that
    end first are on top, and what has ended comes last, the latest first."""
    going_on = Pilot.state.in_((PilotState.preparing, PilotState.running, PilotState.paused))
    query = (
        select(Pilot)
        .where(
            pilot_rules.may_view.rows(actor),
            Pilot.starts_on.is_not(None),
            Pilot.ends_on.is_not(None),
            or_(going_on, Pilot.ended_at > now() - STILL_SHOWN),
        )
        .options(joinedload(Pilot.organisation))
        .order_by(Pilot.ended_at.desc().nulls_first(), Pilot.ends_on, Pilot.reference)
    )
    return db.scalars(query.limit(MOST)).all()


def days_left(pilot: Pilot) -> int | None:
    """Days until the planned last day; None when it has ended."""
    return (pilot.ends_on - today()).days if pilot.ended_at is None and pilot.ends_on else None
