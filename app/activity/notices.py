"""Who is told of what. Each feature has a table of notices; the worker reads the tables, nothing else sends mail."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.activity.groups import Group, Urgency, group_of
from app.activity.happenings import Happened
from app.activity.models import Event
from app.people.models import Membership

__all__ = ["Group", "Notice", "Notices", "Urgency"]


@dataclass(frozen=True)
class Notice:
    """Whom an event concerns, the letter they get, and whether it goes at once.

    `template` is templates/email/<template>.txt; its first line is the subject of the letter. `route` is the page the
    letter links to, which takes the subject's reference in its path; empty: the page of the subject itself, the route
    named after it. Nobody is told of what they did themselves, whatever `to` says. `group` is the choice of the reader
    that covers it, where `app/activity/groups.py` would guess wrong.
    """

    to: "Audience"
    template: str
    urgency: Urgency = Urgency.direct
    route: str = ""
    group: Group | None = None

    def group_for(self, happening: Happened) -> Group:
        return self.group or group_of(happening, self.urgency)


Audience = Callable[[Session, Event], Sequence[Membership]]
Notices = Mapping[Happened, Notice | None]
"""None: recorded, and nobody is told."""
Listeners = Sequence[Callable[[Session, str], object]]
"""Called with the id of each event, in the transaction that tells of it; called again they do nothing."""

Threads = Mapping[Happened, Audience]
"""Those who once fed what an event is a later step of; they hear of it weekly, if they are not told already."""
