"""Whom each thing that happens to an organisation's sign-in concerns: all who administer it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership


def its_administrators(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.organisation_admin)


NOTICES: Notices = {
    Happened.domain_added: None,
    Happened.domain_verified: Notice(
        its_administrators, "connecting/domain_verified", Urgency.digest, route="organisation_domain"
    ),
    Happened.domain_failing: Notice(its_administrators, "connecting/domain_failing", route="organisation_domain"),
    Happened.domain_lapsed: Notice(its_administrators, "connecting/domain_lapsed", route="organisation_domain"),
    Happened.domain_removed: Notice(its_administrators, "connecting/domain_removed", route="organisation_domain"),
    Happened.domain_contested: Notice(its_administrators, "connecting/domain_contested", route="organisation_domain"),
}
