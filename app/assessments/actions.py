"""Naming, declaring, scoring, deciding. Each action checks, changes, records: in that order, in one transaction."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity import tasks as open_tasks
from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import NOBODY, Actor
from app.asking import stored
from app.assessments import queries, rules, tasks
from app.assessments.forms import AgreementForm, Criteria, DecisionForm, TiesForm, criteria_of, score_rows
from app.assessments.lifecycle import FEWEST, LIFECYCLE, STEPS, TO_PREPARE, Case, unmet
from app.assessments.models import Answer, Assessment, Decision, Outcome
from app.challenges import actions as challenges
from app.challenges.choices import CallType
from app.challenges.models import Challenge
from app.database import now, today
from app.language import N_, Words
from app.refusals import NotAllowed, Overtaken, Reason, Refused
from app.test_requests import tasks as requests_tasks
from app.test_requests.models import Assessor, Standing, TestRequest
from app.test_requests.models import TestRequestState as State
from app.working_days import after_working_days

NOT_NOW = Reason(N_("This is done while the request is being assessed."))
TOGETHER = Reason(N_("The decisions on a call are sent to everyone at once, from the page of the need."))
CHANGED = Reason(N_("Something has changed since you read the letters. Read them again before you send."))
ASK_DAYS = 15  # working days in which the company can ask about the decision
OURS = (State.assessment, State.waitlisted)
DECLARED_IN = (State.submitted, State.completion, State.assessment, State.waitlisted)


def declare(db: Session, actor: Actor, test_request: TestRequest, form: TiesForm) -> Standing:
    """Say whether one has ties to the company, before anything of the request is shown (page C12).

    Yes and unsure mean that someone else assesses it: from now on the request is not there for this person. What they
    may have scored before no longer counts.

    Raises:
        NotAllowed: it is not the actor's to handle or assess.
        Refused: it has been decided.
    """
    rules.may_declare.require(actor, test_request)
    if test_request.state not in DECLARED_IN:
        raise Refused(Reason(N_("The request has been decided: nothing more is assessed.")))
    row = assessor(test_request, actor.membership_id)
    if row is None:
        row = Assessor(test_request_id=test_request.id, membership_id=actor.membership_id, scores=form.scores)
        test_request.assessors.append(row)
    has_ties = form.conflict is not Answer.no
    row.standing = Standing.conflicted if has_ties else Standing.cleared
    row.conflict_note, row.declared_at = form.note, now()
    if form.scores and row.standing is Standing.cleared and not _is_influenced(row, test_request):
        row.scores = True
    happening = Happened.request_conflict_declared if has_ties else Happened.request_cleared
    _record(db, actor, happening, test_request)
    if has_ties:
        _forget_who_asked(db, actor, test_request)
    return row.standing


def _forget_who_asked(db: Session, actor: Actor, test_request: TestRequest) -> None:
    """What waits for others because of something they did no longer stands on their page of what they handed on."""
    for task in activity.open_tasks_of(db, test_request):
        if task.asked_by_membership_id == actor.membership_id:
            task.asked_by_membership_id = NOBODY
    db.flush()


def assessor(test_request: TestRequest, membership_id: UUID) -> Assessor | None:
    return next((row for row in test_request.assessors if row.membership_id == membership_id), None)


def _is_influenced(row: Assessor, test_request: TestRequest) -> bool:
    """They did not score, and so may have read what others gave."""
    return not row.scores and any(other.assessed_at is not None for other in test_request.assessors)


def name(db: Session, actor: Actor, test_request: TestRequest, chosen: Collection[str]) -> None:
    """Let exactly these people assess the request: at least two, one of them a unit contact if there is one.

    Someone who has given scores stays.

    Raises:
        NotAllowed: not the actor's to name, or the actor has not said whether they have ties.
        Refused: too few, no unit contact, or the request is not being assessed.
    """
    rules.may_name.require(actor, test_request)
    if test_request.state is not State.assessment:
        raise Refused(NOT_NOW)
    candidates = {str(member.id): member for member in queries.candidates(db, test_request)}
    named = {candidates[one].id for one in chosen if one in candidates}
    named |= {row.membership_id for row in test_request.assessors if row.is_scoring and row.assessed_at is not None}
    _refuse_too_few(db, test_request, named)
    _refuse_the_influenced(test_request, named)
    for member_id in sorted(named, key=str):
        _ask(db, actor, test_request, member_id)
    for row in test_request.assessors:
        is_asked = row.standing in (Standing.named, Standing.cleared) and row.scores
        if is_asked and row.membership_id not in named:
            _release(db, actor, test_request, row)
    renew(db, actor, test_request)


def _refuse_too_few(db: Session, test_request: TestRequest, named: set[UUID]) -> None:
    if len(named) < FEWEST:
        raise Refused(Reason(N_("Choose at least two who assess the request."), field="assessors"))
    contacts = queries.case(db, test_request).unit_contacts
    if contacts and contacts.isdisjoint(named):
        raise Refused(
            Reason(N_("Choose a unit contact too: one of the assessors must know the service."), field="assessors")
        )


def _refuse_the_influenced(test_request: TestRequest, named: set[UUID]) -> None:
    for row in test_request.assessors:
        if row.membership_id in named and row.standing is Standing.cleared and _is_influenced(row, test_request):
            text = N_("Choose someone else: one of them handles the case and can have read scores already given.")
            raise Refused(Reason(text, field="assessors"))


def _ask(db: Session, actor: Actor, test_request: TestRequest, membership_id: UUID) -> None:
    row = assessor(test_request, membership_id)
    if row is not None and row.scores and row.standing in (Standing.named, Standing.cleared):
        return
    if row is None:
        row = Assessor(test_request_id=test_request.id, membership_id=membership_id)
        test_request.assessors.append(row)
    elif row.standing is Standing.released:
        row.standing = Standing.named
    row.scores = True
    db.flush()
    record(db, actor, Happened.request_assigned, test_request, membership_id=membership_id)


def _release(db: Session, actor: Actor, test_request: TestRequest, row: Assessor) -> None:
    """They need not assess it after all. Those who handle the case go on doing that."""
    handles = any(member.id == row.membership_id for member in queries.deciders(db, test_request))
    if row.standing is Standing.cleared and handles:
        row.scores = False
    else:
        row.standing = Standing.released
    record(db, actor, Happened.request_released_assessor, test_request, membership_id=row.membership_id)


def give(
    db: Session, actor: Actor, test_request: TestRequest, answered: dict[str, Any], version: int | None
) -> Assessment:
    """Give one's scores: from now on the others' are shown, and one's own count.

    They can be changed until a decision has been prepared.

    Raises:
        NotAllowed: the actor does not score this request.
        Refused: it is not being assessed, or a decision has been prepared.
    """
    assessment = _write(db, actor, test_request, answered, version)
    assessment.given_at = assessment.given_at or now()
    row = assessor(test_request, actor.membership_id)
    if row is not None:
        row.assessed_at = assessment.given_at
    _record(db, actor, Happened.request_assessed, test_request)
    return assessment


def keep(
    db: Session, actor: Actor, test_request: TestRequest, answered: dict[str, Any], version: int | None
) -> Assessment:
    """Keep scores as a draft that only their author sees.

    Raises:
        NotAllowed: the actor does not score this request.
        Refused: it is not being assessed, a decision has been prepared, or the scores have been given already.
    """
    own = queries.own_assessment(db, actor, test_request)
    if own is not None and own.given_at is not None:
        raise Refused(Reason(N_("You have given your scores. Save them as a whole to change them.")))
    return _write(db, actor, test_request, answered, version)


def _write(
    db: Session, actor: Actor, test_request: TestRequest, answered: dict[str, Any], version: int | None
) -> Assessment:
    rules.may_score.require(actor, test_request)
    if test_request.state is not State.assessment:
        raise Refused(NOT_NOW)
    if queries.case(db, test_request).decision is not None:
        raise Refused(Reason(N_("A decision has been prepared from the scores. They can no longer be changed.")))
    assessment = queries.own_assessment(db, actor, test_request)
    if assessment is None:
        assessment = Assessment(test_request_id=test_request.id, membership_id=actor.membership_id)
        assessment.test_request = test_request
        db.add(assessment)
    elif version is not None and version != assessment.version:
        raise Refused(Reason(N_("You have saved other scores since you opened this page. Open it again.")))
    assessment.scores = score_rows(criteria(test_request), answered)
    assessment.recommendation = answered.get("recommendation")
    assessment.comment = stored(answered.get("comment") or "")
    db.flush()
    return assessment


def criteria(test_request: TestRequest) -> Criteria:
    """The locked criteria of the need the request answers.

    Raises:
        NotAllowed: it answers none.
    """
    if test_request.challenge is None:
        raise NotAllowed
    return criteria_of(test_request.challenge.criteria)


def prepare(db: Session, actor: Actor, test_request: TestRequest, form: DecisionForm, version: int | None) -> Decision:
    """Write the decision down: only those who decide see it until it is sent. What management agreed to falls.

    Raises:
        NotAllowed: not the actor's to decide.
        Refused: too few scores, the actor's own are missing, or someone else has written the decision meanwhile.
    """
    rules.may_decide.require(actor, test_request)
    if not test_request.is_settled_for(actor.membership_id):
        raise Refused(Reason(N_("Give your own scores first.")))
    case = queries.case(db, test_request)
    if missing := unmet(case, TO_PREPARE):
        raise Refused(*missing)
    if case.state is State.waitlisted and form.outcome not in (Outcome.accepted, Outcome.declined, Outcome.referred):
        raise Refused(Reason(N_("It is on the waiting list already. Choose another decision."), field="outcome"))
    decision = case.decision or Decision(test_request_id=test_request.id)
    if case.decision is not None and version is not None and version != decision.version:
        raise Overtaken(decision)
    for field_name, value in form.model_dump().items():
        setattr(decision, field_name, value)
    decision.needs_sponsor = form.needs_sponsor and form.outcome is Outcome.accepted
    decision.referred_to = form.referred_to if form.outcome is Outcome.referred else ""
    decision.prepared_by_id = actor.membership_id
    decision.sponsor_agreed_by_id, decision.sponsor_agreed_at, decision.sponsor_note = None, None, ""
    db.add(decision)
    _record_with_the_others(
        db, actor, Happened.request_decision_prepared, test_request, needs_sponsor=decision.needs_sponsor
    )
    return decision


def agree(db: Session, actor: Actor, test_request: TestRequest, form: AgreementForm) -> None:
    """Management says whether the unit's resources may be used, or what must change first.

    Raises:
        NotAllowed: not the actor's to agree to, or the actor has not said whether they have ties.
        Refused: nothing waits for an agreement.
    """
    rules.may_agree.require(actor, test_request)
    decision = queries.case(db, test_request).decision
    if decision is None or decision.is_agreed:
        raise Refused(Reason(N_("No decision waits for your agreement.")))
    if form.agrees:
        decision.sponsor_agreed_by_id, decision.sponsor_agreed_at = actor.membership_id, now()
    decision.sponsor_note = "" if form.agrees else form.note
    happening = Happened.request_agreed if form.agrees else Happened.request_objected
    _record_with_the_others(db, actor, happening, test_request, note=decision.sponsor_note)


def seen(cases: Sequence[Case]) -> str:
    """A fingerprint of the letters as they stand: sending asks that it is the same as when they were read."""
    parts = [str(today())]
    for case in sorted(cases, key=lambda case: case.test_request.reference):
        decision = case.decision
        parts.append(f"{case.test_request.reference} {decision.id} {decision.version}" if decision else "-")
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def is_together(test_request: TestRequest) -> bool:
    """The decision is sent together with those on the other requests of the call."""
    need = test_request.challenge
    return need is not None and need.call_type is CallType.call and test_request.state is State.assessment


def release(db: Session, actor: Actor, test_request: TestRequest, fingerprint: str) -> None:
    """Send the decision on a request to an ongoing need, or on one from the waiting list.

    Raises:
        NotAllowed: not the actor's to decide.
        Refused: it belongs to a call, something is missing, or something has changed since the letter was read.
    """
    rules.may_decide.require(actor, test_request)
    if is_together(test_request):
        raise Refused(TOGETHER)
    case = queries.case(db, test_request)
    if fingerprint != seen([case]):
        raise Refused(CHANGED)
    _send(db, actor, case)


def release_all(db: Session, actor: Actor, challenge: Challenge, fingerprint: str) -> None:
    """Send the decisions on all requests of a call at once, in one transaction: all of them, or none.

    Raises:
        NotAllowed: not the actor's to decide.
        Refused: one or more cannot be sent; each reason names the request.
    """
    cases = queries.cases(db, queries.in_process(db, challenge, locked=True))
    if not cases:
        raise Refused(Reason(N_("No decision waits to be sent.")))
    if reasons := why_not_all(actor, cases):
        raise Refused(*reasons)
    if fingerprint != seen(cases):
        raise Refused(CHANGED)
    for case in cases:
        _send(db, actor, case)


def why_not_all(actor: Actor, cases: Sequence[Case]) -> list[Reason]:
    """What keeps the decisions of a call from being sent. Of requests that are not the actor's, nothing is said."""
    if not all(rules.may_declare(actor, case.test_request) for case in cases):
        return [Reason(N_("These decisions are sent by someone who can handle all requests of the need."))]
    undeclared = Reason(N_("Say first whether you have ties to the company."))
    return [
        Reason(
            N_("%(reference)s: %(why)s"), values={"reference": case.test_request.reference, "why": Words(reason.text)}
        )
        for case in cases
        for reason in [*([] if rules.may_decide(actor, case.test_request) else [undeclared]), *unmet(case)]
    ]


