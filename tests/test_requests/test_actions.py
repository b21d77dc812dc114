"""What changes a request: dates, pauses, expiry, files, links; who is told and what waits."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.record import record
from app.actor import THE_CLOCK, Role
from app.challenges import actions as challenges
from app.challenges.choices import CallType
from app.challenges.forms_act import AnnouncementForm
from app.database import now, today
from app.documents import storage
from app.refusals import NotAllowed, NotFound, Overtaken, Refused
from app.test_requests import actions, handling, jobs, notices, queries
from app.test_requests.case_forms import (
    AskCompletion,
    AttachmentForm,
    CompletionAnswers,
    CompletionQuestion,
    Declarations,
    TriageForm,
)
from app.test_requests.choices import Answer, ProposalOutcome
from app.test_requests.models import Standing, TestRequestState
from app.test_requests.tasks import earliest_completion, moved, promised_decision, promised_screening, waits
from tests.documents.files import a_pdf, a_png

State = TestRequestState
DECLARED = Declarations(correct=True, entitled=True, no_promise=True)
HARM = "Konkurrenter kan härma mönstret i golvet."


def waits_of(db, test_request):
    return {(one.verb, one.membership_id) for one in waits(db, test_request)}


def test_promised_dates_count_working_days_from_receipt_or_the_last_day():
    monday = date(2026, 11, 23)
    assert promised_screening(monday, None) == date(2026, 12, 7)
    assert promised_screening(monday, date(2026, 12, 4)) == date(2026, 12, 18)
    assert promised_decision(monday, None) == date(2027, 1, 11)
    assert promised_decision(monday, date(2026, 12, 4)) == date(2027, 1, 22)
    assert promised_decision(monday, date(2026, 11, 1)) == promised_decision(monday, None)


@pytest.mark.parametrize(
    ("promised", "paused", "resumed", "expected"),
    [
        (date(2026, 12, 7), date(2026, 11, 25), date(2026, 11, 25), date(2026, 12, 7)),
        (date(2026, 12, 7), date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 10)),
        (date(2026, 12, 4), date(2026, 11, 27), date(2026, 11, 29), date(2026, 12, 4)),
        (date(2026, 12, 18), date(2026, 12, 21), date(2027, 1, 7), date(2027, 1, 5)),
        (None, date(2026, 11, 25), date(2026, 11, 30), None),
    ],
    ids=["same day", "over a weekend", "only a weekend", "over the holidays", "nothing promised"],
)
def test_a_pause_moves_a_promised_date_by_its_working_days(promised, paused, resumed, expected):
    assert moved(promised, paused, resumed) == expected


def test_a_company_has_one_request_on_a_need_until_it_is_withdrawn(cast, db):
    first = cast.request(State.submitted)
    with pytest.raises(Refused):
        actions.draft(db, cast.rep.actor, cast.challenge)
    actions.withdraw(db, cast.rep.actor, first, "Vi börjar om.")
    assert actions.draft(db, cast.rep.actor, cast.challenge).reference


def test_only_someone_who_represents_a_company_begins(cast, db):
    with pytest.raises(NotAllowed):
        actions.draft(db, cast.leader().actor, cast.challenge)
    with pytest.raises(NotAllowed):
        actions.draft(db, cast.member(Role.company_rep, of=cast.town).actor, cast.challenge)


def test_what_has_been_sent_in_can_no_longer_be_written(cast, db):
    received = cast.request(State.submitted)
    with pytest.raises(Refused):
        actions.write(db, cast.rep.actor, received, {"benefit_user": "Annat."}, received.version)
    draft = cast.request(State.draft, challenge_id=cast.another_need().id)
    with pytest.raises(Overtaken):
        actions.write(db, cast.rep.actor, draft, {"benefit_user": "Annat."}, draft.version - 1)


def test_a_draft_tells_nobody_and_waits_for_nobody(cast, db):
    draft = actions.draft(db, cast.rep.actor, cast.challenge)
    assert waits(db, draft) == []
    assert activity.open_tasks_of(db, draft) == []
    assert notices.NOTICES[Happened.request_drafted] is None


def test_on_an_open_call_it_is_opened_first_when_the_call_has_closed(cast, db, visit):
    """What is promised can be kept: nobody at the municipality opens what has come in before the last day."""
    need = cast.another_need(call_type=CallType.call, closes_on=today() + timedelta(days=10))
    row = cast.request(State.draft, challenge_id=need.id)
    leader = cast.leader()
    actions.submit(db, cast.rep.actor, row, DECLARED)
    assert row.screen_by == promised_screening(today(), need.closes_on)
    assert [task.why for task in activity.tasks_for(db, leader.actor)] == ["It is opened when the call has closed"]
    page = visit(as_=leader).opens(f"/forfragningar/{row.reference.lower()}")
    assert page.sees("The request is opened when the call has closed")
    assert "Declare ties" not in page.links()

    later = need.closes_on + timedelta(days=7)
    challenges.announce(db, leader.actor, need, AnnouncementForm(text="Vi ger er en vecka till.", closes_on=later))
    jobs.follow_the_call(db, str(latest(db, Happened.challenge_announced).id))
    assert (row.screen_by, row.decide_by) == (promised_screening(today(), later), promised_decision(today(), later))
    assert [task.due_on for task in activity.tasks_for(db, leader.actor)] == [row.screen_by]

    need.closes_on = today() - timedelta(days=1)
    record(db, THE_CLOCK, Happened.challenge_closed, need)
    jobs.follow_the_call(db, str(latest(db, Happened.challenge_closed).id))
    assert row.screen_by == promised_screening(today(), later)
    assert [task.why for task in activity.tasks_for(db, leader.actor)] == [
        "The company has been promised an answer by this date"
    ]
    assert "Declare ties" in page.opens(page.path).links()


def latest(db, happening):
    return db.scalars(select(Event).where(Event.happening == happening).order_by(Event.at.desc())).first()


def test_sending_it_in_asks_the_leaders_to_screen_it_in_time(cast, db):
    draft = cast.request(State.draft)
    leader = cast.leader()
    actions.submit(db, cast.rep.actor, draft, DECLARED)
    tasks = activity.tasks_for(db, leader.actor)
    assert [(task.verb, task.due_on) for task in tasks] == [("Check that the request is complete", draft.screen_by)]
    event = activity.history(db, leader.actor, draft, {Happened.request_submitted.audience})[0].event
    assert leader.id in {member.id for member in notices.both(db, event)}


def test_one_with_ties_is_asked_nothing_and_told_nothing(cast, db):
    leader, conflicted = cast.leader(), cast.leader()
    received = cast.declares(cast.request(State.submitted), conflicted, Standing.conflicted)
    actions.withdraw(db, cast.rep.actor, received, "Vi hinner inte.")
    event = activity.history(db, leader.actor, received, {Happened.request_withdrawn.audience})[0].event
    told = {member.id for member in notices.the_hosts(db, event)}
    assert leader.id in told
    assert conflicted.id not in told
    again = cast.declares(cast.request(State.submitted), conflicted, Standing.conflicted)
    asked = {one.membership_id for one in waits(db, again)}
    assert leader.id in asked
    assert conflicted.id not in asked
    assert None not in asked


def test_it_is_not_sent_in_undeclared_unanswered_or_with_an_old_solution(cast, db):
    draft = cast.request(State.draft)
    with pytest.raises(Refused) as refused:
        actions.submit(db, cast.rep.actor, draft, Declarations(correct=True))
    assert [reason.field for reason in refused.value.reasons] == ["entitled", "no_promise"]
    draft.how_meets = "Kort."
    with pytest.raises(Refused) as refused:
        actions.submit(db, cast.rep.actor, draft, DECLARED)
    assert "how_meets" in [reason.field for reason in refused.value.reasons]
    draft = cast.reread(draft)
    draft.solution.state = "lapsed"
    with pytest.raises(Refused) as refused:
        actions.submit(db, cast.rep.actor, draft, DECLARED)
    assert [reason.field for reason in refused.value.reasons] == ["solution_id"]


def test_a_secret_attachment_is_claim_enough(cast, db, tmp_path):
    draft = cast.request(State.draft, has_secrets=Answer.yes)
    assert actions.unmarked_secrets(db, draft)
    form = AttachmentForm(is_confidential=True, harm=HARM)
    actions.attach(db, cast.rep.actor, draft, tmp_path, "ritning.pdf", a_pdf(), form)
    assert actions.unmarked_secrets(db, draft) == []


def asked(db, cast, test_request, leader, days=10):
    form = AskCompletion(questions=[CompletionQuestion(text="Vilket nätverk?")], due_on=today() + timedelta(days=days))
    return handling.ask_completion(db, leader.actor, test_request, form)


def test_the_clock_lets_expire_what_is_not_completed_but_not_on_the_last_day(cast, db):
    leader = cast.leader()
    received = cast.declares(cast.request(State.assessment), leader, Standing.cleared)
    completion = asked(db, cast, received, leader)
    completion.due_on = today()
    db.flush()
    jobs.keep_time(db, THE_CLOCK)
    assert received.state is State.completion
    completion.due_on = today() - timedelta(days=1)
    db.flush()
    jobs.keep_time(db, THE_CLOCK)
    assert received.state is State.expired
    assert received.paused_on is None
    assert activity.open_tasks_of(db, received) == []


def test_answers_lead_back_to_where_it_was_and_the_dates_move(cast, db):
    leader = cast.leader()
    received = cast.declares(cast.request(State.assessment), leader, Standing.cleared)
    asked(db, cast, received, leader)
    assert waits_of(db, received) == {("Answer the questions about the request", None)}
    promised = received.decide_by
    received.paused_on = today() - timedelta(days=14)
    actions.complete(db, cast.rep.actor, received, CompletionAnswers(answer_1="Kommunens."))
    assert received.state is State.assessment
    assert received.decide_by == moved(promised, today() - timedelta(days=14), today())
    assert received.decide_by > promised


def test_the_company_gets_at_least_five_working_days(cast, db):
    leader = cast.leader()
    received = cast.declares(cast.request(State.submitted), leader, Standing.cleared)
    too_soon = earliest_completion(today()) - timedelta(days=1)
    form = AskCompletion(questions=[CompletionQuestion(text="Vilket nätverk?")], due_on=too_soon)
    with pytest.raises(Refused) as refused:
        handling.ask_completion(db, leader.actor, received, form)
    assert refused.value.reasons[0].field == "due_on"


def test_only_an_impartial_leader_screens(cast, db):
    received = cast.request(State.submitted)
    for someone in (cast.leader(), cast.leader_elsewhere(), cast.rep, cast.member(Role.region_lead)):
        with pytest.raises(NotAllowed):
            actions.take_step(db, someone.actor, received, "screen")


def test_what_came_in_stays_and_what_is_added_later_can_be_taken_back(cast, db, tmp_path):
    draft = cast.request(State.draft)
    actions.attach(db, cast.rep.actor, draft, tmp_path, "forst.pdf", a_pdf())
    actions.submit(db, cast.rep.actor, draft, DECLARED)
    with pytest.raises(Refused):
        actions.attach(db, cast.rep.actor, draft, tmp_path, "sen.pdf", a_pdf())
    leader = cast.leader()
    received = cast.declares(draft, leader, Standing.cleared)
    asked(db, cast, received, leader)
    actions.attach(db, cast.rep.actor, received, tmp_path, "svar.png", a_png())
    first, later = queries.documents(db, received)
    with pytest.raises(Refused):
        actions.detach(db, cast.rep.actor, received, first)
    actions.detach(db, cast.rep.actor, received, later)
    assert [link.document.name for link in queries.documents(db, received)] == ["forst.pdf"]


def test_ten_attachments_are_enough(cast, db, tmp_path):
    draft = cast.request(State.draft)
    for number in range(actions.MOST_DOCUMENTS):
        actions.attach(db, cast.rep.actor, draft, tmp_path, f"{number}.pdf", a_pdf())
    with pytest.raises(Refused):
        actions.attach(db, cast.rep.actor, draft, tmp_path, "till.pdf", a_pdf())


def test_that_someone_opens_what_is_claimed_secret_is_recorded(cast, db, tmp_path):
    received = cast.request(State.draft)
    form = AttachmentForm(is_confidential=True, harm=HARM)
    secret = actions.attach(db, cast.rep.actor, received, tmp_path, "ritning.pdf", a_pdf(), form)
    plain = actions.attach(db, cast.rep.actor, received, tmp_path, "bild.png", a_png())
    actions.submit(db, cast.rep.actor, received, DECLARED)
    leader = cast.leader()
    received = cast.declares(received, leader, Standing.cleared)
    for who in (cast.rep, leader):
        for document in (secret, plain):
            actions.open_document(db, who.actor, received, queries.document(db, received, document.id))
    lines = activity.history(db, leader.actor, received, {Happened.document_opened.audience})
    opened = [line for line in lines if line.event.happening is Happened.document_opened]
    assert [(line.event.membership_id, line.note) for line in opened] == [(leader.id, "ritning.pdf")]
    with pytest.raises(NotFound):
        actions.open_document(db, cast.leader().actor, received, queries.document(db, received, secret.id))


def test_files_are_reached_only_through_their_own_request(cast, db, visit, settings):
    mine = cast.request(State.submitted, state_since=now())
    other = cast.request(State.draft, challenge_id=cast.another_need().id)
    document = actions.attach(db, cast.rep.actor, other, settings.documents, "utkast.pdf", a_pdf())
    db.commit()
    leader = cast.leader()
    cast.declares(mine, leader, Standing.cleared)
    assert storage.path_of(settings.documents, document.sha256).exists()
    paths = [f"/forfragningar/{one.reference.lower()}/dokument/{document.id}" for one in (mine, other)]
    everyone = [
        visit(as_=leader),
        visit(as_=cast.member(Role.region_lead)),
        visit(as_=cast.member(Role.platform_admin)),
    ]
    assert [[person.opens(path).status for path in paths] for person in everyone] == [[404, 404]] * 3
    assert visit(as_=cast.rep).opens(paths[1]).status == 200


def test_a_proposal_is_linked_on_the_same_terms_as_all_others(cast, db):
    region = cast.member(Role.region_officer)
    proposal = cast.request(State.proposed)
    form = TriageForm(outcome=ProposalOutcome.link, challenge=cast.challenge.reference)
    handling.distribute(db, region.actor, proposal, form)
    assert proposal.state is State.submitted
    assert proposal.host_id == cast.town.id
    assert proposal.decide_by == promised_decision(today(), cast.challenge.closes_on)
    second = cast.request(State.proposed)
    with pytest.raises(Refused):
        handling.distribute(db, region.actor, second, form)
    closed = cast.given.challenge(of=cast.town, state="assessing")
    with pytest.raises(Refused):
        handling.distribute(
            db, region.actor, second, TriageForm(outcome=ProposalOutcome.link, challenge=closed.reference)
        )


def test_a_proposal_is_never_accepted_directly(cast, db):
    proposal = cast.request(State.proposed)
    for who in (cast.member(Role.region_lead), cast.leader()):
        for step in ("decide_accept", "screen"):
            with pytest.raises((NotAllowed, Refused)):
                actions.take_step(db, who.actor, proposal, step)
    assert proposal.state is State.proposed


def test_the_region_is_asked_to_find_a_receiver(cast, db):
    region = cast.member(Role.region_lead)
    draft = cast.request(State.draft, is_unsolicited=True)
    actions.submit(db, cast.rep.actor, draft, DECLARED)
    assert [task.verb for task in activity.tasks_for(db, region.actor)] == ["Find a receiver for the proposal"]
