"""Every question asked of the table of reports."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.actor import Actor
from app.people.models import Membership
from app.refusals import NotFound
from app.reports import rules
from app.reports.models import Kind, Report

WITH_WHO = joinedload(Report.membership).joinedload(Membership.person)


def reports(db: Session, actor: Actor, kind: Kind | None = None) -> Sequence[Report]:
    """The issued reports the actor may see, the latest first, of one kind or of all."""
    query = select(Report).where(rules.may_view.rows(actor)).options(WITH_WHO)
    if kind is not None:
        query = query.where(Report.kind == kind)
    return db.scalars(query.order_by(Report.issued_at.desc(), Report.reference.desc()).limit(100)).all()


def report(db: Session, actor: Actor, reference: str) -> Report:
    """The report with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    query = select(Report).where(rules.may_view.rows(actor), Report.reference == reference).options(WITH_WHO)
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


def next_number(db: Session, kind: Kind, period: str, place: str) -> int:
    """The next version of a report of that kind, period and place."""
    same = (Report.kind == kind, Report.period == period, Report.place == place)
    return int(db.scalar(select(func.coalesce(func.max(Report.number), 0)).where(*same)) or 0) + 1
