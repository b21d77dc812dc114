"""The plan: written by two, approved by both on the same text, opened again by every change."""

import pytest

from app.activity import queries as activity
from app.actor import Role
from app.challenges.models import ChallengeState
from app.pilots import actions, plan, queries
from app.pilots.forms import PARTS, NewPilot
from app.pilots.models import PilotState
from app.refusals import NotAllowed, NotFound, Overtaken, Refused
from app.test_requests.models import TestRequestState
from tests.pilots.setting import DAY, plan_dates

PURPOSE = PARTS.part("syfte-och-mal")
TIME = PARTS.part("tid-och-milstolpar")
RISKS = PARTS.part("risker-och-reservrutin")


def waiting(db, member):
    return [task.verb for task in activity.tasks_for(db, member.actor)]


def texts(refusal):
    return [reason.text for reason in refusal.value.reasons]


def test_a_pilot_starts_from_what_request_and_need_already_say(db, setting):
    pilot = setting.set_up()
    assert pilot.reference.startswith("P-")
    assert pilot.goals == [{"kind": "test", "goal": "Färre väcks på natten", "measure": "Väckningar per natt"}]
    assert pilot.purpose == pilot.challenge.desired
    assert pilot.sites == "Ett särskilt boende"
    assert pilot.weeks == 12
    assert pilot.starts_on < pilot.halfway_on < pilot.ends_on
    assert pilot.sponsor_id == setting.sponsor.id
    assert pilot.challenge.state == ChallengeState.in_pilot


def test_a_request_makes_one_pilot(db, setting):
    request = setting.request()
    form = NewPilot(title="Lugnare nätter på ett boende", sponsor_id=str(setting.sponsor.id))
    leader = setting.leader.actor
    actions.set_up(db, leader, queries.accepted_request(db, leader, request.reference), form)
    with pytest.raises(Refused):
        actions.set_up(db, leader, queries.accepted_request(db, leader, request.reference), form)


def test_only_an_accepted_request_to_ones_own_testbed_makes_a_pilot(db, given, setting):
    waiting_request = setting.request(TestRequestState.assessment)
    accepted = setting.request()
    with pytest.raises(NotFound):
        queries.accepted_request(db, setting.leader.actor, waiting_request.reference)
    with pytest.raises(NotFound):
        queries.accepted_request(db, given.actor(Role.testbed_leader), accepted.reference)
    found = queries.accepted_request(db, setting.leader.actor, accepted.reference)
    form = NewPilot(title="Lugnare nätter på ett boende", sponsor_id=str(setting.sponsor.id))
    with pytest.raises(NotAllowed):
        actions.set_up(db, setting.company_rep.actor, found, form)


def test_the_decision_maker_is_of_ones_own_management(db, given, setting):
    stranger = given.member(Role.sponsor)
    found = queries.accepted_request(db, setting.leader.actor, setting.request().reference)
    with pytest.raises(Refused) as refusal:
        actions.set_up(
            db, setting.leader.actor, found, NewPilot(title="Lugnare nätter här", sponsor_id=str(stranger.id))
        )
    assert refusal.value.reasons[0].field == "sponsor_id"


def test_both_parties_write_the_plan(db, setting):
    pilot = setting.set_up()
    assert waiting(db, setting.leader) == ["Write the pilot plan"]
    assert waiting(db, setting.company_rep) == ["Write the pilot plan"]
    actions.write(db, setting.company_rep.actor, pilot, PURPOSE, {"purpose": "Färre väcks."})
    actions.write(db, setting.leader.actor, pilot, RISKS, {"fallback": "Vanliga ronder."})
    assert (pilot.purpose, pilot.fallback) == ("Färre väcks.", "Vanliga ronder.")
    with pytest.raises(NotAllowed):
        actions.write(db, setting.sponsor.actor, pilot, RISKS, {"fallback": "Något annat."})


def test_two_people_may_write_different_parts_at_once_but_not_the_same(db, setting):
    pilot = setting.set_up()
    time, risks = plan.part_version(pilot, TIME), plan.part_version(pilot, RISKS)
    actions.write(db, setting.leader.actor, pilot, TIME, {"halfway_on": None}, time)
    actions.write(db, setting.company_rep.actor, pilot, RISKS, {"fallback": "Vanliga ronder."}, risks)
    with pytest.raises(Overtaken) as refusal:
        actions.write(db, setting.leader.actor, pilot, RISKS, {"fallback": "Extra ronder."}, risks)
    assert refusal.value.row.fallback == "Vanliga ronder."
    assert pilot.fallback == "Vanliga ronder."


