"""What a need waits for, and of whom, in each state. Handed to `record()` whenever something happens to it."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.activity.tasks import Waits
from app.actor import NOBODY, Role
from app.challenges import queries
from app.challenges.models import Challenge, CoOwnerStatus
from app.challenges.models import ChallengeState as State
from app.database import today
from app.language import N_
from app.people import queries as people
from app.working_days import after_working_days

LEADERS = (Role.testbed_leader, Role.testbed_deputy)
MANDATE_DAYS = 5  # working days; then the reminder (ux.md 1.6)
REVIEW_DAYS = 5
ANSWER_DAYS = 5


def waits(db: Session, challenge: Challenge) -> list[Waits]:
    """All that waits on the need now."""
    return [*_for_the_state(db, challenge), *_for_answers(db, challenge), *_for_co_owners(challenge)]


def _for_the_state(db: Session, challenge: Challenge) -> list[Waits]:
    owner, day = challenge.organisation_id, today()
    if challenge.state is State.draft and challenge.submitted_at is not None:
        return [
            Waits(
                N_("Rework the need"), "edit_challenge", owner, LEADERS, why=N_("It was sent back to your municipality")
            )
        ]
    if challenge.state is State.anchoring and challenge.sponsor_id is not None:
        return [
            Waits(
                N_("Give your decision on the need"),
                "mandate",
                owner,
                membership_id=challenge.sponsor_id,
                due_on=_mandate_due(db, challenge),
                why=N_("The need cannot be published without your decision"),
            )
        ]
    if challenge.state is State.review:
        region = people.region(db)
        return [
            Waits(
                N_("Check the quality of the need"),
                "review_challenge",
                region.id if region else NOBODY,
                (Role.region_lead,),
                due_on=after_working_days(day, REVIEW_DAYS),
                why=N_("Management has given its mandate"),
            )
        ]
    if challenge.state is State.approved:
        return [Waits(N_("Publish the need"), "challenge", owner, LEADERS, why=N_("The region has approved it"))]
    return []


def _mandate_due(db: Session, challenge: Challenge) -> date:
    latest = next(iter(queries.mandates(db, challenge)), None)
    if latest is not None and latest.until is not None and latest.until > today():
        return latest.until
    return after_working_days(today(), MANDATE_DAYS)


def _for_answers(db: Session, challenge: Challenge) -> list[Waits]:
    waiting = queries.waiting_questions(db, challenge) if challenge.is_public else []
    if not waiting:
        return []
    oldest = (waiting[0].created_at or challenge.created_at).date()
    due_on = after_working_days(oldest, ANSWER_DAYS)
    if challenge.closes_on is not None:
        due_on = min(due_on, challenge.closes_on - timedelta(days=1))
    return [
        Waits(
            N_("Answer the companies' questions"),
            "answer_questions",
            challenge.organisation_id,
            LEADERS,
            due_on=due_on,
            why=N_("Everyone gets the same answer"),
        )
    ]


def _for_co_owners(challenge: Challenge) -> list[Waits]:
    if challenge.state in (State.draft, State.withdrawn, State.merged, State.archived):
        return []
    return [
        Waits(
            N_("Say whether you share the need"),
            "share_challenge",
            row.organisation_id,
            LEADERS,
            due_on=after_working_days(today(), 10),
            why=N_("Another municipality asks if you have the same need"),
            key=f"share-{row.organisation_id}",
        )
        for row in challenge.co_owners
        if row.status is CoOwnerStatus.invited
    ]
