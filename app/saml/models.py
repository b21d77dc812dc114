from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.sign_in.models import IdpConnection


class Source(StrEnum):
    """Where a provider's metadata comes from: somebody gave it to us, we fetch it, or a federation vouches for it."""

    given = "given"
    address = "address"
    federation = "federation"


class Federation(Base):
    """Those who sign the metadata of many providers, such as SWAMID: what they sign, we believe of that provider.

    Added by whoever runs the portal, never by an organisation: the certificate is the trust (sso.md rule 3).
    """

    __tablename__ = "saml_federations"

    name: Mapped[str] = mapped_column(unique=True)
    mdq_address: Mapped[str]  # the base that /entities/… is asked under
    signer_certificate: Mapped[str]  # PEM
    contact: Mapped[str] = mapped_column(default="")
    is_open: Mapped[bool] = mapped_column(default=True)


class SamlDetails(Base):
    """What a connection has that only SAML knows. The entityID is the connection's `issuer`; `client_id` is our own.

    Our copy of what the metadata says: nothing is believed that does not stand here.
    """

    __tablename__ = "saml_details"

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id", ondelete="CASCADE"), unique=True)
    source: Mapped[Source]
    address: Mapped[str] = mapped_column(default="")  # of its metadata
    federation_id: Mapped[UUID | None] = mapped_column(ForeignKey("saml_federations.id"), index=True)
    redirect_address: Mapped[str] = mapped_column(default="")
    post_address: Mapped[str] = mapped_column(default="")
    certificates: Mapped[list[str]]  # DER in base64; any of them may sign
    scopes: Mapped[list[str]] = mapped_column(default=list)
    name_formats: Mapped[list[str]] = mapped_column(default=list)  # which NameIDs it offers, if it says so
    name_format: Mapped[str] = mapped_column(
        default=""
    )  # which NameID we ask for; none if another attribute is the key
    valid_until: Mapped[datetime | None]
    certificates_end: Mapped[datetime | None]
    read_at: Mapped[datetime]
    again_after: Mapped[datetime | None]  # its address is asked again then, not before
    wants_encrypted: Mapped[bool] = mapped_column(default=False)
    allows_unasked: Mapped[bool] = mapped_column(default=False)  # sign-in that begins at the provider (rule 25)

    connection: Mapped[IdpConnection] = relationship(lazy="raise")
    federation: Mapped[Federation | None] = relationship(lazy="raise")

    @property
    def ends_on(self) -> date | None:
        """The day from which our copy is of no use: what is published renews itself, but for its certificates."""
        ends = [at for at in (self.certificates_end, self.valid_until if self.source is Source.given else None) if at]
        return min(ends).date() if ends else None


class SeenAssertion(Base):
    """An assertion that was used. A second time it is nobody's (rule 17)."""

    __tablename__ = "saml_seen"
    __table_args__ = (UniqueConstraint("connection_id", "assertion_hash"),)

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id", ondelete="CASCADE"))
    assertion_hash: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ParkedArrival(Base):
    """Somebody who was verified when another site posted the answer, until the browser itself comes for it: a post
    from another site brings no cookie along (rule 12)."""

    __tablename__ = "saml_parked"

    handle_hash: Mapped[str] = mapped_column(unique=True)
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id", ondelete="CASCADE"))
    connection_version: Mapped[int]
    sealed: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class KeyUse(StrEnum):
    """Keys for signing and for opening what was sealed for us are never the same."""

    signing = "signing"
    opening = "opening"


class KeyStatus(StrEnum):
    """`next` stands in our metadata before it is used; `previous` still opens what was sealed for it."""

    next = "next"
    current = "current"
    previous = "previous"
    retired = "retired"


class OwnKey(Base):
    """A key of this installation towards identity providers that speak SAML."""

    __tablename__ = "saml_keys"
    __table_args__ = (
        Index("saml_keys_one_of_each_idx", "use", "status", unique=True, postgresql_where=text("status <> 'retired'")),
    )

    use: Mapped[KeyUse]
    status: Mapped[KeyStatus]
    certificate: Mapped[str]  # PEM
    key_sealed: Mapped[str]
    ends_at: Mapped[datetime]
