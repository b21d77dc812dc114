"""Who takes part and who leads the testbed where, day by day, counted from the log alone."""

from datetime import date, timedelta

from app.database import SWEDEN, today

LEADER = "testbed_leader"


def day(moment):
    return moment.astimezone(SWEDEN).date()


def days(first, last):
    return {first + timedelta(n) for n in range((last - first).days + 1)}


class Led:
    """The days on which somebody was trusted to lead, as the log tells it of one person in one organisation."""

    def __init__(self):
        self.roles, self.is_there, self.last, self.days, self.since = set(), False, None, set(), None

    def hears(self, e):
        what, on, said = e.happening.value.partition(".")[2], day(e.at), e.details
        if what in ("invited", "added", "proposed", "approved", "joined", "reinstated"):
            self.roles = set(said["roles"])
        if "last_day" in said:
            self.last = said["last_day"] and date.fromisoformat(said["last_day"])
        if what == "role_given":
            self.roles.add(said["role"])
        if what == "role_taken":
            self.roles.discard(said["role"])
        if what in ("added", "approved", "joined", "reinstated"):
            self.is_there = True
        if what in ("suspended", "removed"):
            self.is_there = False
        leads = self.is_there and LEADER in self.roles
        if leads and self.since is None:
            self.since = on
        if not leads and self.since is not None:
            self.closes(on)

    def closes(self, on):
        if self.since is not None:
            self.days |= days(self.since, min(on, self.last or on))
            self.since = None


def led(log, until):
    """The days until that one on which each organisation had somebody who led the testbed."""
    people = {}
    for e in log.events:
        if e.happening.value.startswith("member.") and day(e.at) <= until:
            people.setdefault((e.subject_organisation_id, e.subject_id), Led()).hears(e)
    found = {}
    for (home, _), one in people.items():
        one.closes(until)
        found.setdefault(home, set()).update(one.days)
    return found


def taking_part(log, until):
    """Since when each municipality takes part: founders and those welcomed; not those that have left by then."""
    joined = dict(log.founded)
    for e in (e for e in log.events if day(e.at) <= until):
        if e.happening.value == "onboarding.welcomed":
            joined[e.subject_organisation_id] = day(e.at)
        if e.happening.value == "onboarding.left":
            joined.pop(e.subject_organisation_id, None)
    return {home: on for home, on in joined.items() if on <= until}


def people(log, period):
    last = min(period.until, today())
    homes, leading = taking_part(log, last), led(log, last)
    there = [home for home in homes if last in leading.get(home, ())]
    empty = [
        len(days(max(period.since, joined), last) - leading.get(home, set())) if joined <= last else 0
        for home, joined in homes.items()
    ]
    ended = log.happened("handover.done", "handover.expired", period=period)
    in_time = [
        e for e in ended if e.happening.value == "handover.done" and day(e.at).isoformat() <= e.details["last_day"]
    ]

    def share(part, whole):
        return round(len(part) / len(whole), 4) if whole else None

    return {
        "O1": len(homes),
        "O3.1": share(there, homes),
        "O3.2": sum(empty),
        "O3.3": share(in_time, ended),
    }
