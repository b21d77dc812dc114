from contextlib import ExitStack

import pytest

from app.actor import Role
from app.sign_in.models import IdpConnection, SignInDomain
from tests.connecting.name_server import name_server
from tests.connecting.setting_up import SETUP, begins, draft_in, fills, tries
from tests.sign_in.conftest import browser, door, lie, member, providers, reachable  # noqa: F401 - fixtures


@pytest.fixture(scope="session")
def _servers():
    with ExitStack() as running:
        yield [running.enter_context(name_server()) for _ in range(3)]


@pytest.fixture
def name_servers(_servers):
    """Three name servers that know nothing yet."""
    for one in _servers:
        one.says.clear()
        one.fails.clear()
        one.asked.clear()
    return _servers


@pytest.fixture
def town(given):
    return given.organisation("Hallsbergs kommun", slug="hallsberg")


@pytest.fixture
def admin(given, town):
    return given.member(Role.organisation_admin, of=town, name="Ada", email="johndoe@liar.example")


@pytest.fixture
def world(providers, reachable, browser):  # noqa: F811
    """The providers, where the portal may call them, and a browser that can go there."""
    reachable(providers.north, providers.south, providers.liar)
    return browser()


@pytest.fixture
def begun(given, visit, admin, town, world, providers, lie):  # noqa: F811
    """A service that is filled in, `says(claims)`, and people of the town who have not come, may not, or wait."""
    given.saved(SignInDomain(organisation_id=town.id, domain="north.example", status="verified"))
    for name, status in (("ina", "invited"), ("sam", "suspended"), ("pia", "proposed")):
        given.saved(given.member(Role.unit_contact, of=town, email=f"{name}@north.example")).status = status
    page = fills(begins(visit(as_=admin)), providers.liar)
    return page, lambda claims: lie(claims=claims, discovery={"userinfo_endpoint": None})


@pytest.fixture
def in_use(db, visit, admin, world, providers):  # noqa: F811
    """A page of the administrator, and a service they have turned on."""
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
    page.opens(f"{SETUP}/{row.id}/sla-pa").presses("Yes, turn it on")
    return page, db.get(IdpConnection, row.id, populate_existing=True)
