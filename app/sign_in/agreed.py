"""A connection as values, so that the talk with a provider holds no transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.database import now
from app.sign_in import queries, rp_keys
from app.sign_in.means import Means
from app.sign_in.models import AuthMethod, IdpConnection, Purpose
from app.sign_in.secrets import Unreadable
from app.sign_in.tokens import ALGORITHMS, Distrust

CACHE = timedelta(hours=1)


@dataclass(frozen=True)
class Agreed:
    """What we have agreed with a provider, and what it says about itself."""

    connection_id: UUID
    version: int
    organisation_id: UUID
    organisation_slug: str
    organisation_name: str
    issuer: str
    client_id: str
    auth_method: AuthMethod
    client_secret: str = field(repr=False)
    scopes: str
    extra_params: Mapping[str, str]
    algorithms: Sequence[str]
    subject_source: str
    description: Mapping[str, Any]
    keys: list[dict[str, Any]]
    is_stale: bool
    client_key: str = field(default="", repr=False)  # a private JWK, where we sign instead of sending a secret


def agreed(db: Db, means: Means, connection_id: UUID, purpose: Purpose = Purpose.sign_in) -> Agreed:
    """Raises:
    NotFound: there is no such connection, or it may not be used for that.
    Distrust: its secret cannot be opened with the keys of the installation.
    """
    connection = queries.connection_for(db, connection_id, purpose)
    found = agreed_with(connection, means)
    if connection.auth_method is not AuthMethod.private_key_jwt:
        return found
    try:
        return replace(found, client_key=rp_keys.signing_key(db, means))
    except Unreadable as problem:
        raise Distrust("secret_unreadable") from problem


def agreed_with(connection: IdpConnection, means: Means) -> Agreed:
    try:
        sealed = connection.secret_sealed
        secret = means.keyring.open(sealed, "client_secret") if sealed else ""
    except Unreadable as problem:
        raise Distrust("secret_unreadable") from problem
    oldest = now() - CACHE
    fresh = (at is not None and at > oldest for at in (connection.described_at, connection.keys_at))
    return Agreed(
        connection_id=connection.id,
        version=connection.version,
        organisation_id=connection.organisation_id,
        organisation_slug=connection.organisation.slug,
        organisation_name=connection.organisation.name,
        issuer=connection.issuer,
        client_id=connection.client_id,
        auth_method=connection.auth_method,
        client_secret=secret,
        scopes=connection.scopes,
        extra_params=connection.extra_params,
        algorithms=[name for name in ALGORITHMS if name in (connection.algorithms or ALGORITHMS)],
        subject_source=connection.subject_source,
        description=connection.described,
        keys=connection.keys,
        is_stale=not all(fresh),
    )


def keep(db: Db, connection_id: UUID, description: dict[str, Any], keys: list[dict[str, Any]]) -> None:
    """Remember for an hour what the provider says about itself."""
    connection = queries.connection_for(db, connection_id, Purpose.test)
    connection.described, connection.described_at = description, now()
    connection.keys, connection.keys_at = keys, now()
