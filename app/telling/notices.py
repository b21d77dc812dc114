"""Whom it concerns that something has waited too long."""

from app.activity.happenings import Happened
from app.activity.notices import Group, Notice, Notices, Urgency
from app.telling.delegating import the_colleague
from app.telling.escalating import those_who_can_help

NOTICES: Notices = {
    Happened.task_delegated: Notice(the_colleague, "telling/delegated", group=Group.waits),
    Happened.task_taken_back: Notice(the_colleague, "telling/taken_back", Urgency.digest),
    Happened.task_late: Notice(those_who_can_help, "telling/late", Urgency.digest, group=Group.waits),
}
