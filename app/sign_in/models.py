from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import NOBODY
from app.database import Base
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.people.models import Membership, Person
from app.sign_in.secrets import new_token


class ConnectionStatus(StrEnum):
    active = "active"
    disabled = "disabled"


class IdpConnection(Base):
    """An organisation's own sign-in service, and what we have agreed with it.

    A changed issuer, client id or subject source is a new connection, never an edit: identities are not inherited
    (sso.md rule 28). `version` moves when anything else that was agreed does.
    """

    __tablename__ = "idp_connections"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    status: Mapped[ConnectionStatus] = mapped_column(default=ConnectionStatus.active)
    version: Mapped[int] = mapped_column(default=1)
    issuer: Mapped[str]
    client_id: Mapped[str]
    secret_sealed: Mapped[str]
    scopes: Mapped[str] = mapped_column(default="openid profile email")
    subject_source: Mapped[str] = mapped_column(default="sub")
    binding_claim: Mapped[str] = mapped_column(default="")
    binding_value: Mapped[str] = mapped_column(default="")
    allow_guests: Mapped[bool] = mapped_column(default=False)
    described: Mapped[dict[str, Any]] = mapped_column(default=dict)  # our allow-listed copy of its discovery document
    described_at: Mapped[datetime | None]
    keys: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    keys_at: Mapped[datetime | None]
    keys_again_after: Mapped[datetime | None]  # an unknown key may be asked for again then, not before
    iss_param_required: Mapped[bool] = mapped_column(default=False)
    last_success_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class DomainStatus(Worded):
    pending = "pending", N_("Not verified yet")
    verified = "verified", N_("Verified")
    lapsed = "lapsed", N_("No longer verified")


class DomainProof(Worded):
    """Who vouches that a domain is the organisation's."""

    dns = "dns", N_("A record in the domain name system")
    operator = "operator", N_("Those who run the portal")


class SignInDomain(Base):
    """An e-mail domain of an organisation, proven or not yet (sso.md rule 4).

    A verified one leads to the organisation's way in, which chooses the service, never the membership (rule 5), and is
    what a first-timer's address must lie in (rule 6). Of one domain at most one row is verified, whoever asks.
    """

    __tablename__ = "sign_in_domains"
    __table_args__ = (
        UniqueConstraint("organisation_id", "domain"),
        Index("sign_in_domains_verified_key", "domain", unique=True, postgresql_where=text("status = 'verified'")),
        Index("sign_in_domains_checked_at_idx", "checked_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    domain: Mapped[str]  # lower case, as in the domain name system (xn--…)
    status: Mapped[DomainStatus] = mapped_column(default=DomainStatus.pending)
    proof: Mapped[DomainProof] = mapped_column(default=DomainProof.dns)
    token: Mapped[str] = mapped_column(default=new_token)  # what the record has to say
    connection_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("idp_connections.id"), index=True
    )  # none: any of theirs
    verified_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)  # checks in a row that did not find the record
    heard: Mapped[list[str]] = mapped_column(default=list)  # what each resolver said last time

    @property
    def reference(self) -> str:
        return self.domain

    @property
    def label(self) -> str:
        return self.domain

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @property
    def is_verified(self) -> bool:
        return self.status == DomainStatus.verified


class Identity(Base):
    """A person as one sign-in service knows them: (connection, subject), never an e-mail address (rule 2)."""

    __tablename__ = "identities"
    __table_args__ = (
        UniqueConstraint("connection_id", "subject"),
        UniqueConstraint("connection_id", "person_id"),
    )

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id"))
    subject: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    shown_name: Mapped[str] = mapped_column(default="")  # what the service says, for display; the person keeps theirs
    shown_email: Mapped[str] = mapped_column(default="")
    last_seen_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class Purpose(StrEnum):
    sign_in = "sign_in"
    sign_out = "sign_out"


class LoginAttempt(Base):
    """One way out to a sign-in service and back. Used once, by the browser that began it, within ten minutes."""

    __tablename__ = "login_attempts"

    state_hash: Mapped[str] = mapped_column(unique=True)
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id"), index=True)
    connection_version: Mapped[int]
    purpose: Mapped[Purpose]
    browser_hash: Mapped[str]
    nonce_hash: Mapped[str] = mapped_column(default="")
    verifier_sealed: Mapped[str] = mapped_column(default="")
    return_path: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    remember: Mapped[bool] = mapped_column(default=False)  # the organisation, on this computer
    expires_at: Mapped[datetime] = mapped_column(index=True)
    consumed_at: Mapped[datetime | None]


class Ended(StrEnum):
    """Why a session ended before its time."""

    signed_out = "signed_out"
    signed_out_elsewhere = "signed_out_elsewhere"
    replaced = "replaced"  # someone else signed in with the same browser
    connection_disabled = "connection_disabled"


class Session(Base):
    """A browser someone is signed in with. Only the hash of its key is kept; rights come from `proofs`."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    acting_membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    last_seen_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    expires_at: Mapped[datetime]  # however busy it is
    auth_time: Mapped[datetime]
    acr: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")  # "Firefox, Linux": enough to recognise one's own computer
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[Ended | None]

    person: Mapped[Person] = relationship(lazy="raise")
    acting_membership: Mapped[Membership] = relationship(lazy="raise")
    proofs: Mapped[list["SessionOrganisation"]] = relationship(lazy="raise", back_populates="session")


class SessionOrganisation(Base):
    """That this session signed in through that organisation. Nothing of it is reached otherwise (rule 39)."""

    __tablename__ = "session_organisations"
    __table_args__ = (UniqueConstraint("session_id", "organisation_id"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    identity_id: Mapped[UUID] = mapped_column(ForeignKey("identities.id"), index=True)
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id"), index=True)
    connection_version: Mapped[int]
    id_token_sealed: Mapped[str]  # the hint its sign-out asks for
    authenticated_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    session: Mapped[Session] = relationship(lazy="raise", back_populates="proofs")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class AuthEventType(StrEnum):
    sign_in = "sign_in"
    sign_out = "sign_out"
    switch = "switch"
    identity_linked = "identity_linked"
    connection_added = "connection_added"
    connection_disabled = "connection_disabled"
    domain_verified = "domain_verified"
    domain_lapsed = "domain_lapsed"
    domain_removed = "domain_removed"


class Outcome(StrEnum):
    ok = "ok"
    refused = "refused"


class AuthEvent(Base):
    """What happened at the door. Only ever added to; it outlives what it speaks of, so it holds no foreign keys.

    No tokens and no claim values: `reason` is one of our own codes.
    """

    __tablename__ = "auth_events"

    type: Mapped[AuthEventType]
    outcome: Mapped[Outcome]
    reason: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[UUID] = mapped_column(default=NOBODY, index=True)
    person_id: Mapped[UUID] = mapped_column(default=NOBODY, index=True)
    connection_id: Mapped[UUID] = mapped_column(default=NOBODY)
    session_id: Mapped[UUID] = mapped_column(default=NOBODY)
    correlation_id: Mapped[str] = mapped_column(default="", index=True)
