"""Everything that changes earlier tests: reading a file, saying what its columns mean, importing, and undoing."""

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.database import now
from app.earlier_tests import queries, rules
from app.earlier_tests.forms import ASKED, GUESSES, LONGEST, ColumnsForm, EarlierTestForm
from app.earlier_tests.models import EarlierImport, EarlierTest, key_of
from app.imports import tabular
from app.imports.actions import must_be_draft, plain_name
from app.imports.looking import Kind, Plan, chosen, guessed, look
from app.imports.models import ImportState
from app.imports.queries import hold
from app.language import N_
from app.references.queries import next_reference
from app.refusals import Reason, Refused, require

ACCOUNTS = N_("The file is from the accounts. Choose CSV or XLSX with a row for each test.")


def read(db: Session, actor: Actor, name: str, content: bytes, *, is_demo: bool = False) -> EarlierImport:
    """Read a file and keep what it says, with a guess of what its columns mean. Nothing is made of it yet.

    Raises:
        NotAllowed: not the actor's.
        Refused: it cannot be read; the sentence says why.
    """
    require(rules.may_import(actor))
    found = tabular.read(content, LONGEST + 1)  # what is too long is said to be, and not cut
    if found.is_sie:
        raise Refused(Reason(ACCOUNTS, field="file"))
    made = EarlierImport(
        reference=next_reference(db, "K"),
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        is_demo=is_demo,
        file_name=plain_name(name),
        encoding=found.encoding,
        head=found.head,
        rows=found.rows,
        columns=guessed(found.head, GUESSES),
    )
    db.add(made)
    db.flush()
    return made


def say(db: Session, actor: Actor, found: EarlierImport, form: ColumnsForm, version: int | None = None) -> None:
    """Say what the columns mean.

    Raises:
        NotAllowed: not the actor's.
        Refused: it has been imported, or a column is missing or asked for twice.
        Overtaken: it was saved in another window meanwhile.
    """
    _hold_draft(db, actor, found, version)
    found.columns = chosen(form, ASKED, found.head)


def _hold_draft(db: Session, actor: Actor, found: EarlierImport, version: int | None) -> None:
    rules.may_write.require(actor, found)
    hold(db, found)
    must_be_draft(found, found.version, version)


def looked_at(db: Session, found: EarlierImport) -> Plan[EarlierTestForm]:
    """What the rows would become now."""
    known = queries.known(db, found)
    kind = Kind(
        EarlierTestForm,
        ASKED,
        lambda said: {**said},
        lambda form: key_of(form.municipality, form.year, form.tested) in known,
    )
    return look(found.rows, found.columns, kind)


def run(db: Session, actor: Actor, found: EarlierImport) -> int:
    """Make knowledge of the rows that are right; returns how many.

    Raises:
        NotAllowed: not the actor's.
        Refused: it has been imported, or no row is right.
    """
    queries.hold_importer(db, actor)
    _hold_draft(db, actor, found, None)
    ready = looked_at(db, found).ready
    if not ready:
        raise Refused(Reason(N_("No row can be imported yet.")))
    for row, form in ready:
        said = {"import_id": found.id, "organisation_id": found.organisation_id, "is_demo": found.is_demo}
        db.add(EarlierTest(row=row, **said, **form.model_dump()))
    found.state, found.imported_at = ImportState.done, now()
    record(db, actor, Happened.earlier_imported, found, note=found.file_name, rows=len(ready))
    return len(ready)


def undo(db: Session, actor: Actor, found: EarlierImport) -> int:
    """Take back all that an import became, as one act; returns how many. A second press finds nothing to take back.

    It can be done at any time: nothing is reckoned from earlier tests, and a fault is put right by importing anew.

    Raises:
        NotAllowed: not the actor's.
    """
    rules.may_write.require(actor, found)
    hold(db, found)
    if found.state is not ImportState.done:
        return 0
    number = queries.take_back(db, found)
    found.state = ImportState.undone
    record(db, actor, Happened.earlier_import_undone, found, note=found.file_name, rows=number)
    return number
