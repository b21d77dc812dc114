"""From the list of what somebody has to the last yes; and nothing is ever without somebody who answers for it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activity.models import Event, Task
from app.activity.queries import open_tasks_of
from app.activity.tasks import Waits, replace
from app.actor import NOBODY, THE_CLOCK, Role
from app.challenges.models import ChallengeState
from app.database import now, today
from app.handovers import actions, jobs, queries
from app.handovers.models import HandoverState, Reply, Standing
from app.people import actions as people_actions
from app.people import handing_on
from app.people import queries as people
from app.people.models import MembershipStatus
from app.pilots import actions as pilots
from app.pilots.models import Pilot
from app.refusals import NotAllowed, Refused
from tests.pilots.setting import Setting, status

SOON = timedelta(days=20)


def started(office, last_day=None):
    return actions.start(office.db, office.leader.actor, office.leader, last_day or today() + SOON)


def given_to(handover, receiver, note=""):
    return {f"receiver_{item.number}": receiver.id for item in handover.unsettled} | {
        f"note_{item.number}": note for item in handover.unsettled
    }


def replies(handover, receiver, reply, text=""):
    mine = [item.number for item in handover.items if item.receiver_id == receiver.id]
    return {f"reply_{n}": reply for n in mine} | {f"text_{n}": text for n in mine}


def sent(office, receiver=None, last_day=None):
    handover = started(office, last_day)
    if receiver:
        actions.distribute(office.db, office.leader.actor, handover, given_to(handover, receiver))
    actions.send(office.db, office.leader.actor, handover)
    return handover


def test_the_list_is_made_by_the_portal_and_the_deputy_is_suggested(office, db):
    handover = started(office)
    assert {item.duty for item in handover.items} == {"challenge.leader"}
    assert {item.subject_reference for item in handover.items} == {need.reference for need in office.needs}
    assert {item.receiver_id for item in handover.items} == {office.deputy.id}
    with pytest.raises(Refused):
        started(office)


def test_nobody_leaves_while_they_have_something_in_any_way(office, db):
    for end in (people_actions.suspend, people_actions.remove):
        with pytest.raises(Refused) as refused:
            end(db, office.admin.actor, office.leader)
        assert refused.value.reasons[0].values["count"] == 3
    with pytest.raises(Refused):
        people_actions.take_role(db, office.admin.actor, office.leader, Role.testbed_leader)


def test_a_yes_moves_the_thing_and_the_history_keeps_who_had_it(office, db):
    handover = sent(office)
    actions.reply(db, office.deputy.actor, handover, replies(handover, office.deputy, Reply.accept))
    assert handover.state is HandoverState.done
    assert {need.author_id for need in office.needs} == {office.deputy.id}
    event = db.scalars(select(Event).where(Event.happening == "interim.passed_on")).first()
    assert event.details["former"] == str(office.leader.id)
    people_actions.remove(db, office.admin.actor, office.leader)
    assert people.membership(db, office.leader.id) is None


def test_a_receiver_who_leaves_too_or_has_no_fitting_role_is_refused(office, db):
    handover = started(office)
    office.deputy.valid_to = today() + timedelta(days=3)
    db.flush()
    with pytest.raises(Refused) as refused:
        actions.send(db, office.leader.actor, handover)
    assert refused.value.reasons[0].text == actions.LEAVES_TOO
    with pytest.raises(Refused):
        actions.distribute(db, office.leader.actor, handover, given_to(handover, office.sponsor))
    with pytest.raises(Refused):
        actions.distribute(db, office.leader.actor, handover, given_to(handover, office.region))


def test_questions_and_noes_come_back_to_whoever_runs_it(office, db):
    other = office.given.member(Role.testbed_deputy, of=office.town, name="An Nan")
    handover = sent(office, office.deputy)
    with pytest.raises(Refused):
        actions.reply(db, office.deputy.actor, handover, replies(handover, office.deputy, Reply.decline))
    first, second, third = handover.items
    said = {"reply_1": Reply.ask, "text_1": "Var finns planen?", "reply_2": Reply.decline, "text_2": "Hinner inte"}
    actions.reply(db, office.deputy.actor, handover, said)
    assert (first.standing, second.standing, third.standing) == (Standing.asked, Standing.declined, Standing.waiting)
    waiting = db.scalars(select(Task).where(Task.subject_id == handover.id)).all()
    assert {(task.membership_id, task.verb) for task in waiting} == {
        (office.deputy.id, "Say whether you take over"),
        (office.leader.id, "Answer the receivers, or choose someone else"),
    }
    actions.answer(db, office.leader.actor, handover, {"answer_1": "I dokumenten"})
    actions.distribute(db, office.leader.actor, handover, given_to(handover, office.deputy) | {"receiver_2": other.id})
    actions.send(db, office.leader.actor, handover)
    assert second.standing is Standing.waiting
    actions.reply(db, other.actor, handover, {"reply_2": Reply.accept})
    actions.reply(db, office.deputy.actor, handover, replies(handover, office.deputy, Reply.accept))
    assert handover.state is HandoverState.done
    assert not db.scalars(select(Task).where(Task.subject_id == handover.id)).all()


def test_only_a_receiver_replies_and_only_those_who_may_run_it(office, db):
    handover = sent(office)
    with pytest.raises(NotAllowed):
        actions.reply(db, office.sponsor.actor, handover, {})
    with pytest.raises(NotAllowed):
        actions.cancel(db, office.deputy.actor, handover)
    with pytest.raises(NotAllowed):
        actions.start(db, office.deputy.actor, office.region, today() + SOON)


def test_reminders_come_after_five_working_days_and_a_week_before_and_no_more(office, db):
    handover = sent(office, last_day=today() + timedelta(days=60))
    asked = []
    for day in range(31):
        with clock.at(now() + timedelta(days=day)):
            jobs.follow_handovers(db, THE_CLOCK)
        asked.append(handover.reminders)
    assert asked[0] == 0
    assert asked[-1] == 2
    assert 6 <= asked.index(1) <= 12
    assert handover.state is HandoverState.sent
    with clock.at(now() + timedelta(days=31)):
        jobs.follow_handovers(db, THE_CLOCK)
    assert handover.state is HandoverState.expired
    assert {need.author_id for need in office.needs} == {office.deputy.id}
    assert {one.membership_id for one in people.interims(db)} == {office.deputy.id}


def test_when_access_must_end_at_once_somebody_answers_from_the_same_moment(office, db):
    people_actions.suspend_at_once(db, THE_CLOCK, office.leader, why="security")
    assert {need.author_id for need in office.needs} == {office.deputy.id}
    assert not list(people.unowned(db))
    people_actions.suspend_at_once(db, THE_CLOCK, office.deputy, why="security")
    # Nobody fits any more: the administrator answers for it, and the needs keep their former owner.
    assert not list(people.unowned(db))
    assert {one.membership_id for one in people.interims(db)} == {office.admin.id}
    people_actions.reinstate(db, THE_CLOCK, office.deputy)
    assert {one.membership_id for one in people.interims(db)} == {office.deputy.id}
    people_actions.reinstate(db, THE_CLOCK, office.leader)
    for one in people.interims(db):
        handing_on.keep(db, office.deputy.actor, one)
    assert not people.interims(db)


def test_the_region_answers_without_learning_what_it_is_about(office, db):
    people_actions.remove_at_once(db, THE_CLOCK, office.deputy, why="gone")
    people_actions.remove_at_once(db, THE_CLOCK, office.admin, why="gone")
    people_actions.remove_at_once(db, THE_CLOCK, office.leader, why="gone")
    found = people.interims(db)
    assert {one.membership_id for one in found} == {office.region.id}
    assert {one.subject_label for one in found} == {""}
    task = db.scalars(select(Task).where(Task.membership_id == office.region.id)).first()
    assert office.needs[0].title not in task.subject_label
    successor = office.given.member(Role.testbed_leader, of=office.town, name="Ny Ledare")
    actions.take_over(db, office.region.actor, found[0].id, successor)
    assert len(people.interims(db)) == 2
    with pytest.raises(Refused):
        actions.take_over(db, office.region.actor, found[0].id, successor)


def test_the_last_day_passing_is_enough(office, db):
    sent(office, last_day=today() + timedelta(days=5))
    assert office.leader.valid_to == today() + timedelta(days=5)
    with clock.at(now() + timedelta(days=6)):
        jobs.end_the_expired(db, THE_CLOCK)
        assert office.leader.status is MembershipStatus.removed
        assert not list(people.unowned(db))


def test_what_is_given_to_somebody_who_is_gone_finds_somebody(office, db):
    people_actions.remove_at_once(db, THE_CLOCK, office.leader, why="gone")
    stray = office.need(ChallengeState.draft)
    assert [held.subject_id for held, _ in people.unowned(db)] == [stray.id]
    jobs.mind_the_unowned(db, THE_CLOCK)
    assert not list(people.unowned(db))
    assert stray.author_id == office.deputy.id


def test_a_sponsor_is_covered_too_and_gets_the_decision_that_waits(office, db):
    need = office.given.challenge(office.town, ChallengeState.anchoring, office.sponsor)
    other = office.given.member(Role.sponsor, of=office.town, name="Ny Chef")
    people_actions.change(db, office.admin.actor, office.sponsor, deputy_id=other.id)
    people_actions.suspend_at_once(db, THE_CLOCK, office.sponsor, why="security")
    assert need.sponsor_id == other.id
    task = db.scalars(select(Task).where(Task.subject_id == need.id)).one()
    assert (task.membership_id, task.verb) == (other.id, "Give your decision on the need")


def test_a_decision_that_nobody_there_may_take_waits_with_the_stand_in_until_the_one_who_had_it_is_back(office, db):
    need = office.given.challenge(office.town, ChallengeState.anchoring, office.sponsor)
    early = Waits("Decide", "mandate", office.town.id, membership_id=office.sponsor.id, due_on=today())
    replace(db, office.leader.actor, need, [early])
    people_actions.suspend_at_once(db, THE_CLOCK, office.sponsor, why="security")
    assert not db.scalars(select(Task).where(Task.membership_id == office.sponsor.id)).all()
    interim = people.interim_for(db, "challenge.sponsor", need.id)
    assert {task.due_on for task in open_tasks_of(db, interim)} == {today()}  # by the same day
    people_actions.reinstate(db, THE_CLOCK, office.fresh(office.sponsor))
    assert need.sponsor_id == office.sponsor.id
    (task,) = open_tasks_of(db, need)
    assert (task.membership_id, task.verb) == (office.sponsor.id, "Give your decision on the need")
    assert open_tasks_of(db, interim) == []


def test_receivers_who_leave_are_no_longer_asked(office, db):
    handover = sent(office)
    people_actions.suspend_at_once(db, THE_CLOCK, office.deputy, why="security")
    assert {item.standing for item in handover.items} == {Standing.declined}
    assert not db.scalars(select(Task).where(Task.membership_id == office.deputy.id)).all()


def test_what_receivers_ask_after_the_leaver_has_gone_waits_for_those_who_administer(office, db):
    handover = sent(office)
    people_actions.remove_at_once(db, THE_CLOCK, office.leader, why="gone")
    again = queries.by_id(db, handover.id)
    actions.reply(db, office.deputy.actor, again, replies(again, office.deputy, Reply.ask, "Vad är nästa steg?"))
    waiting = db.scalars(select(Task).where(Task.verb == "Answer the receivers, or choose someone else")).all()
    assert [(task.membership_id, task.roles) for task in waiting] == [(NOBODY, [Role.organisation_admin.value])]


def test_a_handover_is_seen_by_those_it_concerns(office, db):
    handover = sent(office)
    for member in (office.leader, office.deputy, office.admin):
        assert queries.handover(db, member.actor, handover.reference).id == handover.id
    for member in (office.sponsor, office.region, office.given.member(Role.organisation_admin)):
        assert not queries.handovers(db, member.actor)


@pytest.fixture
def reported(given, db):
    """A pilot whose leader has written a report: passing it on reads the leader anew, without a name."""
    setting = Setting(given)
    pilot = setting.running()
    pilots.report(db, setting.leader.actor, pilot, status())
    setting.deputy = given.member(Role.testbed_deputy, of=setting.town, name="Bi Trädande")
    setting.pilot_id = pilot.id
    db.commit()
    return setting


def led_by(setting, db):
    db.expire_all()
    return people.any_membership(db, db.get(Pilot, setting.pilot_id).leader_id)


def test_a_pilot_that_one_has_written_reports_on_is_handed_over(reported, db):
    leader = people.membership(db, reported.leader.id)
    handover = actions.start(db, leader.actor, leader, today() + SOON)
    actions.send(db, leader.actor, handover)
    actions.reply(db, reported.deputy.actor, handover, replies(handover, reported.deputy, Reply.accept))
    assert handover.state is HandoverState.done
    assert handover.label == "Lena Ledare"
    assert led_by(reported, db).id == reported.deputy.id


@pytest.mark.parametrize("end", [people_actions.suspend_at_once, people_actions.remove_at_once])
def test_and_left_when_access_ends_at_once(reported, db, end):
    end(db, THE_CLOCK, people.membership(db, reported.leader.id), why="gone")
    assert led_by(reported, db).is_active


def test_and_when_the_time_to_answer_is_out(reported, db):
    leader = people.membership(db, reported.leader.id)
    handover = actions.start(db, leader.actor, leader, today() + SOON)
    actions.send(db, leader.actor, handover)
    actions.expire(db, THE_CLOCK, handover)
    assert handover.state is HandoverState.expired
