from contextlib import ExitStack, closing
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest
from joserfc.jwk import RSAKey

from app.people.models import Membership, MembershipRole, Person
from app.sign_in import connections
from app.sign_in.models import IdpConnection, SignInDomain
from app.sign_in.outbound import Outbound
from tests.providers import line, running
from tests.sign_in.browser import PORTAL, Browser

KEY = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"}, auto_kid=False)
"""What the portal signs with towards west; made here because the provider has to know it beforehand."""

CLIENTS = {
    "north": {
        "secret": "north's secret: %&+",
        "auth": "client_secret_basic",
        "connection": "11111111-1111-4111-8111-111111111111",
    },
    "south": {
        "secret": "south+secret/=&",
        "auth": "client_secret_post",
        "connection": "22222222-2222-4222-8222-222222222222",
    },
    "west": {
        "auth": "private_key_jwt",
        "connection": "44444444-4444-4444-8444-444444444444",
        "more": {"jwks": {"keys": [KEY.as_dict(private=False)]}},
    },
    "liar": {"secret": "liar", "connection": "33333333-3333-4333-8333-333333333333"},
}


@pytest.fixture(scope="session")
def providers():
    """The addresses of the providers: north and south are honest, the liar does as `lie` says."""
    with running("providers.mjs", providers={"portal": PORTAL, "clients": CLIENTS}) as process:
        yield SimpleNamespace(**line(process))


@pytest.fixture
def lie(providers):
    """`lie(claims={"aud": "other"})` until the end of the test."""

    def lie(**lies):
        httpx.post(providers.control, json=lies).raise_for_status()

    yield lie
    lie()


def place(address):
    parts = urlsplit(address)
    return parts.hostname, parts.port


@pytest.fixture
def reachable(site):
    """Let the portal call these addresses, and no others."""
    means = site.state.sign_in

    def reachable(*addresses):
        allowed = frozenset(place(address) for address in addresses)
        site.state.sign_in = replace(means, outbound=Outbound(allowed=allowed))

    yield reachable
    site.state.sign_in = means


@pytest.fixture
def door(db, given, site, providers, reachable):
    """`door("north")` is an organisation of that name whose people sign in at the provider of that name."""
    reachable(providers.north, providers.south, providers.west, providers.liar)

    def door(name, **agreed):
        organisation = given.organisation(name.capitalize(), slug=name)
        defaults = {
            "issuer": getattr(providers, name),
            "client_id": "portal",
            "secret": CLIENTS[name].get("secret", ""),
        }
        connection = connections.add(db, site.state.sign_in, name, **(defaults | agreed))
        connection.id = UUID(CLIENTS[name]["connection"])  # which the providers know beforehand
        db.flush()
        given.saved(
            SignInDomain(
                organisation_id=organisation.id,
                domain=f"{name}.example",
                connection_id=connection.id,
                status="verified",
            )
        )
        return connection

    return door


@pytest.fixture
def member(db, given):
    """`member(connection, "anna")` is expected there under that address; give `person` for someone known elsewhere."""

    def member(connection: IdpConnection, name: str, person: Person | None = None, **values) -> Membership:
        organisation = connection.organisation
        address = f"{name}@{organisation.slug}.example"
        person = person or given.saved(Person(name=name.capitalize(), email=address))
        membership = Membership(organisation_id=organisation.id, person_id=person.id, **values)
        membership.role_rows = [MembershipRole(role="testbed_leader")]
        membership.person = person
        return given.saved(membership)

    return member


@pytest.fixture
def browser(site):
    """`browser()` is a new one, with no cookies."""
    with ExitStack() as opened:
        yield lambda **headers: opened.enter_context(closing(Browser(site, headers)))
