"""What commands begin with: the settings, and a database to work on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr, ValidationError
from sqlalchemy.orm import Session

from app import postgres
from app.database import engine_to
from app.schema import ROOT
from app.settings import Settings, refusals

VAR = ROOT / "var"
DATABASE_FOLDER = VAR / "postgres"


def settings() -> Settings:
    """The settings of the environment; ends the process with a sentence for each that is refused."""
    try:
        return Settings()
    except ValidationError as problem:
        sys.exit("\n".join(["The settings are not in order:", *(f"  {line}" for line in refusals(problem))]))


def settings_with_database() -> Settings:
    """The settings, with the private PostgreSQL started where no other is named."""
    given = settings()
    return given if given.database_url else given.model_copy(update={"database_url": private_database()})


def private_database(folder: Path = DATABASE_FOLDER) -> str:
    try:
        return postgres.start(folder)
    except postgres.NoPostgres as problem:
        sys.exit(str(problem))


@contextmanager
def transaction(url: str) -> Iterator[Session]:
    """One transaction of a command's own."""
    engine = engine_to(url, connections=1)
    try:
        with Session(engine, expire_on_commit=False) as db, db.begin():
            yield db
    finally:
        engine.dispose()


def secret_in(file: Path) -> SecretStr:
    """A secret that someone put in a file, so that it stands on no command line and in no history."""
    return SecretStr(bytes_in(file).decode(errors="replace").strip())


def bytes_in(file: Path) -> bytes:
    """What a file holds that was named on the command line."""
    try:
        return file.read_bytes()
    except OSError as problem:
        sys.exit(f"{file} cannot be read: {problem.strerror}")
