"""From the decision that is prepared to the letters, one request at a time or a whole call at once."""

import pytest

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.queries import open_tasks_of
from app.assessments import actions, queries
from app.assessments.forms import AgreementForm
from app.assessments.models import Outcome, ReasonCode
from app.challenges.choices import CallType
from app.refusals import NotFound, Refused
from app.test_requests.models import Standing, TestRequestState
from tests.assessments.scene import TIES, decision, happened, verbs, why


def test_a_decision_rests_on_two_assessments(scene):
    row = scene.gives(scene.request(), scene.contact, 4, 4, 4)
    row = scene.standing(row, scene.leader, scores=False)
    with pytest.raises(Refused) as refused:
        actions.prepare(scene.db, scene.leader.actor, row, decision(), None)
    assert why(refused) == ["At least two assessors must have given scores."]


def test_one_of_the_two_is_a_unit_contact(scene):
    row = scene.gives(scene.request(), scene.assessor, 4, 4, 4)
    row = scene.gives(row, scene.deputy, 4, 4, 4)
    row = scene.standing(row, scene.leader, scores=False)
    with pytest.raises(Refused) as refused:
        actions.prepare(scene.db, scene.leader.actor, row, decision(), None)
    assert why(refused) == ["One of those who give scores must be a unit contact, who knows the service."]


def test_a_leader_who_scores_gives_their_own_before_deciding(scene):
    row = scene.assessed(leads=False)
    row = scene.standing(row, scene.leader)
    with pytest.raises(Refused) as refused:
        actions.prepare(scene.db, scene.leader.actor, row, decision(), None)
    assert why(refused) == ["Give your own scores first."]


def test_nobody_sees_a_prepared_decision_but_those_who_decide(scene):
    row = scene.prepared()
    for member in (scene.representative, scene.region, scene.contact):
        assert queries.released_decision(scene.db, member.actor, row) is None
        with pytest.raises(NotFound):
            queries.with_decision(scene.db, member.actor, row.reference)


def accepted(**values):
    return {"outcome": Outcome.accepted, "reason_code": ReasonCode.best_fit} | values


def test_management_agrees_before_a_decision_that_takes_resources_is_sent(scene):
    row = scene.assessed()
    actions.prepare(scene.db, scene.leader.actor, row, decision(**accepted(needs_sponsor=True)), None)
    assert verbs(scene, scene.sponsor) == ["Agree to the decision"]
    row = scene.fresh(row)
    seen = actions.seen([queries.case(scene.db, row)])
    with pytest.raises(Refused) as refused:
        actions.release_all(scene.db, scene.leader.actor, row.challenge, seen)
    assert [reason.values["why"] for reason in refused.value.reasons] == [
        "The decision-maker must agree: the test takes the unit's resources."
    ]
    row = scene.standing(row, scene.sponsor, scores=False)
    actions.agree(scene.db, scene.sponsor.actor, row, AgreementForm(agrees=True))
    assert verbs(scene, scene.sponsor) == []
    assert "Send the decision" in verbs(scene, scene.leader)


def test_management_can_ask_for_another_decision(scene):
    row = scene.prepared(**accepted(needs_sponsor=True))
    row = scene.standing(row, scene.sponsor, scores=False)
    actions.agree(scene.db, scene.sponsor.actor, row, AgreementForm(agrees=False, note="Wait until the summer."))
    assert verbs(scene, scene.leader) == ["Rework the decision"]


def test_a_changed_decision_must_be_agreed_to_anew(scene):
    row = scene.prepared(**accepted(needs_sponsor=True))
    row = scene.standing(row, scene.sponsor, scores=False)
    actions.agree(scene.db, scene.sponsor.actor, row, AgreementForm(agrees=True))
    actions.prepare(scene.db, scene.leader.actor, row, decision(**accepted(needs_sponsor=True)), None)
    assert not queries.case(scene.db, row).decision.is_agreed


def call(scene, *, ready=3):
    """Three requests on one call, so many of them with a decision."""
    need = scene.need()
    rows = []
    for number in range(3):
        company = scene.given.organisation(f"Bolag {number}", kind="company")
        row = scene.assessed(scene.request(need, company, name=f"Lösning {number}"))
        rows.append(scene.prepared(row, **(accepted() if number == 0 else {})) if number < ready else row)
    return need, rows


def send(scene, need, member=None):
    cases = queries.cases(scene.db, queries.in_process(scene.db, need))
    actions.release_all(scene.db, (member or scene.leader).actor, need, actions.seen(cases))


def test_all_decisions_of_a_call_are_sent_at_once(scene):
    need, rows = call(scene)
    send(scene, need)
    states = [scene.fresh(row).state for row in rows]
    assert states == [TestRequestState.accepted, TestRequestState.declined, TestRequestState.declined]
    released = {
        queries.released_decision(scene.db, scene.region.actor, scene.fresh(row)).released_by_id for row in rows
    }
    assert released == {scene.leader.id}
    assert [happened(scene, row)[-1] for row in rows] == [
        Happened.request_accepted,
        Happened.request_declined,
        Happened.request_declined,
    ]


