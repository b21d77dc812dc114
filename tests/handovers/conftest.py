import pytest

from app.actor import Role
from app.challenges.models import ChallengeState
from app.people import queries as people


class Office:
    """A municipality whose leader is about to leave, with three needs; a deputy, a sponsor, and the region."""

    def __init__(self, given):
        self.given, self.db = given, given.db
        self.region = given.member(Role.region_lead, name="Rea Region")
        self.town = given.organisation("Storbro kommun")
        self.admin = given.member(Role.organisation_admin, of=self.town, name="Ada Admin")
        self.leader = given.member(Role.testbed_leader, of=self.town, name="Lo Ledare")
        self.deputy = given.member(Role.testbed_deputy, of=self.town, name="Bi Trädande")
        self.sponsor = given.member(Role.sponsor, of=self.town, name="Chefa Chef")
        self.needs = [self.need(state) for state in (ChallengeState.draft, ChallengeState.open, ChallengeState.review)]
        self.need(ChallengeState.archived)

    def need(self, state=ChallengeState.draft):
        return self.given.challenge(self.town, state, self.sponsor, author_id=self.leader.id)

    def fresh(self, member):
        self.db.expire_all()
        return people.any_membership(self.db, member.id)


@pytest.fixture
def office(given):
    return Office(given)
