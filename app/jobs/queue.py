"""Asking for work is part of the transaction: an undone change asks for nothing, a saved one is never forgotten."""

from typing import Any

from procrastinate import App, SyncPsycopgConnector
from sqlalchemy.orm import Session

# Only the words of its queries are used here: every job is deferred on the caller's own connection.
_deferring = App(connector=SyncPsycopgConnector())


def enqueue(db: Session, name: str, /, **arguments: Any) -> int:
    """Let the worker call the handler of that name when, and only if, the caller's transaction commits.

    The arguments are kept as JSON. A handler may be called more than once for one job (a worker can be killed after
    the work and before it could say so): handlers are written so that a second call does nothing.
    """
    connection = db.connection().connection.driver_connection
    return _deferring.configure_task(name, allow_unknown=True, connection=connection).defer(**arguments)
