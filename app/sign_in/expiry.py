"""Telling of secrets and certificates before they stop working: 30, 14 and 3 days ahead, each once (sso.md 7.3)."""

from datetime import date, timedelta

from sqlalchemy.orm import Session as Db

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.database import today
from app.sign_in.models import IdpConnection
from app.sign_in.queries_connections import WARNED_BEFORE, ending


def warn(db: Db, actor: Actor) -> None:
    """Tell of every end that has come within 30, 14 or 3 days since the last time; a missed night is caught up with."""
    day = today()
    for connection in ending(db, day + timedelta(days=WARNED_BEFORE[0])):
        for what, ends_on in connection.ends.items():
            _warn_of(db, actor, connection, what, ends_on, day)


def _warn_of(db: Db, actor: Actor, connection: IdpConnection, what: str, ends_on: date, day: date) -> None:
    near = [days for days in WARNED_BEFORE if ends_on <= day + timedelta(days=days)]
    stage, key = min(near, default=None), f"{what} {ends_on}"
    if stage is None or connection.warned.get(key, WARNED_BEFORE[0] + 1) <= stage:
        return
    connection.warned = {key: stage} | {other: said for other, said in connection.warned.items() if other != key}
    record(db, actor, Happened.connection_expiring, connection, what=what, day=ends_on.isoformat())
