"""What a supervisor asks: is the process alive, and can it do its work."""

import os
from functools import cache
from pathlib import Path

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import schema
from app.web.guards import Db

log = structlog.get_logger()


def for_machines() -> None:
    """Says, where a route is declared, that anyone may ask and that nobody's session is looked at."""


router = APIRouter(include_in_schema=False, dependencies=[Depends(for_machines)])


@router.get("/livez", name="livez")
def show_alive() -> Response:
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


@router.get("/readyz", name="readyz")
def show_ready(request: Request, db: Db) -> Response:
    """Each thing the portal needs, as yes or no; what exactly is wrong stands in the log and not here."""
    database, migrations = _database(db)
    found = {
        "database": database,
        "migrations": migrations,
        "documents": _can_be_written(request.app.state.settings.documents),
    }
    return JSONResponse(found, 200 if all(found.values()) else 503, headers={"Cache-Control": "no-store"})


def _database(db: Session) -> tuple[bool, bool]:
    try:
        current = schema.current(db.connection())
    except SQLAlchemyError as problem:
        log.warning("the database cannot be reached", problem=type(problem).__name__)
        return False, False
    return True, current == _head()


@cache
def _head() -> str:
    return schema.head()


def _can_be_written(folder: Path) -> bool:
    """A folder that does not exist yet is made by the first upload."""
    existing = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
