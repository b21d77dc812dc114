"""One portal with something in every state, and doors to it; what is done through one is undone at once."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, pool, update
from sqlalchemy.orm import Session

from app.database import engine_to, now
from app.main import create_app
from app.settings import Settings
from app.sign_in.models import SessionOrganisation
from tests.browser.county import County
from tests.databases import database
from tests.given import Given
from tests.hostile.door import Door

RUN = timedelta(hours=1)  # however long the walk takes, everyone has just proven who they are


@dataclass
class World:
    """`keys` are the sessions of the county's people by who they are; a visitor's is empty."""

    site: Any
    engine: Any
    county: County
    keys: dict[str, str]


@contextmanager
def a_world(name, documents):
    with database(name) as url:
        settings = Settings(environment="test", base_url="https://testserver", database_url=url, documents=documents)
        engine = create_engine(
            engine_to(url, connections=1).url, poolclass=pool.QueuePool, pool_size=settings.connections
        )
        with Session(engine, expire_on_commit=False) as db:
            county = County(Given(db), documents)
            keys = {who: county.signs_in(who) for who in county.people}
            db.execute(update(SessionOrganisation).values(authenticated_at=now() + RUN))
            db.commit()
        site = create_app(settings, engine=engine)
        with TestClient(site, base_url="https://testserver") as first:
            # The portal's own keys are made when they are first asked for.
            for published in ("/sso/jwks.json", "/sso/saml/metadata"):
                first.get(published)
        yield World(site, engine, county, keys | {"visitor": ""})
        engine.dispose()


@pytest.fixture(scope="session")
def world(worker_id, tmp_path_factory):
    with a_world(f"hostile_{worker_id}", tmp_path_factory.mktemp("documents")) as world:
        yield world


@pytest.fixture(scope="session")
def door(world):
    """The way in: whatever comes through it is undone at once, so that everyone can share it."""
    with world.engine.connect() as connection:
        outer = connection.begin()
        world.site.state.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        door = Door(world.site, connection)
        try:
            yield door
        finally:
            door.close()
            outer.rollback()


@pytest.fixture(scope="session")
def is_full(pytestconfig):
    """Whether everything is sent everywhere, or each thing to some."""
    return pytestconfig.getoption("--full")
