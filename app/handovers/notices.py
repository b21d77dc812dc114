"""Whom a handover concerns."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.handovers import queries
from app.handovers.models import Standing
from app.people import queries as people
from app.people.models import Membership


def _present(db: Session, ids: set[UUID]) -> Sequence[Membership]:
    return [found for one in sorted(ids) if (found := people.membership(db, one))]


def those_who_have_not_answered(db: Session, event: Event) -> Sequence[Membership]:
    found = queries.by_id(db, event.subject_id)
    waiting = [item for item in found.items if item.standing is Standing.waiting] if found else []
    return _present(db, {item.receiver_id for item in waiting if item.receiver_id})


def those_who_run_it(db: Session, event: Event) -> Sequence[Membership]:
    found = queries.by_id(db, event.subject_id)
    return _present(db, {found.started_by_id, found.leaver_id}) if found else []


def whoever_asked(db: Session, event: Event) -> Sequence[Membership]:
    return _present(db, {UUID(str(event.details["to"]))})


def whoever_was_named(db: Session, event: Event) -> Sequence[Membership]:
    return _present(db, {UUID(str(event.details["to"]))})


NOTICES: Notices = {
    Happened.handover_started: Notice(those_who_run_it, "handovers/started", Urgency.digest),
    Happened.handover_sent: Notice(those_who_have_not_answered, "handovers/sent"),
    Happened.handover_accepted: Notice(those_who_run_it, "handovers/accepted", Urgency.digest),
    Happened.handover_asked: Notice(those_who_run_it, "handovers/asked"),
    Happened.handover_answered: Notice(whoever_asked, "handovers/answered"),
    Happened.handover_declined: Notice(those_who_run_it, "handovers/declined"),
    Happened.handover_reminded: Notice(those_who_have_not_answered, "handovers/reminded"),
    Happened.handover_expired: Notice(those_who_run_it, "handovers/expired"),
    Happened.handover_done: Notice(those_who_run_it, "handovers/done"),
    Happened.handover_cancelled: Notice(those_who_run_it, "handovers/cancelled", Urgency.digest),
    Happened.interim_named: Notice(whoever_was_named, "handovers/interim_named", route="interim"),
    Happened.interim_ended: None,
    Happened.passed_on: None,  # the receiver has said yes, or is told that they answer for it
}
