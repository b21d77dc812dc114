"""What happens from the naming of assessors to the letters."""

from datetime import timedelta

import pytest

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.queries import open_tasks_of, tasks_for
from app.actor import Role
from app.assessments import actions, queries
from app.assessments.forms import AgreementForm, TiesForm
from app.assessments.models import Answer, Outcome, ReasonCode
from app.challenges.choices import CallType
from app.challenges.models import CoOwnerStatus
from app.database import today
from app.refusals import NotAllowed, NotFound, Refused
from app.test_requests.models import Standing, TestRequestState
from tests.assessments.scene import NO_TIES, TIES, answered, decision


def why(refused):
    return [reason.text for reason in refused.value.reasons]


def verbs(scene, member):
    return [task.verb for task in tasks_for(scene.db, member.actor)]


def happened(scene, row):
    rows = scene.db.query(Event).where(Event.subject_id == row.id).order_by(Event.created_at)
    return [event.happening for event in rows]


# Naming


def named(scene, row, *members):
    actions.name(scene.db, scene.leader.actor, row, [str(member.id) for member in members])
    return scene.fresh(row)


def test_the_leader_names_two_and_they_are_asked_to_declare_first(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    row = named(scene, row, scene.contact, scene.assessor)
    assert verbs(scene, scene.contact) == ["Say whether you have ties to the company"]
    assert verbs(scene, scene.assessor) == ["Say whether you have ties to the company"]
    assert verbs(scene, scene.leader) == []
    assert happened(scene, row) == [Happened.request_assigned, Happened.request_assigned]


def test_only_one_who_has_declared_can_name(scene):
    with pytest.raises(NotAllowed):
        named(scene, scene.request(), scene.contact, scene.assessor)


def test_one_assessor_is_too_few(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    with pytest.raises(Refused) as refused:
        named(scene, row, scene.contact)
    assert why(refused) == ["Choose at least two who assess the request."]


def test_one_of_them_knows_the_service_if_the_municipality_has_such_a_person(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    with pytest.raises(Refused) as refused:
        named(scene, row, scene.assessor, scene.deputy)
    assert why(refused) == ["Choose a unit contact too: one of the assessors must know the service."]


def test_a_unit_contact_with_ties_is_not_waited_for(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    row = scene.standing(row, scene.contact, Standing.conflicted)
    row = named(scene, row, scene.assessor, scene.deputy)
    assert {found.membership_id for found in row.assessors if found.standing is Standing.named} == {
        scene.assessor.id,
        scene.deputy.id,
    }


def test_assessors_come_from_the_owner_and_from_those_who_share_the_need(scene):
    need = scene.need()
    invited = scene.given.organisation("Askersunds kommun")
    scene.shares(need, scene.other_town)
    scene.shares(need, invited, CoOwnerStatus.invited)
    waiting = scene.given.member(Role.assessor, of=invited)
    found = queries.candidates(scene.db, scene.request(need))
    assert scene.outsider.id in {member.id for member in found}
    assert waiting.id not in {member.id for member in found}
    assert scene.sponsor.id not in {member.id for member in found}


def test_someone_who_was_not_offered_is_not_named(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    with pytest.raises(Refused):
        named(scene, row, scene.contact, scene.representative)


def test_another_choice_releases_those_who_have_not_given_scores(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    row = named(scene, row, scene.contact, scene.assessor)
    row = named(scene, row, scene.contact, scene.deputy)
    standing = {found.membership_id: found.standing for found in row.assessors}
    assert standing[scene.assessor.id] is Standing.released
    assert verbs(scene, scene.assessor) == []
    with pytest.raises(NotFound):
        queries.test_request(scene.db, scene.assessor.actor, row.reference)


def test_one_who_may_have_read_the_scores_cannot_be_named_to_score(scene):
    row = scene.assessed()
    row = scene.standing(row, scene.deputy, scores=False)
    with pytest.raises(Refused) as refused:
        named(scene, row, scene.contact, scene.deputy)
    assert why(refused)[0].startswith("Choose someone else")


# Ties


def test_no_ties_opens_the_request_and_asks_for_scores(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    row = named(scene, row, scene.contact, scene.assessor)
    assert actions.declare(scene.db, scene.contact.actor, row, NO_TIES) is Standing.cleared
    assert verbs(scene, scene.contact) == ["Assess the request"]


@pytest.mark.parametrize("answer", [Answer.yes, Answer.unsure])
def test_ties_and_doubt_close_it_and_the_leader_names_another(scene, answer):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    row = named(scene, row, scene.contact, scene.assessor)
    form = TiesForm(conflict=answer, note="A friend from school.")
    assert actions.declare(scene.db, scene.assessor.actor, row, form) is Standing.conflicted
    assert verbs(scene, scene.assessor) == []
    assert verbs(scene, scene.leader) == ["Name who will assess the request"]
    with pytest.raises(NotFound):
        queries.test_request(scene.db, scene.assessor.actor, row.reference)


def test_ties_found_later_take_the_scores_away(scene):
    row = scene.assessed()
    actions.declare(scene.db, scene.assessor.actor, row, TIES)
    row = scene.fresh(row)
    case = queries.case(scene.db, row)
    assert [given.membership_id for given in case.given] == [scene.contact.id]
    assert verbs(scene, scene.leader) == ["Name who will assess the request"]


def test_when_no_leader_can_take_part_the_decision_maker_handles_it(scene):
    row = scene.request()
    for member in queries.deciders(scene.db, row):
        row = scene.standing(row, member, Standing.conflicted)
    assert [member.id for member in queries.deciders(scene.db, row)] == [scene.sponsor.id]


def test_a_stranger_has_nothing_to_declare(scene):
    with pytest.raises(NotAllowed):
        actions.declare(scene.db, scene.outsider.actor, scene.request(), NO_TIES)


def test_nothing_of_an_open_call_can_be_reached(scene):
    need = scene.need(closes_on=today() + timedelta(days=3))
    row = scene.request(need, state=TestRequestState.submitted)
    with pytest.raises(NotFound):
        queries.test_request(scene.db, scene.leader.actor, row.reference)
    assert queries.requests_of(scene.db, scene.leader.actor, need) == []
    assert queries.received(scene.db, scene.leader.actor, need) == 1


# Scores


def test_scores_are_hidden_until_ones_own_are_given(scene):
    row = scene.gives(scene.request(), scene.contact, 4, 4, 4)
    row = scene.standing(row, scene.assessor)
    assert queries.shown_assessments(scene.db, scene.assessor.actor, [row])[row.id] == []
    row = scene.gives(row, scene.assessor, 2, 2, 2)
    assert len(queries.shown_assessments(scene.db, scene.assessor.actor, [row])[row.id]) == 2


def test_a_draft_opens_nothing_and_counts_for_nothing(scene):
    row = scene.gives(scene.request(), scene.contact, 4, 4, 4)
    row = scene.standing(row, scene.assessor)
    actions.keep(scene.db, scene.assessor.actor, row, answered(row, 2, 2, 2), None)
    assert queries.shown_assessments(scene.db, scene.assessor.actor, [row])[row.id] == []
    assert len(queries.case(scene.db, row).given) == 1
    assert queries.own_assessment(scene.db, scene.contact.actor, row).membership_id == scene.contact.id


def test_one_who_handles_the_case_does_not_score(scene):
    row = scene.standing(scene.request(), scene.leader, scores=False)
    with pytest.raises(NotAllowed):
        actions.give(scene.db, scene.leader.actor, row, answered(row, 3, 3, 3), None)


def test_given_scores_are_not_made_a_draft_again(scene):
    row = scene.gives(scene.request(), scene.contact, 4, 4, 4)
    with pytest.raises(Refused):
        actions.keep(scene.db, scene.contact.actor, row, answered(row, 1, 1, 1), None)


def test_scores_stand_once_a_decision_has_been_prepared(scene):
    row = scene.prepared()
    with pytest.raises(Refused):
        actions.give(scene.db, scene.contact.actor, row, answered(row, 1, 1, 1), None)


def test_the_task_goes_on_to_the_leader_when_all_have_given(scene):
    row = scene.assessed(leads=False)
    row = scene.standing(row, scene.leader, scores=False)
    actions.renew(scene.db, scene.leader.actor, row)
    assert verbs(scene, scene.leader) == ["Prepare the decision"]
    assert verbs(scene, scene.contact) == verbs(scene, scene.assessor) == []


# Decisions


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