def _send(db: Session, actor: Actor, case: Case) -> None:
    decision, test_request = case.decision, case.test_request
    outcome = decision.outcome if decision else Outcome.declined
    step = LIFECYCLE.take(actor, case, STEPS[outcome])
    assert decision is not None  # noqa: S101 - the step needs one
    decision.released_at, decision.released_by_id = now(), actor.membership_id
    decision.ask_until = after_working_days(today(), ASK_DAYS)
    test_request.decided_at = test_request.state_since = now()
    test_request.referred_to = decision.referred_to
    if decision.info_given and test_request.challenge is not None:
        challenges.tell_everyone(db, actor, test_request.challenge, decision.info_given)
    details = letter_details(test_request, decision)
    record(db, actor, step.happening, test_request, waits=tasks.after(db, case), **details)


def letter_details(test_request: TestRequest, decision: Decision) -> dict[str, Any]:
    """What the company's letter says: kept with the event, so that the letter previewed is the letter sent."""
    need = test_request.challenge
    return {
        "note": decision.reason_text,
        "host": need.organisation.name if need else "",
        "need": need.title if need else "",
        "reason": decision.reason_code.label,
        "receiver": decision.referred_to,
        "ask_until": decision.ask_until or after_working_days(today(), ASK_DAYS),
    }


