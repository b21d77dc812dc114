"""Whom each thing that happens to an errand concerns."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Group, Notice, Notices, Urgency
from app.errands import queries
from app.people import queries as people
from app.people.models import Membership


def the_one_who_does_it(db: Session, event: Event) -> Sequence[Membership]:
    errand = queries.by_id(db, event.subject_id)
    found = people.membership(db, errand.doer_id) if errand else None
    return [found] if found else []


def the_one_who_asked(db: Session, event: Event) -> Sequence[Membership]:
    errand = queries.by_id(db, event.subject_id)
    found = people.membership(db, errand.asker_id) if errand else None
    return [found] if found else []


NOTICES: Notices = {
    Happened.errand_asked: Notice(the_one_who_does_it, "errands/asked"),
    Happened.errand_taken: Notice(the_one_who_asked, "errands/answered", Urgency.digest),
    Happened.errand_done: Notice(the_one_who_asked, "errands/answered", Urgency.digest),
    Happened.errand_declined: Notice(the_one_who_asked, "errands/answered", group=Group.waits),
    Happened.errand_withdrawn: Notice(the_one_who_does_it, "errands/withdrawn", Urgency.digest),
    Happened.guest_invited: None,
    Happened.guest_came: Notice(the_one_who_asked, "errands/guest_came", Urgency.digest),
    Happened.guest_ended: Notice(the_one_who_asked, "errands/guest_ended"),
    Happened.errand_late: Notice(the_one_who_asked, "errands/late", group=Group.waits),
}
