"""The database's schema: bringing it up to date, and knowing whether it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, pool

from app.database import engine_to

ROOT = Path(__file__).parents[1]
MIGRATION_LOCK = 7_110_226  # any number, the same for every process that migrates
LOCK_TIMEOUT = "5s"


def configuration(connection: Connection | None = None) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The newest migration the code knows.

    Raises:
        alembic.util.CommandError: there are two newest ones.
    """
    return ScriptDirectory.from_config(configuration()).get_current_head() or ""


def current(connection: Connection) -> str:
    """The newest migration the database has had; empty when it has had none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def fingerprint() -> str:
    """What the migrations say, in short: another one is another schema, also before there is a release to number."""
    files = [*sorted((ROOT / "migrations").rglob("*.py")), Path(__file__)]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def upgrade(url: str, revision: str = "head") -> None:
    with one_connection(url) as connection:
        command.upgrade(configuration(connection), revision)


def downgrade(url: str, revision: str) -> None:
    with one_connection(url) as connection:
        command.downgrade(configuration(connection), revision)


@contextmanager
def one_connection(url: str) -> Iterator[Connection]:
    """A connection outside any pool, for work on the database itself."""
    engine = create_engine(engine_to(url, connections=1).url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        yield connection
