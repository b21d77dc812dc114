from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import NOBODY, Role
from app.database import Base
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.people.models import Person
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.secrets import new_token


class Protocol(StrEnum):
    """How a way in speaks. `local` speaks with nobody: passkeys and links, the portal's own (`app.passkeys`)."""

    oidc = "oidc"
    saml = "saml"
    local = "local"


class ConnectionStatus(StrEnum):
    """A way in is open while it is active. Drafts can only be tried out by those who set them up (sso.md 7.3)."""

    draft = "draft"
    tested = "tested"
    active = "active"
    disabled = "disabled"


class AuthMethod(StrEnum):
    """How we prove who we are. The two that send a secret stand in for one another; a signature never does."""

    client_secret_basic = "client_secret_basic"  # noqa: S105 - the name of a method, no secret
    client_secret_post = "client_secret_post"  # noqa: S105 - the name of a method, no secret
    private_key_jwt = "private_key_jwt"


class LogoutMode(StrEnum):
    """What signing out here does at the provider: nothing, or it is asked to end its own session too."""

    here = "here"
    provider = "provider"


class IdpConnection(Base):
    """An organisation's own sign-in service, and what we have agreed with it.

    A changed issuer, client id or subject source is a new connection, never an edit: identities are not inherited
    (sso.md rule 28). `version` moves when anything else that was agreed does. What only SAML has stands in a table of
    its own; there `issuer` is the entityID and `client_id` our own.
    """

    __tablename__ = "idp_connections"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    protocol: Mapped[Protocol] = mapped_column(default=Protocol.oidc)
    status: Mapped[ConnectionStatus] = mapped_column(default=ConnectionStatus.draft)
    version: Mapped[int] = mapped_column(default=1)
    issuer: Mapped[str]
    client_id: Mapped[str]
    auth_method: Mapped[AuthMethod] = mapped_column(default=AuthMethod.client_secret_basic)
    secret_sealed: Mapped[str] = mapped_column(default="")  # empty where we sign instead
    secret_expires_on: Mapped[date | None]  # as the organisation's IT people say: nothing tells us otherwise
    scopes: Mapped[str] = mapped_column(default="openid profile email")
    extra_params: Mapped[dict[str, Any]] = mapped_column(default=dict)  # names among `EXTRA_PARAMS` only
    algorithms: Mapped[list[str]] = mapped_column(default=list)  # empty: all that we accept at all
    subject_source: Mapped[str] = mapped_column(default="sub")
    binding_claim: Mapped[str] = mapped_column(default="")
    binding_value: Mapped[str] = mapped_column(default="")
    required_claims: Mapped[list[str]] = mapped_column(default=list)  # without them nobody comes in
    allow_guests: Mapped[bool] = mapped_column(default=False)
    acr_values: Mapped[list[str]] = mapped_column(default=list)  # what counts as strong enough for a step-up
    demands_strong: Mapped[bool] = mapped_column(default=False)  # at every sign-in, not only at a step-up
    max_age: Mapped[int | None]  # seconds: how fresh a step-up must be, where the provider says when (auth_time)
    logout_mode: Mapped[LogoutMode] = mapped_column(default=LogoutMode.provider)
    described: Mapped[dict[str, Any]] = mapped_column(default=dict)  # our allow-listed copy of its discovery document
    described_at: Mapped[datetime | None]
    keys: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    keys_at: Mapped[datetime | None]
    keys_again_after: Mapped[datetime | None]  # an unknown key may be asked for again then, not before
    iss_param_required: Mapped[bool] = mapped_column(default=False)
    last_success_at: Mapped[datetime | None]
    certificate_expires_on: Mapped[date | None]  # SAML: the last of its certificates that we accept
    warned: Mapped[dict[str, Any]] = mapped_column(default=dict)  # which end dates were told of, how many days before
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    activated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    activated_at: Mapped[datetime | None]
    proposed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what is to change, once it has been tried out
    proposals: Mapped[int] = mapped_column(default=0)  # how often that was changed since the version in use

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def reference(self) -> str:
        """What its page is addressed by, and events call it."""
        return str(self.id)

    @property
    def label(self) -> str:
        return self.name

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_property
    def is_agreed_on(self) -> bool:
        """Whether it is more than a draft."""
        return self.status != ConnectionStatus.draft

    @property
    def ends(self) -> dict[str, date]:
        """What of it stops working on which day: its secret, its certificates."""
        found = {"secret": self.secret_expires_on, "certificate": self.certificate_expires_on}
        return {what: day for what, day in found.items() if day is not None}


class DomainStatus(Worded):
    pending = "pending", N_("Not verified yet")
    verified = "verified", N_("Verified")
    lapsed = "lapsed", N_("No longer verified")


class DomainProof(Worded):
    """Who vouches that a domain is the organisation's."""

    dns = "dns", N_("A record in the domain name system")
    operator = "operator", N_("Those who run the portal")


class SsoPolicy(StrEnum):
    off = "off"
    optional = "optional"
    required = "required"


class JitPolicy(StrEnum):
    """Whether a sign-in makes a membership for somebody nobody has invited (sso.md rule 6)."""

    off = "off"
    domain_gate = "domain_gate"
    all_from_connection = "all_from_connection"


