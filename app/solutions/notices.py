"""Whom each thing that happens to a solution concerns."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership


def the_company(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.company_rep)


NOTICES: Notices = {
    Happened.solution_drafted: None,
    Happened.solution_edited: None,
    Happened.solution_shown: None,
    Happened.solution_hidden: None,
    Happened.solution_confirmed: None,
    Happened.solution_lapsed: Notice(the_company, "solutions/lapsed"),
}
