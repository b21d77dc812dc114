"""The development sign-in service as a web site: protocol endpoints, and one small page of buttons."""

import base64
import binascii
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from typing import Any
from urllib.parse import unquote_plus, urlencode, urlsplit

from httpx2 import AsyncClient, HTTPError
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from app.devidp.issuer import Issuer, Refusal
from app.devidp.words import CSS, page_of, page_of_those_here
from app.sign_in.personas import Roster

ASKED = (
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
    "code_challenge_method", "ui_locales", "login_hint", "prompt", "acr_values",
)  # fmt: skip
NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def create_site(roster: Roster, origin: str) -> Starlette:
    """The service at `origin`, with an issuer for every organisation of the roster."""
    site = Starlette(
        routes=[
            Route("/devidp.css", stylesheet),
            Route("/{slug}/.well-known/openid-configuration", description),
            Route("/{slug}/jwks", keys),
            Route("/{slug}/authorize", choose, methods=["GET"]),
            Route("/{slug}/authorize", chosen, methods=["POST"]),
            Route("/{slug}/token", token, methods=["POST"]),
            Route("/{slug}/userinfo", userinfo, methods=["GET", "POST"]),
            Route("/{slug}/end-session", end_session, methods=["GET", "POST"]),
            Route("/{slug}/here", here, methods=["GET"]),
            Route("/{slug}/here", leave, methods=["POST"]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[urlsplit(origin).hostname or ""])],
    )
    site.state.issuers = {
        client.organisation_slug: Issuer(
            f"{origin}/{client.organisation_slug}",
            client,
            tuple(one for one in roster.personas if one.organisation_slug == client.organisation_slug),
        )
        for client in roster.clients
    }
    return site


def _issuer(request: Request) -> Issuer:
    found: Issuer | None = request.app.state.issuers.get(request.path_params["slug"])
    if found is None:
        raise HTTPException(404)
    return found


async def stylesheet(_: Request) -> Response:
    return Response(CSS, media_type="text/css")


async def description(request: Request) -> Response:
    return JSONResponse(_issuer(request).describe())


async def keys(request: Request) -> Response:
    return JSONResponse(_issuer(request).jwks())


async def choose(request: Request) -> Response:
    """The page of buttons."""
    issuer, asked = _issuer(request), _asked(request.query_params)
    try:
        issuer.check(asked)
    except Refusal as refusal:
        return _refuse(issuer, asked, refusal)
    first = [one for one in issuer.personas if one.email == asked.get("login_hint")]
    rest = [one for one in issuer.personas if one not in first]
    return _page(issuer, page_of(issuer.client.organisation_name, first, rest, asked, _language(asked)))


async def chosen(request: Request) -> Response:
    issuer, form = _issuer(request), await request.form()
    asked = _asked({name: value for name, value in form.items() if isinstance(value, str)})
    try:
        code = issuer.grant(asked, str(form.get("subject", "")))
    except Refusal as refusal:
        return _refuse(issuer, asked, refusal)
    return _back(issuer, asked, {"code": code})


def _asked(said: Mapping[str, str]) -> dict[str, str]:
    return {name: said[name] for name in ASKED if name in said}


def _language(asked: Mapping[str, str]) -> str:
    return "en" if asked.get("ui_locales", "sv").startswith("en") else "sv"


def _refuse(issuer: Issuer, asked: Mapping[str, str], refusal: Refusal) -> Response:
    if refusal.may_return:
        return _back(issuer, asked, {"error": refusal.error, "error_description": refusal.why})
    return HTMLResponse(f"<!doctype html><title>400</title><p>{escape(refusal.why)}", 400, headers=NO_STORE)


def _back(issuer: Issuer, asked: Mapping[str, str], said: Mapping[str, str]) -> Response:
    state = {"state": asked["state"]} if "state" in asked else {}
    answer = urlencode({**said, **state, "iss": issuer.address})
    return RedirectResponse(f"{issuer.client.redirect_uri}?{answer}", 303, headers=NO_STORE)


def _page(issuer: Issuer, html: str) -> Response:
    portal = urlsplit(issuer.client.redirect_uri)
    policy = (
        f"default-src 'none'; style-src 'self'; form-action 'self' {portal.scheme}://{portal.netloc}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(html, headers=NO_STORE | {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"})


async def token(request: Request) -> Response:
    form = await request.form()
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        client_id, client_secret = _client(request, said)
        return JSONResponse(_issuer(request).exchange(said, client_id, client_secret), headers=NO_STORE)
    except Refusal as refusal:
        status = 401 if refusal.error == "invalid_client" else 400
        headers = NO_STORE | ({"WWW-Authenticate": 'Basic realm="token"'} if status == 401 else {})
        body: dict[str, Any] = {"error": refusal.error, "error_description": refusal.why}
        return JSONResponse(body, status, headers=headers)


def _client(request: Request, said: Mapping[str, str]) -> tuple[str, str]:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return said.get("client_id", ""), said.get("client_secret", "")
    try:
        client_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as problem:
        raise Refusal("invalid_client", "unreadable credentials") from problem
    return unquote_plus(client_id), unquote_plus(secret)


async def userinfo(request: Request) -> Response:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    found = _issuer(request).userinfo(bearer) if scheme.lower() == "bearer" else None
    if found is None:
        return Response(status_code=401, headers=NO_STORE | {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return JSONResponse(found, headers=NO_STORE)


async def here(request: Request) -> Response:
    """Who is signed in at the portal through this service, each with a button that ends it here."""
    issuer = _issuer(request)
    language = _language(dict(request.query_params))
    signed_in = [(sid, granted.persona) for sid, granted in issuer.present.items()]
    return _page(issuer, page_of_those_here(issuer.client.organisation_name, signed_in, language))


async def leave(request: Request) -> Response:
    """Somebody signs out at the service itself; the portal is told, and decides what that means."""
    issuer, form = _issuer(request), await request.form()
    token = issuer.end(str(form.get("sid", "")))
    background = BackgroundTask(tell, issuer.client.told_of_sign_out, token) if token else None
    return RedirectResponse(str(request.url), 303, headers=NO_STORE, background=background)


async def tell(address: str, token: str) -> None:
    """Tell the portal. If it does not answer, it is not told again: this is a demonstration."""
    if address:
        with suppress(HTTPError):
            async with AsyncClient(trust_env=False, timeout=5) as portal:
                await portal.post(address, data={"logout_token": token})


async def end_session(request: Request) -> Response:
    """Where the portal sends somebody who signed out there: gone here too, and straight back."""
    issuer = _issuer(request)
    form = await request.form() if request.method == "POST" else {}
    said = dict(request.query_params) | {name: value for name, value in form.items() if isinstance(value, str)}
    there = said.get("post_logout_redirect_uri", "")
    if not issuer.may_return_after_sign_out(there, said.get("id_token_hint", "")):
        return HTMLResponse("<!doctype html><title>400</title><p>unknown address", 400, headers=NO_STORE)
    issuer.end(issuer.session_in(said["id_token_hint"]) or "")
    query = urlencode({"state": said["state"]}) if "state" in said else ""
    return RedirectResponse(there + (f"?{query}" if query else ""), 303, headers=NO_STORE)
