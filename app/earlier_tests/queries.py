"""Every question asked of the tables of earlier tests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from app.actor import Actor
from app.earlier_tests import rules
from app.earlier_tests.models import EarlierImport, EarlierTest, key_of
from app.imports.models import ImportState
from app.organisations.models import Organisation
from app.paging import PER_PAGE, Page, offset, paged
from app.refusals import NotFound

MOST_WORDS = 8


def _sought(query: Select[Any], text: str) -> Select[Any]:
    """Every word stands somewhere in it."""
    for word in text.split()[:MOST_WORDS]:
        said = (
            EarlierTest.tested,
            EarlierTest.municipality,
            EarlierTest.product,
            EarlierTest.result,
            EarlierTest.learning,
            EarlierTest.source,
        )
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in said)))
    return query


def number_of(db: Session, text: str = "") -> int:
    """How many there are that hold the words."""
    return db.scalar(_sought(select(func.count(EarlierTest.id)), text)) or 0


def tests(db: Session, text: str, number: int) -> Page[EarlierTest]:
    """Those that hold the words, the latest first: for everyone."""
    rows = db.scalars(_sought(_in_order(), text).offset(offset(number)).limit(PER_PAGE + 1)).all()
    return paged(rows, number, number_of(db, text))


def _in_order() -> Select[EarlierTest]:
    order = (EarlierTest.year.desc(), func.lower(EarlierTest.tested), EarlierTest.id)
    return select(EarlierTest).options(joinedload(EarlierTest.organisation)).order_by(*order)


def all_tests(db: Session) -> Sequence[EarlierTest]:
    """All of them, the latest first: for everyone."""
    return db.scalars(_in_order()).all()


def first_year(db: Session) -> int | None:
    """The year of the earliest of them."""
    return db.scalar(select(func.min(EarlierTest.year)))


def imports(db: Session, actor: Actor) -> Sequence[EarlierImport]:
    """The actor's organisation's imports without their rows, the latest first."""
    query = select(EarlierImport).where(rules.may_write.rows(actor)).options(defer(EarlierImport.rows))
    return db.scalars(query.order_by(EarlierImport.created_at.desc()).limit(50)).all()


def one_import(db: Session, actor: Actor, reference: str) -> EarlierImport:
    """The import with that reference.

    Raises:
        NotFound: there is none that is the actor's.
    """
    found = db.scalar(select(EarlierImport).where(rules.may_write.rows(actor), EarlierImport.reference == reference))
    if found is None:
        raise NotFound
    return found


def hold_importer(db: Session, actor: Actor) -> None:
    """Two who import for an organisation at once wait for one another, so that nothing is imported twice."""
    db.execute(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update())


def known(db: Session, found: EarlierImport) -> set[tuple[str, int, str]]:
    """The tests that the organisation has imported already, by what makes two the same."""
    query = select(EarlierTest.municipality, EarlierTest.year, EarlierTest.tested)
    return {key_of(*row) for row in db.execute(query.where(EarlierTest.organisation_id == found.organisation_id))}


def tests_of(db: Session, found: EarlierImport) -> Sequence[EarlierTest]:
    """What an import became."""
    return db.scalars(select(EarlierTest).where(EarlierTest.import_id == found.id).order_by(EarlierTest.row)).all()


def take_back(db: Session, found: EarlierImport) -> int:
    """Remove what an import became; returns how many tests that was."""
    gone = db.scalars(delete(EarlierTest).where(EarlierTest.import_id == found.id).returning(EarlierTest.id))
    return len(gone.all())


def forget_drafts(db: Session, before: datetime) -> None:
    """Files nobody imported are not kept."""
    db.execute(delete(EarlierImport).where(EarlierImport.state == ImportState.draft, EarlierImport.created_at < before))
