"""How the testbeds are staffed, as a file: for those who see all of it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.actor import Actor
from app.exports import About, Export, Pen, dated, table, tables
from app.language import N_
from app.refusals import require
from app.sheets import Sheet
from app.staffing import queries, rules
from app.staffing.calendar import Cover
from app.staffing.queries import Staffing

HEAD = (N_("Municipality"), N_("The post"), N_("From"), N_("To"), N_("Days"))
Line = tuple[str, Cover, date, date | None, int]
"""The calendar in words: municipality, who holds the post, from, to, days."""


def lines_of(found: Sequence[Staffing]) -> list[Line]:
    return [
        (one.organisation.short_name, each.cover, each.since, each.until, each.days)
        for one in found
        for each in one.shown
    ]


def _find(db: Session, actor: Actor, about: About) -> list[Line]:
    """
    Raises:
        NotAllowed: the actor does not see all of it.
    """
    del about
    require(rules.may_see_all(actor))
    return lines_of(queries.county(db))


def _sheet(lines: list[Line], pen: Pen) -> Sheet:
    """Roles only, as in the drawing: nobody is named in a file."""
    rows = ((name, pen.say(cover.label), since, until, days) for name, cover, since, until, days in pen.each(lines))
    return table(pen, N_("Staffing"), HEAD, rows)


STAFFING = Export(
    slug="bemanning",
    asks=(),
    find=_find,
    size=len,
    title=lambda _, say: say(N_("Staffing")),
    name=lambda _: dated("bemanning"),
    forms=tables(_sheet),
)
EXPORTS = (STAFFING,)
