"""The database's schema: bringing it up to date, and knowing whether it is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, inspect, pool, text

from app.database import engine_to
from app.late import late

if TYPE_CHECKING:
    from alembic import command, config
else:
    command, config = late("alembic.command"), late("alembic.config")

ROOT = Path(__file__).parents[1]
MIGRATION_LOCK = 7_110_226  # any number, the same for every process that migrates
LOCK_TIMEOUT = "5s"


def configuration(connection: Connection | None = None) -> "config.Config":
    made = config.Config(ROOT / "alembic.ini")
    made.attributes["connection"] = connection
    return made


def head() -> str:
    """The newest migration the code knows: the one that no other follows. Read as text, for every web server asks it
    and none of them migrates."""
    said = [file.read_text() for file in (ROOT / "migrations" / "versions").glob("*.py")]
    known, followed = (
        {found[1] for one in said if (found := re.search(rf'^{name} = "(\w+)"', one, re.MULTILINE))}
        for name in ("revision", "down_revision")
    )
    (newest,) = known - followed
    return newest


def current(connection: Connection) -> str:
    """The newest migration the database has had; empty when it has had none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("select version_num from alembic_version")) or ""


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
