"""The way to an organisation's sign-in service and back: authorization code flow with PKCE (sso.md 7.2).

The only asynchronous handlers: they wait for somebody else's server, and hold no transaction while they do.
"""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session as Db

from app.database import now
from app.sign_in import queries
from app.sign_in import queries_arriving as arriving
from app.sign_in.agreed import Agreed, agreed, keep
from app.sign_in.arrivals import PROVEN_ANEW, Arrival, Back, Errand, Out
from app.sign_in.attempts import come_back, leave
from app.sign_in.door import browser_of, let_in, onward, refused, welcome, write
from app.sign_in.guards import BROWSER_COOKIE, anyone_at_the_door, means_in
from app.sign_in.means import Means
from app.sign_in.metadata import discovery_address, read_description, read_keys
from app.sign_in.models import AuthMethod, TraceStep
from app.sign_in.outbound import Answer, Outbound, Unreachable
from app.sign_in.rp_keys import ASSERTION_TYPE, client_assertion, published
from app.sign_in.tokens import LONGEST_SUBJECT, Distrust, Expected, Proven, is_clean, validate_id_token
from app.sign_in.traces import Trail, names_of

router = APIRouter(prefix="/sso", include_in_schema=False, dependencies=[Depends(anyone_at_the_door)])

KEYS_AT_MOST_EVERY = timedelta(minutes=1)
LONGEST_HINT = 200
SECRET_METHODS = (AuthMethod.client_secret_basic, AuthMethod.client_secret_post)
EXTRA_PARAMS = ("domain_hint", "hd", "kc_idp_hint", "resource", "claims")
"""What an organisation may have us say besides, on the way to its provider. Never what we say ourselves."""


async def depart(request: Request, connection_id: UUID, errand: Errand) -> Response:
    """Send the browser to the organisation's own sign-in service."""
    browser = browser_of(request)
    agreement: Agreed | None = None
    try:
        means = means_in(request)
        agreement = await write(request, lambda db: agreed(db, means, connection_id, errand.purpose))
        agreement = await _up_to_date(request, agreement)
        out = await write(request, lambda db: _leave(db, means, connection_id, browser, errand))
    except (Distrust, Unreachable) as problem:
        trail = Trail(connection_id, purpose=errand.purpose)
        return await refused(request, connection_id, problem, house=agreement, trail=trail if agreement else None)
    there = _authorization_address(request, agreement, out, errand.hint)
    return onward(request, there, agreement.organisation_name, browser)


def _leave(db: Db, means: Means, connection_id: UUID, browser: str, errand: Errand) -> Out:
    return leave(db, means, queries.connection_for(db, connection_id, errand.purpose), browser, errand)


@router.get("/jwks.json", name="rp_jwks")
async def jwks(request: Request) -> Response:
    """The keys we sign with, for providers that know us by them."""
    means = means_in(request)
    found = await write(request, lambda db: published(db, means))
    return JSONResponse(found, headers={"Cache-Control": "public, max-age=300"})


@router.get("/{connection_id:uuid}/callback", name="sign_in_callback")
async def callback(request: Request, connection_id: UUID) -> Response:
    """The browser is back, with an answer that is either believed whole or not at all."""
    back: Back | None = None
    trail: Trail | None = None
    states = request.query_params.getlist("state")
    state = states[0] if len(states) == 1 else ""
    try:
        back, agreement = await _come_back(request, connection_id, state)
        request.state.language = back.language
        trail = Trail(connection_id, back.attempt_id, back.purpose, last=TraceStep.sent)
        code = _code(request, back, agreement)
        trail.reached(TraceStep.returned)
        arrival = await _converse(request, back, agreement, code, trail)
        entered = await let_in(request, arrival, back, trail)
    except (Distrust, Unreachable) as problem:
        return await refused(request, connection_id, problem, back=back, trail=trail, state=state)
    return welcome(request, entered)