def test_an_unfinished_plan_is_not_sent(db, setting):
    pilot = setting.set_up()
    with pytest.raises(Refused) as refusal:
        actions.send(db, setting.leader.actor, pilot)
    assert "Write at least %(min_length)s characters under “%(label)s”." in texts(refusal) or texts(refusal)


def test_a_long_pilot_needs_a_halfway_meeting_between_start_and_end(setting):
    dates = plan_dates(weeks=12)
    pilot = setting.planned(**dates)
    assert TIME.missing(pilot) == []
    pilot.halfway_on = None
    assert [reason.field for reason in TIME.missing(pilot)] == ["halfway_on"]
    pilot.halfway_on = dates["ends_on"] + DAY
    assert [reason.text for reason in TIME.missing(pilot)] == ["Add a halfway meeting between %(start)s and %(end)s."]


@pytest.mark.parametrize(("weeks", "needs"), [(7, False), (8, True)])
def test_eight_weeks_is_long(setting, weeks, needs):
    pilot = setting.planned(**(plan_dates(weeks=weeks) | {"halfway_on": None}))
    assert pilot.weeks == weeks
    assert pilot.needs_halfway == needs
    assert bool(TIME.missing(pilot)) == needs


@pytest.mark.parametrize(("likelihood", "consequence", "missing"), [(3, 3, False), (2, 5, True), (5, 5, True)])
def test_a_great_risk_needs_an_action(setting, likelihood, consequence, missing):
    risk = {"text": "Larm uteblir", "likelihood": likelihood, "consequence": consequence, "owner": "Chefen"}
    pilot = setting.planned(risks=[risk])
    assert [reason.field for reason in RISKS.missing(pilot)] == (["risks-0-action"] if missing else [])


def test_both_approve_the_same_text(db, setting):
    pilot = setting.sent()
    assert waiting(db, setting.leader) == waiting(db, setting.company_rep) == ["Approve the pilot plan"]
    actions.approve(db, setting.leader.actor, pilot, plan.version_of(pilot))
    actions.approve(db, setting.leader.actor, pilot, plan.version_of(pilot))
    assert plan.lacks_approval_of(pilot) == [setting.company.id]
    actions.approve(db, setting.company_rep.actor, pilot)
    assert plan.lacks_approval_of(pilot) == []
    assert waiting(db, setting.leader) == ["Start the pilot"]
    assert waiting(db, setting.company_rep) == []


def test_nobody_approves_a_text_they_have_not_seen(db, setting):
    pilot = setting.sent()
    seen = plan.version_of(pilot)
    actions.write(db, setting.company_rep.actor, pilot, RISKS, {"fallback": "Personalen går dubbla ronder."})
    actions.send(db, setting.company_rep.actor, pilot)
    with pytest.raises(Refused):
        actions.approve(db, setting.leader.actor, pilot, seen)


def test_a_change_opens_the_plan_again_and_says_what_is_new(db, setting):
    pilot = setting.approved()
    assert plan.differences(pilot) == []
    actions.write(db, setting.company_rep.actor, pilot, RISKS, {"fallback": "Personalen går dubbla ronder."})
    assert not plan.is_sent(pilot)
    assert set(plan.lacks_approval_of(pilot)) == {setting.town.id, setting.company.id}
    [difference] = plan.differences(pilot)
    assert difference.name == "fallback"
    assert difference.before == {"fallback": "Personalen går de vanliga nattronderna."}
    assert difference.now == {"fallback": "Personalen går dubbla ronder."}
    with pytest.raises(Refused):
        actions.start(db, setting.leader.actor, pilot)


def test_saving_without_a_change_keeps_the_approvals(db, setting):
    pilot = setting.approved()
    actions.write(db, setting.leader.actor, pilot, RISKS, {"fallback": pilot.fallback})
    assert plan.lacks_approval_of(pilot) == []


def test_the_hash_is_of_the_text_and_not_of_the_order_it_was_written_in(setting):
    pilot = setting.planned()
    before = plan.hash_of(pilot)
    pilot.goals = [dict(reversed(list(row.items()))) for row in pilot.goals]
    assert plan.hash_of(pilot) == before
    pilot.goals = [row | {"target": "4"} for row in pilot.goals]
    assert plan.hash_of(pilot) != before


def test_a_pilot_that_has_ended_keeps_its_plan(db, setting):
    pilot = setting.ended()
    assert pilot.state is PilotState.evaluating
    with pytest.raises(Refused):
        actions.write(db, setting.leader.actor, pilot, RISKS, {"fallback": "Något annat, i efterhand."})
