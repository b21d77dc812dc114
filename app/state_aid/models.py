from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.documents.models import Document
from app.language import N_, Worded
from app.organisations.models import Organisation


class Regulation(Worded):
    """Under which regulation aid was given. All of it counts towards the ceiling of the general one."""

    general = "general", N_("The general one, (EU) 2023/2831 or before it 1407/2013")
    services = "services", N_("Services of general economic interest, (EU) 2023/2832")
    farming = "farming", N_("Farming, (EU) 1408/2013")
    fishing = "fishing", N_("Fishing, (EU) 717/2014")


class Certificate(Base):
    """What a company certified before it was given aid, and the aid. Nothing in it changes but that it can be called
    off: aid that was never given counts no more."""

    __tablename__ = "aid_certificates"
    __table_args__ = (CheckConstraint("planned > 0", name="planned"),)

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # who keeps it
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    company_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    certifier: Mapped[str]
    certifier_capacity: Mapped[str]
    certified_on: Mapped[date]
    received: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # giver, decided_on, amount, regulation
    planned: Mapped[Decimal] = mapped_column(Numeric(12, 2))  # euro
    planned_on: Mapped[date]  # the day it is given
    purpose: Mapped[str] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)

    company: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[company_id])
    documents: Mapped[list["CertificateDocument"]] = relationship(
        lazy="raise", order_by="CertificateDocument.created_at"
    )

    @property
    def label(self) -> str:
        return self.purpose

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id


class CertificateDocument(Base):
    __tablename__ = "aid_certificate_documents"
    __table_args__ = (UniqueConstraint("certificate_id", "document_id"),)

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("aid_certificates.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), index=True)

    document: Mapped[Document] = relationship(lazy="raise")
