"""What happens from the naming of assessors to the scores."""

from datetime import timedelta

import pytest

from app.activity.happenings import Happened
from app.actor import Role
from app.assessments import actions, queries
from app.assessments.forms import TiesForm
from app.assessments.models import Answer
from app.challenges.models import CoOwnerStatus
from app.database import today
from app.refusals import NotAllowed, NotFound, Refused
from app.test_requests.models import Standing, TestRequestState
from tests.assessments.scene import NO_TIES, TIES, answered, happened, verbs, why

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
