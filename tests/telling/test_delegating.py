"""Asking a colleague who may to do what waits for oneself: it waits for them, and can be taken back."""

import pytest
from sqlalchemy import select

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.activity.models import Mail, Task
from app.activity.record import record
from app.actor import NOBODY, THE_CLOCK, Role
from app.challenges.models import Challenge, ChallengeState
from app.challenges.tasks import waits
from app.conversations import queries as conversations
from app.errands import actions as errands
from app.errands.forms import ErrandForm
from app.people import actions as people
from app.people import queries as colleagues
from app.refusals import NotFound, Refused
from app.telling import delegating
from app.test_requests.models import Standing
from tests.assessments.scene import Scene


class Town:
    def __init__(self, given):
        self.given, self.db = given, given.db
        self.town = given.organisation("Hallsbergs kommun")
        self.leader = given.member(Role.testbed_leader, of=self.town, name="Anna Ek")
        self.deputy = given.member(Role.testbed_deputy, of=self.town, name="Bo Ask")
        self.third = given.member(Role.testbed_leader, of=self.town, name="Cia Lind")
        self.sponsor = given.member(Role.sponsor, of=self.town, name="Dag Alm")
        self.other_sponsor = given.member(Role.sponsor, of=self.town, name="Eva Rönn")
        self.elsewhere = given.member(Role.testbed_leader, name="Finn Borta")

    def need(self, state):
        need = self.given.challenge(self.town, state, self.sponsor, author_id=self.leader.id, title="Tryggare nätter")
        record(self.db, THE_CLOCK, Happened.challenge_edited, need, waits=waits(self.db, need))
        self.db.commit()
        return need

    def task(self):
        return self.db.scalars(select(Task).execution_options(populate_existing=True)).one()

    def waits_for(self, *members):
        return [bool(activity.count_tasks_for(self.db, actor_of(self.db, one))) for one in members]


def actor_of(db, member):
    return colleagues.membership(db, member.id).actor


@pytest.fixture
def town(given):
    return Town(given)


def test_what_waits_for_a_role_waits_for_one_colleague_until_it_is_taken_back(db, town, visit, worker):
    town.need(ChallengeState.approved)
    everyone = (town.leader, town.deputy, town.third)
    assert town.waits_for(*everyone) == [True, True, True]
    leader = visit(as_=town.leader).opens("/att-gora")
    leader.follows("Ask a colleague to do it Publish the need: Tryggare nätter")
    assert not leader.sees("Eva Rönn")
    assert not leader.sees("Finn Borta")
    leader.chooses("Bo Ask").presses("Ask the colleague to do it")
    assert leader.sees("Your colleague has been asked to do it")
    assert leader.sees("Bo Ask has it since")
    assert town.waits_for(*everyone) == [False, True, False]
    worker.works()
    letter = db.scalars(select(Mail)).one()
    assert letter.membership_id == town.deputy.id
    assert "Tryggare nätter" not in letter.subject + letter.text
    third = visit(as_=town.third)
    assert (
        third.client.post(
            f"/att-gora/{town.task().id}/ta-tillbaka", headers={"Sec-Fetch-Site": "same-origin"}
        ).status_code
        == 404
    )
    leader.presses("Take it back Publish the need: Tryggare nätter")
    assert town.waits_for(*everyone) == [True, True, True]


def test_the_only_leader_asks_the_deputy(db, town, visit):
    """The usual case: what waits for the leader or the deputy is said to be the deputy's for now."""
    people.suspend_at_once(db, THE_CLOCK, town.third, why="")
    town.need(ChallengeState.approved)
    leader = visit(as_=town.leader).opens("/att-gora")
    leader.follows("Ask a colleague to do it Publish the need: Tryggare nätter")
    leader.chooses("Bo Ask").presses("Ask the colleague to do it")
    assert town.waits_for(town.leader, town.deputy) == [False, True]


def test_whoever_was_asked_can_give_it_back(db, town, visit):
    town.need(ChallengeState.approved)
    delegating.delegate(db, actor_of(db, town.leader), town.task().id, town.deputy.id)
    db.commit()
    deputy = visit(as_=town.deputy).opens("/att-gora").presses("Give it back Publish the need: Tryggare nätter")
    assert deputy.sees("It waits for the one who had it first")
    assert town.waits_for(town.leader, town.third) == [True, True]


def test_a_decision_passes_with_the_thing_itself_and_back(db, town, visit):
    need = town.need(ChallengeState.anchoring)
    sponsor = visit(as_=town.sponsor).opens("/att-gora")
    sponsor.follows("Ask a colleague to do it Give your decision on the need: Tryggare nätter")
    sponsor.chooses("Eva Rönn").presses("Ask the colleague to do it")
    place = f"/besked/{need.reference.lower()}"
    assert visit(as_=town.other_sponsor).opens(place).status == 200
    assert visit(as_=town.sponsor).opens(place).status == 403
    sponsor.presses("Take it back Give your decision on the need: Tryggare nätter")
    assert visit(as_=town.sponsor).opens(place).status == 200
    assert db.scalar(select(Challenge.sponsor_id).where(Challenge.id == need.id)) == town.sponsor.id


