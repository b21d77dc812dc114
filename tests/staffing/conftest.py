from datetime import timedelta

import pytest

from app.actor import THE_CLOCK, Role
from app.database import today
from app.organisations.models import OrganisationStatus
from app.people import actions as people_actions
from app.people.models import Post


class Manned:
    """Nora has a leader and a deputy, Laxå had a leader until forty days ago, Kumla is on its way in."""

    def __init__(self, given):
        self.given, self.db = given, given.db
        self.region = given.member(Role.region_lead, name="Rea Region")
        self.nora = given.organisation("Nora", slug="nora")
        self.laxa = given.organisation("Laxå", slug="laxa")
        given.organisation("Kumla", slug="kumla", status=OrganisationStatus.onboarding)
        self.admin = given.member(Role.organisation_admin, of=self.laxa, name="Ada Admin")
        self.leader = self.on_post(Role.testbed_leader, self.nora, "Lo Ledare", fte_percent=40)
        self.on_post(Role.testbed_deputy, self.nora, "Bi Trädande")
        gone = self.on_post(Role.testbed_leader, self.laxa, "Redan Borta")
        self.need = given.challenge(self.laxa, author_id=gone.id)
        gone.valid_to = today() - timedelta(days=40)
        self.db.flush()
        people_actions.end_the_expired(self.db, THE_CLOCK)
        self.db.commit()

    def on_post(self, role, town, name, **values):
        member = self.given.member(role, of=town, name=name, **values)
        since = today() - timedelta(days=200)
        self.given.saved(Post(organisation_id=town.id, membership_id=member.id, role=role, since=since))
        return member


@pytest.fixture
def manned(given):
    return Manned(given)