class SignInPolicy(Base):
    """How an organisation wants its people to sign in. Without a row the defaults here hold.

    Minutes and days that are not set are those of the installation, which are also the most an organisation can set.
    """

    __tablename__ = "sign_in_policies"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    sso: Mapped[SsoPolicy] = mapped_column(default=SsoPolicy.optional)
    jit: Mapped[JitPolicy] = mapped_column(default=JitPolicy.off)
    newcomers_wait: Mapped[bool] = mapped_column(default=True)  # each of them for an administrator
    default_role: Mapped[Role | None]
    idle_minutes: Mapped[int | None]
    absolute_minutes: Mapped[int | None]
    unseen_suspend_days: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape


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
    """What a way out to a sign-in service is for: coming in, out of both, trying a connection out, proving once more
    who one is, or tying a sign-in to a membership that waits for it."""

    sign_in = "sign_in"
    sign_out = "sign_out"
    test = "test"
    step_up = "step_up"
    link = "link"
    tie = "tie"  # of another sign-in to whoever is signed in here


class LoginAttempt(Base):
    """One way out to a sign-in service and back. Used once, by the browser that began it, within ten minutes.

    `membership_id` is whom it is for: who tries the connection out, who proves themselves again, whose sign-in is tied.
    """

    __tablename__ = "login_attempts"

    state_hash: Mapped[str] = mapped_column(unique=True)
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id"), index=True)
    connection_version: Mapped[int]
    purpose: Mapped[Purpose]
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    session_id: Mapped[UUID] = mapped_column(default=NOBODY)  # step-up: the session that is to be the stronger for it
    browser_hash: Mapped[str]
    nonce_hash: Mapped[str] = mapped_column(default="")
    verifier_sealed: Mapped[str] = mapped_column(default="")
    request_id: Mapped[str] = mapped_column(default="")  # SAML: what the answer must refer to
    requested_acr: Mapped[list[str]] = mapped_column(default=list)
    requested_max_age: Mapped[int | None]  # seconds
    return_path: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    remember: Mapped[bool] = mapped_column(default=False)  # the organisation, on this computer
    expires_at: Mapped[datetime] = mapped_column(index=True)
    consumed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")  # "ok", or one of our codes; empty while it is under way


class TraceStep(StrEnum):
    """How far a sign-in has come, in the order of the way."""

    sent = "sent"  # the browser has gone to the provider
    returned = "returned"  # it came back, with an answer that belongs to its question
    answered = "answered"  # the provider has given us its statement about the person
    believed = "believed"  # we have verified that statement
    admitted = "admitted"  # the person belongs here


class ConnectionTrace(Base):
    """One step of one sign-in, for the organisation's own administrators (sso.md 7.1). Forgotten after 14 days.

    `details` holds names of claims; their values only in test sign-ins, which an administrator makes of themselves.
    """

    __tablename__ = "connection_traces"

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id"), index=True)
    attempt_id: Mapped[UUID] = mapped_column(index=True)  # the attempt itself is forgotten earlier
    purpose: Mapped[Purpose]
    step: Mapped[TraceStep]
    reason: Mapped[str] = mapped_column(default="")  # why it went no further; empty when it did
    correlation_id: Mapped[str] = mapped_column(default="", index=True)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Ended(StrEnum):
    """Why a session ended before its time."""

    signed_out = "signed_out"
    signed_out_elsewhere = "signed_out_elsewhere"
    replaced = "replaced"  # someone else signed in with the same browser
    connection_disabled = "connection_disabled"
    signed_out_by_provider = "signed_out_by_provider"
    access_ended = "access_ended"  # suspended, or gone, in the organisation it was for
    ended_by_administrator = "ended_by_administrator"
    way_closed = "way_closed"  # came in without a sign-in service where one is in use now


class SessionKind(StrEnum):
    """Sessions of those who come to help are short and apart from all others (sso.md 7.5)."""

    ordinary = "ordinary"
    mending = "mending"  # to put an organisation's sign-in right, and for nothing else
    emergency = "emergency"  # to run the portal when nobody can sign in


class Session(Base):
    """A browser someone is signed in with. Only the hash of its key is kept; rights come from `proofs`."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    acting_membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    last_seen_at: Mapped[datetime]
    idle_minutes: Mapped[int]  # of the installation; an organisation's own stands in its proof
    expires_at: Mapped[datetime]  # however busy it is
    auth_time: Mapped[datetime]
    acr: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")  # "Firefox, Linux": enough to recognise one's own computer
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[Ended | None]
    kind: Mapped[SessionKind] = mapped_column(default=SessionKind.ordinary)

    person: Mapped[Person] = relationship(lazy="raise")
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
    farewell_sealed: Mapped[str] = mapped_column(default="")  # what the provider's sign-out asks for: the ID token …
    provider_session: Mapped[str] = mapped_column(default="", index=True)  # its name for its session: `sid`, an index
    provider_subject: Mapped[str] = mapped_column(default="", index=True)  # its name for the person, whatever is ours
    authenticated_at: Mapped[datetime]
    idle_minutes: Mapped[int] = mapped_column(default=60)  # as the organisation wants it
    expires_at: Mapped[datetime]

    session: Mapped[Session] = relationship(lazy="raise", back_populates="proofs")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class ReplayKind(StrEnum):
    logout = "logout"  # the `jti` of a logout token


class ReplayGuard(Base):
    """What a provider may say once. Kept until nobody would believe it any more."""

    __tablename__ = "replay_guard"
    __table_args__ = (UniqueConstraint("connection_id", "kind", "value_hash"),)

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id"))
    kind: Mapped[ReplayKind]
    value_hash: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class AuthEvent(Base):
    """What happened at the door. Only ever added to; it outlives what it speaks of, so it holds no foreign keys.

    No tokens and no claim values: `reason` is one of our own codes, `details` what an administrator said or did.
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
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
