"""iCalendar (RFC 5545): whole days, with what calls them off. Nothing that not everyone with the address may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.late import late

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = late("icalendar")

REFRESH = timedelta(hours=12)


@dataclass(frozen=True)
class Day:
    """One whole day. `sequence` only grows: each change of what is said needs a higher one."""

    uid: str
    day: date
    label: str
    reference: str
    link: str
    changed: datetime
    sequence: int
    name: str = ""  # what a person called the matter, in `language`
    language: str = ""
    text: str = ""
    is_off: bool = False

    @property
    def title(self) -> str:
        return f"{self.label}: {self.reference} {self.name}".strip()


def written(name: str, days: Sequence[Day], *, origin: str) -> bytes:
    """The calendar as it goes out."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{origin}//Calendar//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", icalendar.vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    calendar.add_component(icalendar.Timezone.from_tzid("Europe/Stockholm"))
    for day in days:
        calendar.add_component(_event(day))
    return bytes(calendar.to_ical())


def _event(day: Day) -> "icalendar.Event":
    event = icalendar.Event()
    event.add("uid", day.uid)
    event.add("dtstamp", day.changed)
    event.add("last-modified", day.changed)
    event.add("sequence", day.sequence)
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("summary", day.title)
    event.add("status", "CANCELLED" if day.is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("url", day.link)
    if day.text:
        event.add("description", day.text)
    return event