def test_one_request_that_is_not_ready_stops_all_and_says_why(scene):
    need, rows = call(scene, ready=2)
    with pytest.raises(Refused) as refused:
        send(scene, need)
    assert [(one.values["reference"], one.values["why"]) for one in refused.value.reasons] == [
        (rows[2].reference, "A decision must have been prepared.")
    ]
    assert all(scene.fresh(row).state is TestRequestState.assessment for row in rows)
    assert not any(scene.fresh(row).is_decided for row in rows)


def test_a_request_that_has_not_been_checked_stops_all(scene):
    need, _ = call(scene)
    late = scene.request(need, scene.given.organisation("Sen AB", kind="company"), TestRequestState.submitted)
    with pytest.raises(Refused) as refused:
        send(scene, need)
    assert {reason.values["reference"] for reason in refused.value.reasons} == {late.reference}
    assert [reason.values["why"] for reason in refused.value.reasons][:2] == [
        "Say first whether you have ties to the company.",
        "It has not been checked whether the request is complete.",
    ]


def test_nobody_with_ties_to_one_of_the_companies_sends_the_decisions(scene):
    need, rows = call(scene)
    for row in rows:
        standing = Standing.conflicted if row is rows[1] else Standing.cleared
        scene.standing(row, scene.deputy, standing, scores=False)
    with pytest.raises(Refused) as refused:
        send(scene, need, scene.deputy)
    assert why(refused) == ["These decisions are sent by someone who can handle all requests of the need."]
    assert rows[1].reference not in str(refused.value)


def test_a_decision_prepared_by_someone_who_turns_out_to_have_ties_is_prepared_anew(scene):
    row = scene.prepared()
    row = scene.standing(row, scene.deputy, scores=False)
    actions.declare(scene.db, scene.leader.actor, row, TIES)
    with pytest.raises(Refused) as refused:
        send(scene, row.challenge, scene.deputy)
    assert refused.value.reasons[0].values["why"] == (
        "Someone without ties to the company must prepare the decision anew."
    )


def test_nothing_is_sent_that_was_changed_after_it_was_read(scene):
    row = scene.prepared()
    seen = actions.seen([queries.case(scene.db, row)])
    actions.prepare(scene.db, scene.leader.actor, row, decision(reason_code=ReasonCode.technical), None)
    with pytest.raises(Refused) as refused:
        actions.release_all(scene.db, scene.leader.actor, row.challenge, seen)
    assert why(refused) == ["Something has changed since you read the letters. Read them again before you send."]


def test_a_request_on_a_call_is_never_decided_alone(scene):
    row = scene.prepared()
    with pytest.raises(Refused):
        actions.release(scene.db, scene.leader.actor, row, actions.seen([queries.case(scene.db, row)]))


def release(scene, row):
    actions.release(scene.db, scene.leader.actor, row, actions.seen([queries.case(scene.db, row)]))
    return scene.fresh(row)


def test_a_request_on_an_ongoing_need_is_decided_alone(scene):
    row = scene.prepared(scene.assessed(scene.request(scene.need(CallType.continuous))), **accepted())
    row = release(scene, row)
    assert row.state is TestRequestState.accepted
    assert verbs(scene, scene.leader) == ["Set up the pilot"]


@pytest.mark.parametrize("later", [Outcome.accepted, Outcome.declined])
def test_the_waiting_list_ends_with_a_new_decision(scene, later):
    waiting = {"outcome": Outcome.waitlisted, "reason_code": ReasonCode.also_good}
    row = scene.prepared(scene.assessed(scene.request(scene.need(CallType.continuous))), **waiting)
    row = release(scene, row)
    assert row.state is TestRequestState.waitlisted
    row = scene.prepared(row, outcome=later, reason_code=ReasonCode.also_good)
    assert queries.released_decision(scene.db, scene.representative.actor, row).outcome is Outcome.waitlisted
    row = release(scene, row)
    assert row.state == later.value
    assert queries.released_decision(scene.db, scene.representative.actor, row).outcome is later


def test_what_one_company_was_told_is_published_when_the_decision_is_sent(scene):
    row = scene.prepared(info_given="Larmet byts ut i maj.")
    send(scene, row.challenge)
    events = scene.db.query(Event).where(Event.subject_id == row.challenge_id).all()
    assert [(event.happening, event.details["note"]) for event in events] == [
        (Happened.challenge_announced, "Larmet byts ut i maj.")
    ]


def test_nothing_waits_on_a_request_that_has_been_declined(scene):
    row = scene.prepared()
    send(scene, row.challenge)
    assert open_tasks_of(scene.db, row) == []
