"""The indicators for programs, each at an address of its own per period and municipality (domain.md 6.2).

Whoever may read the page may read this, and nobody else; what is too few to be told is told here neither. Figures are
as in the files: shares as 0–1 with four decimals, days, kronor.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from app.database import now
from app.indicators.catalogue import INDICATORS, indicator
from app.indicators.facts import Fact, Value
from app.indicators.indicator import Indicator
from app.indicators.queries_behind import Behind
from app.indicators.scope import Scope, scope
from app.indicators.sheets import has_part, has_value, plain, tidy
from app.language import LANGUAGES
from app.oversight.rules import may_oversee
from app.paging import PER_PAGE, offset, paged
from app.periods import Period
from app.refusals import NotFound
from app.web.guards import CurrentActor, Db, only

PROBLEM: dict[str, Any] = {"content": {"application/problem+json": {}}}
router = APIRouter(
    prefix="/api/v1/indicators",
    tags=["Indicators"],
    dependencies=[only(may_oversee)],
    responses={
        403: {"description": "You are not signed in, or do not oversee the testbed.", **PROBLEM},
        404: {"description": "There is no such indicator, period or municipality.", **PROBLEM},
    },
)

LAST_TWELVE_MONTHS = "12-manader"


class Labels(BaseModel):
    sv: str
    en: str


class PeriodSaid(BaseModel):
    """Both days belong to it; they are Swedish days."""

    slug: str = Field(examples=["2026-k1"])
    since: date
    until: date
    label: Labels


class Figure(BaseModel):
    """Null is no figure: there is nothing to count, or too few to say (`is_hidden`: too few people to be told)."""

    value: float | None = Field(description="A share is 0–1 with four decimals; money is kronor; time is days.")
    part: int | None = Field(None, description="Of a share: how many are in it. Of people: groups that are counted.")
    of: int | None = Field(None, description="Of a share: how many there are. Of people: all groups.")
    nine_of_ten_within: float | None = Field(None, description="Days within which nine of ten were done.")
    is_hidden: bool = False


class IndicatorSaid(BaseModel):
    code: str = Field(examples=["E2.1"])
    slug: str = Field(examples=["e2-1"])
    name: Labels
    definition: Labels
    counted_as: str = Field(description="number, share, days, total, kronor, kronor_found, persons, largest or hhi")
    counted_as_label: Labels
    readers: list[str]
    figure: Figure
    url: str = Field(description="This figure of this period and municipality.")
    rows_url: str = Field(description="The rows that the figure is computed from.")
    page_url: str = Field(description="The same for people.")


class Group(BaseModel):
    kind: Labels
    group: Labels
    figure: Figure


class Said(BaseModel):
    """Of what the figures are, and when they were counted."""

    period: PeriodSaid
    municipality: str | None = Field(description="Its slug; null is all municipalities.", examples=["hallsberg"])
    counted_at: datetime


class AllSaid(Said):
    periods: list[PeriodSaid] = Field(description="What can be asked for.")
    municipalities: list[str]
    indicators: list[IndicatorSaid]


class OneSaid(Said):
    indicator: IndicatorSaid
    divided: list[Group]


class RowSaid(BaseModel):
    day: date
    what: str
    reference: str
    municipality: str | None
    is_in_the_part: bool | None = Field(description="Of a share.")
    value: float | None = Field(description="Days or kronor. People are never told row by row.")


class RowsSaid(Said):
    rows: list[RowSaid] = Field(description="Those that you may read yourself.")
    total: int
    page: int
    next_url: str | None


Asked = Annotated[str, Query(max_length=80)]


def asked_scope(
    db: Db, period: Asked = LAST_TWELVE_MONTHS, municipality: Annotated[str, Query(max_length=80)] = ""
) -> Scope:
    """
    Raises:
        NotFound: there is no such period or municipality; a page shows the usual one instead, a program is told.
    """
    found = scope(db, period, municipality)
    if (found.period.slug, found.place) != (period, municipality):
        raise NotFound
    return found


AskedScope = Annotated[Scope, Depends(asked_scope)]
Wanted = Annotated[Indicator, Depends(indicator)]


@router.get("", name="api_indicators", summary="All indicators of a period")
def list_indicators(request: Request, asked: AskedScope) -> AllSaid:
    """All indicators of a period, of all municipalities or of one."""
    asked.gathering.count(INDICATORS)
    return AllSaid(
        **_of(request, asked),
        periods=[_period(request, one) for one in asked.periods],
        municipalities=[one.slug for one in asked.places],
        indicators=[_said(request, asked, one) for one in INDICATORS],
    )


@router.get("/{slug}", name="api_indicator", summary="One indicator, divided")
def show_indicator(request: Request, asked: AskedScope, one: Wanted) -> OneSaid:
    """One indicator, and the figure of each group that it is divided into."""
    divided = [
        Group(kind=_labels(request, kind), group=_labels(request, group), figure=_figure(one, value))
        for kind, groups in asked.gathering.divided(one)
        for group, value in groups
    ]
    return OneSaid(**_of(request, asked), indicator=_said(request, asked, one), divided=divided)


@router.get("/{slug}/rows", name="api_indicator_rows", summary="The rows behind a figure")
def list_rows(
    request: Request,
    db: Db,
    actor: CurrentActor,
    asked: AskedScope,
    one: Wanted,
    page: Annotated[int, Query(ge=1, le=99_999)] = 1,
) -> RowsSaid:
    """The rows that the figure is computed from, a page at a time."""
    behind = Behind(db, actor, one.asks, asked.period, asked.place)
    rows = paged(behind.some(offset(page), PER_PAGE + 1), page, len(behind))
    more = _url(request, "api_indicator_rows", asked, slug=one.slug, page=str(page + 1))
    return RowsSaid(
        **_of(request, asked),
        rows=[_row(one, fact) for fact in rows.rows],
        total=len(behind),
        page=page,
        next_url=more if rows.has_next else None,
    )


def _of(request: Request, asked: Scope) -> dict[str, Any]:
    return {"period": _period(request, asked.period), "municipality": asked.place or None, "counted_at": now()}


def _labels(request: Request, text: str, values: Mapping[str, Any] | None = None) -> Labels:
    says: Sequence[Callable[..., str]] = [
        request.app.state.templates[language].globals["sentence"] for language in LANGUAGES
    ]
    return Labels(**{language: say(text, values or {}) for language, say in zip(LANGUAGES, says, strict=True)})


def _period(request: Request, one: Period) -> PeriodSaid:
    return PeriodSaid(slug=one.slug, since=one.since, until=one.until, label=_labels(request, one.label, one.values))


def _said(request: Request, asked: Scope, one: Indicator) -> IndicatorSaid:
    return IndicatorSaid(
        code=one.code,
        slug=one.slug,
        name=_labels(request, one.name),
        definition=_labels(request, one.definition),
        counted_as=one.measure.value,
        counted_as_label=_labels(request, one.measure.label),
        readers=[reader.value for reader in one.readers],
        figure=_figure(one, asked.gathering.value(one)),
        url=_url(request, "api_indicator", asked, slug=one.slug),
        rows_url=_url(request, "api_indicator_rows", asked, slug=one.slug),
        page_url=_page_url(request, asked, one),
    )


def _figure(one: Indicator, value: Value) -> Figure:
    return Figure(
        value=plain(value),
        part=value.part if has_part(one) else None,
        of=value.whole if has_part(one) else None,
        nine_of_ten_within=tidy(value.high),
        is_hidden=value.is_hidden,
    )


def _row(one: Indicator, fact: Fact) -> RowSaid:
    return RowSaid(
        day=fact.on,
        what=fact.label,
        reference=fact.reference,
        municipality=fact.place or None,
        is_in_the_part=fact.holds if one.measure.value == "share" else None,
        value=tidy(fact.value) if has_value(one) else None,
    )


def _url(request: Request, route: str, asked: Scope, **said: str) -> str:
    page = {"page": said.pop("page")} if "page" in said else {}
    return _whole(request, route, asked.asked_by_programs | page, **said)


def _page_url(request: Request, asked: Scope, one: Indicator) -> str:
    return _whole(request, "indicator", asked.asked, slug=one.slug)


def _whole(request: Request, route: str, query: Mapping[str, str], **said: str) -> str:
    """A program keeps addresses and compares them: they are the same in whatever language it asked."""
    origin: str = request.app.state.settings.origin
    url: Callable[..., str] = request.app.state.templates[LANGUAGES[0]].globals["url"]
    return origin + url(route, dict(query), **said)
