"""Whom it concerns that something has waited too long."""

from app.activity.happenings import Happened
from app.activity.notices import Group, Notice, Notices, Urgency
from app.telling.escalating import those_who_can_help

NOTICES: Notices = {
    Happened.task_late: Notice(those_who_can_help, "telling/late", Urgency.digest, group=Group.waits),
}
