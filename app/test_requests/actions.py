"""What a company does with its request. Each action checks, changes, records: in that order, in one transaction."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.challenges.choices import CallType
from app.challenges.models import Challenge
from app.database import SWEDEN, now, today
from app.documents import actions as documents
from app.documents.models import Document
from app.language import N_
from app.organisations.models import OrganisationKind
from app.parts import keep
from app.people import queries as people
from app.references.queries import next_reference
from app.refusals import NotAllowed, NotFound, Overtaken, Reason, Refused, require
from app.solutions import queries as solutions
from app.test_requests import queries, rules
from app.test_requests.case_forms import AttachmentForm, CompletionAnswers, Declarations
from app.test_requests.choices import Answer
from app.test_requests.lifecycle import LIFECYCLE
from app.test_requests.models import TestRequest, TestRequestDocument
from app.test_requests.models import TestRequestState as State
from app.test_requests.tasks import moved, promised_decision, promised_screening, waits

TERMS_VERSION = "2026-1"
MOST_DOCUMENTS = 10
ONE_EACH = "test_requests_one_per_company_and_challenge_idx"
ALREADY = Reason(N_("Your company already has a request on this need."))
RECEIVED = Reason(N_("The request has been sent in: what it says can no longer be changed."))


def draft(db: Session, actor: Actor, challenge: Challenge | None = None, *, is_demo: bool = False) -> TestRequest:
    """Begin a request on a need; without one it is an unsolicited proposal.

    Raises:
        NotAllowed: the actor represents no company.
        Refused: the need takes no requests now, or the company already has one on it.
    """
    require(rules.may_apply(actor))
    membership = people.membership(db, actor.membership_id)
    if membership is None or membership.organisation.kind is not OrganisationKind.company:
        raise NotAllowed
    if challenge is not None:
        if not challenge.takes_requests:
            raise Refused(Reason(N_("The need takes no requests now.")))
        if queries.company_has_one_on(db, actor.organisation_id, challenge):
            raise Refused(ALREADY)
    test_request = TestRequest(
        reference=next_reference(db, "T"),
        organisation=membership.organisation,
        organisation_id=actor.organisation_id,
        challenge=challenge,
        solution=None,
        assessors=[],
        is_unsolicited=challenge is None,
        author_id=actor.membership_id,
        org_number=membership.organisation.org_number or "",
        size_class=membership.organisation.size_class,
        seat=membership.organisation.seat,
        state_since=now(),
        is_demo=is_demo,
    )
    if challenge is not None:
        test_request.host_id = challenge.organisation_id
    db.add(test_request)
    _flush_as_the_only_one(db)
    record(db, actor, Happened.request_drafted, test_request, waits=[])
    return test_request


def _flush_as_the_only_one(db: Session) -> None:
    """One request per company and need, also when two colleagues begin at the same moment: the database says."""
    try:
        db.flush()
    except IntegrityError as problem:
        if ONE_EACH not in str(problem.orig):
            raise
        raise Refused(ALREADY) from problem


def write(db: Session, actor: Actor, test_request: TestRequest, answered: dict[str, Any], version: int | None) -> None:
    """Save one part of a draft, complete or not. Nothing is told of it: a draft is the company's own.

    Raises:
        NotAllowed: not the actor's to write.
        Refused: it has been sent in, or the solution is not one of the company's own that are ready to use.
        Overtaken: someone else saved it since the actor opened it.
    """
    rules.may_write.require(actor, test_request)
    if test_request.state is not State.draft:
        raise Refused(RECEIVED)
    if version is not None and version != test_request.version:
        raise Overtaken(test_request)
    if "solution_id" in answered:
        answered = dict(answered)
        chosen = answered.pop("solution_id")
        found = next((row for row in solutions.usable(db, actor) if row.id == chosen), None)
        if chosen and found is None:
            raise Refused(Reason(N_("Choose one of your own solutions that are ready to use."), field="solution_id"))
        test_request.solution = found
    keep(test_request, answered)
    db.flush()


def take_step(db: Session, actor: Actor, test_request: TestRequest, name: str, note: str = "", **details: Any) -> None:
    """Press a button of the lifecycle and say so."""
    step = LIFECYCLE.take(actor, test_request, name)
    test_request.state_since = now()
    db.flush()
    record(db, actor, step.happening, test_request, waits=waits(db, test_request), note=note, **details)


def undeclared(form: Declarations) -> list[Reason]:
    """What has not been ticked, each with its own sentence."""
    sentences = {
        "correct": N_("Confirm that the information is correct to be able to send it in."),
        "entitled": N_("Confirm that you may represent the company to be able to send it in."),
        "no_promise": N_("Confirm that you understand that a test is no promise of purchase to be able to send it in."),
    }
    return [Reason(text, field=name) for name, text in sentences.items() if not getattr(form, name)]


def submit(db: Session, actor: Actor, test_request: TestRequest, declared: Declarations) -> None:
    """Send the request to the need's owner, or an unsolicited proposal to the region; from now on it is a record.

    Raises:
        Refused: something is not answered or not declared, the solution is not current, or the call has closed.
    """
    rules.may_write.require(actor, test_request)
    if reasons := [*undeclared(declared), *unmarked_secrets(db, test_request)]:
        raise Refused(*reasons)
    test_request.submitted_at = now()
    test_request.declared_by_id = actor.membership_id
    test_request.terms_version = TERMS_VERSION
    _promise(test_request)
    take_step(db, actor, test_request, "propose" if test_request.is_unsolicited else "submit")


def unmarked_secrets(db: Session, test_request: TestRequest) -> list[Reason]:
    """A general claim of secrecy is refused: which answer, or which attachment, must be said (domain.md 5.3)."""
    if test_request.has_secrets != Answer.yes or test_request.secrecy:
        return []
    if any(link.document.is_confidential for link in queries.documents(db, test_request)):
        return []
    text = N_("Mark which answers or attachments are trade secrets. A claim for everything is not enough.")
    return [Reason(text, field="secrecy")]


def _promise(test_request: TestRequest) -> None:
    """Set the dates the company is promised. A proposal has none until it has a need."""
    if test_request.challenge is None:
        return
    closes_on = _last_day(test_request.challenge)
    test_request.screen_by = promised_screening(today(), closes_on)
    test_request.decide_by = promised_decision(today(), closes_on)


def _last_day(challenge: Challenge) -> date | None:
    return challenge.closes_on if challenge.call_type is CallType.call else None


def follow_the_call(db: Session, test_request: TestRequest) -> None:
    """The last day of the call was moved, or the call has closed: what was promised and what waits follow."""
    if test_request.challenge is None or test_request.submitted_at is None or test_request.state is not State.submitted:
        return
    received = test_request.submitted_at.astimezone(SWEDEN).date()
    closes_on = _last_day(test_request.challenge)
    test_request.screen_by = max(test_request.screen_by or received, promised_screening(received, closes_on))
    test_request.decide_by = max(test_request.decide_by or received, promised_decision(received, closes_on))
    for task in activity.open_tasks_of(db, test_request):
        wait = next((one for one in waits(db, test_request) if one.verb == task.verb), None)
        if wait is not None:
            task.due_on, task.why = wait.due_on, wait.why
    db.flush()


def promise_for(test_request: TestRequest, challenge: Challenge) -> None:
    """A proposal has found its need: from now on it is a request like any other on it."""
    test_request.challenge = challenge
    test_request.host_id = challenge.organisation_id
    _promise(test_request)


def discard(db: Session, actor: Actor, test_request: TestRequest) -> None:
    """Remove a draft and its files for good.

    Raises:
        Refused: it has been sent in.
    """
    rules.may_write.require(actor, test_request)
    if test_request.state is not State.draft:
        raise Refused(RECEIVED)
    for link in queries.documents(db, test_request):
        _unlink(db, link)
    record(db, actor, Happened.request_discarded, test_request, waits=[])
    db.delete(test_request)
    db.flush()


def withdraw(db: Session, actor: Actor, test_request: TestRequest, reason: str) -> None:
    """The company takes its request back; what was received stays a public record."""
    take_step(db, actor, test_request, "withdraw", note=reason)
    test_request.withdrawn_reason = reason
    test_request.paused_on = None


def complete(db: Session, actor: Actor, test_request: TestRequest, form: CompletionAnswers) -> None:
    """Answer the municipality's questions; the clock goes on, and promised dates move by the pause.

    Raises:
        Refused: a question is not answered, or there is none to answer.
    """
    rules.may_write.require(actor, test_request)
    asked = queries.open_completion(db, test_request)
    if asked is None:
        raise Refused(Reason(N_("There is nothing to answer: the questions have been answered or have lapsed.")))
    answers = form.in_order()[: len(asked.questions)]
    missing = [
        Reason(N_("Answer question %(number)s."), field=f"answer_{number}", values={"number": number})
        for number, text in enumerate(answers, 1)
        if not text
    ]
    if missing:
        raise Refused(*missing)
    asked.questions = [row | {"answer": text} for row, text in zip(asked.questions, answers, strict=True)]
    asked.answered_at = now()
    resume(test_request)
    take_step(db, actor, test_request, "complete_assessed" if asked.returns_to is State.assessment else "complete")


def resume(test_request: TestRequest) -> None:
    """Let the clock go on."""
    if test_request.paused_on is None:
        return
    test_request.screen_by = moved(test_request.screen_by, test_request.paused_on, today())
    test_request.decide_by = moved(test_request.decide_by, test_request.paused_on, today())
    test_request.paused_on = None


def may_attach(actor: Actor, test_request: TestRequest) -> bool:
    """Files can be added while the company writes: in the draft, and when it has been asked for more."""
    return rules.may_write(actor, test_request) and test_request.state in (State.draft, State.completion)


def attach(
    db: Session,
    actor: Actor,
    test_request: TestRequest,
    folder: Path,
    name: str,
    content: bytes,
    form: AttachmentForm | None = None,
) -> Document:
    """Add a file.

    Raises:
        Refused: it is not the time, there are ten already, or the file is not one we take.
    """
    rules.may_write.require(actor, test_request)
    if not may_attach(actor, test_request):
        raise Refused(RECEIVED)
    if len(queries.documents(db, test_request)) >= MOST_DOCUMENTS:
        raise Refused(Reason(N_("There are ten attachments already. Remove one first."), field="file"))
    said = form or AttachmentForm()
    document = documents.take_in(db, actor, folder, name, content, is_confidential=said.is_confidential, harm=said.harm)
    db.add(TestRequestDocument(test_request_id=test_request.id, document_id=document.id))
    record(db, actor, Happened.document_added, test_request, document=document.id, note=document.name)
    return document


def detach(db: Session, actor: Actor, test_request: TestRequest, link: TestRequestDocument) -> None:
    """Remove a file again. What has been received stays.

    Raises:
        Refused: it has been sent in.
    """
    rules.may_write.require(actor, test_request)
    if not may_attach(actor, test_request) or is_received(test_request, link):
        raise Refused(RECEIVED)
    name = link.document.name
    _unlink(db, link)
    record(db, actor, Happened.document_removed, test_request, note=name)


def detach_by_name(db: Session, actor: Actor, test_request: TestRequest, document_id: str) -> None:
    """Remove the file a button names.

    Raises:
        NotFound: the request has no such file.
    """
    try:
        link = queries.document(db, test_request, UUID(document_id))
    except ValueError:
        raise NotFound from None
    detach(db, actor, test_request, link)


def is_received(test_request: TestRequest, link: TestRequestDocument) -> bool:
    """Whether the file came in with the request: then it is a public record."""
    return test_request.submitted_at is not None and link.created_at <= (test_request.state_since or link.created_at)


def _unlink(db: Session, link: TestRequestDocument) -> None:
    document = link.document
    db.delete(link)
    db.flush()
    db.delete(document)
    db.flush()


def open_document(db: Session, actor: Actor, test_request: TestRequest, link: TestRequestDocument) -> Document:
    """A file is about to be given out: that somebody opens what is claimed secret is recorded.

    Raises:
        NotFound: the actor may not view the request.
    """
    if not rules.may_view(actor, test_request):
        raise NotFound
    if link.document.is_confidential and not test_request.belongs_to(actor.organisation_id):
        record(db, actor, Happened.document_opened, test_request, document=link.document_id, note=link.document.name)
    return link.document
