"""The picture in words, in the reader's language: the screen and the paper say exactly the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.challenges.lifecycle import LIFECYCLE as NEEDS
from app.database import today
from app.pilots.lifecycle import LIFECYCLE as PILOTS
from app.situation.queries import Picture, Underway
from app.web.catalogue import translations
from app.web.formats import filters


@dataclass(frozen=True)
class Row:
    """Cells of a table, or a line and what stands below it; `route` and `reference` lead to what it is about."""

    cells: tuple[str, ...]
    route: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Table:
    caption: str
    order: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str


@dataclass(frozen=True)
class Said:
    title: str
    finding: str
    day: str
    brief: str
    decisions: tuple[Row, ...]
    facts: tuple[tuple[str, str], ...]
    needs: Table
    pilots: Table


class Wording:
    """Says a picture in one language."""

    def __init__(self, language: str) -> None:
        self._gettext, self._ngettext, _ = translations(language)
        self._filters = filters(language)

    def say(self, picture: Picture) -> Said:
        _ = self._gettext
        return Said(
            title=_("Situation picture for %(organisation)s") % {"organisation": picture.organisation.name},
            finding=self._finding(len(picture.decisions)),
            day=self._day(today()),
            brief=_("In brief"),
            decisions=tuple(self._decision(one) for one in picture.decisions),
            facts=tuple(self._facts(picture)),
            needs=self._needs(picture),
            pilots=self._pilots(picture.pilots),
        )

    def _day(self, day: date) -> str:
        return str(self._filters["day"](day))

    def _number(self, number: float) -> str:
        return str(self._filters["number"](number))

    def _percent(self, part: float) -> str:
        return str(self._filters["percent"](part))

    def _finding(self, number: int) -> str:
        _, ngettext = self._gettext, self._ngettext
        if not number:
            return _("No decision waits for management")
        said = ngettext("%(num)s decision waits for management", "%(num)s decisions wait for management", number)
        return said % {"num": self._number(number)}

    def _decision(self, one: Any) -> Row:
        _, ngettext = self._gettext, self._ngettext
        waited = ngettext("Has waited %(num)s working day", "Has waited %(num)s working days", one.working_days)
        meta = [one.reference, waited % {"num": self._number(one.working_days)}]
        if one.due_on:
            meta.append(_("wanted by %(day)s") % {"day": self._day(one.due_on)})
        verb = _(one.verb)
        return Row(
            (f"{verb}: {one.label}" if one.label else verb, " · ".join(meta), _(one.why)), one.route, one.reference
        )

    def _facts(self, picture: Picture) -> Sequence[tuple[str, str]]:
        _ = self._gettext
        return (
            (_("Needs that management stands behind"), self._anchored(picture)),
            (_("Time to a decision"), self._time_to_decision(picture)),
            (_("Companies' requests that wait for an answer"), self._number(picture.requests)),
            (_("Needs being written"), self._number(picture.drafts)),
            (_("Tests decided on"), self._tested(picture)),
            (_("Decision-maker"), ", ".join(picture.sponsors) or _("Nobody named")),
            (_("Testbed leader"), self._leader(picture)),
            (_("Deputy"), picture.staffing.deputy.name if picture.staffing.deputy else _("Nobody named")),
        )

    def _anchored(self, picture: Picture) -> str:
        _ = self._gettext
        found = picture.anchoring
        if found.share is None:
            return _("No need has been sent to management yet")
        return _("%(part)s of %(whole)s (%(share)s)") % {
            "part": self._number(found.anchored),
            "whole": self._number(found.sent),
            "share": self._percent(found.share),
        }

    def _time_to_decision(self, picture: Picture) -> str:
        _ = self._gettext
        median = picture.anchoring.median_days
        if median is None:
            return _("No need has been answered yet")
        return _("Half of the answers came within %(days)s working days") % {"days": self._number(median)}

    def _tested(self, picture: Picture) -> str:
        _ = self._gettext
        if not picture.tested:
            return _("None yet")
        return _("%(tested)s, of which %(introduced)s led to a solution in use") % {
            "tested": self._number(picture.tested),
            "introduced": self._number(picture.introduced),
        }

    def _leader(self, picture: Picture) -> str:
        _, ngettext = self._gettext, self._ngettext
        leader, missing = picture.staffing.leader, picture.staffing.missing
        if leader is not None and leader.percent is not None:
            return _("%(name)s, %(share)s of full time") % {
                "name": leader.name,
                "share": self._percent(leader.percent / 100),
            }
        if leader is not None:
            return leader.name
        if missing is None:
            return _("Nobody named")
        days = missing.days(today())
        said = ngettext("Nobody for %(num)s day, since %(day)s", "Nobody for %(num)s days, since %(day)s", days)
        return said % {"num": self._number(days), "day": self._day(missing.since)}

    def _needs(self, picture: Picture) -> Table:
        _ = self._gettext
        rows = [
            Row(
                (
                    f"{need.reference} {need.title}",
                    _(NEEDS.looks[need.state].label),
                    self._day(need.state_since or need.created_at),
                ),
                "challenge",
                need.reference,
            )
            for need in picture.needs
        ]
        head = (_("Need"), _("Stage"), _("Since"))
        return Table(_("Needs that go on"), _("The latest moved first"), head, tuple(rows), _("No need goes on now."))

    def _pilots(self, underway: Sequence[Underway]) -> Table:
        _ = self._gettext
        rows = [
            Row(
                (
                    f"{one.pilot.reference} {one.pilot.title}",
                    _(PILOTS.looks[one.pilot.state].label),
                    self._day(one.pilot.ends_on) if one.pilot.ends_on else "–",
                    self._how(one),
                ),
                "pilot",
                one.pilot.reference,
            )
            for one in underway
        ]
        head = (_("Pilot"), _("Stage"), _("Last day"), _("How it goes"))
        return Table(_("Pilots that go on"), _("The first to end first"), head, tuple(rows), _("No pilot goes on now."))

    def _how(self, one: Underway) -> str:
        _ = self._gettext
        if one.report is None:
            return _("No status report yet")
        said = _(one.report.status.label)
        return _("%(status)s; asks for help from management") % {"status": said} if one.asks else said
