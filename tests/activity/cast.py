"""People and things for the tests of what happens. A thing needs no table to have a history."""

from dataclasses import dataclass, field
from itertools import count
from uuid import UUID, uuid4

from app.actor import Role
from app.organisations.models import Organisation, OrganisationKind
from app.people.models import Membership, MembershipRole, MembershipStatus, Person

number = count(1)


@dataclass
class Thing:
    organisation_id: UUID
    label: str = "Safer nights"
    id: UUID = field(default_factory=uuid4)
    reference: str = field(default_factory=lambda: f"B-2026-{next(number):03d}")


def organisation(db, name="", kind=OrganisationKind.municipality):
    name = name or f"Sample {next(number)}"
    row = Organisation(slug=f"{name.lower()}-{next(number)}", name=name, short_name=name, kind=kind, is_demo=True)
    db.add(row)
    db.flush()
    return row


def member(db, *roles, of, name="Kim Sample", locale="en", status=MembershipStatus.active, person=None):
    person = person or Person(name=name, email=f"p{next(number)}@sample.example", locale=locale, is_demo=True)
    membership = Membership(
        organisation=of, person=person, status=status, role_rows=[MembershipRole(role=role) for role in roles]
    )
    db.add(membership)
    db.flush()
    return membership


def leader(db, of):
    return member(db, Role.testbed_leader, of=of).actor
