"""Issuing a report: what it says is settled once, and never changes."""

from typing import Any

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.database import now
from app.periods import Period
from app.references.queries import next_reference
from app.refusals import require
from app.reports import queries, rules
from app.reports.forms import IssueForm
from app.reports.models import Kind, Report


def issue(
    db: Session,
    actor: Actor,
    kind: Kind,
    period: Period,
    place: str,
    content: dict[str, Any],
    form: IssueForm,
    *,
    is_demo: bool = False,
) -> Report:
    """Keep a report as it reads now, as the next version of its kind and period. `content` is by language.

    Raises:
        NotAllowed: not the actor's.
    """
    require(rules.may_report(actor))
    reference = next_reference(db, "R")  # waits for another who is issuing one: numbers of versions have no twins
    report = Report(
        reference=reference,
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        kind=kind,
        period=period.slug,
        place=place,
        number=queries.next_number(db, kind, period.slug, place),
        since_on=period.since,
        until_on=period.until,
        content=content,
        issued_at=now(),
        is_demo=is_demo,
        **form.model_dump(),
    )
    db.add(report)
    record(db, actor, Happened.report_issued, report, note=report.label)
    return report
