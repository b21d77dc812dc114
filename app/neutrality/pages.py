"""Whether help is spread fairly (ux.md F3), the log of contacts, and a company's own share (D12)."""

from collections.abc import Callable, Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from app.database import today
from app.language import N_, Worded
from app.neutrality import actions, queries, rules
from app.neutrality.exports import CONTACTS, DISTRIBUTION, Watched, period_asked
from app.neutrality.figures import COLUMNS, Company, Sign, Spread, by_number, signs
from app.neutrality.forms import ExplanationForm
from app.neutrality.guards import VisibleCompany
from app.organisations.models import Seat, SizeClass
from app.oversight.queries_stopped import AGREED_WORKING_DAYS
from app.periods import Period, twelve_months
from app.refusals import NotFound
from app.web.files import export_file
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.templating import page

router = APIRouter(include_in_schema=False)

WATCH = [only(rules.may_watch)]
PATH = "/uppfoljning/fordelning"
MOST_NAMED = 50  # companies in the table of the page; the file has them all
Text = Annotated[str, Query()]
Told = Annotated[Form[ExplanationForm], filled(ExplanationForm)]


def asked_for(db: Db, period: Text = "") -> tuple[Period, list[Period]]:
    """The period the address asks for, and those that can be chosen."""
    return period_asked(db, period)


Asked = Annotated[tuple[Period, list[Period]], Depends(asked_for)]


@router.get(PATH, name="distribution", dependencies=WATCH)
def show_distribution(request: Request, db: Db, asked: Asked) -> Response:
    period, choices = asked
    spread = queries.spread(db, period)
    current = _signs(db)
    return page(
        request,
        "neutrality/distribution.html",
        period=period,
        periods=choices,
        spread=spread,
        named=sorted(spread.companies, key=lambda one: (-one.tests, -one.requests, one.name))[:MOST_NAMED],
        terms=queries.terms(db, period),
        columns=COLUMNS,
        groups=_groups(spread),
        signs=current,
        explained=queries.explanations(db, [one.key for one in current]),
    )


def _signs(db: Session) -> list[Sign]:
    """Signs are always of the last twelve months, whatever period is looked at."""
    year = twelve_months(today())
    spread, terms = queries.spread(db, year), queries.terms(db, year)
    return signs(spread, terms, queries.overdue_questions(db), AGREED_WORKING_DAYS)


def _groups(spread: Spread) -> list[tuple[str, list[tuple[str, tuple[int, ...]]]]]:
    """The same dots divided by size and by seat; a group nobody is in is left out."""
    return [
        (N_("By the number of people"), _divided(spread, SizeClass, lambda one: one.size)),
        (N_("By seat"), _divided(spread, Seat, lambda one: one.seat)),
    ]


def _divided(
    spread: Spread, groups: Iterable[Worded], group_of: Callable[[Company], Worded | None]
) -> list[tuple[str, tuple[int, ...]]]:
    found = [(group.label, _dots(spread, group_of, group)) for group in groups]
    found.append((N_("Not said"), _dots(spread, group_of, None)))
    return [(label, counts) for label, counts in found if any(counts)]


def _dots(spread: Spread, group_of: Callable[[Company], Worded | None], wanted: Worded | None) -> tuple[int, ...]:
    return by_number(spread.among(lambda one: group_of(one) is wanted))


@router.get(PATH + "/fil/{form}", name="distribution_file", dependencies=WATCH)
def download_distribution(request: Request, db: Db, actor: CurrentActor, asked: Asked, form: str) -> Response:
    watched = Watched(db, actor, asked[0])
    return export_file(request, DISTRIBUTION, watched, form, {"period": asked[0].slug})


@router.get(PATH + "/kontakter", name="contacts", dependencies=WATCH)
def show_contacts(
    request: Request, db: Db, actor: CurrentActor, asked: Asked, foretag: Text = "", sida: Text = "1"
) -> Response:
    period, choices = asked
    number = int(sida) if sida.isascii() and sida.isdecimal() and len(sida) < 6 else 1
    spread = queries.spread(db, period)
    return page(
        request,
        "neutrality/contacts.html",
        period=period,
        periods=choices,
        lines=queries.contact_lines(db, actor, period, foretag[:80], max(number, 1)),
        companies=[(one.slug, one.name) for one in spread.companies],
        company=foretag[:80],
    )


@router.get(PATH + "/kontakter/fil/{form}", name="contacts_file", dependencies=WATCH)
def download_contacts(
    request: Request, db: Db, actor: CurrentActor, asked: Asked, form: str, foretag: Text = ""
) -> Response:
    watched = Watched(db, actor, asked[0], foretag[:80])
    return export_file(request, CONTACTS, watched, form, {"period": asked[0].slug, "foretag": foretag})


# Early signs


def sign_asked(db: Db, sign: str) -> Sign:
    """A sign that stands out now.

    Raises:
        NotFound: it does not.
    """
    found = next((one for one in _signs(db) if one.key == sign), None)
    if found is None:
        raise NotFound
    return found


CurrentSign = Annotated[Sign, Depends(sign_asked)]


@router.get(PATH + "/tecken/{sign}", name="explain_sign", dependencies=WATCH)
def show_explanation(request: Request, db: Db, sign: CurrentSign) -> Response:
    return _explanation(request, db, sign, Form(ExplanationForm))


def _explanation(request: Request, db: Session, sign: Sign, form: Form[ExplanationForm]) -> Response:
    said = queries.explanations(db, [sign.key])[sign.key]
    status = 422 if form.reasons else 200
    return page(
        request,
        "neutrality/explain.html",
        status_code=status,
        form=form,
        model=ExplanationForm,
        sign=sign,
        said=said,
    )


@router.post(PATH + "/tecken/{sign}", dependencies=WATCH)
def explain(request: Request, db: Db, actor: CurrentActor, sign: CurrentSign, form: Told) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            actions.explain(db, actor, sign, form.values)
            return made(request, db, form, "distribution")
    return _explanation(request, db, sign, form)


# A company's own share


@router.get("/organisationer/{slug}/fordelning", name="company_share")
def show_share(request: Request, db: Db, actor: CurrentActor, company: VisibleCompany, asked: Asked) -> Response:
    period, choices = asked
    spread = queries.spread(db, period)
    lines = queries.lines_of(db, company, period)
    return page(
        request,
        "neutrality/share.html",
        company=company,
        is_own=actor.organisation_id == company.id,
        period=period,
        periods=choices,
        spread=spread,
        own=next((one for one in spread.companies if one.id == company.id), None),
        terms=queries.terms(db, period),
        decisions=queries.decisions_of(db, company.id, period),
        columns=COLUMNS,
        lines=lines,
    )
