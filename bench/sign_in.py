"""Measuring sign-in: how many a second, and how long the callback takes. The provider is left out: its answers, signed
beforehand, are at hand the moment they are asked for. One process, over a real PostgreSQL."""

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import mkdtemp
from time import perf_counter
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import structlog
from fastapi import FastAPI
from joserfc import jws
from joserfc.jwk import RSAKey
from sqlalchemy.orm import Session

from app import postgres, schema
from app.actor import Role
from app.database import engine_to, now
from app.main import create_app
from app.organisations.models import Organisation, OrganisationKind
from app.people.models import Membership, MembershipRole, Person
from app.schema import ROOT
from app.settings import Settings
from app.sign_in.models import ConnectionStatus, IdpConnection
from app.sign_in.outbound import Answer, Outbound

FOLDER = ROOT / "var" / "bench"
ORIGIN, ISSUER = "https://portal.example", "https://login.example"
AT_ONCE = 8
BEFORE = 20  # sign-ins that are not counted
KEY = RSAKey.generate_key(2048, {"kid": "bench", "use": "sig", "alg": "RS256"}, auto_kid=False)
OURS = [(b"host", b"portal.example"), (b"sec-fetch-site", b"same-origin"), (b"origin", ORIGIN.encode())]


@dataclass(frozen=True)
class Provider(Outbound):
    """Says at once what was prepared for a code."""

    answers: dict[str, bytes] = field(default_factory=dict)

    async def post(self, url: str, body: bytes, headers: Any) -> Answer:
        del url, headers
        return Answer(200, self.answers.pop(parse_qs(body.decode())["code"][0]))


@dataclass(frozen=True)
class Measured:
    """`per_second` is whole sign-ins, start and callback; the rest is milliseconds of the callback alone."""

    at_once: int
    per_second: float
    middle: float
    p95: float


def measured(sign_ins: int) -> list[Measured]:
    """One at a time, and eight at once."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    # Of this schema: while nothing is released the first migration is written anew, and an older one looks the same.
    url = postgres.start(FOLDER, database=f"sign_in_{schema.fingerprint()}", durable=False)
    try:
        return _measured(url, sign_ins)
    finally:
        postgres.stop(FOLDER)


def _measured(url: str, sign_ins: int) -> list[Measured]:
    schema.upgrade(url)
    site = create_app(Settings(environment="test", base_url=ORIGIN, database_url=url, documents=Path(mkdtemp())))
    connection_id = _house(url, sign_ins)
    provider = Provider()
    site.state.sign_in = replace(site.state.sign_in, outbound=provider)
    found = [asyncio.run(_round(site, provider, connection_id, sign_ins, at_once)) for at_once in (1, AT_ONCE)]
    site.state.engine.dispose()
    return found


def _house(url: str, people: int) -> str:
    """An organisation with so many people, none of whom has signed in yet."""
    engine = engine_to(url, connections=1)
    with Session(engine) as db, db.begin():
        token = str(now().timestamp())
        town = Organisation(slug=f"t{token}", name="Town", short_name="Town", kind=OrganisationKind.municipality)
        db.add(town)
        db.flush()
        connection = IdpConnection(
            organisation_id=town.id, name="Bench", status=ConnectionStatus.active, issuer=ISSUER, client_id="portal",
            secret_sealed="", keys=[dict(KEY.as_dict(private=False))], keys_at=now(), described_at=now(),
            described={
                "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token",
                "algorithms": ["RS256"], "client_auth": ["client_secret_basic"], "says_iss": False,
            },
        )  # fmt: skip
        db.add(connection)
        for number in range(people):
            person = Person(name=f"Kim {number}", email=f"kim{number}@town.example")
            db.add(person)
            db.flush()
            member = Membership(organisation_id=town.id, person_id=person.id)
            member.role_rows = [MembershipRole(role=Role.testbed_leader)]
            db.add(member)
        db.flush()
        made = str(connection.id)
    engine.dispose()
    return made


async def _round(site: FastAPI, provider: Provider, connection_id: str, sign_ins: int, at_once: int) -> Measured:
    numbers, taken = iter(range(sign_ins + BEFORE)), []
    begun = perf_counter()
    waited = 0.0

    async def browser() -> None:
        nonlocal begun, waited
        for number in numbers:
            if number == BEFORE:
                begun, waited = perf_counter(), 0.0
            prepared, spent = await _begin(site, provider, connection_id, number % sign_ins)
            waited += spent
            start = perf_counter()
            status, headers = await _ask(site, "GET", f"/sso/{connection_id}/callback", *prepared)
            if number >= BEFORE:
                taken.append((perf_counter() - start) * 1000)
            if status != 303:
                raise RuntimeError(f"the callback answered {status} {headers}")

    await asyncio.gather(*(browser() for _ in range(at_once)))
    wall = perf_counter() - begun - waited  # without the provider's own work: signing
    return Measured(at_once, sign_ins / wall, median(taken), quantiles(taken, n=20)[-1])


async def _begin(
    site: FastAPI, provider: Provider, connection_id: str, number: int
) -> tuple[tuple[str, list[tuple[bytes, bytes]]], float]:
    """Go to the provider; returns what comes back, and how long the provider worked, which is not counted."""
    _, headers = await _ask(site, "POST", f"/sso/{connection_id}/start", "", OURS)
    there = dict(headers)[b"refresh"].decode().partition("url=")[2]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    cookie = dict(headers)[b"set-cookie"].split(b";")[0]
    start = perf_counter()
    provider.answers[asked["state"]] = b"".join(_signed(asked["nonce"], number))
    spent = perf_counter() - start
    return (urlencode({"state": asked["state"], "code": asked["state"]}), [*OURS, (b"cookie", cookie)]), spent


def _signed(nonce: str, number: int) -> Iterator[bytes]:
    issued = int(now().timestamp())
    said = {
        "iss": ISSUER, "aud": "portal", "sub": f"kim{number}", "nonce": nonce, "iat": issued, "exp": issued + 600,
        "email": f"kim{number}@town.example", "email_verified": True, "sid": f"s{number}",
    }  # fmt: skip
    token = jws.serialize_compact({"alg": "RS256", "kid": "bench"}, json.dumps(said).encode(), KEY)
    yield json.dumps({"id_token": token, "access_token": "a"}).encode()


async def _ask(
    site: FastAPI, method: str, path: str, query: str, headers: list[tuple[bytes, bytes]]
) -> tuple[int, list[tuple[bytes, bytes]]]:
    said: dict[str, Any] = {}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "https",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": headers,
        "server": ("portal.example", 443), "client": ("127.0.0.1", 1), "root_path": "",
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            said.update(message)

    await site(scope, receive, send)
    return said["status"], said["headers"]


def table(found: list[Measured]) -> Iterator[str]:
    """For people: the section of the report that is about sign-in."""
    yield ""
    yield "Sign-in (one process; the provider is left out)"
    yield f"{'at once':>8} {'a second':>10} {'callback, median':>18} {'callback, p95':>15}"
    for one in found:
        yield f"{one.at_once:>8} {one.per_second:>10.1f} {one.middle:>15.1f} ms {one.p95:>12.1f} ms"
