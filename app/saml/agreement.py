"""A connection that speaks SAML as values, so that talking and thinking hold no transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.database import now
from app.saml import queries
from app.saml.changes import details_as_proposed
from app.saml.fetching import Voucher, voucher
from app.saml.keys import own_keys
from app.saml.metadata import POST, REDIRECT, Described
from app.saml.models import SamlDetails, Source
from app.saml.parties import Ourselves, Theirs
from app.sign_in import queries as sign_in
from app.sign_in.means import Means
from app.sign_in.models import IdpConnection, Purpose
from app.sign_in.tokens import Distrust

READ_AGAIN_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Agreement:
    """What we have agreed with an identity provider, and what is known of it."""

    connection_id: UUID
    version: int
    organisation_id: UUID
    organisation_slug: str
    organisation_name: str
    subject_source: str
    name_format: str
    wants_encrypted: bool
    allows_unasked: bool
    scopes: frozenset[str] | None
    contexts: tuple[str, ...]  # one of these at every sign-in, whoever began it
    ours: Ourselves
    theirs: Theirs
    source: Source
    address: str
    federation: Voucher | None
    is_stale: bool
    valid_until: datetime | None


def entity_id_of(means: Means, connection_id: UUID, source: Source) -> str:
    """Our own name: one for all federations, which register us once; one of its own for every other connection, so
    that what was said for one cannot be used at another."""
    return f"{means.origin}/sso/{'saml' if source is Source.federation else connection_id}/metadata"


def acs_of(means: Means, connection_id: UUID, source: Source) -> str:
    """Where answers are posted to."""
    return f"{means.origin}/sso/{'saml' if source is Source.federation else connection_id}/acs"


def agreement(db: Db, means: Means, connection_id: UUID, purpose: Purpose = Purpose.sign_in) -> Agreement:
    """Raises:
    NotFound: there is no such connection, or it may not be used for that.
    Distrust: our keys cannot be opened.
    """
    connection = sign_in.connection_for(db, connection_id, purpose)
    details = queries.details(db, connection_id)
    if purpose is Purpose.test:
        details = details_as_proposed(details, connection)
    keys = own_keys(db, means)
    return Agreement(
        connection_id=connection.id,
        version=connection.version,
        organisation_id=connection.organisation_id,
        organisation_slug=connection.organisation.slug,
        organisation_name=connection.organisation.name,
        subject_source=connection.subject_source,
        name_format=details.name_format,
        wants_encrypted=details.wants_encrypted,
        allows_unasked=details.allows_unasked,
        scopes=_scopes(details),
        contexts=tuple(connection.acr_values) if connection.demands_strong else (),
        ours=Ourselves(
            entity_id=connection.client_id,
            acs=acs_of(means, connection.id, details.source),
            signing_certificate=keys.signing_certificate,
            signing_key=keys.signing_key,
            opening_keys=keys.opening_keys,
        ),
        theirs=theirs(connection, details),
        source=details.source,
        address=details.address,
        federation=voucher(details.federation) if details.federation else None,
        is_stale=details.source is not Source.given and details.read_at < now() - READ_AGAIN_AFTER,
        valid_until=details.valid_until,
    )


def theirs(connection: IdpConnection, details: SamlDetails) -> Theirs:
    return Theirs(
        entity_id=connection.issuer,
        certificates=details.certificates,
        address=details.redirect_address or details.post_address,
        binding=REDIRECT if details.redirect_address else POST,
    )


def _scopes(details: SamlDetails) -> frozenset[str] | None:
    """Whose names the provider may use after an @. In a federation only those it vouches for, and none if it names
    none; metadata that somebody gave us speaks for itself, so there is nothing to compare with (rules 3 and 8)."""
    return frozenset(details.scopes) if details.source is Source.federation or details.scopes else None


def keep(db: Db, connection_id: UUID, read: Described) -> None:
    """Remember what the metadata says now.

    Raises:
        Distrust: it is about another provider: that is another connection (rule 28).
    """
    connection = sign_in.connection_for(db, connection_id, Purpose.test)
    if read.entity_id != connection.issuer:
        raise Distrust("metadata_of_another")
    write_down(connection, queries.details(db, connection_id), read)


def write_down(connection: IdpConnection, details: SamlDetails, read: Described) -> None:
    """Our copy of it, and the day from which it is of no use: of that, administrators are warned in time."""
    details.redirect_address, details.post_address = read.redirect_address, read.post_address
    details.certificates, details.scopes = list(read.certificates), list(read.scopes)
    details.name_formats = list(read.name_formats)
    details.valid_until, details.certificates_end, details.read_at = read.valid_until, read.certificates_end, now()
    connection.certificate_expires_on = details.ends_on


def as_described(connection: IdpConnection, details: SamlDetails) -> Described:
    """Our copy of the metadata, as it was when it was read."""
    return Described(
        entity_id=connection.issuer,
        redirect_address=details.redirect_address,
        post_address=details.post_address,
        certificates=tuple(details.certificates),
        scopes=tuple(details.scopes),
        name_formats=tuple(details.name_formats),
        wants_signed_requests=False,  # we sign every question, whatever is wanted
        valid_until=details.valid_until,
        names=(("", connection.name),),
    )


def require_valid(agreed: Agreement) -> None:
    """Raises:
    Distrust: the metadata no longer holds, and no newer could be had.
    """
    if agreed.valid_until is not None and agreed.valid_until <= now():
        raise Distrust("metadata_expired")
