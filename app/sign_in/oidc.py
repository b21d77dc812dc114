"""The way to an organisation's sign-in service and back: authorization code flow with PKCE (sso.md 7.2).

The only asynchronous handlers: they wait for somebody else's server, and hold no transaction while they do.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import quote_plus, urlencode
from uuid import UUID, uuid4

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session as Db

from app.actor import NOBODY
from app.database import now
from app.sign_in import actions, queries
from app.sign_in.actions import Back, Entered, Out
from app.sign_in.agents import agent_label
from app.sign_in.agreed import Agreed, agreed, keep
from app.sign_in.failures import failure_of
from app.sign_in.guards import (
    BROWSER_COOKIE,
    ORGANISATION_COOKIE,
    anyone_at_the_door,
    keep_browser,
    keep_session,
    means_in,
)
from app.sign_in.metadata import discovery_address, read_description, read_keys
from app.sign_in.outbound import Answer, Outbound, Unreachable
from app.sign_in.return_path import safe_path
from app.sign_in.secrets import new_token
from app.sign_in.tokens import Distrust, Expected, Proven, validate_id_token
from app.web.addresses import in_language
from app.web.guards import SESSION_COOKIE
from app.web.templating import address, page

log = structlog.get_logger()
router = APIRouter(prefix="/sso", include_in_schema=False, dependencies=[Depends(anyone_at_the_door)])

A_YEAR = 365 * 24 * 3600
KEYS_AT_MOST_EVERY = timedelta(minutes=1)
LONGEST_HINT = 200
T = TypeVar("T")


@router.post("/{connection_id:uuid}/start", name="sign_in_start")
async def start(request: Request, connection_id: UUID) -> Response:
    """Send the browser to the organisation's own sign-in service.

    Not by a 303: browsers hold a form to `form-action 'self'` through every redirect, also those between servers of
    the provider that we cannot know. A page that goes on by itself is a new journey.
    """
    asked = request.query_params
    browser = _browser(request)
    agreement: Agreed | None = None
    try:
        means = means_in(request)
        agreement = await _write(request, lambda db: agreed(db, means, connection_id))
        agreement = going = await _up_to_date(request, agreement)
        out = await _write(
            request,
            lambda db: actions.leave(
                db,
                means,
                going,
                browser,
                return_path=safe_path(asked.get("next")),
                language=request.state.language,
                remember=asked.get("remember") == "true",
            ),
        )
    except (Distrust, Unreachable) as problem:
        return await _refused(request, connection_id, agreement, problem)
    there = _authorization_address(request, out, asked.get("hint", ""))
    response = page(request, "sign_in/onward.html", there=there, organisation=agreement.organisation_name)
    response.headers["Refresh"] = f"0; url={there}"
    keep_browser(response, browser)
    return response


@router.get("/{connection_id:uuid}/callback", name="sign_in_callback")
async def callback(request: Request, connection_id: UUID) -> Response:
    """The browser is back, with an answer that is either believed whole or not at all."""
    back: Back | None = None
    try:
        back = await _come_back(request, connection_id)
        request.state.language = back.language
        code = _code(request, back)
        conversation = await _converse(request, back, code)
        entered = await _enter(request, back, conversation)
    except (Distrust, Unreachable) as problem:
        return await _refused(request, connection_id, back.agreed if back else None, problem)
    return _welcome(request, entered)


async def _write(request: Request, act: Callable[[Db], T]) -> T:
    """One transaction in a thread of its own, after waiting for a place like everyone else."""

    def transaction() -> T:
        with request.app.state.sessions() as db, db.begin():
            return act(db)

    async with request.app.state.places:
        return await run_in_threadpool(transaction)


def _browser(request: Request) -> str:
    """What ties attempts to this browser: the same for all its tabs (rule 38)."""
    known = request.cookies.get(BROWSER_COOKIE, "")
    return known if len(known) == len(new_token()) and known.isascii() else new_token()


async def _up_to_date(request: Request, agreement: Agreed) -> Agreed:
    """The same, with a description and keys that are at most an hour old."""
    if not agreement.is_stale:
        return agreement
    outbound = means_in(request).outbound
    description = await described(outbound, agreement.issuer)
    keys = await published_keys(outbound, description)
    await _write(request, lambda db: keep(db, agreement.connection_id, description, keys))
    return replace(agreement, description=description, keys=keys, is_stale=False)


async def described(outbound: Outbound, issuer: str) -> dict[str, Any]:
    """What a provider says about itself, as far as we use it.

    Raises:
        Unreachable: it does not answer.
        Distrust: it answers something else.
    """
    document = _good(await outbound.get(discovery_address(issuer)))
    return read_description(document, issuer, plain_http=outbound.plain_http)


async def published_keys(outbound: Outbound, description: dict[str, Any]) -> list[dict[str, Any]]:
    return read_keys(_good(await outbound.get(description["jwks_uri"])))


def _good(answer: Answer) -> bytes:
    if answer.status != 200:
        raise Unreachable(f"status {answer.status}")
    return answer.body


def _authorization_address(request: Request, out: Out, hint: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(out.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": out.agreed.client_id,
        "redirect_uri": means_in(request).callback(out.agreed.connection_id),
        "scope": out.agreed.scopes,
        "state": out.state,
        "nonce": out.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "ui_locales": request.state.language,
    }
    if "@" in hint and len(hint) <= LONGEST_HINT and hint.isprintable():
        asked["login_hint"] = hint
    return with_query(out.agreed.description["authorization_endpoint"], asked)


def with_query(endpoint: str, asked: dict[str, str]) -> str:
    return endpoint + ("&" if "?" in endpoint else "?") + urlencode(asked)


def _one(request: Request, name: str) -> str:
    """A parameter that is there once, or nothing: said twice, two readers could each believe another."""
    values = request.query_params.getlist(name)
    if len(values) > 1:
        raise Distrust("answer_malformed")
    return values[0] if values else ""


async def _come_back(request: Request, connection_id: UUID) -> Back:
    states, browser = request.query_params.getlist("state"), request.cookies.get(BROWSER_COOKIE, "")
    if len(states) != 1 or not states[0]:  # no provider is known to have sent this: nobody's fault but the sender's
        raise Distrust("state_unknown")
    state = states[0]
    means = means_in(request)
    return await _write(request, lambda db: actions.come_back(db, means, connection_id, state, browser))


def _code(request: Request, back: Back) -> str:
    """The code, once the answer is known to come from the provider that was asked (RFC 9207)."""
    issuer = _one(request, "iss")
    must_say = back.iss_required or back.agreed.description.get("says_iss") is True
    if (issuer or must_say) and issuer != back.agreed.issuer:
        raise Distrust("answer_issuer_wrong")
    error = _one(request, "error")
    if error:
        raise Distrust("cancelled" if error in ("access_denied", "login_required") else "provider_refused")
    code = _one(request, "code")
    if not code:
        raise Distrust("answer_malformed")
    return code


@dataclass(frozen=True)
class Conversation:
    """What came of the talk with the provider."""

    proven: Proven
    profile: dict[str, Any]
    id_token: str = field(repr=False)


async def _converse(request: Request, back: Back, code: str) -> Conversation:
    outbound = means_in(request).outbound
    tokens = await _tokens(outbound, back, means_in(request).callback(back.agreed.connection_id), code)
    access_token = tokens.get("access_token")
    if not isinstance(access_token, str) or not access_token.isascii() or not access_token.isprintable():
        raise Distrust("token_answer_malformed")
    proven = await _validated(request, back, tokens.get("id_token"), access_token)
    profile = dict(proven.claims)
    if "email" not in profile and "userinfo_endpoint" in back.agreed.description:
        profile |= await _userinfo(outbound, back.agreed, access_token, proven)
    return Conversation(proven, profile, str(tokens["id_token"]))


async def _tokens(outbound: Outbound, back: Back, callback_address: str, code: str) -> dict[str, Any]:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback_address,
        "code_verifier": back.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if back.agreed.description["client_auth"] == "client_secret_basic":
        pair = f"{quote_plus(back.agreed.client_id)}:{quote_plus(back.agreed.client_secret)}"  # RFC 6749, 2.3.1
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        fields |= {"client_id": back.agreed.client_id, "client_secret": back.agreed.client_secret}
    body = urlencode(fields, errors="replace").encode()
    answer = await outbound.post(back.agreed.description["token_endpoint"], body, headers)
    if answer.status != 200:
        raise Distrust("token_refused")
    return _json(answer, "token_answer_malformed")


def _json(answer: Answer, code: str) -> dict[str, Any]:
    try:
        read = json.loads(answer.body)
    except (ValueError, RecursionError) as problem:
        raise Distrust(code) from problem
    if not isinstance(read, dict):
        raise Distrust(code)
    return read


async def _validated(request: Request, back: Back, token: Any, access_token: str) -> Proven:
    """Believe the token, or ask once for new keys if it names one we have never seen (rule 19)."""
    wanted = Expected(
        issuer=back.agreed.issuer,
        client_id=back.agreed.client_id,
        nonce_hash=back.nonce_hash,
        algorithms=back.agreed.description["algorithms"],
        subject_source=back.agreed.subject_source,
    )
    try:
        return validate_id_token(token, keys=back.agreed.keys, expected=wanted, at=now(), access_token=access_token)
    except Distrust as problem:
        if problem.code != "kid_unknown":
            raise
    connection_id, description = back.agreed.connection_id, dict(back.agreed.description)
    if not await _write(request, lambda db: queries.may_ask_for_keys(db, connection_id, KEYS_AT_MOST_EVERY)):
        raise Distrust("kid_unknown")
    keys = await published_keys(means_in(request).outbound, description)
    await _write(request, lambda db: keep(db, connection_id, description, keys))
    return validate_id_token(token, keys=keys, expected=wanted, at=now(), access_token=access_token)


async def _userinfo(outbound: Outbound, agreement: Agreed, access_token: str, proven: Proven) -> dict[str, Any]:
    """More about the person, for display. An answer about somebody else ends it all; no answer does not (rule 21)."""
    answer = await outbound.get(agreement.description["userinfo_endpoint"], {"Authorization": f"Bearer {access_token}"})
    if answer.status != 200:
        return {}
    said = _json(answer, "userinfo_malformed")
    if said.get("sub") != proven.claims["sub"]:
        raise Distrust("userinfo_subject_wrong")
    return {name: said[name] for name in ("name", "email", "email_verified") if name in said}


async def _enter(request: Request, back: Back, conversation: Conversation) -> Entered:
    means, correlation_id = means_in(request), uuid4().hex[:8].upper()
    return await _write(
        request,
        lambda db: actions.enter(
            db,
            means,
            back,
            conversation.proven,
            profile=conversation.profile,
            id_token=conversation.id_token,
            cookie=request.cookies.get(SESSION_COOKIE),
            agent=agent_label(request.headers.get("user-agent", "")),
            correlation_id=correlation_id,
        ),
    )


def _welcome(request: Request, entered: Entered) -> Response:
    there = entered.return_path or address(request, "todo" if "todo" in request.app.state.route_names else "sign_ins")
    response = RedirectResponse(there, status_code=303)
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


async def _refused(
    request: Request, connection_id: UUID, agreement: Agreed | None, problem: Distrust | Unreachable
) -> Response:
    """Our own words, a reference that our log has too, and a way on. Nothing the provider wrote (rule 35)."""
    code = problem.code if isinstance(problem, Distrust) else "unreachable"
    correlation_id = uuid4().hex[:8].upper()
    organisation_id = agreement.organisation_id if agreement else NOBODY
    log.warning(
        "sign_in_refused", reason=code, detail=str(problem), reference=correlation_id, connection=str(connection_id)
    )
    await _write(request, lambda db: actions.note_refusal(db, connection_id, organisation_id, code, correlation_id))
    failure = failure_of(code)
    return page(
        request,
        "sign_in/failed.html",
        status_code=failure.status,
        failure=failure,
        organisation=agreement.organisation_name if agreement else "",
        reference=correlation_id,
        again=in_language("/logga-in", request.state.language),
    )
