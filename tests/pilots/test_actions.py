"""A pilot from its start to its last follow-up, without the web."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.activity import queries as activity
from app.actor import THE_CLOCK, Role
from app.challenges.choices import CloseReason
from app.challenges.models import ChallengeState
from app.database import now, today
from app.pilots import actions, actions_after, jobs
from app.pilots.choices import AdoptionStatus, Halfway, HelpFrom, HowItGoes, PilotOutcome
from app.pilots.forms_evaluation import OF_A_RUN_PILOT, AfterTestForm, CompanyReplyForm, FollowUpForm
from app.pilots.forms_run import CloseForm, HalfwayForm, PauseForm, ResumeForm, StopForm
from app.pilots.models import PilotState
from app.refusals import NotAllowed, Overtaken, Refused
from tests.pilots.setting import DAY, LEARNING, plan_dates, status

STOP = StopForm(
    reason="Nätet räckte inte till i hela huset.", told="Brev till alla som deltog.", equipment="Allt lämnas tillbaka."
)
USED = FollowUpForm(adoption=AdoptionStatus.in_use, benefit="Alla nätter är lugnare nu.", benefit_kronor=Decimal(90000))


def waiting(db, member):
    return [task.verb for task in activity.tasks_for(db, member.actor)]


def decision(outcome, **values):
    usual = {
        "outcome": outcome,
        "why": "Målen nåddes, och personalen vill fortsätta.",
        "first_follow_up": today() + 182 * DAY,
        "second_follow_up": today() + 365 * DAY,
    }
    return AfterTestForm(**(usual | values))


def test_status_reports_are_given_by_both_parties_and_by_the_unit(db, given, setting):
    pilot = setting.running()
    unit = given.actor(Role.unit_contact, of=setting.town)
    for actor in (setting.leader.actor, setting.company_rep.actor, unit):
        actions.report(db, actor, pilot, status())
    assert len(pilot.reports) == 3
    with pytest.raises(NotAllowed):
        actions.report(db, setting.sponsor.actor, pilot, status())


def test_the_next_report_waits_when_three_weeks_have_passed(db, setting):
    pilot = setting.running(**plan_dates(weeks=12))
    assert "Give a status report" not in waiting(db, setting.leader)
    pilot.started_at = now() - timedelta(days=22)
    jobs.keep_time(db, THE_CLOCK)
    assert "Give a status report" in waiting(db, setting.leader)
    assert "Give a status report" in waiting(db, setting.company_rep)
    actions.report(db, setting.company_rep.actor, pilot, status())
    assert "Give a status report" not in waiting(db, setting.leader)


def test_a_report_that_it_stands_still_waits_for_the_leader(db, setting):
    pilot = setting.running()
    stopped = status(
        status=HowItGoes.stopped, deviation="Inget larm går fram.", help_from=HelpFrom.region, help_note="?"
    )
    actions.report(db, setting.company_rep.actor, pilot, stopped)
    assert "Pause or stop the pilot" in waiting(db, setting.leader)


def test_pausing_and_going_on(db, setting):
    pilot = setting.running()
    actions.pause(db, setting.leader.actor, pilot, PauseForm(reason="Magsjuka på boendet."))
    assert pilot.state is PilotState.paused
    with pytest.raises(Refused):
        actions.pause(db, setting.leader.actor, pilot, PauseForm(reason="Magsjuka på boendet."))
    actions.resume(db, setting.leader.actor, pilot, ResumeForm(reason="Alla är friska."))
    assert pilot.state is PilotState.running
    with pytest.raises(NotAllowed):
        actions.pause(db, setting.company_rep.actor, pilot, PauseForm(reason="Vi vill vänta."))


def test_a_long_pilot_does_not_end_before_it_is_decided_half_way(db, setting):
    pilot = setting.running(**plan_dates(weeks=8))
    with pytest.raises(Refused):
        actions.end(db, setting.leader.actor, pilot)
    actions.decide_halfway(
        db, setting.leader.actor, pilot, HalfwayForm(choice=Halfway.go_on, note="Styrgruppen vill fortsätta.")
    )
    with pytest.raises(Refused):
        actions.decide_halfway(
            db, setting.leader.actor, pilot, HalfwayForm(choice=Halfway.stop, note="Styrgruppen ändrade sig.")
        )
    actions.end(db, setting.leader.actor, pilot)
    assert pilot.state is PilotState.evaluating


def test_half_time_waits_for_the_leader_when_it_comes(db, setting):
    pilot = setting.running(**plan_dates(weeks=8))
    assert "Decide whether to go on" not in waiting(db, setting.leader)
    pilot.halfway_on = today() + 3 * DAY
    jobs.keep_time(db, THE_CLOCK)
    assert "Decide whether to go on" in waiting(db, setting.leader)


def test_the_clock_ends_a_pilot_whose_last_day_has_passed(db, setting):
    pilot = setting.running()
    pilot.ends_on = today()
    jobs.keep_time(db, THE_CLOCK)
    assert pilot.state is PilotState.running
    pilot.ends_on = today() - DAY
    jobs.keep_time(db, THE_CLOCK)
    assert pilot.state is PilotState.evaluating
    assert waiting(db, setting.leader) == ["Write the evaluation"]
    assert [row["goal"] for row in pilot.evaluation.goal_results] == ["Färre väcks på natten"]


def test_a_stopped_pilot_is_still_reported(db, setting):
    pilot = setting.running()
    actions.stop(db, setting.leader.actor, pilot, STOP)
    assert pilot.state is PilotState.stopped
    assert waiting(db, setting.leader) == ["Write the evaluation"]
    with pytest.raises(Refused):
        actions_after.give_final_report(db, setting.leader.actor, pilot)


def test_one_that_never_started_only_says_what_was_learned(db, setting):
    pilot = setting.set_up()
    actions.stop(db, setting.leader.actor, pilot, STOP)
    learned = {"advice": "Fråga it-avdelningen först.", "learning": LEARNING}
    part = OF_A_RUN_PILOT.part("lardomar")
    actions_after.evaluate(
        db, setting.leader.actor, pilot, part, learned | {"equipment_returned": True, "data_deleted": True}
    )
    actions_after.give_final_report(db, setting.leader.actor, pilot)
    assert pilot.state is PilotState.reported


def test_an_unfinished_evaluation_is_not_reported(db, setting):
    pilot = setting.evaluated()
    pilot.evaluation.goal_results = []
    with pytest.raises(Refused) as refusal:
        actions_after.give_final_report(db, setting.leader.actor, pilot)
    assert {reason.field for reason in refusal.value.reasons} == {"evaluation/mal"}


def test_every_goal_of_the_plan_has_a_result(db, setting):
    pilot = setting.evaluated()
    pilot.evaluation.goal_results = [{"goal": "Något annat", "result": "met"}]
    with pytest.raises(Refused) as refusal:
        actions_after.give_final_report(db, setting.leader.actor, pilot)
    assert refusal.value.reasons[0].values["goal"] == "Färre väcks på natten"


def test_two_colleagues_do_not_overwrite_each_others_evaluation(db, given, setting):
    pilot = setting.ended()
    version = pilot.evaluation.version
    part = OF_A_RUN_PILOT.part("nytta")
    deputy = given.actor(Role.testbed_deputy, of=setting.town)
    actions_after.evaluate(db, deputy, pilot, part, {"benefit_staff": "Lugnare nätter."}, version)
    with pytest.raises(Overtaken):
        actions_after.evaluate(db, setting.leader.actor, pilot, part, {"benefit_staff": "Inga."}, version)


def test_the_company_replies_within_two_weeks_and_once(db, setting):
    pilot = setting.reported()
    assert "Reply to the improvement points" in waiting(db, setting.company_rep)
    reply = CompanyReplyForm(reply="Ett större batteri kommer i vår.")
    with pytest.raises(NotAllowed):
        actions_after.reply(db, setting.leader.actor, pilot, reply)
    actions_after.reply(db, setting.company_rep.actor, pilot, reply)
    assert waiting(db, setting.company_rep) == []
    with pytest.raises(Refused):
        actions_after.reply(db, setting.company_rep.actor, pilot, reply)


def test_after_two_weeks_there_is_no_reply(db, setting):
    pilot = setting.reported()
    pilot.evaluation.reported_at = now() - timedelta(days=15)
    with pytest.raises(Refused):
        actions_after.reply(db, setting.company_rep.actor, pilot, CompanyReplyForm(reply="Ett större batteri kommer."))


def test_introduced_means_that_the_need_is_met_and_followed_up_twice(db, setting):
    pilot = setting.reported()
    assert waiting(db, setting.sponsor) == ["Decide what happens after the test"]
    actions_after.decide(db, setting.sponsor.actor, pilot, decision(PilotOutcome.adopt))
    assert pilot.state is PilotState.follow_up
    assert pilot.challenge.state == ChallengeState.resolved
    assert [row.due_on for row in pilot.follow_ups] == [today() + 182 * DAY, today() + 365 * DAY]
    assert waiting(db, setting.sponsor) == []
    assert waiting(db, setting.leader) == []


def test_follow_ups_wait_when_they_fall_due_and_the_last_one_closes_the_pilot(db, setting):
    pilot = setting.reported()
    actions_after.decide(db, setting.sponsor.actor, pilot, decision(PilotOutcome.spread))
    pilot.follow_ups[0].due_on = today()
    jobs.keep_time(db, THE_CLOCK)
    assert waiting(db, setting.leader) == ["Follow up the benefit"]
    actions_after.follow_up(db, setting.leader.actor, pilot, USED)
    assert pilot.state is PilotState.follow_up
    assert waiting(db, setting.leader) == []
    actions_after.follow_up(db, setting.leader.actor, pilot, USED)
    assert pilot.state is PilotState.closed
    assert pilot.follow_ups[1].benefit_kronor == 90000
    with pytest.raises(Refused):
        actions_after.follow_up(db, setting.leader.actor, pilot, USED)


@pytest.mark.parametrize("outcome", [PilotOutcome.procure, PilotOutcome.develop])
def test_going_further_keeps_the_need_until_the_leader_says_what_came_of_it(db, setting, outcome):
    pilot = setting.reported()
    actions_after.decide(db, setting.sponsor.actor, pilot, decision(outcome))
    assert pilot.state is PilotState.decided
    assert pilot.challenge.state == ChallengeState.in_pilot
    assert pilot.follow_ups == []
    actions_after.close(db, setting.leader.actor, pilot, CloseForm(note="Upphandlingen är annonserad."))
    assert pilot.state is PilotState.closed


def test_ending_closes_the_need_with_what_was_learned(db, setting):
    pilot = setting.reported()
    end = decision(PilotOutcome.end, close_reason=CloseReason.test_failed)
    actions_after.decide(db, setting.sponsor.actor, pilot, end)
    assert pilot.state is PilotState.closed
    assert pilot.challenge.state == ChallengeState.closed_not_resolved
    assert pilot.challenge.close_learning == LEARNING


def test_the_need_stays_open_while_another_pilot_tries_to_meet_it(db, setting):
    pilot, other = setting.reported(), setting.set_up()
    other.challenge_id = pilot.challenge_id
    db.flush()
    end = decision(PilotOutcome.end, close_reason=CloseReason.test_failed)
    actions_after.decide(db, setting.sponsor.actor, pilot, end)
    assert pilot.challenge.state == ChallengeState.in_pilot


def test_only_the_named_decision_maker_decides_and_only_once(db, given, setting):
    pilot = setting.reported()
    for actor in (setting.leader.actor, given.actor(Role.sponsor, of=setting.town), setting.company_rep.actor):
        with pytest.raises(NotAllowed):
            actions_after.decide(db, actor, pilot, decision(PilotOutcome.adopt))
    actions_after.decide(db, setting.sponsor.actor, pilot, decision(PilotOutcome.adopt))
    with pytest.raises(Refused):
        actions_after.decide(db, setting.sponsor.actor, pilot, decision(PilotOutcome.end, close_reason="test_failed"))


def test_the_one_named_for_the_pilot_decides_also_when_someone_else_gave_the_mandate(db, given, setting):
    another = given.member(Role.sponsor, of=setting.town)
    pilot = setting.reported(sponsor_id=another.id)
    actions_after.decide(db, another.actor, pilot, decision(PilotOutcome.adopt))
    assert pilot.challenge.state == ChallengeState.resolved


def test_a_follow_up_lies_ahead(db, setting):
    pilot = setting.reported()
    with pytest.raises(Refused):
        actions_after.decide(db, setting.sponsor.actor, pilot, decision(PilotOutcome.adopt, first_follow_up=today()))
    assert pilot.state is PilotState.reported
