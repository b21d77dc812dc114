"""The engine under the tests: PostgreSQL, the schema built by the migrations, and everything a test does undone."""

import os
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import sync_playwright
from sqlalchemy import create_engine, event, pool
from sqlalchemy.orm import Session

from app import logs
from app.commands.test import find_browser
from app.database import engine_to
from app.grants import queries as grants
from app.main import create_app
from app.settings import Settings
from app.web.addresses import PREFIXES
from app.web.cofinancing import Cofinancing
from app.web.guards import SESSION_COOKIE
from tests.databases import database, server
from tests.given import Given
from tests.visitor import Visitor


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="look at every page as everyone, in every width and light")


def pytest_configure(config):
    """The run as a whole keeps the server up: started once, and stopped when no other run needs it."""
    logs.configure("json")  # as in production: a traceback is text, not a drawing of every value in it
    running = server()
    running.__enter__()
    config.add_cleanup(lambda: running.__exit__(None, None, None))


LONG = (
    "browser/test_red_thread",
    "browser/test_pages_in",
    "browser/test_forms",
    "hostile/test_walk",
    "hostile/test_forms",
    "demo/",
    "browser/",
    "hostile/",
    "test_commands",
    "jobs/test_worker",
    "_in_a_browser",
    "test_a_month",
    "test_conformance",
    "test_never_ownerless",
    "assessments/",
    "site/",
)
"""The files that take longest, in the order they are begun: what is left for the end is short, and no worker idles."""


def pytest_collection_modifyitems(items):
    def place(item):
        path = item.nodeid.partition("::")[0]
        return next((at for at, part in enumerate(LONG) if part in path), len(LONG))

    items.sort(key=place)


@pytest.fixture(scope="session")
def database_url(worker_id):
    """A database of this worker's own, migrated to the newest version."""
    with database(worker_id) as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url):
    engine = create_engine(engine_to(database_url, connections=1).url, poolclass=pool.QueuePool)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine):
    """Everything a test does, also what the app commits, is undone at the end."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def db(connection):
    with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as db:
        yield db


@pytest.fixture(scope="session")
def settings(database_url, tmp_path_factory):
    return Settings(
        environment="test",
        base_url="https://testserver",
        database_url=database_url,
        documents=tmp_path_factory.mktemp("documents"),
        log_format="json",
    )


@pytest.fixture(scope="session")
def chromium():
    """The one browser of this worker: its driver keeps a loop in this thread, and bears no other beside it."""
    path = os.environ.get("PORTAL_BROWSER") or find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def given(db):
    return Given(db)


@pytest.fixture(scope="session")
def _whole_site(settings, engine):
    return create_app(settings, engine=engine)


@pytest.fixture
def site(_whole_site, connection):
    """The portal, working inside this test's transaction: what it commits is undone at the end."""
    _whole_site.state.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
    _whole_site.state.cofinancing = Cofinancing(grants.lines, _whole_site.state.sessions)
    _whole_site.state.kept.forget()
    return _whole_site


@pytest.fixture
def visit(site, given):
    """`visit(as_=member)` is a person at the site in English; `visit()` is anyone; `language="sv"` for Swedish."""

    def visit(as_=None, language="en", **headers):
        client = TestClient(site, base_url="https://testserver", headers=headers)
        if as_ is not None:
            client.cookies.set(SESSION_COOKIE, given.signs_in(as_), domain="testserver.local", path="/")
        return Visitor(client, PREFIXES.get(language, ""))

    return visit


@pytest.fixture
def asked_of(connection):
    """`with asked_of() as questions:` collects what the database is asked meanwhile."""

    @contextmanager
    def collected():
        questions: list[str] = []

        def hear(_connection, _cursor, statement, *_):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                questions.append(statement)

        event.listen(connection, "before_cursor_execute", hear)
        yield questions
        event.remove(connection, "before_cursor_execute", hear)

    return collected
