"""Agreeing on a sign-in service with an organisation, and ending that."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import NOBODY, Actor
from app.database import now
from app.language import N_
from app.refusals import Reason, Refused
from app.sign_in import actions, leaving, queries, queries_domains, rules
from app.sign_in.happenings import AuthEventType
from app.sign_in.means import Means
from app.sign_in.metadata import is_address
from app.sign_in.models import (
    AuthMethod,
    ConnectionStatus,
    DomainProof,
    DomainStatus,
    IdpConnection,
    Purpose,
    SignInDomain,
)

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
SHARED_ISSUERS = (
    "https://accounts.google.com",
    "https://login.microsoftonline.com/common/v2.0",
    "https://login.microsoftonline.com/organizations/v2.0",
    "https://login.microsoftonline.com/consumers/v2.0",
)
"""Services that vouch for people of many organisations: the claim that tells them apart must be agreed on (rule 7)."""


def add(
    db: Db,
    means: Means,
    organisation_slug: str,
    *,
    issuer: str,
    client_id: str,
    secret: str,
    domains: Iterable[str] = (),
    name: str = "",
    subject_source: str = "sub",
    binding_claim: str = "",
    binding_value: str = "",
    allow_guests: bool = False,
    scopes: str = "openid profile email",
    auth_method: AuthMethod = AuthMethod.client_secret_basic,
) -> IdpConnection:
    """A new way in for an organisation. It is live at once: whoever runs this has tried it out. Without a secret the
    portal signs (`private_key_jwt`), and the provider fetches its keys.

    Raises:
        Refused: the organisation is unknown, or a value cannot be used.
    """
    organisation = queries.organisation_called(db, organisation_slug)
    wanted = list(dict.fromkeys(domain.strip().lower().rstrip(".") for domain in domains))
    needed = secret if auth_method is not AuthMethod.private_key_jwt else "none"
    wrong = _wrong(db, organisation_slug, issuer, client_id, needed, wanted, scopes)
    reasons = [Reason(text, values=values) for text, values in wrong]
    if organisation is None:
        reasons.append(Reason(N_("There is no organisation called %(slug)s."), values={"slug": organisation_slug}))
    if not binding_claim and needs_binding(db, issuer, organisation_slug):
        reasons.append(Reason(N_("Several organisations use this issuer: a claim that tells them apart is needed.")))
    if bool(binding_claim) != bool(binding_value):
        reasons.append(Reason(N_("A binding needs both a claim and the value it must have.")))
    if not means.outbound.plain_http and not issuer.startswith("https://"):
        reasons.append(Reason(N_("The issuer must be an https address.")))
    if reasons or organisation is None:
        raise Refused(*reasons)
    connection = IdpConnection(
        organisation_id=organisation.id,
        organisation=organisation,
        name=name or organisation.name,
        issuer=issuer,
        client_id=client_id,
        status=ConnectionStatus.active,
        auth_method=auth_method,
        secret_sealed=means.keyring.seal(secret, "client_secret") if secret else "",
        scopes=scopes,
        subject_source=subject_source,
        binding_claim=binding_claim,
        binding_value=binding_value,
        allow_guests=allow_guests,
    )
    db.add(connection)
    db.flush()
    actions.note(db, AuthEventType.connection_added, connection)
    for domain in wanted:
        vouch(db, connection, domain)
    db.flush()
    return connection


def vouch(db: Db, connection: IdpConnection, domain: str) -> None:
    """Those who run the portal say that a domain is the organisation's; that is written down (sso.md 1.1, WorkOS)."""
    row = queries_domains.domain_of(db, connection.organisation_id, domain)
    if row is None:
        row = SignInDomain(organisation_id=connection.organisation_id, domain=domain)
        db.add(row)
    row.connection_id = connection.id
    if row.status != DomainStatus.verified:
        row.status, row.proof, row.verified_at, row.failures = DomainStatus.verified, DomainProof.operator, now(), 0
        actions.note(db, AuthEventType.domain_verified, connection)


NO_SECRET = N_("The client secret is missing or holds characters that cannot be sent.")


def _can_be_sent(secret: str) -> bool:
    return bool(secret) and secret.isascii() and secret.isprintable()


def _wrong(
    db: Db, slug: str, issuer: str, client_id: str, secret: str, domains: list[str], scopes: str
) -> Iterable[tuple[str, dict[str, str]]]:
    if not is_address(issuer, plain_http=True) or "?" in issuer:
        yield N_("The issuer %(issuer)s is not an address."), {"issuer": issuer}
    if not client_id or not client_id.isascii() or not client_id.isprintable():
        yield N_("The client id is missing or holds characters that cannot be sent."), {}
    if not _can_be_sent(secret):
        yield NO_SECRET, {}
    if "openid" not in scopes.split():
        yield N_("The scopes must include openid."), {}
    for domain in domains:
        if not DOMAIN.fullmatch(domain):
            yield N_("%(domain)s is not an e-mail domain."), {"domain": domain}
    for domain in queries_domains.domains_taken(db, domains, but_of=slug):
        yield N_("%(domain)s already leads to another sign-in service."), {"domain": domain}


def needs_binding(db: Db, issuer: str, slug: str) -> bool:
    """Whether this issuer vouches for people of other organisations too (rule 7)."""
    return issuer in SHARED_ISSUERS or any(
        one.issuer == issuer and one.organisation.slug != slug and one.status == ConnectionStatus.active
        for one in queries.connections(db)
    )


def change_secret(db: Db, means: Means, connection_id: UUID, secret: str, *, expires_on: date | None = None) -> None:
    """The provider has a new secret for us. It holds for the next sign-in; who is signed in stays so.

    Raises:
        NotFound: there is no such connection, or it is closed.
        Refused: the secret cannot be sent.
    """
    connection = queries.connection_for(db, connection_id, Purpose.test)
    if not _can_be_sent(secret):
        raise Refused(Reason(NO_SECRET))
    if connection.auth_method is AuthMethod.private_key_jwt:
        connection.auth_method = AuthMethod.client_secret_basic
    connection.secret_sealed, connection.secret_expires_on = means.keyring.seal(secret, "client_secret"), expires_on


def close(db: Db, actor: Actor, connection: IdpConnection) -> int:
    """Close a way in for an organisation, whose administrators are told; returns how many sessions ended.

    Raises:
        NotAllowed: not theirs to close.
        NotFound: it is closed already.
    """
    rules.may_close.require(actor, connection)
    ended = disable(db, connection.id, by=actor.person_id)
    record(db, actor, Happened.connection_closed, connection)
    return ended


def disable(db: Db, connection_id: UUID, by: UUID = NOBODY) -> int:
    """Close a way in, and end what was proven through it; returns how many sessions that touched.

    Raises:
        NotFound: there is no such connection, or it is closed already.
    """
    connection = queries.connection(db, connection_id)
    connection.status = ConnectionStatus.disabled
    for domain in queries_domains.domains_of(db, connection_id):
        domain.connection_id = None  # it stays theirs, and leads to whatever else they have
    ended = leaving.end_all_by(db, connection)
    actions.note(db, AuthEventType.connection_disabled, connection, person_id=by)
    return ended


def refuse_unsafe(db: Db) -> None:
    """Asked at start in production.

    Raises:
        Refused: a connection leads to a local or invented sign-in service.
    """
    if unsafe := queries.unsafe_connections(db):
        raise Refused(
            *(
                Reason(N_("The sign-in service %(issuer)s has no place in production."), values={"issuer": one})
                for one in unsafe
            )
        )
