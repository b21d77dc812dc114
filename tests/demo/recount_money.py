"""What the grants pay, counted from the log alone: in whole öre and exact fractions, phase by phase."""

from datetime import date
from fractions import Fraction
from math import floor

from app.database import today


class Phase:
    """What was last put in force of a phase, and the rows of the grant that belong to it."""

    def __init__(self, grant, said):
        self.grant, self.id = grant, said["phase"]
        self.since, self.until = (date.fromisoformat(said[name]) for name in ("starts_on", "ends_on"))
        self.part, self.cap = Fraction(said["percent"]) / 100, int(Fraction(said["cap"]))
        self.is_paid_only, self.is_net = said["counts_only_paid"] == "yes", said["deducts_income"] == "yes"
        self.half = Fraction(1, 2) if said["rounding"] == "nearest" else 0

    def counts(self, row, siblings):
        on, paid = row["on"], row["paid"]
        holding = sorted((one.since, one.until, one.id) for one in siblings if one.since <= on <= one.until)
        owner = row["phase"] or (holding and holding[0][2])
        if owner != self.id or not row["eligible"] or not self.since <= on <= self.until:
            return False
        return row["kind"] == "income" or not self.is_paid_only or (paid is not None and paid <= self.until)

    def earned(self, rows, until):
        return min(self.cap, self.whole(self.part * self.net(rows, until)))

    def net(self, rows, until):
        """In kronor, of the rows until a day."""
        signs = {"cost": 1, "income": -1 if self.is_net else 0}
        return max(0, Fraction(sum(signs[row["kind"]] * row["ore"] for row in rows if row["on"] <= until), 100))

    def whole(self, kronor):
        return floor(kronor + self.half)


def read(log):
    """The phases in force, each with its rows, as the log leaves them."""
    phases, rows = {}, {}
    for e in log.events:
        if terms := e.details.get("terms") if e.happening.value == "grant.in_force" else None:
            phases[terms["phase"]] = Phase(e.subject_id, terms)
        for said in e.details.get("booked", ()):
            rows[e.subject_id, said["number"]] = {
                "kind": said["kind"],
                "on": date.fromisoformat(said["booked_on"]),
                "paid": said["paid_on"] and date.fromisoformat(said["paid_on"]),
                "ore": int(Fraction(said["amount"]) * 100),
                "eligible": said["eligible"] == "yes",
                "phase": said["phase"],
            }
        for number in e.details.get("taken_back", ()):
            del rows[e.subject_id, number]
    for one in phases.values():
        siblings = [other for other in phases.values() if other.grant == one.grant]
        yield one, [row for (grant, _), row in rows.items() if grant == one.grant and one.counts(row, siblings)]


def money(log, period):
    spent, earned, left, coming = Fraction(0), 0, 0, 0
    for phase, rows in read(log):
        spent += sum(
            Fraction(row["ore"], 100)
            for row in rows
            if row["kind"] == "cost" and period.since <= row["on"] <= period.until
        )
        now = phase.earned(rows, period.until)
        earned, left = earned + now, left + phase.cap - now
        last = min(period.until, today(), phase.until)
        days, whole = (last - phase.since).days + 1, (phase.until - phase.since).days + 1
        if days > 0:
            pace = phase.net(rows, last) / days
            coming += min(phase.cap, phase.whole(phase.part * pace * whole))
    return {"Ek1.1": float(spent), "Ek1.2": earned, "Ek1.3": left, "Ek1.4": coming}
