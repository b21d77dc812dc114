import re
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Text
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import NOBODY
from app.database import Base
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.people.models import Membership
from app.pilots.models import Pilot
from app.test_requests.choices import Answer


class Method(Worded):
    survey = "survey", N_("Survey")
    interview = "interview", N_("Interview")
    observation = "observation", N_("Observation")
    measurements = "measurements", N_("Measurements")
    registers = "registers", N_("Registers")
    other = "other", N_("Other")


class DataNeed(Worded):
    aggregates = "aggregates", N_("Aggregates only")
    deidentified = "deidentified", N_("De-identified rows")
    personal = "personal", N_("Personal data")


class Ethics(Worded):
    not_needed = "not_needed", N_("Not needed")
    planned = "planned", N_("Application planned")
    decided = "decided", N_("There is a decision")


class ResearchState(StrEnum):
    draft = "draft"
    interested = "interested"
    accepted = "accepted"
    active = "active"
    ended = "ended"
    declined = "declined"
    withdrawn = "withdrawn"


ACCEPTED_STATES = (ResearchState.accepted, ResearchState.active, ResearchState.ended)


ETHICS_NUMBER = r"(19|20)[0-9]{2}-[0-9]{5}-[0-9]{2}"
SHORTEST_REASONING = 20


class Research(Base):
    """One researcher's study in one pilot."""

    __tablename__ = "research"

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # the university
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    pilot_id: Mapped[UUID] = mapped_column(ForeignKey("pilots.id"), index=True)
    host_id: Mapped[UUID] = mapped_column(default=NOBODY, index=True)  # the municipality whose pilot it is
    company_id: Mapped[UUID] = mapped_column(default=NOBODY, index=True)  # the company whose solution is tried
    state: Mapped[ResearchState] = mapped_column(default=ResearchState.draft, index=True)
    state_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="sv")
    is_demo: Mapped[bool] = mapped_column(default=False)

    title: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(Text, default="")
    methods: Mapped[list[str]] = mapped_column(default=list)
    data_need: Mapped[DataNeed | None]
    ethics: Mapped[Ethics | None]
    ethics_reference: Mapped[str] = mapped_column(default="")
    ethics_reasoning: Mapped[str] = mapped_column(Text, default="")
    principal: Mapped[str] = mapped_column(default="")  # research principal (forskningshuvudman)
    funding: Mapped[str] = mapped_column(default="")
    timing: Mapped[str] = mapped_column(Text, default="")
    give_back: Mapped[str] = mapped_column(Text, default="")
    public: Mapped[Answer | None]
    answer_note: Mapped[str] = mapped_column(Text, default="")
    result_link: Mapped[str] = mapped_column(default="")
    result_summary: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    membership: Mapped[Membership] = relationship(lazy="raise")
    pilot: Mapped[Pilot] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.title

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_method
    def is_of(self, membership_id: UUID) -> bool:
        return self.membership_id == membership_id

    @hybrid_property
    def is_sent(self) -> bool:
        return self.state != ResearchState.draft

    @hybrid_property
    def is_accepted(self) -> bool:
        return self.state in ACCEPTED_STATES

    @is_accepted.inplace.expression
    @classmethod
    def _is_accepted_in_sql(cls) -> ColumnElement[bool]:
        return cls.state.in_(ACCEPTED_STATES)

    @hybrid_method
    def is_hosted_by(self, organisation_id: UUID) -> bool:
        """The organisation hosts the pilot, and the interest has been sent."""
        return (self.host_id == organisation_id) & self.is_sent

    @hybrid_method
    def is_accepted_beside(self, organisation_id: UUID) -> bool:
        """The organisation is the company of the pilot, and the municipality has welcomed the study."""
        return (self.company_id == organisation_id) & self.is_accepted

    @hybrid_property
    def is_public(self) -> bool:
        """Welcomed, and the researcher said that it may be shown."""
        return (self.public == Answer.yes) & self.is_accepted

    @property
    def has_reference(self) -> bool:
        """There is a decision of the ethics authority, with a registration number such as 2026-01234-01."""
        return self.ethics == Ethics.decided and re.fullmatch(ETHICS_NUMBER, self.ethics_reference) is not None

    @property
    def is_reasoned_away(self) -> bool:
        """No ethical review is needed, and it says why."""
        return self.ethics == Ethics.not_needed and len(self.ethics_reasoning) >= SHORTEST_REASONING


class ResearchInterest(Base):
    """A researcher's or group's standing interest: what they want to study, shown to those who plan pilots."""

    __tablename__ = "research_interests"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    title: Mapped[str]
    discipline: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text, default="")
    categories: Mapped[list[str]] = mapped_column(default=list)
    methods: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    membership: Mapped[Membership] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    reference = ""  # it has no page of its own

    @property
    def label(self) -> str:
        return self.title

    @hybrid_method
    def is_of(self, membership_id: UUID) -> bool:
        return self.membership_id == membership_id