def renew(db: Session, actor: Actor, test_request: TestRequest) -> None:
    """Let what waits be what waits now. For whoever moves a request into assessment; does nothing to any other."""
    db.flush()
    current = queries.renewed(db, test_request)
    if current.state in OURS:
        open_tasks.replace(db, actor, current, tasks.waits(db, current))


def say_anew(db: Session, actor: Actor, happening: Happened, test_request: TestRequest, **details: Any) -> None:
    """For whoever changes who takes part: recorded, and what waits is said anew."""
    _record(db, actor, happening, test_request, **details)


def _record(db: Session, actor: Actor, happening: Happened, test_request: TestRequest, **details: Any) -> None:
    """Record, and say anew what waits. Before the assessment begins, the room of requests says it."""
    db.flush()
    current = queries.renewed(db, test_request)
    waits = tasks.waits(db, current) if current.state in OURS else requests_tasks.waits(db, current)
    record(db, actor, happening, current, waits=waits, **details)


def _record_with_the_others(
    db: Session, actor: Actor, happening: Happened, test_request: TestRequest, **details: Any
) -> None:
    """What happens to one decision of a call can make all of them ready: say anew what waits on the others too."""
    _record(db, actor, happening, test_request, **details)
    if is_together(test_request) and test_request.challenge is not None:
        for other in queries.in_process(db, test_request.challenge):
            if other.id != test_request.id and other.state is State.assessment:
                renew(db, actor, other)
