"""Domains are looked at again every week, a job for each so that one that fails holds up no other."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.actor import THE_CLOCK, Actor
from app.connecting import actions, queries
from app.connecting.proving import Place, ask
from app.database import now
from app.jobs.queue import enqueue
from app.sign_in.models import DomainStatus

CHECKED_EVERY = timedelta(days=7)
HALF_A_NIGHT = timedelta(hours=12)  # a week is a week also when the clock strikes a little earlier


def look_again(db: Session, _: Actor) -> None:
    """Ask for a check of every domain that has not been checked for a week."""
    for domain_id in queries.due_for_a_check(db, now() - CHECKED_EVERY + HALF_A_NIGHT):
        enqueue(db, "check_domain", domain_id=str(domain_id))


def check_domain(db: Session, domain_id: str, *, resolvers: Sequence[Place]) -> None:
    """Look for the record of one domain. A second call on the same day does nothing."""
    row = queries.held(db, UUID(domain_id))
    due = row is not None and (row.checked_at is None or row.checked_at <= now() - CHECKED_EVERY + HALF_A_NIGHT)
    if row is not None and due and row.status is DomainStatus.verified:
        actions.hear(db, THE_CLOCK, row.id, ask(resolvers, row.domain, row.token))


EVERY_NIGHT = (("connecting.look_again", look_again),)
