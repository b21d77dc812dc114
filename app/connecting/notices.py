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
    Happened.connection_begun: None,
    Happened.connection_edited: None,
    Happened.connection_proposed: None,
    Happened.connection_discarded: None,
    Happened.connection_activated: Notice(its_administrators, "connecting/activated", route="connection"),
    Happened.connection_changed: Notice(its_administrators, "connecting/changed", route="connection"),
    Happened.connection_required: Notice(its_administrators, "connecting/required", route="connection"),
    Happened.connection_not_required: Notice(its_administrators, "connecting/not_required", route="connection"),
    Happened.connection_link_made: Notice(its_administrators, "connecting/link_made", route="connection"),
    Happened.connection_link_used: Notice(its_administrators, "connecting/link_used", route="connection"),
    Happened.connection_link_revoked: None,
    Happened.domain_added: None,
    Happened.domain_verified: Notice(
        its_administrators, "connecting/domain_verified", Urgency.digest, route="organisation_domain"
    ),
    Happened.domain_failing: Notice(its_administrators, "connecting/domain_failing", route="organisation_domain"),
    Happened.domain_lapsed: Notice(its_administrators, "connecting/domain_lapsed", route="organisation_domain"),
    Happened.domain_removed: Notice(its_administrators, "connecting/domain_removed", route="organisation_domain"),
    Happened.domain_contested: Notice(its_administrators, "connecting/domain_contested", route="organisation_domain"),
}
