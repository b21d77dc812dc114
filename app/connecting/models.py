from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.language import N_, Worded


class Kind(Worded):
    """Which product a sign-in service is: it decides which guide is shown and what is warned of."""

    entra = "entra", N_("Microsoft Entra ID"), N_("Formerly Azure AD; comes with Microsoft 365.")
    adfs = "adfs", N_("AD FS"), N_("Windows Server 2019 or later.")
    keycloak = "keycloak", N_("Keycloak")
    google = "google", N_("Google Workspace")
    federation = (
        "federation",
        N_("SWAMID, FedKom or another federation"),
        N_("It publishes your metadata and signs it. Most universities."),
    )
    other = "other", N_("Another service"), N_("For example Freja, Inera or a broker.")


class SetUp(Base):
    """How far the setting up of a connection has come, beside what was agreed."""

    __tablename__ = "connection_set_ups"

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[Kind] = mapped_column(default=Kind.other)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    checked_at: Mapped[datetime | None]
    checked_version: Mapped[int] = mapped_column(default=0)


class SetUpLink(Base):
    """For an IT person without an account: draft and test one connection, nothing else, for a day (sso.md 7.3).

    Opening it uses the link up; the browser that did goes on with a key of its own. Only hashes are kept.
    """

    __tablename__ = "set_up_links"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id", ondelete="CASCADE"), index=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    key_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
