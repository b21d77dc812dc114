"""Whom each thing that happens to a grant concerns."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership


def its_leads(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.region_lead)


def its_staff(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.region_lead, Role.region_officer)


NOTICES: Notices = {
    Happened.grant_registered: Notice(its_staff, "grants/registered", Urgency.digest, route="grant"),
    Happened.grant_edited: None,
    Happened.grant_decision_written: Notice(its_leads, "grants/decision_written", Urgency.digest, route="grant"),
    Happened.grant_basis_added: None,
    Happened.grant_basis_removed: None,
    Happened.grant_in_force: Notice(its_staff, "grants/in_force", route="grant"),
    Happened.grant_replaced: None,
    Happened.grant_settled: Notice(its_staff, "grants/settled", route="grant"),
    Happened.grant_condition_changed: Notice(its_staff, "grants/condition_changed", Urgency.digest, "grant_conditions"),
    Happened.grant_plan_changed: None,
}
