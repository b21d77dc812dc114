"""Everything that changes an import: reading a file, saying what its columns mean, importing, and undoing."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.costs import queries as costs
from app.costs.forms import BookingForm
from app.costs.models import Booking
from app.database import now
from app.documents.kinds import LONGEST_NAME
from app.grants import queries as grants
from app.grants import rules
from app.grants.actions import must_bear_costs
from app.grants.models import Grant
from app.imports import queries, sie, tabular
from app.imports.checking import ASKED, GUESSES, plan
from app.imports.forms import MappingForm
from app.imports.looking import Plan, chosen, guessed
from app.imports.models import CostImport, FileRead, ImportedRow, ImportState
from app.language import N_
from app.parts import keep
from app.refusals import Overtaken, Reason, Refused

UNDONE_WITHIN = timedelta(days=7)
SIE_COLUMNS = dict(
    zip(("account", "", "booked_on", "amount", "description", "voucher", "object"), range(7), strict=True)
)


def read(db: Session, actor: Actor, grant: Grant, name: str, content: bytes) -> CostImport:
    """Read a file and keep what it says, with a guess of what its columns mean. No booking is made of it yet.

    Raises:
        NotAllowed: not the actor's.
        Refused: it cannot be read; the sentence says why.
    """
    rules.may_write.require(actor, grant)
    found = tabular.read(content)
    if not found.rows:
        raise Refused(Reason(tabular.NO_ROWS, field="file"))
    grants.hold(db, grant)
    columns = (
        {asked: place for asked, place in SIE_COLUMNS.items() if asked}
        if found.is_sie
        else guessed(found.head, GUESSES)
    )
    made = CostImport(
        grant_id=grant.id,
        membership_id=actor.membership_id,
        number=queries.next_number(db, grant),
        file_name=plain_name(name),
        encoding=found.encoding,
        is_sie=found.is_sie,
        head=list(sie.HEAD) if found.is_sie else found.head,
        rows=found.rows,
        bearer_id=grant.organisation_id,
        columns=columns,
    )
    db.add(made)
    db.flush()
    return made


def plain_name(name: str) -> str:
    """The name of a file as it can be shown."""
    return "".join(sign for sign in name if sign.isprintable())[-LONGEST_NAME:] or "fil"


def say(db: Session, actor: Actor, found: CostImport, form: MappingForm, version: int | None = None) -> None:
    """Say what the columns mean.

    Raises:
        NotAllowed: not the actor's.
        Refused: it has been imported, or a column is missing or asked for twice.
        Overtaken: it was saved in another window meanwhile.
    """
    _hold_draft(db, actor, found, version)
    columns = chosen(form, ASKED, found.head)
    must_bear_costs(db, form, "bearer_id")
    keep(found, {"columns": columns, "only": form.only, "category": form.fallback, "bearer_id": form.bearer_id})


def _hold_draft(db: Session, actor: Actor, found: CostImport, version: int | None) -> None:
    rules.may_write.require(actor, found.grant)
    queries.hold(db, found)
    must_be_draft(found, found.version, version)


def must_be_draft(found: FileRead, is_version: int, version: int | None) -> None:
    """Its columns can be said and its rows imported.

    Raises:
        Refused: it has been imported.
        Overtaken: it was saved in another window meanwhile.
    """
    if found.state is not ImportState.draft:
        raise Refused(Reason(N_("The file has been imported already.")))
    if version is not None and version != is_version:
        raise Overtaken(found)


def looked_at(db: Session, found: CostImport) -> Plan[BookingForm]:
    """What the rows would become now."""
    return plan(
        found.rows,
        found.columns,
        bearer_id=found.bearer_id,
        category=found.category,
        only=found.only,
        known=queries.known(db, found.grant),
    )


def run(db: Session, actor: Actor, found: CostImport) -> int:
    """Make bookings of the rows that are right; returns how many. A second press finds it done.

    Raises:
        NotAllowed: not the actor's.
        Refused: it has been imported, or no row is right.
    """
    grants.hold(db, found.grant)
    _hold_draft(db, actor, found, None)
    ready = looked_at(db, found).ready
    if not ready:
        raise Refused(Reason(N_("No row can be imported yet.")))
    first = costs.next_number(db, found.grant)
    booked = []
    for number, (row, form) in enumerate(ready, start=first):
        booking = Booking(grant_id=found.grant_id, number=number, documents=[])
        keep(booking, form.model_dump())
        db.add(ImportedRow(import_id=found.id, row=row, booking=booking))
        booked.append(booking.as_booked)
    found.state, found.imported_at = ImportState.done, now()
    name, number = found.file_name, len(ready)
    record(db, actor, Happened.cost_imported, found.grant, note=name, rows=number, first=first, booked=booked)
    return len(ready)


def may_be_undone(found: CostImport) -> bool:
    """Whether there is still time to take it back."""
    return (
        found.state is ImportState.done and found.imported_at is not None and now() - found.imported_at < UNDONE_WITHIN
    )


def undo(db: Session, actor: Actor, found: CostImport) -> int:
    """Take back all that an import became, as one act; returns how many bookings.

    Raises:
        NotAllowed: not the actor's.
        Refused: it is too late, or one of them is in a claim or has been corrected.
    """
    rules.may_write.require(actor, found.grant)
    grants.hold(db, found.grant)
    queries.hold(db, found)
    if not may_be_undone(found):
        raise Refused(Reason(N_("It can no longer be undone. Enter corrections instead.")))
    if kept := queries.in_the_way(db, found):
        numbers = ", ".join(str(one.number) for one in kept[:10])
        text = N_("It cannot be undone: rows are in a claim, corrected or have documents (%(numbers)s).")
        raise Refused(Reason(text, values={"numbers": numbers}))
    taken_back = queries.take_back(db, found)
    found.state = ImportState.undone
    name, number = found.file_name, len(taken_back)
    record(db, actor, Happened.cost_import_undone, found.grant, note=name, rows=number, taken_back=taken_back)
    return number
