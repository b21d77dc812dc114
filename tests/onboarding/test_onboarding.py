"""From the first interest to the first need; seen by the region and by the municipality."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.activity.models import Mail, Task
from app.actor import THE_CLOCK, Role
from app.challenges.models import ChallengeState
from app.database import today
from app.onboarding import actions, jobs, queries
from app.onboarding.actions import waits
from app.onboarding.forms import AwayForm, Going, OnboardingForm
from app.onboarding.steps import Step
from app.organisations.models import OrganisationStatus
from app.people import actions as people
from app.people import first
from app.people import queries as everyone
from app.people.models import MembershipStatus, Source
from app.refusals import NotAllowed, Refused
from tests.telling.conftest import Worker, office, worker

__all__ = ["Worker", "office", "worker"]
OWN = ["Name a decision-maker in management", "Name a testbed leader"]  # once they have signed in


class Newcomer:
    """Kumla, with an administrator; and the region."""

    def __init__(self, given):
        self.given, self.db = given, given.db
        self.region = given.member(Role.region_lead, name="Rea Region")
        self.town = given.organisation("Kumla kommun", slug="kumla", status=OrganisationStatus.invited)
        self.admin = given.member(Role.organisation_admin, of=self.town, name="Ada Admin")

    def interested(self):
        return actions.note_interest(self.db, self.region.actor, self.town, today(), "Socialchefen")

    def agrees(self, row):
        said = OnboardingForm(agreement_signed_on=today(), registry_number="26RS1", contact="Socialchefen")
        actions.write_down(self.db, self.region.actor, row, said, None)

    def joins(self, role, name):
        email = f"{role}@kumla.example"
        return people.add(self.db, THE_CLOCK, self.town, email=email, name=name, roles=[role], source=Source.manual)

    def waiting(self, row):
        self.db.flush()
        return sorted(self.db.scalars(select(Task.verb).where(Task.subject_id == row.id)))

    def status(self):
        self.db.refresh(self.town)
        return self.town.status

    def way(self, row):
        self.db.flush()
        return queries.by_id(self.db, row.id).way


@pytest.fixture
def kumla(given):
    return Newcomer(given)


def test_steps_tick_themselves_and_the_next_waits_for_whoever_can_take_it(kumla, given, db):
    row = kumla.interested()
    assert kumla.town.status is OrganisationStatus.onboarding
    assert kumla.waiting(row) == ["Agree with the municipality"]
    kumla.agrees(row)
    own = ["Connect your own sign-in", "Name a decision-maker in management", "Name a testbed leader"]
    assert kumla.waiting(row) == own
    kumla.joins(Role.testbed_leader, "Lo Ledare")
    kumla.joins(Role.sponsor, "Chefa Chef")
    assert kumla.waiting(row) == ["Connect your own sign-in", "Hold the training"]
    given.signs_in(kumla.admin)
    jobs.follow_onboardings(db, THE_CLOCK)
    assert kumla.waiting(row) == ["Hold the training"]
    way = kumla.way(row)
    assert (way.done, way.whole, way.next) == (4, 6, Step.training)
    assert all(one.on == today() for one in way.taken[:4])


def test_it_takes_part_when_everything_before_is_done_and_not_sooner(kumla, given, db):
    row = kumla.interested()
    with pytest.raises(Refused) as refused:
        actions.welcome(db, kumla.region.actor, row)
    assert len(refused.value.reasons) == 5
    kumla.agrees(row)
    leader = kumla.joins(Role.testbed_leader, "Lo Ledare")
    sponsor = kumla.joins(Role.sponsor, "Chefa Chef")
    given.signs_in(kumla.admin)
    said = OnboardingForm(agreement_signed_on=today(), trained_on=today())
    actions.write_down(db, kumla.region.actor, row, said, row.version)
    assert kumla.waiting(row) == ["Welcome the municipality"]
    officer = given.member(Role.region_officer)
    with pytest.raises(NotAllowed):
        actions.welcome(db, officer.actor, row)
    actions.welcome(db, kumla.region.actor, row)
    assert (kumla.town.status, kumla.town.joined_on) == (OrganisationStatus.active, today())
    assert kumla.waiting(row) == ["Describe your first need"]
    given.challenge(kumla.town, ChallengeState.anchoring, sponsor, author_id=leader.id)
    jobs.follow_onboardings(db, THE_CLOCK)
    assert kumla.waiting(row) == []
    assert kumla.way(row).left == ()
    with pytest.raises(Refused):
        actions.welcome(db, kumla.region.actor, row)


def test_the_region_notes_an_interest_and_writes_down_the_agreement(kumla, visit):
    page = visit(as_=kumla.region).opens("/anslutningar").follows("Note an interest")
    page.fills("When did it say that it was interested?", (today() + timedelta(days=1)).isoformat())
    page.presses("Note the interest")
    assert page.errors() == ["Choose a municipality."]
    page.typed["organisation"] = [str(kumla.town.id)]
    page.presses("Note the interest")
    assert page.errors() == ["The date must be today or earlier."]
    page.typed["organisation"] = [str(kumla.town.id)]
    page.fills("When did it say that it was interested?", today().isoformat())
    page.fills("Whom do you talk with there?", "Socialchefen").presses("Note the interest")
    assert page.sees("0 of 6 steps are done")
    page.follows("Write down what has been done")
    page.fills("When was the agreement signed?", today().isoformat()).presses("Save")
    assert page.sees("1 of 6 steps are done")
    page.opens("/anslutningar")
    assert page.sees("1 municipality is on its way in")


def test_the_municipality_sees_its_own_way_and_the_contact_stays_with_the_region(kumla, visit, given, db):
    row = kumla.interested()
    kumla.agrees(row)
    db.commit()
    page = visit(as_=kumla.admin).opens("/att-gora").follows("Name a testbed leader: Kumla kommun")
    assert page.sees("2 of 6 steps are done")  # they have signed in through their own sign-in
    assert not page.sees("Socialchefen")
    assert "Testbed leader named" in page.links()
    assert visit(as_=kumla.admin).opens("/anslutningar").status == 403
    assert visit(as_=kumla.admin).opens("/anslutningar/kumla/uppdatera").status == 403
    for stranger in (given.member(Role.testbed_leader), given.member(Role.company_rep)):
        assert visit(as_=stranger).opens("/anslutningar/kumla").status == 404


def test_one_interest_is_noted_once(kumla, db):
    kumla.interested()
    db.flush()
    with pytest.raises(Refused):
        kumla.interested()


def test_the_region_invites_the_first_administrator_who_comes_in_without_a_service(given, db, visit, worker, office):
    region = given.member(Role.region_lead, name="Rea Region")
    town = given.organisation("Laxå kommun", slug="laxa", status=OrganisationStatus.invited)
    row = actions.note_interest(db, region.actor, town, today(), "Socialchefen")
    actions.write_down(db, region.actor, row, OnboardingForm(agreement_signed_on=today()), None)
    db.commit()
    page = visit(as_=region).opens("/att-gora").follows("Invite the municipality's administrator: Laxå kommun")
    page.fills("The administrator's email address", "ingen").presses("Invite the administrator")
    assert page.errors() == ["Enter an email address with an @, like name@example.se."]
    page.fills("The administrator's email address", "ny@laxa.example").presses("Invite the administrator")
    assert page.sees("ny@laxa.example (has been invited)")
    assert "Invite the administrator" not in page.buttons()
    worker.works()
    letter = db.scalars(select(Mail).where(Mail.to_address == "ny@laxa.example")).one()
    invited = visit().opens(re.search(r"https://testserver(/\S*inbjudan/\S+)", office.whole(letter))[1])
    assert invited.sees("You come in by a link that is sent to your email address.")
    assert invited.follows("Ask for the link").status == 200
    assert [one.verb for one in waits(db, queries.by_id(db, row.id))] == [
        "Connect your own sign-in",
        "Name a testbed leader",
        "Name a decision-maker in management",
    ]


def test_the_region_names_nobody_where_somebody_administers_nor_where_the_way_in_is_over(kumla, given, db):
    row = kumla.interested()
    kumla.agrees(row)
    with pytest.raises(Refused):
        first.invite_the_first_administrator(db, kumla.region.actor, kumla.town, "annan@kumla.example")
    taking_part = given.organisation("Hallsbergs kommun")
    for actor, town in ((kumla.region.actor, taking_part), (kumla.admin.actor, kumla.town)):
        with pytest.raises(NotAllowed):
            first.invite_the_first_administrator(db, actor, town, "annan@kumla.example")


def test_a_municipality_pauses_and_takes_it_up_again_where_it_was(kumla, visit, db):
    row = kumla.interested()
    kumla.agrees(row)
    db.commit()
    page = visit(as_=kumla.region).opens("/anslutningar/kumla").follows("The municipality pauses or leaves")
    page.presses("Save that it pauses or leaves")
    assert page.errors() == ["Choose one.", "Write why."]
    back = today() + timedelta(days=60)
    page.chooses("It pauses").fills("Why?", "Omorganisation till våren")
    page.fills("When do you take it up again?", back.isoformat()).presses("Save that it pauses or leaves")
    assert page.sees("Omorganisation till våren")
    assert (kumla.status(), kumla.waiting(row)) == (OrganisationStatus.paused, ["Ask whether the municipality goes on"])
    with pytest.raises(Refused):
        actions.welcome(db, kumla.region.actor, row)
    assert visit(as_=kumla.admin).opens("/anslutningar/kumla").sees("Omorganisation till våren")
    assert visit(as_=kumla.admin).opens("/anslutningar/kumla/uppehall").status == 403
    assert page.opens("/anslutningar").sees("pauses since")
    assert page.sees("0 municipalities are on their way in")
    page.opens("/anslutningar/kumla").presses("It takes it up again")
    assert (kumla.status(), kumla.waiting(row)) == (OrganisationStatus.onboarding, OWN)


def test_a_municipality_cannot_leave_while_its_people_have_something_and_then_nobody_there_comes_in(
    kumla, given, visit, db
):
    row = kumla.interested()
    leader = kumla.joins(Role.testbed_leader, "Lo Ledare")
    need = given.challenge(kumla.town, ChallengeState.draft, author_id=leader.id)
    db.commit()
    leaves = AwayForm(going=Going.left, why="Deltar inte längre")
    with pytest.raises(Refused):
        actions.go_away(db, kumla.region.actor, row, leaves)
    need.state = ChallengeState.archived
    db.commit()
    assert visit(as_=kumla.admin).opens("/att-gora").status == 200
    actions.go_away(db, kumla.region.actor, row, leaves)
    db.commit()
    assert kumla.status() is OrganisationStatus.left
    assert {one.status for one in everyone.people_of(db, kumla.town.id)} == {MembershipStatus.removed}
    assert kumla.waiting(row) == []
    actions.come_back(db, kumla.region.actor, row)
    assert kumla.status() is OrganisationStatus.onboarding
    with pytest.raises(Refused):
        actions.come_back(db, kumla.region.actor, row)
