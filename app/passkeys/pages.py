"""Signing in without a sign-in service: by a passkey, or by a link that comes by e-mail (ux.md 2.16)."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID, uuid4

import structlog
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Form as Submitted
from sqlalchemy.orm import Session

from app.actor import NOBODY
from app.database import now
from app.language import N_
from app.passkeys import actions, ceremony, links, queries
from app.passkeys.actions import Caller
from app.passkeys.ceremony import Aim, Asking
from app.passkeys.forms import Answered, WhereTo
from app.passkeys.guards import place_hash
from app.sign_in import actions as door
from app.sign_in.agents import agent_label
from app.sign_in.arrivals import Errand, Visit
from app.sign_in.door import browser_of, welcome
from app.sign_in.failures import failure_of
from app.sign_in.guards import keep_browser, means_in
from app.sign_in.return_path import safe_path
from app.sign_in.tokens import Distrust
from app.web.addresses import in_language
from app.web.forms import Form, filled
from app.web.guards import SESSION_COOKIE, Db, everyone
from app.web.templating import address, page, see_other

log = structlog.get_logger()
router = APIRouter(prefix="/logga-in", include_in_schema=False, dependencies=[Depends(everyone)])

LONGEST_TOKEN = 200
Next = Annotated[str, Query(alias="next")]


async def depart(request: Request, connection_id: UUID, errand: Errand) -> Response:
    """Where other organisations' people are sent to their sign-in service: to the page of these two ways."""
    del connection_id
    return see_other(request, "sign_in_alone", {"next": errand.return_path})


@router.get("/utan-inloggningstjanst", name="sign_in_alone")
def show_ways(request: Request, back: Next = "") -> Response:
    return _ways(request, Form(WhereTo), safe_path(back))


def _ways(request: Request, form: Form[WhereTo], back: str) -> Response:
    browser = browser_of(request)
    response = page(
        request,
        "passkeys/ways.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=WhereTo,
        back=back,
        question=ceremony.question(means_in(request), Asking(Aim.sign_in, browser), now()),
    )
    keep_browser(response, browser)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/utan-inloggningstjanst")
def ask_for_link(
    request: Request, db: Db, form: Annotated[Form[WhereTo], filled(WhereTo)], back: Next = ""
) -> Response:
    """The answer is the same whether or not anyone has that address."""
    browser = browser_of(request)
    if form.ok:
        with form.takes_refusals(db):
            links.ask(
                db,
                form.values.email,
                place_hash=place_hash(request),
                browser=browser,
                return_path=safe_path(back),
                language=request.state.language,
            )
            response = see_other(request, "link_sent")
            keep_browser(response, browser)
            return response
    return _ways(request, form, safe_path(back))


@router.get("/utan-inloggningstjanst/skickad", name="link_sent")
def show_sent(request: Request) -> Response:
    is_trial = request.app.state.settings.environment == "development"
    return page(request, "passkeys/sent.html", minutes=int(links.LASTS.total_seconds() // 60), is_trial=is_trial)


@router.post("/nyckel", name="passkey_sign_in")
def sign_in_by_passkey(request: Request, db: Db, form: Annotated[Form[Answered], filled(Answered)]) -> Response:
    if not form.ok:
        return _refused(request, db, Distrust("passkey_malformed"))
    visit = _visit(request)
    caller = Caller(visit, request.state.language, safe_path(form.values.next))
    try:
        with db.begin_nested():
            entered = actions.come_in_by_passkey(
                db, means_in(request), form.values.credential, browser_of(request), caller
            )
    except Distrust as problem:
        return _refused(request, db, problem, visit)
    if not entered.return_path and queries.came_to_mend(db, entered.token):
        entered = replace(entered, return_path=address(request, "mend_sign_in"))
    return welcome(request, entered)


@router.get("/lank/{token}", name="email_link")
def show_link(request: Request, db: Db, token: str) -> Response:
    """A page with a button: programs that read mail open what is in it, and must not use it up."""
    try:
        way = links.way(db, token[:LONGEST_TOKEN], browser_of(request))
    except Distrust as problem:
        return _refused(request, db, problem)
    return page(request, "passkeys/link.html", memberships=way.memberships, token=token)


@router.post("/lank/{token}")
def sign_in_by_link(request: Request, db: Db, token: str, membership: Annotated[UUID, Submitted()]) -> Response:
    visit = _visit(request)
    try:
        with db.begin_nested():
            entered = actions.come_in_by_link(
                db, means_in(request), token[:LONGEST_TOKEN], browser_of(request), membership, visit
            )
    except Distrust as problem:
        return _refused(request, db, problem, visit)
    return welcome(request, entered)


def _visit(request: Request) -> Visit:
    return Visit(
        cookie=request.cookies.get(SESSION_COOKIE),
        agent=agent_label(request.headers.get("user-agent", "")),
        correlation_id=uuid4().hex[:8].upper(),
    )


def _refused(request: Request, db: Session, problem: Distrust, visit: Visit | None = None) -> Response:
    """Our own words, and a reference that our log has too."""
    reference = visit.correlation_id if visit else uuid4().hex[:8].upper()
    log.warning("sign_in_refused", reason=problem.code, detail=str(problem), reference=reference)
    if request.method == "POST":
        door.note_refusal(db, NOBODY, getattr(problem, "organisation_id", NOBODY), problem.code, reference)
    failure = failure_of(problem.code)
    return page(
        request,
        "sign_in/failed.html",
        status_code=failure.status,
        failure=failure,
        organisation="",
        reference=reference,
        again=in_language("/logga-in/utan-inloggningstjanst", request.state.language),
        again_text=N_("Try again with a passkey or a link"),
    )
