"""Whom an issued report concerns."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.people import queries as people
from app.people.models import Membership
from app.reports import rules


def its_staff(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, *rules.STAFF)


NOTICES: Notices = {Happened.report_issued: Notice(its_staff, "reports/issued", Urgency.digest, route="report")}
