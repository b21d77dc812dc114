"""One seeded database, shared: what a test changes in it is undone at its end."""

import pytest
from sqlalchemy import create_engine, pool
from sqlalchemy.orm import Session

from app.database import engine_to
from app.demo.seed import fill
from app.main import create_app
from app.settings import Settings
from tests.databases import database
from tests.demo.town import Town


@pytest.fixture(scope="session")
def seeded(worker_id, tmp_path_factory):
    """The settings of a database that has been seeded."""
    with database(f"demo_{worker_id}") as url:
        settings = Settings(
            environment="test",
            base_url="https://testserver",
            database_url=url,
            documents=tmp_path_factory.mktemp("documents"),
        )
        assert fill(settings)
        yield settings


@pytest.fixture(scope="session")
def engine(seeded):
    engine = create_engine(engine_to(seeded.database_url, connections=1).url, poolclass=pool.QueuePool)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def _whole_site(seeded, engine):
    return create_app(seeded, engine=engine)


@pytest.fixture
def town(db: Session) -> Town:
    return Town(db)
