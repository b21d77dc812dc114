"""What the testbed is and the pages the law asks for. Reading pages: most are a text and what stands in a table."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.database import today
from app.home import accessibility, queries, waiting
from app.home.fit import Fit, FitAnswers, fits
from app.home.glossary import TERMS
from app.home.process import GATES, ROADS
from app.home.site_map import GROUPS
from app.home.terms import TERMS_VALID_FROM, TERMS_VERSION
from app.oversight import queries as oversight
from app.people import queries as people
from app.web.cookies import COOKIES
from app.web.forms import Form
from app.web.guards import CurrentActor, Db, everyone
from app.web.templating import page

router = APIRouter(include_in_schema=False, dependencies=[Depends(everyone)])


def _contact(request: Request) -> dict[str, Any]:
    """Where people turn, as the installation has said."""
    settings = request.app.state.settings
    return {
        "email": settings.support_email,
        "phone": settings.support_phone,
        "data_protection": settings.data_protection_email,
        "authority": settings.accessibility_authority,
        "authority_url": settings.accessibility_authority_url,
    }


def _show(request: Request, template: str, **values: Any) -> Response:
    return page(request, f"home/{template}.html", contact=_contact(request), **values)


@router.get("/om", name="about")
def show_about(request: Request, db: Db) -> Response:
    return _show(request, "about", county=oversight.county(db), runner=people.region(db))


@router.get("/om/sa-fungerar-det", name="how_it_works")
def show_process(request: Request) -> Response:
    return _show(request, "how_it_works", roads=ROADS, gates=GATES)


@router.get("/om/lika-villkor", name="equal_terms")
def show_equal_terms(request: Request, db: Db) -> Response:
    return _show(request, "equal_terms", figures=oversight.equal_terms(db), today=today())


@router.get("/om/ordlista", name="glossary")
def show_glossary(request: Request) -> Response:
    return _show(request, "glossary", terms=_in_order(request.state.language))


def _in_order(language: str) -> list[Any]:
    """The words in the alphabetical order of the reader's language."""
    if language == "sv":
        return sorted(TERMS, key=lambda term: people.swedish_order(term.swedish))
    return sorted(TERMS, key=lambda term: term.english.lower())


@router.get("/for-foretag", name="for_companies")
def show_for_companies(request: Request, db: Db) -> Response:
    return _show(request, "for_companies", open_now=queries.needs_taking_requests(db))


@router.get("/for-foretag/passar-det", name="does_it_fit")
def show_fit(request: Request) -> Response:
    """Five questions and where the answers lead. Nothing is stored, so it is a page to read, not a form to send."""
    asked = bool(request.query_params)
    form: Form[FitAnswers] = Form.read(FitAnswers, FormData(dict(request.query_params))) if asked else Form(FitAnswers)
    found: Fit | None = fits(form.values) if asked and form.ok else None
    return _show(request, "does_it_fit", form=form, model=FitAnswers, found=found)


@router.get("/for-kommuner", name="for_municipalities")
def show_for_municipalities(request: Request, db: Db) -> Response:
    return _show(request, "for_municipalities", runner=people.region(db), county=oversight.county(db))


@router.get("/tillganglighetsredogorelse", name="accessibility_statement")
def show_accessibility(request: Request, db: Db) -> Response:
    return _show(
        request,
        "accessibility",
        runner=people.region(db),
        statement=accessibility,
        conformance=accessibility.conformance().value,
    )


@router.get("/personuppgifter", name="personal_data")
def show_personal_data(request: Request, db: Db) -> Response:
    return _show(
        request,
        "personal_data",
        runner=people.region(db),
        hours=_session_hours(request),
        answering=queries.answering_for_personal_data(db),
    )


@router.get("/kakor", name="cookies")
def show_cookies(request: Request) -> Response:
    return _show(request, "cookies", cookies=COOKIES, hours=_session_hours(request))


def _session_hours(request: Request) -> int:
    minutes: int = request.app.state.settings.session_minutes
    return max(1, round(minutes / 60))


@router.get("/allmanna-handlingar", name="public_documents")
def show_public_documents(request: Request, db: Db) -> Response:
    return _show(request, "public_documents", registrars=queries.registrars(db))


@router.get("/villkor", name="terms")
def show_terms(request: Request, db: Db) -> Response:
    return _show(request, "terms", runner=people.region(db), version=TERMS_VERSION, valid_from=TERMS_VALID_FROM)


@router.get("/hjalp", name="help")
def show_help(request: Request, db: Db, actor: CurrentActor) -> Response:
    done = queries.done(db, actor) if actor.is_signed_in else None
    return _show(request, "help", guide=waiting.guide(actor, done) if done else [], hidden=bool(done and done.hidden))


@router.get("/driftstatus", name="status")
def show_status(request: Request, db: Db) -> Response:
    return _show(request, "status", health=queries.health(db))


@router.get("/webbkarta", name="site_map")
def show_site_map(request: Request) -> Response:
    open_pages = set(request.app.state.open_pages)
    groups = [
        (group.title, [(name, title) for name, title in group.pages.items() if name in open_pages]) for group in GROUPS
    ]
    return _show(request, "site_map", groups=groups)
