"""Who is asking. Built once per request or job; every rule, query and action takes one."""

from dataclasses import dataclass
from uuid import UUID

from app.language import N_, Worded

NOBODY = UUID(int=0)  # not None: SQL would turn `== None` into IS NULL
THE_DIRECTORY = UUID(int=2)


class Role(Worded):
    """What a person is trusted with in one organisation (`domain.md` 2a)."""

    testbed_leader = "testbed_leader", N_("Testbed leader")
    testbed_deputy = "testbed_deputy", N_("Deputy testbed leader")
    sponsor = "sponsor", N_("Decision-maker")
    unit_contact = "unit_contact", N_("Unit contact")
    assessor = "assessor", N_("Assessor")
    company_rep = "company_rep", N_("Company representative")
    researcher = "researcher", N_("Researcher")
    region_lead = "region_lead", N_("Regional process leader")
    region_officer = "region_officer", N_("Regional case officer")
    organisation_admin = "organisation_admin", N_("Organisation administrator")
    platform_admin = "platform_admin", N_("Platform administrator")


@dataclass(frozen=True, slots=True)
class Actor:
    """One person acting for one organisation, with the roles they have there."""

    membership_id: UUID = NOBODY
    organisation_id: UUID = NOBODY
    roles: frozenset[Role] = frozenset()
    person_id: UUID = NOBODY
    person_name: str = ""
    organisation_name: str = ""
    guest_of: frozenset[UUID] = frozenset()  # the things they have been let in to, one by one (app/errands)
    is_guest: bool = False  # they belong to nobody, and were let in to something (app/people/guests.py)
    mends: UUID = NOBODY  # the organisation whose sign-in they came to put right, and whose alone they may touch

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_signed_in(self) -> bool:
        """Whether a person asks, neither a visitor nor the clock."""
        return self.person_id != NOBODY

    @property
    def speaks_for_an_organisation(self) -> bool:
        """Whether they act in the name of an organisation that takes part: everyone signed in but a guest."""
        return self.is_signed_in and not self.is_guest

    @property
    def is_mending(self) -> bool:
        """Whether they came by emergency access, to put an organisation's sign-in right and for nothing else."""
        return self.mends != NOBODY

    @property
    def is_directory(self) -> bool:
        """Whether an organisation's own directory or sign-in service acts."""
        return self.membership_id == THE_DIRECTORY


VISITOR = Actor()
THE_CLOCK = Actor(membership_id=UUID(int=1), person_name="clock")
"""The actor of automatic steps: what it did is recorded as done by the system, never by a person."""


def directory_of(organisation_id: UUID, organisation_name: str) -> Actor:
    """The actor of what an organisation's directory (SCIM) or sign-in service (claims) says about its own people."""
    return Actor(
        membership_id=THE_DIRECTORY,
        organisation_id=organisation_id,
        person_name="directory",
        organisation_name=organisation_name,
    )
