"""What the receivers do with a request: the owner of the need screens it, the region finds a home for proposals."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.challenges.models import Challenge
from app.database import now, today
from app.language import N_
from app.refusals import Reason, Refused
from app.test_requests import actions, queries, rules
from app.test_requests.case_forms import AskCompletion, ScreeningForm, TriageForm
from app.test_requests.choices import ProposalOutcome, Screening
from app.test_requests.models import CompletionRound, TestRequest
from app.test_requests.tasks import earliest_completion


def screen(db: Session, actor: Actor, test_request: TestRequest, form: ScreeningForm) -> None:
    """Complete and on to assessment; or questions to the company; or somebody else's to receive (domain.md 3.2).

    Raises:
        Refused: it has moved on, or the date to answer by is less than five working days away.
    """
    if form.outcome is Screening.ask and form.due_on is not None:
        ask_completion(db, actor, test_request, AskCompletion(questions=form.questions, due_on=form.due_on))
    elif form.outcome is Screening.refer:
        _refer(db, actor, test_request, "refer", form.receiver, form.why)
    else:
        actions.take_step(db, actor, test_request, "screen")
        test_request.screened_at = now()


def ask_completion(db: Session, actor: Actor, test_request: TestRequest, form: AskCompletion) -> CompletionRound:
    """Put all questions to the company at once; the clock stands still until it answers.

    Raises:
        Refused: the date is less than five working days away.
    """
    rules.may_screen.require(actor, test_request)
    earliest = earliest_completion(today())
    if form.due_on < earliest:
        text = N_("Choose a date at least five working days away: %(earliest)s or later.")
        raise Refused(Reason(text, field="due_on", values={"earliest": earliest.isoformat()}))
    asked = CompletionRound(
        test_request_id=test_request.id,
        asked_by_id=actor.membership_id,
        questions=[{"text": question.text, "answer": ""} for question in form.questions],
        due_on=form.due_on,
        returns_to=test_request.state,
    )
    db.add(asked)
    actions.take_step(db, actor, test_request, "ask_completion", due_on=form.due_on)
    test_request.paused_on = today()
    return asked


def expire(db: Session, clock: Actor, test_request: TestRequest) -> None:
    """The questions were not answered in time."""
    actions.take_step(db, clock, test_request, "expire")
    test_request.paused_on = None


def _refer(db: Session, actor: Actor, test_request: TestRequest, step: str, receiver: str, why: str) -> None:
    actions.take_step(db, actor, test_request, step, note=why, receiver=receiver)
    test_request.referred_to, test_request.referred_why = receiver, why


def distribute(db: Session, actor: Actor, proposal: TestRequest, form: TriageForm) -> None:
    """What the region does with an unsolicited proposal; it is never accepted directly.

    Raises:
        Refused: the need takes no requests, or the company already has a request on it.
    """
    rules.may_triage.require(actor, proposal)
    if form.outcome is ProposalOutcome.link:
        link(db, actor, proposal, _need(db, actor, form.challenge), note=form.why)
    elif form.outcome is ProposalOutcome.offer:
        actions.take_step(db, actor, proposal, "offer", note=form.why)
    else:
        _refer(db, actor, proposal, "refer_proposal", form.receiver, form.why)


def _need(db: Session, actor: Actor, reference: str) -> Challenge:
    needs = queries.needs_that_take_requests(db, actor, most=500)
    found = next((row for row in needs if row.reference == reference), None)
    if found is None:
        raise Refused(Reason(N_("Choose a published need that takes requests now."), field="challenge"))
    return found


def link(db: Session, actor: Actor, proposal: TestRequest, challenge: Challenge, note: str = "") -> None:
    """The proposal becomes a request on a published need, on the same terms as all others on it."""
    rules.may_triage.require(actor, proposal)
    if queries.company_has_one_on(db, proposal.organisation_id, challenge):
        text = N_("The company already has a request on this need. Refer the proposal to that request.")
        raise Refused(Reason(text, field="challenge"))
    actions.promise_for(proposal, challenge)
    actions.take_step(db, actor, proposal, "link", note=note)