async def _up_to_date(request: Request, agreement: Agreed) -> Agreed:
    """The same, with a description and keys that are at most an hour old."""
    if not agreement.is_stale:
        return agreement
    outbound = means_in(request).outbound
    description = await described(outbound, agreement.issuer)
    keys = await published_keys(outbound, description)
    await write(request, lambda db: keep(db, agreement.connection_id, description, keys))
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


def _authorization_address(request: Request, agreement: Agreed, out: Out, hint: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(out.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {name: value for name, value in agreement.extra_params.items() if name in EXTRA_PARAMS} | {
        "response_type": "code",
        "client_id": agreement.client_id,
        "redirect_uri": means_in(request).callback(agreement.connection_id),
        "scope": agreement.scopes,
        "state": out.state,
        "nonce": out.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "ui_locales": request.state.language,
    }
    if "@" in hint and len(hint) <= LONGEST_HINT and hint.isprintable():
        asked["login_hint"] = hint
    if out.purpose in PROVEN_ANEW:
        asked["prompt"] = "login"
    if out.acr_values:
        asked["acr_values"] = " ".join(out.acr_values)
    if out.max_age is not None:
        asked["max_age"] = str(out.max_age)
    return with_query(agreement.description["authorization_endpoint"], asked)


def with_query(endpoint: str, asked: dict[str, str]) -> str:
    return endpoint + ("&" if "?" in endpoint else "?") + urlencode(asked)


def _one(request: Request, name: str) -> str:
    """A parameter that is there once, or nothing: said twice, two readers could each believe another."""
    values = request.query_params.getlist(name)
    if len(values) > 1:
        raise Distrust("answer_malformed")
    return values[0] if values else ""


async def _come_back(request: Request, connection_id: UUID, state: str) -> tuple[Back, Agreed]:
    if not state:  # no provider is known to have sent this: nobody's fault but the sender's
        raise Distrust("state_unknown")
    means, browser = means_in(request), request.cookies.get(BROWSER_COOKIE, "")

    def act(db: Db) -> tuple[Back, Agreed]:
        back = come_back(db, means, connection_id, state, browser)
        return back, agreed(db, means, connection_id, back.purpose)

    return await write(request, act)


def _code(request: Request, back: Back, agreement: Agreed) -> str:
    """The code, once the answer is known to come from the provider that was asked (RFC 9207)."""
    issuer = _one(request, "iss")
    must_say = back.iss_required or agreement.description.get("says_iss") is True
    if (issuer or must_say) and issuer != agreement.issuer:
        raise Distrust("answer_issuer_wrong")
    error = _one(request, "error")
    if error:
        raise Distrust("cancelled" if error in ("access_denied", "login_required") else "provider_refused")
    code = _one(request, "code")
    if not code:
        raise Distrust("answer_malformed")
    return code


async def _converse(request: Request, back: Back, agreement: Agreed, code: str, trail: Trail) -> Arrival:
    """What came of the talk with the provider."""
    outbound = means_in(request).outbound
    tokens = await _tokens(outbound, back, agreement, means_in(request).callback(back.connection_id), code)
    access_token = tokens.get("access_token")
    if not isinstance(access_token, str) or not access_token.isascii() or not access_token.isprintable():
        raise Distrust("token_answer_malformed")
    trail.reached(TraceStep.answered)
    proven = await _validated(request, back, agreement, tokens.get("id_token"), access_token)
    trail.reached(TraceStep.believed, claims=names_of(proven.claims))
    profile = dict(proven.claims)
    if "email" not in profile and "userinfo_endpoint" in agreement.description:
        profile |= await _userinfo(outbound, agreement, access_token, proven)
    sid = proven.claims.get("sid")
    return Arrival(
        connection_id=back.connection_id,
        version=back.version,
        subject=proven.subject,
        claims=proven.claims,
        profile=profile,
        auth_time=proven.auth_time,
        acr=proven.acr,
        farewell=str(tokens["id_token"]),
        provider_subject=str(proven.claims["sub"]),
        provider_session=sid if isinstance(sid, str) and is_clean(sid) and len(sid) <= LONGEST_SUBJECT else "",
    )


async def _tokens(
    outbound: Outbound, back: Back, agreement: Agreed, callback_address: str, code: str
) -> dict[str, Any]:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback_address,
        "code_verifier": back.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if agreement.auth_method is AuthMethod.private_key_jwt:
        if AuthMethod.private_key_jwt.value not in agreement.description["client_auth"]:
            raise Distrust("auth_method_not_offered")
        assertion = client_assertion(agreement.client_key, agreement.client_id, agreement.issuer, now())
        fields |= {
            "client_id": agreement.client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion,
        }
    elif _secret_method(agreement) is AuthMethod.client_secret_basic:
        pair = f"{quote_plus(agreement.client_id)}:{quote_plus(agreement.client_secret)}"  # RFC 6749, 2.3.1
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        fields |= {"client_id": agreement.client_id, "client_secret": agreement.client_secret}
    body = urlencode(fields, errors="replace").encode()
    answer = await outbound.post(agreement.description["token_endpoint"], body, headers)
    if answer.status != 200:
        raise Distrust("token_refused")
    return _json(answer, "token_answer_malformed")


def _secret_method(agreement: Agreed) -> AuthMethod:
    """How the secret is sent: as agreed, or the other way if the provider offers that one only.

    Raises:
        Distrust: the provider does not take secrets.
    """
    offered = agreement.description["client_auth"]
    for method in (agreement.auth_method, *SECRET_METHODS):
        if method in SECRET_METHODS and method.value in offered:
            return method
    raise Distrust("auth_method_not_offered")


def _json(answer: Answer, code: str) -> dict[str, Any]:
    try:
        read = json.loads(answer.body)
    except (ValueError, RecursionError) as problem:
        raise Distrust(code) from problem
    if not isinstance(read, dict):
        raise Distrust(code)
    return read


async def _validated(request: Request, back: Back, agreement: Agreed, token: Any, access_token: str) -> Proven:
    """Believe the token, or ask once for new keys if it names one we have never seen (rule 19)."""
    offered = agreement.description["algorithms"]
    wanted = Expected(
        issuer=agreement.issuer,
        client_id=agreement.client_id,
        nonce_hash=back.nonce_hash,
        algorithms=[name for name in agreement.algorithms if name in offered],
        subject_source=agreement.subject_source,
        max_age=timedelta(seconds=back.max_age) if back.max_age is not None else None,
        proven_since=back.begun_at if back.purpose in PROVEN_ANEW and back.max_age is None else None,
        acr_values=back.acr_values,
    )
    try:
        return validate_id_token(token, keys=agreement.keys, expected=wanted, at=now(), access_token=access_token)
    except Distrust as problem:
        if problem.code != "kid_unknown":
            raise
    keys = await new_keys(request, agreement)
    return validate_id_token(token, keys=keys, expected=wanted, at=now(), access_token=access_token)


async def new_keys(request: Request, agreement: Agreed) -> list[dict[str, Any]]:
    """The provider's keys of this moment; asked for once a minute at most, however many unknown ones are shown to us.

    Raises:
        Distrust: they have just been asked for.
    """
    connection_id, description = agreement.connection_id, dict(agreement.description)
    if not await write(request, lambda db: arriving.may_ask_for_keys(db, connection_id, KEYS_AT_MOST_EVERY)):
        raise Distrust("kid_unknown")
    keys = await published_keys(means_in(request).outbound, description)
    await write(request, lambda db: keep(db, connection_id, description, keys))
    return keys


async def _userinfo(outbound: Outbound, agreement: Agreed, access_token: str, proven: Proven) -> dict[str, Any]:
    """More about the person, for display. An answer about somebody else ends it all; no answer does not (rule 21)."""
    answer = await outbound.get(agreement.description["userinfo_endpoint"], {"Authorization": f"Bearer {access_token}"})
    if answer.status != 200:
        return {}
    said = _json(answer, "userinfo_malformed")
    if said.get("sub") != proven.claims["sub"]:
        raise Distrust("userinfo_subject_wrong")
    return {name: said[name] for name in ("name", "email", "email_verified") if name in said}
