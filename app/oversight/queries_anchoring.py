"""Whether management stands behind the needs, and how long its answer takes (domain.md 6.2, O4; SEED-A23)."""

from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Actor
from app.challenges import rules as challenge_rules
from app.challenges.choices import MandateAnswer
from app.challenges.models import Challenge, ChallengeState, Mandate
from app.database import SWEDEN, today
from app.oversight.figures import share
from app.working_days import working_days_between

ANSWERS = (MandateAnswer.yes, MandateAnswer.no)


@dataclass(frozen=True)
class Asked:
    """One need that has been sent to management: when, when it was answered, and how."""

    organisation_id: UUID
    asked_on: date
    answered_on: date | None
    is_anchored: bool
    is_waiting: bool

    @property
    def days(self) -> int | None:
        """Working days from the question to the first yes or no."""
        return None if self.answered_on is None else working_days_between(self.asked_on, self.answered_on)


@dataclass(frozen=True)
class Anchoring:
    """Over some needs. `share` is of those sent to management; days are working days."""

    asked: tuple[Asked, ...] = ()

    @property
    def sent(self) -> int:
        return len(self.asked)

    @property
    def anchored(self) -> int:
        return sum(one.is_anchored for one in self.asked)

    @property
    def waiting(self) -> int:
        return sum(one.is_waiting for one in self.asked)

    @property
    def share(self) -> float | None:
        return share(self.anchored, self.sent)

    @property
    def median_days(self) -> float | None:
        """How long an answer takes, half of them sooner. None: nothing has been answered."""
        days = [one.days for one in self.asked if one.days is not None]
        return median(days) if days else None

    @property
    def longest_wait(self) -> int:
        """Working days that the oldest question without an answer has waited; 0 when none waits."""
        waiting = [working_days_between(one.asked_on, today()) for one in self.asked if one.is_waiting]
        return max(waiting, default=0)


def anchoring(db: Session, actor: Actor, organisation_id: UUID | None = None) -> Anchoring:
    """The needs sent to management that the actor may see, of one municipality or of all."""
    sent = (
        select(Event.subject_id, func.min(Event.at).label("at"))
        .where(Event.happening == Happened.challenge_submitted, Event.subject_type == Challenge.__name__)
        .group_by(Event.subject_id)
        .subquery()
    )
    answered = (
        select(
            Mandate.challenge_id,
            func.min(Mandate.created_at).label("at"),
            func.bool_or(Mandate.answer == MandateAnswer.yes).label("yes"),
        )
        .where(Mandate.answer.in_(ANSWERS))
        .group_by(Mandate.challenge_id)
        .subquery()
    )
    query = (
        select(
            Challenge.organisation_id,
            sent.c.at,
            answered.c.at,
            func.coalesce(answered.c.yes, False),
            Challenge.state == ChallengeState.anchoring,
        )
        .join(sent, sent.c.subject_id == Challenge.id)
        .outerjoin(answered, answered.c.challenge_id == Challenge.id)
        .where(and_(challenge_rules.may_view.rows(actor), Challenge.state != ChallengeState.merged))
        .order_by(sent.c.at, Challenge.id)
    )
    if organisation_id is not None:
        query = query.where(Challenge.organisation_id == organisation_id)
    return Anchoring(
        tuple(
            Asked(
                owner,
                asked.astimezone(SWEDEN).date(),
                answer.astimezone(SWEDEN).date() if answer else None,
                bool(yes),
                bool(waits),
            )
            for owner, asked, answer, yes, waits in db.execute(query)
        )
    )
