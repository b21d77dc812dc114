"""Everything that changes what a project has cost."""

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.asking import ask_of
from app.costs import queries
from app.costs.forms import BookingForm, CorrectionForm, HoursForm
from app.costs.models import Booking, BookingDocument, UnbookedHours
from app.documents import actions as documents
from app.documents.models import Document
from app.grants import actions as grant_actions
from app.grants import queries as grants
from app.grants import rules
from app.grants.models import Grant
from app.language import N_
from app.parts import keep
from app.refusals import Overtaken, Reason, Refused

LOCKED = N_("A claim has locked the row. Enter a correction instead.")
MOST_DOCUMENTS = 10


def enter(db: Session, actor: Actor, grant: Grant, form: BookingForm) -> Booking:
    """Write down a cost or an income.

    Raises:
        NotAllowed: not the actor's.
        Refused: it was given to a decision that is none of the grant's phases.
    """
    rules.may_write.require(actor, grant)
    grants.hold(db, grant)
    grant_actions.must_bear_costs(db, form, "bearer_id")
    booking = Booking(grant_id=grant.id, number=queries.next_number(db, grant), documents=[])
    _keep(grant, booking, form)
    db.add(booking)
    _record(db, actor, Happened.cost_entered, grant, booking, note=booking.description, booking=booking.number)
    return booking


def _keep(grant: Grant, booking: Booking, form: BookingForm) -> list[str]:
    if form.phase_id is not None and form.phase_id not in {one.phase_id for one in grant.decisions if one.is_in_force}:
        raise Refused(Reason(N_("Choose a decision that is in force."), field="phase_id"))
    return keep(booking, form.model_dump())


def _record(db: Session, actor: Actor, happening: Happened, grant: Grant, booked: Booking, /, **details: Any) -> None:
    """Say that a booking was written, with what the log needs to count it again."""
    record(db, actor, happening, grant, **details, booked=[booked.as_booked])


def _hold_open(db: Session, actor: Actor, booking: Booking, version: int | None) -> None:
    rules.may_write.require(actor, booking.grant)
    queries.hold(db, booking)
    if booking.is_locked:
        raise Refused(Reason(LOCKED))
    if version is not None and version != booking.version:
        raise Overtaken(booking)


def edit(db: Session, actor: Actor, booking: Booking, form: BookingForm, version: int | None = None) -> None:
    """Change a booking that no claim has locked.

    Raises:
        NotAllowed: not the actor's.
        Refused: a claim has locked it.
        Overtaken: it was saved in another window meanwhile.
    """
    _hold_open(db, actor, booking, version)
    grant_actions.must_bear_costs(db, form, "bearer_id")
    if changed := _keep(booking.grant, booking, form):
        labels = [ask_of(BookingForm, name).label for name in changed]
        _record(db, actor, Happened.cost_changed, booking.grant, booking, changed=labels, booking=booking.number)


def correct(db: Session, actor: Actor, booking: Booking, form: CorrectionForm) -> Booking:
    """Enter a correction of a booking, locked or not: a booking of its own, which counts like the one it corrects.

    Raises:
        NotAllowed: not the actor's.
        Refused: more is taken back than there was.
    """
    rules.may_write.require(actor, booking.grant)
    grants.hold(db, booking.grant)
    if abs(form.amount) > abs(booking.amount) and (form.amount < 0) == (booking.amount > 0):
        text = N_("The correction takes back more than the row was.")
        raise Refused(Reason(text, field="amount"))
    correction = Booking(
        grant_id=booking.grant_id,
        number=queries.next_number(db, booking.grant),
        corrects_id=booking.id,
        kind=booking.kind,
        category=booking.category,
        bearer_id=booking.bearer_id,
        phase_id=booking.phase_id,
        activity=booking.activity,
        eligible=booking.eligible,
        reason=booking.reason,
        documents=[],
    )
    keep(correction, form.model_dump())
    db.add(correction)
    said = form.description
    _record(db, actor, Happened.cost_corrected, booking.grant, correction, note=said, booking=booking.number)
    return correction


def attach(db: Session, actor: Actor, booking: Booking, folder: Path, name: str, content: bytes) -> Document:
    """Keep a voucher with its booking.

    Raises:
        NotAllowed: not the actor's.
        Refused: there are enough, or the file is not one we take.
    """
    rules.may_write.require(actor, booking.grant)
    queries.hold(db, booking)
    if len(booking.documents) >= MOST_DOCUMENTS:
        raise Refused(Reason(N_("There are as many documents as a row can have."), field="file"))
    document = documents.take_in(db, actor, folder, name, content)
    booking.documents.append(BookingDocument(document=document, document_id=document.id))
    record(db, actor, Happened.cost_document_added, booking.grant, note=document.name, booking=booking.number)
    return document


def add_hours(db: Session, actor: Actor, grant: Grant, form: HoursForm) -> UnbookedHours:
    """Write down time that is not booked.

    Raises:
        NotAllowed: not the actor's.
    """
    rules.may_write.require(actor, grant)
    grant_actions.must_bear_costs(db, form, "bearer_id")
    row = UnbookedHours(grant_id=grant.id)
    keep(row, form.model_dump())
    db.add(row)
    record(db, actor, Happened.hours_added, grant, note=form.description, hours=form.hours)
    return row
