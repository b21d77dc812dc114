"""Refusals and accidents as responses: a page for people, a region for htmx, problem+json for programs."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from app.actor import VISITOR
from app.language import N_
from app.refusals import NotAllowed, NotFound, NotProven, Overtaken, Reason, Refused
from app.submissions import queries as submissions
from app.web.addresses import DIRECTORIES, PREFIXES, in_language
from app.web.forms import Form, as_sent, conflict, submitted_form
from app.web.guards import PARKED_COOKIE, SESSION_COOKIE
from app.web.templating import address, page

log = structlog.get_logger()

STATUS = {NotFound: 404, NotAllowed: 403, Refused: 409, Overtaken: 409}
PLAIN = {
    NotFound: Reason(N_("There is no such page, or it is not for you to see.")),
    NotAllowed: Reason(N_("You can see this, but you do not have the right to do that.")),
}
OVERTAKEN = Reason(N_("Someone else saved this while you were writing."))
UNREADABLE = Reason(N_("The request could not be understood."))
PAGES = {400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503}


def for_programs(request: Request) -> bool:
    return request.url.path.startswith(("/api/", DIRECTORIES))


def answer(request: Request, status: int, *reasons: Reason, **values: Any) -> Response:
    """A refusal in the form the reader can use."""
    if for_programs(request):
        write = _scim_error if request.url.path.startswith(DIRECTORIES) else _problem
        return write(request, status, reasons)
    template = f"errors/{status if status in PAGES else 400}.html"
    return page(request, template, region="errors/_reasons.html", status_code=status, reasons=reasons, **values)


def _problem(request: Request, status: int, reasons: tuple[Reason, ...]) -> Response:
    """RFC 9457."""
    say = request.app.state.templates["en"].globals["sentence"]
    body = {
        "type": "about:blank",
        "status": status,
        "title": say(reasons[0].text, reasons[0].values) if reasons else "",
        "reasons": [{"text": say(reason.text, reason.values), "field": reason.field} for reason in reasons],
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def _scim_error(request: Request, status: int, reasons: tuple[Reason, ...]) -> Response:
    """RFC 7644 §3.12: what a directory's client can read."""
    say = request.app.state.templates["en"].globals["sentence"]
    detail = say(reasons[0].text, reasons[0].values) if reasons else ""
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": str(status), "detail": detail}
    return JSONResponse(body, status, media_type="application/scim+json")


async def refuse(request: Request, problem: Exception) -> Response:
    """What the domain said no to."""
    if isinstance(problem, Overtaken):
        return _overtaken(request, problem.row)
    if isinstance(problem, Refused):
        return answer(request, 409, *problem.reasons)
    if _may_sign_in_for_it(request, problem) and not for_programs(request):
        return await sign_in_first(request)
    return answer(request, STATUS[type(problem)], PLAIN[type(problem)])


def _may_sign_in_for_it(request: Request, problem: Exception) -> bool:
    """A visitor who is denied, or whose session has ended: signing in may be all that is missing."""
    if getattr(request.state, "actor", VISITOR).is_signed_in:
        return False
    return isinstance(problem, NotAllowed) or SESSION_COOKIE in request.cookies


async def prove_again_first(request: Request, _: Exception) -> Response:
    """The one who is signed in is to prove it anew, because of what they are about to do."""
    if for_programs(request):
        return answer(request, 403, PLAIN[NotAllowed])
    return await _off_and_back(request, "prove_again")


async def sign_in_first(request: Request) -> Response:
    """Off to sign in and back again (ux.md 2.0, time-out)."""
    return await _off_and_back(request, "sign_in")


async def sign_in_and_return_to(request: Request, page_path: str) -> Response:
    """The same for a page whose script sends what was typed on it, once the session is known to be over."""
    return await _off_and_back(request, "sign_in", page_path)


async def _off_and_back(request: Request, route: str, page_path: str = "") -> Response:
    """To a page, and afterwards back to where one was; what was typed waits in the meantime."""
    path, state = request.url.path, request.state
    handle, query = "", ""
    if request.method == "POST":
        whole, _, query = page_path.partition("?")
        path = _plain(whole) if whole else _page_of(request, path)
        handle = await run_in_threadpool(_park, request, path, as_sent(await submitted_form(request)))
    else:
        query = request.url.query
    back = in_language(path, state.language) + (f"?{query}" if query else "")
    response = RedirectResponse(address(request, route, {"next": back}), status_code=303)
    if handle:
        response.set_cookie(PARKED_COOKIE, handle, max_age=7200, secure=True, httponly=True, samesite="lax", path="/")
    return response


def _park(request: Request, path: str, typed: dict[str, Any]) -> str:
    with request.app.state.sessions() as db, db.begin():
        person_id = request.app.state.whose(db, request.cookies.get(SESSION_COOKIE))
        return submissions.park(db, path, typed, person_id)


def _page_of(request: Request, path: str) -> str:
    """The page to come back to: the form itself, or where it was sent from when its address only takes forms."""
    shown = any(route.path_regex.match(path) and "GET" in (route.methods or ()) for route in _routes(request))
    came_from = urlsplit(request.headers.get("referer", "")).path or "/"
    return path if shown else _plain(came_from)


def _plain(path: str) -> str:
    """An address of ours without its language."""
    prefix = next((one for one in PREFIXES.values() if path == one or path.startswith(one + "/")), "")
    return path.removeprefix(prefix) or "/"


def _routes(request: Request) -> list[APIRoute]:
    found: list[APIRoute] = request.app.state.all_routes
    return found


def _overtaken(request: Request, row: Any) -> Response:
    form = getattr(request.state, "form", None)
    if not isinstance(form, Form) or form.model is None:
        return answer(request, 409, OVERTAKEN)
    return answer(request, 409, OVERTAKEN, conflict=conflict(form, row), model=form.model)


async def stale(request: Request, _: Exception) -> Response:
    return answer(request, 409, OVERTAKEN)


async def http_problem(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 400
    reason = PLAIN[NotFound] if status == 404 else UNREADABLE
    response = answer(request, status, reason)
    if isinstance(problem, HTTPException) and problem.headers:
        response.headers.update(problem.headers)
    return response


async def not_understood(request: Request, _: Exception) -> Response:
    return answer(request, 422, UNREADABLE)


async def unforeseen(request: Request, problem: Exception) -> Response:
    """Our own fault: a reference the person can give us, and the trace in the log under the same reference."""
    if isinstance(problem, DBAPIError) and isinstance(problem, DataError):
        return await not_understood(request, problem)
    reference = uuid4().hex[:8].upper()
    log.error("unforeseen", reference=reference, path=request.url.path, exc_info=problem)
    return answer(request, 500, Reason(N_("Something went wrong at our end.")), error_reference=reference)


def handle_refusals(app: FastAPI) -> None:
    for kind in STATUS:
        app.add_exception_handler(kind, refuse)
    app.add_exception_handler(NotProven, prove_again_first)
    app.add_exception_handler(StaleDataError, stale)
    app.add_exception_handler(HTTPException, http_problem)
    app.add_exception_handler(RequestValidationError, not_understood)
    app.add_exception_handler(DataError, not_understood)
    app.add_exception_handler(Exception, unforeseen)
