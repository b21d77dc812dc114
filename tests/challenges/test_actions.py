"""What changes a need: the steps, what they need, what they record, whom they leave waiting."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import THE_CLOCK, Role
from app.challenges import actions, jobs, queries
from app.challenges.choices import CallType, CloseReason, MandateAnswer
from app.challenges.forms import PARTS
from app.challenges.forms_act import AnnouncementForm, AnswerForm, CloseForm, MandateForm, RegisterForm, ReviewForm
from app.challenges.models import ChallengeState, CoOwner, CoOwnerStatus
from app.database import now, today
from app.refusals import NotAllowed, Overtaken, Refused


@pytest.fixture
def town(given):
    return given.organisation("Hallsbergs kommun")


@pytest.fixture
def leader(given, town):
    return given.actor(Role.testbed_leader, of=town)


@pytest.fixture
def sponsor(given, town):
    return given.member(Role.sponsor, of=town)


def waiting(db, actor):
    return [task.verb for task in activity.tasks_for(db, actor)]


def test_a_need_cannot_be_sent_before_it_is_whole_and_similar_ones_were_seen(db, given, town, leader):
    need = given.challenge(of=town, summary="", similar_seen_at=None, criteria=[])
    with pytest.raises(Refused) as refused:
        actions.submit(db, leader, need)
    assert [reason.field for reason in refused.value.reasons] == ["summary", "criteria", None]


def test_sending_asks_the_decision_maker_and_the_municipalities_that_may_share_it(db, given, town, leader, sponsor):
    other = given.organisation("Kumla kommun", slug="kumla")
    neighbour = given.actor(Role.testbed_leader, of=other)
    need = given.challenge(of=town, sponsor=sponsor, co_owners_wanted=["kumla"])

    actions.submit(db, leader, need)

    assert need.state is ChallengeState.anchoring
    assert waiting(db, sponsor.actor) == ["Give your decision on the need"]
    assert waiting(db, neighbour) == ["Say whether you share the need"]
    actions.answer_sharing(db, neighbour, need, joins=True)
    assert [row.status for row in need.co_owners] == [CoOwnerStatus.joined]
    assert waiting(db, neighbour) == []


@pytest.mark.parametrize(
    ("answer", "enters", "more"),
    [
        (MandateAnswer.yes, ChallengeState.review, {"hours": 6, "goal": "Lugna nätter"}),
        (MandateAnswer.no, ChallengeState.draft, {"comment": "Vi saknar personal."}),
        (MandateAnswer.wait, ChallengeState.anchoring, {"comment": "Efter budgeten.", "until": "2099-01-01"}),
    ],
)
def test_management_answers_yes_no_or_wait(db, given, town, sponsor, answer, enters, more):
    need = given.challenge(of=town, sponsor=sponsor, state=ChallengeState.anchoring, submitted_at=now())
    actions.decide(db, sponsor.actor, need, MandateForm(answer=answer, **more))
    assert need.state is enters
    assert [mandate.answer for mandate in queries.mandates(db, need)] == [answer]


def test_only_the_decision_maker_it_was_sent_to_decides(db, given, town, leader, sponsor):
    need = given.challenge(of=town, sponsor=sponsor, state=ChallengeState.anchoring)
    another = given.actor(Role.sponsor, of=town)
    for actor in (leader, another):
        with pytest.raises(NotAllowed):
            actions.decide(db, actor, need, MandateForm(answer="yes", hours=1, goal="Mål"))


def test_the_region_approves_only_what_it_has_checked(db, given, town):
    region = given.actor(Role.region_lead)
    need = given.challenge(of=town, state=ChallengeState.review)
    with pytest.raises(Refused) as refused:
        actions.approve(db, region, need, ReviewForm(no_persons=True, duplicates=True))
    assert [reason.field for reason in refused.value.reasons] == ["solution_neutral", "no_supplier"]
    ticks = dict.fromkeys(("solution_neutral", "no_persons", "no_supplier", "duplicates"), True)
    actions.approve(db, region, need, ReviewForm(**ticks))
    assert need.state is ChallengeState.approved


def test_a_published_need_is_locked_and_changes_are_announced(db, given, town, leader):
    need = given.challenge(of=town, state=ChallengeState.open)
    with pytest.raises(Refused):
        actions.write(db, leader, need, PARTS.part("korthet"), {"title": "Något annat"}, None)
    earlier = AnnouncementForm(text="Vi stänger tidigare.", closes_on=need.closes_on - timedelta(days=1))
    with pytest.raises(Refused):
        actions.announce(db, leader, need, earlier)
    later = need.closes_on + timedelta(days=7)
    actions.announce(db, leader, need, AnnouncementForm(text="Vi ger en vecka till.", closes_on=later))
    assert need.closes_on == later
    assert [one.text for one in queries.announcements(db, need)] == ["Vi ger en vecka till."]


def test_whoever_saves_second_is_told(db, given, town, leader):
    need = given.challenge(of=town)
    opened = need.version
    actions.write(db, leader, need, PARTS.part("korthet"), {"title": "En helt ny rubrik"}, opened)
    db.flush()
    with pytest.raises(Overtaken):
        actions.write(db, leader, need, PARTS.part("korthet"), {"title": "En annan rubrik"}, opened)


def test_two_needs_of_one_municipality_cannot_have_the_same_name(db, given, town, leader):
    given.challenge(of=town, title="Tryggare nätter")
    need = given.challenge(of=town)
    with pytest.raises(Refused):
        actions.write(db, leader, need, PARTS.part("korthet"), {"title": "tryggare nätter"}, None)


def test_the_clock_opens_and_closes_calls_and_the_history_says_so(db, given, town):
    need = given.challenge(of=town, state=ChallengeState.published, opens_on=today())
    jobs.keep_time(db, THE_CLOCK)
    assert need.state is ChallengeState.open
    need.closes_on = today() - timedelta(days=1)
    db.flush()
    jobs.keep_time(db, THE_CLOCK)
    assert need.state is ChallengeState.assessing
    events = db.scalars(select(Event).where(Event.subject_id == need.id).order_by(Event.at)).all()
    assert [event.happening for event in events] == [Happened.challenge_opened, Happened.challenge_closed]
    assert all(event.is_by_the_clock for event in events)


def test_the_clock_leaves_ongoing_needs_and_coming_calls_alone(db, given, town):
    ongoing = given.challenge(of=town, state=ChallengeState.published, call_type=CallType.continuous)
    coming = given.challenge(of=town, state=ChallengeState.published, opens_on=today() + timedelta(days=1))
    jobs.keep_time(db, THE_CLOCK)
    assert {ongoing.state, coming.state} == {ChallengeState.published}


def test_what_was_put_off_comes_back_on_its_day(db, given, town, sponsor):
    need = given.challenge(of=town, sponsor=sponsor, state=ChallengeState.anchoring)
    tomorrow = today() + timedelta(days=1)
    actions.decide(db, sponsor.actor, need, MandateForm(answer="wait", until=tomorrow, comment="Efter helgen."))
    jobs.keep_time(db, THE_CLOCK)
    assert [event.happening for event in db.scalars(select(Event))] == [Happened.challenge_postponed]
    mandate = queries.mandates(db, need)[0]
    mandate.until, need.state_since = today(), now() - timedelta(days=2)
    db.flush()
    jobs.keep_time(db, THE_CLOCK)
    jobs.keep_time(db, THE_CLOCK)
    happened = [event.happening for event in db.scalars(select(Event))]
    assert happened.count(Happened.challenge_resumed) == 1


def test_an_answer_is_published_with_its_question_to_everyone(db, given, town, leader):
    company = given.actor(Role.company_rep)
    need = given.challenge(of=town, state=ChallengeState.open)
    question = actions.ask(db, company, need, "Finns det trådlöst nät i alla rum?")
    assert waiting(db, leader) == ["Answer the companies' questions"]
    assert queries.published_questions(db, need) == []
    actions.answer(db, leader, need, question, AnswerForm(published_text="Finns det nät?", answer="Ja, överallt."))
    assert [one.answer for one in queries.published_questions(db, need)] == ["Ja, överallt."]
    assert waiting(db, leader) == []


def test_questions_end_on_their_last_day(db, given, town):
    need = given.challenge(of=town, state=ChallengeState.open, questions_close_on=today() - timedelta(days=1))
    with pytest.raises(Refused):
        actions.ask(db, given.actor(Role.company_rep), need, "Hinner vi fråga än?")


def test_a_merged_need_brings_its_owner_and_what_was_said_along(db, given, town):
    region, other = given.actor(Role.region_lead), given.organisation()
    need, into = (
        given.challenge(of=town, state=ChallengeState.published),
        given.challenge(of=other, state=ChallengeState.published),
    )
    actions.endorse(db, given.actor(Role.testbed_leader), need, "Samma hos oss.")
    actions.merge(db, region, need, into)
    db.refresh(into, ["co_owners"])
    assert need.state is ChallengeState.merged
    assert [(row.organisation_id, row.status) for row in into.co_owners] == [(town.id, CoOwnerStatus.joined)]
    assert len(queries.endorsements(db, into)) == 1


def test_a_need_ends_with_what_was_learned(db, given, town, leader):
    need = given.challenge(of=town, state=ChallengeState.assessing)
    actions.close(db, leader, need, CloseForm(reason=CloseReason.none_fit, learning="Ingen lösning tålde kylan."))
    assert need.state is ChallengeState.closed_no_match
    assert need.ended_at is not None


def test_a_municipality_that_said_no_no_longer_sees_the_draft(db, given, town):
    other = given.organisation()
    neighbour = given.actor(Role.testbed_leader, of=other)
    need = given.challenge(of=town, state=ChallengeState.anchoring)
    need.co_owners.append(CoOwner(challenge_id=need.id, organisation_id=other.id))
    db.commit()
    assert queries.challenge(db, neighbour, need.reference)
    actions.answer_sharing(db, neighbour, need, joins=False)
    assert queries.challenges(db, neighbour, queries.Filter()).rows == []


def test_a_case_has_a_registry_number_and_an_officer_and_is_found_by_it(db, given, town, leader):
    officer, company = given.member(Role.region_officer), given.actor(Role.company_rep)
    need = given.challenge(of=town, state=ChallengeState.open)
    form = RegisterForm(registry_number="21RS4368", case_officer_id=str(officer.id))
    actions.register(db, leader, need, form)
    db.flush()
    found = queries.challenges(db, company, queries.Filter(words="21RS4368")).rows
    assert [row.id for row in found] == [need.id]
    with pytest.raises(NotAllowed):
        actions.register(db, company, need, form)
    with pytest.raises(Refused):
        actions.register(db, leader, need, RegisterForm(case_officer_id=str(given.member(Role.sponsor).id)))
