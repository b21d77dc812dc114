"""A change to a SAML connection in use: proposed, tried out, and only then what holds (sso.md rule 28).

Another entityID, or another attribute that people are known by, is never proposed: that is a new connection.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as Db
from sqlalchemy.orm.attributes import set_committed_value

from app.database import now
from app.language import N_
from app.refusals import Reason, Refused
from app.saml import queries
from app.saml.metadata import Described
from app.saml.models import SamlDetails, Source
from app.sign_in.models import IdpConnection
from app.sign_in.proposals import proposed_beside

MOMENTS = ("valid_until", "certificates_end")

ANOTHER = N_(
    "The metadata is about %(said)s, not %(known)s. Another identity provider is a new sign-in service: set it up "
    "beside this one."
)


def from_metadata(connection: IdpConnection, read: Described, source: Source, address: str) -> dict[str, Any]:
    """What new metadata would change, as it can be written in JSON.

    Raises:
        Refused: it is about another provider.
    """
    if read.entity_id != connection.issuer:
        raise Refused(
            Reason(ANOTHER, field="metadata", values={"said": read.entity_id[:200], "known": connection.issuer})
        )
    return {
        "source": source.value,
        "address": address,
        "redirect_address": read.redirect_address,
        "post_address": read.post_address,
        "certificates": list(read.certificates),
        "scopes": list(read.scopes),
        "name_formats": list(read.name_formats),
        "valid_until": _written(read.valid_until),
        "certificates_end": _written(read.certificates_end),
    }


def _written(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def differing(details: SamlDetails, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Those that are not so already."""
    return {name: value for name, value in wanted.items() if _as_written(getattr(details, name)) != value}


def _as_written(value: Any) -> Any:
    return _written(value) if isinstance(value, datetime) or value is None else value


def details_as_proposed(details: SamlDetails, connection: IdpConnection) -> SamlDetails:
    """The details as they would be: for trying out, never kept."""
    beside = proposed_beside(connection)
    if not beside:
        return details
    columns = {column.key: getattr(details, column.key) for column in SamlDetails.__mapper__.column_attrs}
    copy = SamlDetails(**(columns | _values(beside)))
    set_committed_value(copy, "federation", details.federation)
    return copy


def _values(beside: Mapping[str, Any]) -> dict[str, Any]:
    """What is proposed, as the columns hold it."""
    values = dict(beside)
    for name in MOMENTS:
        if name in values:
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    if "source" in values:
        values["source"] = Source(values["source"])
    return values


def accept(db: Db, connection: IdpConnection) -> None:
    """From now on what was proposed holds in our own table too."""
    beside = proposed_beside(connection)
    if not beside:
        return
    details = queries.details(db, connection.id)
    for name, value in _values(beside).items():
        setattr(details, name, value)
    if "certificates" in beside:
        details.read_at = now()
    connection.certificate_expires_on = details.ends_on
