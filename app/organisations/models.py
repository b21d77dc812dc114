from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.language import N_, Worded


class OrganisationKind(Worded):
    municipality = "municipality", N_("Municipality")
    region = "region", N_("Region")
    company = "company", N_("Company")
    university = "university", N_("University")
    other_provider = "other_provider", N_("Other care provider")
    support_org = "support_org", N_("Support organisation")
    guests = "guests", N_("Guests")  # who belong to none: one row, which takes part in nothing (app/people/guests.py)


class OrganisationStatus(StrEnum):
    invited = "invited"
    onboarding = "onboarding"
    active = "active"
    paused = "paused"
    left = "left"


class SizeClass(Worded):
    """Head count of the whole group; the SME classes of Recommendation 2003/361/EC."""

    micro = "micro", N_("0–9 people")
    small = "small", N_("10–49 people")
    medium = "medium", N_("50–249 people")
    large = "large", N_("250 people or more")


class Seat(Worded):
    """Where a company has its seat, as far as equal terms are watched; never a ground for anything."""

    county = "county", N_("In the county")
    sweden = "sweden", N_("Elsewhere in Sweden")
    abroad = "abroad", N_("In another country")


class Organisation(Base):
    __tablename__ = "organisations"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]  # Hallsberg for Hallsbergs kommun: what fits a hexagon, a row and a filter
    kind: Mapped[OrganisationKind] = mapped_column(index=True)
    status: Mapped[OrganisationStatus] = mapped_column(default=OrganisationStatus.active)
    org_number: Mapped[str | None] = mapped_column(unique=True)
    municipality_code: Mapped[str | None]
    county: Mapped[str] = mapped_column(default="")
    population: Mapped[int | None]
    size_class: Mapped[SizeClass | None]
    seat: Mapped[Seat | None]
    joined_on: Mapped[date | None]
    registrar_email: Mapped[str] = mapped_column(default="")
    data_protection_email: Mapped[str] = mapped_column(default="")
    is_founder: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def is_on_its_way(self) -> bool:
        """Whether it has been asked to take part and has not been welcomed yet."""
        return self.status in (OrganisationStatus.invited, OrganisationStatus.onboarding)

    @property
    def is_for_guests(self) -> bool:
        return self.kind is OrganisationKind.guests

    @property
    def keeps_public_documents(self) -> bool:
        """Whether anyone may ask it for what it has received or decided: a public authority."""
        return self.kind in (OrganisationKind.municipality, OrganisationKind.region, OrganisationKind.university)

    @property
    def has_said_whom_to_ask(self) -> bool:
        """Whether it has said what others need to know of it (page G10)."""
        return bool(self.data_protection_email and (self.registrar_email or not self.keeps_public_documents))
