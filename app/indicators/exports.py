"""The figures as files, and the rows behind each: for those who oversee the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.exports import ON_PAPER_AT_ONCE, PDF, About, Export, Form, Pen, Say, dated, table, tables
from app.indicators import paper
from app.indicators.catalogue import INDICATORS, indicator
from app.indicators.gathering import Gathering
from app.indicators.indicator import Indicator
from app.indicators.queries_behind import Behind
from app.indicators.scope import Scope, scope
from app.indicators.sheets import HEAD, ROWS_HEAD, fact_row, indicator_row, plain
from app.language import N_
from app.oversight.rules import may_oversee
from app.periods import inside
from app.refusals import require
from app.sheets import Sheet
from app.web.pdf import paper as written

STAGES = ("o4-2", "f2-1", "f2-2", "f2-3", "f2-4", "f2-5", "f2-6")
LEAD_HEAD = (N_("Organisation"), N_("Stage"), N_("Days, median"), N_("Nine of ten within"), N_("Cases"))


def find_scope(db: Session, actor: Actor, about: About) -> Scope:
    """
    Raises:
        NotAllowed: the actor does not oversee the whole.
    """
    require(may_oversee(actor))
    return scope(db, about.get("period", ""), about.get("kommun", ""))


def of_when(asked: Scope, say: Say) -> str:
    """The period, and the municipality where one is asked for, as they end a title."""
    return f"{asked.place_name or say(N_('the whole county'))}, {inside(asked.period, say)}"


# All of them


def _sheet(asked: Scope, pen: Pen) -> Sheet:
    asked.gathering.count(INDICATORS)
    rows = (
        indicator_row(pen.say, one, asked.gathering.value(one), asked.period, asked.place_name)
        for one in pen.each(INDICATORS)
    )
    return table(pen, N_("Indicators"), HEAD, rows)


def _paper(asked: Scope, pen: Pen) -> bytes:
    asked.gathering.count(INDICATORS)
    return written("paper.typ", paper.said(asked, now(), pen.say, pen.filters, pen.language, pen.foot))


ALL = Export(
    slug="nyckeltal",
    asks=("period", "kommun"),
    find=find_scope,
    size=lambda _: len(INDICATORS),
    title=lambda asked, say: f"{say(N_('Indicators'))}, {of_when(asked, say)}",
    name=lambda asked: dated(f"nyckeltal-{asked.period.slug}"),
    forms={**tables(_sheet), "pdf": Form(_paper, PDF, "pdf", ON_PAPER_AT_ONCE)},
)


# The rows behind one


@dataclass(frozen=True)
class OfOne:
    """The rows of one figure that the actor may read."""

    one: Indicator
    scope: Scope
    rows: Behind


def of_one(actor: Actor, one: Indicator, asked: Scope) -> OfOne:
    return OfOne(one, asked, Behind(asked.db, actor, one.asks, asked.period, asked.place))


def _find_behind(db: Session, actor: Actor, about: About) -> OfOne:
    return of_one(actor, indicator(about.get("slug", "")), find_scope(db, actor, about))


def _behind(found: OfOne, pen: Pen) -> Sheet:
    names = found.scope.names
    rows = (fact_row(pen.say, found.one, fact, names) for fact in pen.each(found.rows))
    return table(pen, found.one.code, ROWS_HEAD, rows)


def _title_behind(found: OfOne, say: Say) -> str:
    said = {"code": found.one.code, "name": say(found.one.name), "where": of_when(found.scope, say)}
    return say(N_("The rows of %(code)s %(name)s, %(where)s"), said)


ROWS = Export(
    slug="nyckeltalsrader",
    asks=("slug", "period", "kommun"),
    find=_find_behind,
    size=lambda found: len(found.rows),
    title=_title_behind,
    name=lambda found: dated(f"{found.one.slug}-{found.scope.period.slug}"),
    forms=tables(_behind),
)


# Lead times


def _lead_times(asked: Scope, pen: Pen) -> Sheet:
    rows: list[Sequence[Any]] = []
    stages, whole = [indicator(slug) for slug in STAGES], Gathering(asked.db, asked.period)
    whole.count(stages)
    whole.count_places(stages)
    for name, place in pen.each([(pen.say(N_("All")), ""), *((one.name, one.slug) for one in asked.places)]):
        for stage in stages:
            value = whole.value_at(stage, place)
            high = float(value.high) if value.high is not None else None
            rows.append((name, pen.say(stage.name), plain(value), high, value.whole))
    return table(pen, N_("Lead times"), LEAD_HEAD, rows)


LEAD_TIMES = Export(
    slug="ledtider",
    asks=("period", "kommun"),
    find=find_scope,
    size=lambda asked: len(STAGES) * (1 + len(asked.places)),
    title=lambda asked, say: f"{say(N_('Lead times'))}, {of_when(asked, say)}",
    name=lambda asked: dated(f"ledtider-{asked.period.slug}"),
    forms=tables(_lead_times),
)
EXPORTS = (ALL, ROWS, LEAD_TIMES)
