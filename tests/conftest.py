"""The engine under the tests: PostgreSQL, the schema built by the migrations, and everything a test does undone."""

import pytest
from sqlalchemy import create_engine, pool
from sqlalchemy.orm import Session

from app.database import engine_to
from tests.databases import database, server


def pytest_configure(config):
    """The run as a whole keeps the server up: started once, and stopped when no other run needs it."""
    running = server()
    running.__enter__()
    config.add_cleanup(lambda: running.__exit__(None, None, None))


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
