"""How help is spread over the companies, and the log of contacts, as files: for those who watch over equal terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import SWEDEN, today
from app.exports import About, Export, Pen, Say, dated, table, tables
from app.grants import queries as grants
from app.language import N_
from app.neutrality import queries, rules
from app.neutrality.contacts import Line
from app.neutrality.figures import Spread
from app.periods import Period, chosen, inside, offered
from app.refusals import require
from app.sheets import Sheet

HEAD = (
    N_("Company"),
    N_("People in the company"),
    N_("Seat"),
    N_("Requests"),
    N_("Declined"),
    N_("Tests begun"),
    N_("First request"),
)
CONTACT_HEAD = (
    N_("Number in the audit trail"),
    N_("When"),
    N_("Kind"),
    N_("What happened"),
    N_("Reached"),
    N_("Company"),
    N_("By"),
    N_("Reference"),
)


def period_asked(db: Session, slug: str) -> tuple[Period, list[Period]]:
    """The period an address asks for, and those that can be chosen."""
    choices = offered(queries.first_day(db), today(), grants.windows(db))
    return chosen(slug[:20], choices), choices


@dataclass(frozen=True)
class Watched:
    """A period as somebody who watches over equal terms sees it; of one company where it is named."""

    db: Session
    actor: Actor
    period: Period
    company: str = ""

    @cached_property
    def spread(self) -> Spread:
        return queries.spread(self.db, self.period)


def _find(db: Session, actor: Actor, about: About) -> Watched:
    """
    Raises:
        NotAllowed: the actor does not watch over equal terms.
    """
    require(rules.may_watch(actor))
    return Watched(db, actor, period_asked(db, about.get("period", ""))[0], about.get("foretag", ""))


def _in_period(watched: Watched, say: Say, what: str) -> str:
    return f"{say(what)}, {inside(watched.period, say)}"


def _distribution(watched: Watched, pen: Pen) -> Sheet:
    rows = (
        (
            one.name,
            pen.say(one.size.label) if one.size else None,
            pen.say(one.seat.label) if one.seat else None,
            one.requests,
            one.declined,
            one.tests,
            one.first_on,
        )
        for one in pen.each(watched.spread.companies)
    )
    return table(pen, N_("Distribution"), HEAD, rows)


def _contacts(watched: Watched, pen: Pen) -> Sheet:
    lines = queries.all_contact_lines(watched.db, watched.actor, watched.period, watched.company)
    return table(pen, N_("Contacts"), CONTACT_HEAD, (_row(pen.say, one) for one in pen.each(lines)))


def _row(say: Say, line: Line) -> Sequence[Any]:
    return (
        str(line.event_id),
        f"{line.at.astimezone(SWEDEN):%Y-%m-%d %H:%M:%S}",
        say(line.contact.label),
        say(line.happening.label),
        say(line.reach.label),
        line.company,
        line.by,
        line.reference,
    )


DISTRIBUTION = Export(
    slug="fordelning",
    asks=("period",),
    find=_find,
    size=lambda watched: len(watched.spread.companies),
    title=lambda watched, say: _in_period(watched, say, N_("Distribution")),
    name=lambda watched: dated(f"fordelning-{watched.period.slug}"),
    forms=tables(_distribution),
)
CONTACTS = Export(
    slug="kontakter",
    asks=("period", "foretag"),
    find=_find,
    size=lambda watched: queries.contact_number(watched.db, watched.actor, watched.period, watched.company),
    title=lambda watched, say: _in_period(watched, say, N_("The log of contacts")),
    name=lambda watched: dated(f"kontakter-{watched.period.slug}"),
    forms=tables(_contacts),
)
EXPORTS = (DISTRIBUTION, CONTACTS)
