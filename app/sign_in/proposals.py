"""A change to a connection that is in use is proposed first, tried out, and only then holds (sso.md rule 28).

The version in use goes on working meanwhile. What makes a connection another one (issuer, client id, subject source)
is never proposed: that is a new connection.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from app.sign_in.models import AuthMethod, IdpConnection, LogoutMode

PROPOSABLE = (
    "auth_method",
    "secret_sealed",
    "secret_expires_on",
    "scopes",
    "binding_claim",
    "binding_value",
    "required_claims",
    "allow_guests",
    "acr_values",
    "demands_strong",
    "max_age",
    "logout_mode",
    "algorithms",
    "extra_params",
)


_READ: Mapping[str, Callable[[str], Any]] = {
    "secret_expires_on": date.fromisoformat,
    "auth_method": AuthMethod,
    "logout_mode": LogoutMode,
}

BESIDE = "beside"
"""Under this name stands what a protocol keeps in a table of its own, and takes over itself (`app.saml.changes`)."""


def propose(connection: IdpConnection, changes: Mapping[str, Any], beside: Mapping[str, Any] | None = None) -> None:
    """Add to what is proposed. What a test has shown of an earlier proposal no longer counts. `beside` is what the
    protocol's own table is to say, as it can be written in JSON.

    Raises:
        ValueError: a change that would make it another connection.
    """
    if not set(changes) <= set(PROPOSABLE):
        raise ValueError(f"not to be proposed: {sorted(set(changes) - set(PROPOSABLE))}")
    stored = {name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()}
    beside_it = proposed_beside(connection) | dict(beside or {})
    connection.proposed = connection.proposed | stored | ({BESIDE: beside_it} if beside_it else {})
    connection.proposals += 1


def proposed_values(connection: IdpConnection) -> dict[str, Any]:
    """What is proposed, as the columns hold it: JSON knows neither days nor our own words."""
    values = {name: value for name, value in connection.proposed.items() if name != BESIDE}
    return {
        name: _READ[name](value) if name in _READ and value is not None else value for name, value in values.items()
    }


def proposed_beside(connection: IdpConnection) -> dict[str, Any]:
    found: dict[str, Any] = connection.proposed.get(BESIDE, {})
    return found


def as_proposed(connection: IdpConnection) -> IdpConnection:
    """The connection as it would be: for trying out, never kept. Its version is the one it will have."""
    if not connection.proposals:
        return connection
    columns = {column.key: getattr(connection, column.key) for column in IdpConnection.__mapper__.column_attrs}
    beside = proposed_beside(connection)
    coming = {
        "version": connection.version + connection.proposals,
        "proposed": {BESIDE: beside} if beside else {},
        "proposals": 0,
    }
    copy = IdpConnection(**(columns | proposed_values(connection) | coming))
    set_committed_value(copy, "organisation", connection.organisation)
    return copy


def accept(connection: IdpConnection) -> None:
    """From now on what was proposed holds."""
    for name, value in proposed_values(connection).items():
        setattr(connection, name, value)
    connection.version += connection.proposals
    connection.proposed, connection.proposals = {}, 0


def drop(connection: IdpConnection) -> None:
    """Forget what was proposed. The numbers of versions go on, so that no test of it counts for another."""
    connection.version += connection.proposals
    connection.proposed, connection.proposals = {}, 0
