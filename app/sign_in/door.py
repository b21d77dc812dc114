"""What every protocol does at the door, as responses: on to a provider, welcome, or refused in our own words."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid4

import structlog
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session as Db

from app.actor import NOBODY
from app.sign_in import actions
from app.sign_in import queries_arriving as arriving
from app.sign_in.agents import agent_label
from app.sign_in.arrivals import Arrival, Back, Entered, Visit
from app.sign_in.failures import failure_of
from app.sign_in.guards import BROWSER_COOKIE, ORGANISATION_COOKIE, keep_browser, keep_session, means_in
from app.sign_in.models import LoginAttempt, Purpose, TraceStep
from app.sign_in.outbound import Unreachable
from app.sign_in.secrets import fingerprint, new_token
from app.sign_in.tokens import Distrust
from app.sign_in.traces import Trail, write_down
from app.web.addresses import in_language
from app.web.guards import SESSION_COOKIE
from app.web.templating import address, page

log = structlog.get_logger()

A_YEAR = 365 * 24 * 3600
T = TypeVar("T")


async def write(request: Request, act: Callable[[Db], T]) -> T:
    """One transaction in a thread of its own, after waiting for a place like everyone else."""

    def transaction() -> T:
        with request.app.state.sessions() as db, db.begin():
            return act(db)

    async with request.app.state.places:
        return await run_in_threadpool(transaction)


def browser_of(request: Request) -> str:
    """What ties attempts to this browser: the same for all its tabs (rule 38)."""
    known = request.cookies.get(BROWSER_COOKIE, "")
    return known if len(known) == len(new_token()) and known.isascii() else new_token()


def onward(request: Request, there: str, organisation: str, browser: str) -> Response:
    """On to the provider. Not by a 303: browsers hold a form to `form-action 'self'` through every redirect, also
    those between servers of the provider that we cannot know. A page that goes on by itself is a new journey."""
    response = page(request, "sign_in/onward.html", there=there, organisation=organisation)
    response.headers["Refresh"] = f"0; url={there}"
    keep_browser(response, browser)
    return response


async def let_in(request: Request, arrival: Arrival, back: Back, trail: Trail) -> Entered:
    """Raises:
    Distrust: they do not belong to the organisation.
    """
    means = means_in(request)
    visit = Visit(
        cookie=request.cookies.get(SESSION_COOKIE),
        agent=agent_label(request.headers.get("user-agent", "")),
        correlation_id=uuid4().hex[:8].upper(),
    )

    def act(db: Db) -> Entered:
        entered = actions.enter(db, means, arrival, back, visit)
        if back.purpose is not Purpose.test:
            trail.reached(TraceStep.admitted)
        write_down(db, trail, visit.correlation_id)
        return entered

    return await write(request, act)


def welcome(request: Request, entered: Entered) -> Response:
    there = entered.return_path or address(request, "todo" if "todo" in request.app.state.route_names else "sign_ins")
    response = RedirectResponse(there, status_code=303)
    if entered.token:
        keep_session(response, entered.token, means_in(request))
    if entered.remember:
        response.set_cookie(
            ORGANISATION_COOKIE,
            entered.organisation_slug,
            max_age=A_YEAR,
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
        )
    return response


async def refused(
    request: Request,
    connection_id: UUID,
    problem: Distrust | Unreachable,
    *,
    house: Any = None,
    back: Back | None = None,
    trail: Trail | None = None,
    state: str = "",
) -> Response:
    """Our own words, a reference that our log has too, and a way on. Nothing the provider wrote (rule 35).

    `house` has `organisation_id` and `organisation_name`, as far as it is known whose door it is. `state` is what came
    back, when it was not accepted: the attempt it belongs to, if there is one, is told of in its trace.
    """
    code = problem.code if isinstance(problem, Distrust) else "unreachable"
    house = house or back
    reference = uuid4().hex[:8].upper()
    organisation_id = house.organisation_id if house else NOBODY
    log.warning("sign_in_refused", reason=code, detail=str(problem), reference=reference, connection=str(connection_id))

    def write_it(db: Db) -> str:
        """Where the one who tries a connection out reads why; nowhere for everyone else."""
        actions.note_refusal(db, connection_id, organisation_id, code, reference)
        attempt = None if back else _attempt_of(db, connection_id, state)
        there = _result_page(back or attempt)
        if back:
            arriving.settle(db, back.attempt_id, code)
        elif attempt and there:
            arriving.settle(db, attempt.id, code)
        found = trail or (_trail_of(attempt) if attempt else None)
        if found:
            write_down(db, found, reference, reason=code)
        return there

    if there := await write(request, write_it):
        return RedirectResponse(there, status_code=303)
    failure = failure_of(code)
    return page(
        request,
        "sign_in/failed.html",
        status_code=failure.status,
        failure=failure,
        organisation=house.organisation_name if house else "",
        reference=reference,
        again=in_language("/logga-in", request.state.language),
    )


def _attempt_of(db: Db, connection_id: UUID, state: str) -> LoginAttempt | None:
    """The attempt that an answer belongs to which was not accepted. All federations answer at one address, so there
    the connection is not known beforehand."""
    attempt = arriving.attempt(db, fingerprint(state)) if state else None
    return attempt if attempt and connection_id in (NOBODY, attempt.connection_id) else None


def _result_page(tried: Back | LoginAttempt | None) -> str:
    if tried is None or tried.purpose is not Purpose.test:
        return ""
    is_over = isinstance(tried, LoginAttempt) and tried.outcome != ""  # a repeat changes nothing of what came of it
    return "" if is_over else tried.return_path


def _trail_of(attempt: LoginAttempt) -> Trail:
    return Trail(attempt.connection_id, attempt.id, attempt.purpose, last=TraceStep.sent)