@pytest.mark.parametrize("how", ["leaves", "loses the role"])
def test_what_a_colleague_had_waits_for_all_again_when_they_are_gone(db, town, how):
    town.need(ChallengeState.approved)
    delegating.delegate(db, actor_of(db, town.leader), town.task().id, town.deputy.id)
    if how == "leaves":
        people.remove_at_once(db, THE_CLOCK, town.deputy, why="gone")
    else:
        people.take_role_at_once(db, THE_CLOCK, town.deputy, Role.testbed_deputy)
    db.flush()
    assert town.task().delegate_id == NOBODY
    assert town.waits_for(town.leader, town.third) == [True, True]


def test_nobody_is_asked_who_may_not(db, town):
    town.need(ChallengeState.approved)
    task = town.task()
    leader = actor_of(db, town.leader)
    for who in (town.sponsor, town.elsewhere, town.leader):
        with pytest.raises(Refused):
            delegating.delegate(db, leader, task.id, who.id)
    for who in (town.sponsor, town.elsewhere):
        with pytest.raises(NotFound):
            delegating.delegate(db, actor_of(db, who), task.id, town.deputy.id)


def test_one_with_ties_is_not_asked_about_a_request(db, given):
    scene = Scene(given)
    tied = given.member(Role.testbed_leader, of=scene.town, name="Tina Band")
    request = scene.request(scene.need(author_id=scene.leader.id))
    scene.standing(request, scene.leader, scores=False)
    task = Task(
        key="x",
        verb="Prepare",
        route="prepare_decision",
        why="",
        subject_type="TestRequest",
        subject_id=request.id,
        subject_reference=request.reference,
        subject_label="",
        organisation_id=scene.town.id,
        roles=["testbed_leader"],
        due_on=None,
        asked_by=scene.town.id,
        asked_by_name="",
        asked_by_membership_id=NOBODY,
    )
    given.saved(task)
    found = {one.id for one in delegating.colleagues(db, scene.leader.actor, task)}
    scene.standing(request, tied, Standing.conflicted)
    assert tied.id in found
    assert tied.id not in {one.id for one in delegating.colleagues(db, scene.leader.actor, task)}


def test_what_a_colleague_asked_passes_to_another_who_takes_part_and_back(db, town, visit, worker):
    need = town.need(ChallengeState.draft)
    talk = conversations.talk(db, actor_of(db, town.deputy), need.reference)
    asked = errands.ask(db, actor_of(db, town.deputy), ErrandForm(what="Läs riskerna", doer=town.leader.id), talk)
    db.commit()
    leader = visit(as_=town.leader).opens("/att-gora")
    leader.follows("Ask a colleague to do it Answer what you were asked to do: Läs riskerna")
    assert [leader.sees(one) for one in ("Cia Lind", "Bo Ask", "Finn Borta")] == [True, False, False]
    leader.chooses("Cia Lind").presses("Ask the colleague to do it")
    assert leader.sees("Cia Lind has it since")
    place = f"/uppgifter/{asked.reference.lower()}"
    assert [visit(as_=one).opens(place).status for one in (town.third, town.leader)] == [200, 404]
    worker.works()
    assert {one.membership_id for one in db.scalars(select(Mail))} >= {town.third.id}
    visit(as_=town.third).opens(place).chooses("I take it on").presses("Save the answer")
    leader.opens("/att-gora").presses("Take it back Do: Läs riskerna")
    assert [visit(as_=one).opens(place).status for one in (town.third, town.leader)] == [404, 200]


def test_whoever_was_let_in_by_name_answers_themselves(db, town, given):
    need = town.need(ChallengeState.draft)
    given.member(Role.testbed_leader, of=town.elsewhere.organisation_id, name="Gia Borta")
    talk = conversations.talk(db, actor_of(db, town.leader), need.reference)
    form = ErrandForm(what="Läs riskerna", email=town.elsewhere.person.email)
    errand = errands.ask(db, actor_of(db, town.leader), form, talk)
    own = errands.ask(db, actor_of(db, town.elsewhere), ErrandForm(what="Ring upp", doer=town.elsewhere.id))
    actor = actor_of(db, town.elsewhere)
    tasks = {task.subject_id: task for task in activity.tasks_for(db, actor)}
    assert delegating.could_be_done_by_others(db, actor, list(tasks.values())) == set()
    for one in (errand, own):
        assert delegating.colleagues(db, actor, tasks[one.id]) == []
