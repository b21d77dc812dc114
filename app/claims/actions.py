"""Everything that changes a claim. The grant is held first, then the claim, then its rows: nobody waits in a ring."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import replace
from app.actor import Actor
from app.claims import queries, rules
from app.claims.calendar import periods, reminder_of
from app.claims.forms import AnswerForm, AttachmentForm, Given, PaidForm, SignForm, StartForm
from app.claims.lifecycle import LIFECYCLE
from app.claims.models import Claim, ClaimDocument, ClaimDue, ClaimRow, ClaimState
from app.claims.tasks import waits, waits_for
from app.costs import queries as costs
from app.costs.arithmetic import Exclusion, Terms, exclusion
from app.costs.models import Booking
from app.database import now, today
from app.documents import actions as documents
from app.documents.models import Document
from app.grants import actions as grant_actions
from app.grants import queries as grants
from app.grants import rules as grant_rules
from app.grants.models import Grant, GrantDecision
from app.language import N_
from app.parts import keep
from app.references.queries import next_reference
from app.refusals import Reason, Refused
from app.test_requests.choices import Answer

SERIES = "E"  # reports have R
MOST_DOCUMENTS = 20
NOT_SIGNED = N_("The claim has been signed and can no longer be changed.")


def _why_not(booking: Booking, terms: Terms, why: Exclusion) -> Reason:
    """A row that cannot be claimed, in words (ux.md 2.15)."""
    values = {
        "row": booking.description,
        "day": booking.booked_on.isoformat(),
        "end": terms.ends_on.isoformat(),
        "start": terms.starts_on.isoformat(),
    }
    texts = {
        Exclusion.after: N_(
            "The row “%(row)s” is booked %(day)s, after the project's end %(end)s. Remove it or change the date."
        ),
        Exclusion.before: N_(
            "The row “%(row)s” is booked %(day)s, before the project's start %(start)s. Remove it or change the date."
        ),
        Exclusion.later: N_("The row “%(row)s” is booked %(day)s, after the period. Remove it or change the period."),
    }
    return Reason(texts.get(why, N_("The row “%(row)s” does not count in this claim. Remove it.")), "rows", values)


def _check_rows(rows: Iterable[Booking], grant: Grant, terms: Terms, until: date) -> None:
    phases = costs.terms_in_force(grant)
    found = [(row, exclusion(row, terms, phases, until)) for row in rows]
    if wrong := [_why_not(row, terms, why) for row, why in found if why is not None]:
        raise Refused(*wrong)


def _terms(grant: Grant, phase_id: UUID) -> Terms:
    found = next((terms for terms in costs.terms_in_force(grant) if terms.phase_id == phase_id), None)
    if found is None:
        raise Refused(Reason(N_("Choose a decision that is in force.")))
    return found


def start(db: Session, actor: Actor, grant: Grant, phase_id: UUID, form: StartForm) -> Claim:
    """Put rows together to a claim. From now on they are locked: no other claim takes them, and nobody changes them.

    Raises:
        NotAllowed: not the actor's.
        Refused: there is a draft already, or a row is locked, unknown or does not count.
    """
    grant_rules.may_write.require(actor, grant)
    grants.hold(db, grant)
    terms = _terms(grant, phase_id)
    if queries.draft_of(db, phase_id) is not None:
        raise Refused(Reason(N_("There is already a draft. Sign it, or discard it first.")))
    rows = costs.hold_all(db, grant, _ids(form.rows))
    if len(rows) != len(set(form.rows)) or any(row.is_locked for row in rows):
        raise Refused(Reason(N_("Some rows are in another claim meanwhile. Check the list again."), field="rows"))
    _check_rows(rows, grant, terms, form.until_on)
    claim = Claim(
        reference=next_reference(db, SERIES),
        grant_id=grant.id,
        organisation_id=grant.organisation_id,
        phase_id=phase_id,
        number=queries.next_number(db, grant),
        state=ClaimState.draft,
        until_on=form.until_on,
        documents=[],
        rows=[ClaimRow(booking_id=row.id, booking=row) for row in rows],
        grant=grant,
    )
    for row in rows:
        row.locked_at = now()
    db.add(claim)
    record(db, actor, Happened.claim_started, claim, waits=waits(claim), rows=len(rows))
    return claim


def _ids(texts: Iterable[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Refused(Reason(N_("Some rows are in another claim meanwhile. Check the list again."), "rows")) from None


def attach(
    db: Session, actor: Actor, claim: Claim, folder: Path, name: str, content: bytes, form: AttachmentForm
) -> Document:
    """Add the general ledger, the income statement or something else to a draft.

    Raises:
        NotAllowed: not the actor's.
        Refused: it is signed, there are enough, or the file is not one we take.
    """
    rules.may_prepare.require(actor, claim)
    queries.hold(db, claim)
    if claim.state != ClaimState.draft:
        raise Refused(Reason(NOT_SIGNED))
    if len(claim.documents) >= MOST_DOCUMENTS:
        raise Refused(Reason(N_("There are as many documents as a claim can have."), field="file"))
    document = documents.take_in(db, actor, folder, name, content)
    claim.documents.append(ClaimDocument(document=document, document_id=document.id, kind=form.kind))
    record(db, actor, Happened.claim_document_added, claim, note=document.name, sha256=document.sha256)
    return document


def discard(db: Session, actor: Actor, claim: Claim) -> None:
    """Let the rows of a draft go."""
    grants.hold(db, claim.grant)
    queries.hold(db, claim)
    step = LIFECYCLE.take(actor, claim, "discard")
    _release(db, claim, {row.booking_id for row in claim.rows})
    record(db, actor, step.happening, claim, waits=waits(claim))


def _release(db: Session, claim: Claim, ids: set[UUID]) -> list[Booking]:
    for row in claim.rows:
        if row.booking_id in ids:
            row.is_released = True
    freed = list(costs.hold_all(db, claim.grant, list(ids)))
    for booking in freed:
        booking.locked_at = None
    return freed


def sign(db: Session, actor: Actor, claim: Claim, form: SignForm) -> None:
    """Sign and send: what it asks for is computed now, from the terms that hold now, and stands from now on.

    Raises:
        NotAllowed: the actor may not sign for the organisation.
        Refused: a file is missing, a condition is not fulfilled, or a row does not count any more.
    """
    grants.hold(db, claim.grant)
    queries.hold(db, claim)
    step = LIFECYCLE.take(actor, claim, "sign")
    terms = _terms(claim.grant, claim.phase_id)
    _check_rows([row.booking for row in claim.rows], claim.grant, terms, claim.until_on)
    stands = queries.of_claim(db, claim, terms)
    claim.decision_number = next(
        one.number for one in claim.grant.decisions if one.is_in_force and one.phase_id == claim.phase_id
    )
    claim.percent, claim.cap = terms.percent, terms.cap
    claim.eligible, claim.incomes, claim.net, claim.earned = stands.eligible, stands.incomes, stands.net, stands.earned
    claim.claimed_before, claim.amount, claim.to_settle = stands.claimed, stands.claimable, stands.to_settle
    keep(claim, form.model_dump(exclude={"declared"}))
    claim.signed_at, claim.signed_by_membership_id = now(), actor.membership_id
    record(db, actor, step.happening, claim, waits=waits(claim), amount=claim.amount, until=claim.until_on)
    for due in queries.dues(db, claim.phase_id):
        if due.period_ends_on <= claim.until_on and not due.is_met:
            due.is_met = True
            replace(db, actor, due, waits_for(due))


STEPS = {Given.approve: "approve", Given.approve_in_part: "approve_in_part", Given.refuse: "refuse"}


def answer(db: Session, actor: Actor, claim: Claim, form: AnswerForm) -> None:
    """Write down what the funder answered. Refused rows are let go; of a part, they are not eligible any more.

    Raises:
        NotAllowed: the actor signed it, or it is not theirs.
        Refused: it has been answered, or more is approved than was asked for.
    """
    grants.hold(db, claim.grant)
    queries.hold(db, claim)
    step = LIFECYCLE.take(actor, claim, STEPS[form.given])
    claim.answered_on, claim.answer_reference, claim.answer_reason = (
        form.answered_on,
        form.answer_reference,
        form.answer_reason,
    )
    if form.given is Given.approve:
        claim.amount_approved = claim.amount
    elif form.given is Given.approve_in_part:
        _approve_in_part(db, claim, form)
    else:
        _release(db, claim, {row.booking_id for row in claim.rows})
    record(
        db, actor, step.happening, claim, waits=waits(claim), note=form.answer_reason, approved=claim.amount_approved
    )


def _approve_in_part(db: Session, claim: Claim, form: AnswerForm) -> None:
    approved = form.amount_approved or 0
    if approved >= claim.amount:
        text = N_("The approved amount must be less than the %(amount)s kronor that were asked for.")
        raise Refused(Reason(text, "amount_approved", {"amount": str(claim.amount)}))
    refused = set(_ids(form.refused_rows))
    if not refused <= {row.booking_id for row in claim.rows}:
        raise Refused(Reason(N_("Choose rows of this claim."), field="refused_rows"))
    claim.amount_approved = type(claim.amount)(approved)
    for booking in _release(db, claim, refused):
        booking.eligible, booking.reason = Answer.no, form.answer_reason


def pay(db: Session, actor: Actor, claim: Claim, form: PaidForm) -> None:
    """Write down when the money came."""
    queries.hold(db, claim)
    step = LIFECYCLE.take(actor, claim, "pay")
    claim.paid_on = form.paid_on
    record(db, actor, step.happening, claim, waits=waits(claim), paid=claim.amount_approved)


def settle(db: Session, actor: Actor, decision: GrantDecision) -> None:
    """Close a phase for good.

    Raises:
        NotAllowed: the actor does not lead the testbed of the owner.
        Refused: a claim waits for something, or something is to be settled.
    """
    grants.hold(db, decision.grant)
    if queries.open_claims(db, decision.phase_id):
        raise Refused(
            Reason(N_("A claim is still open. Nothing can be settled until it is paid, refused or discarded."))
        )
    if queries.standing(db, decision.grant, costs.terms_of(decision)).to_settle:
        raise Refused(Reason(N_("More has been paid than is earned. That must be settled with the funder first.")))
    for due in queries.dues(db, decision.phase_id):
        due.is_met = True
        replace(db, actor, due, [])
    grant_actions.settle(db, actor, decision)


def remind(db: Session, actor: Actor) -> None:
    """Tell those who make claims, 30, 14 and 3 days before the last day; once each, however often the clock strikes."""
    for decision in grants.in_force(db):
        reaches = queries.last_claimed_day(db, decision.phase_id)
        window = periods(decision.starts_on, decision.ends_on)
        period = next((one for one in window if reaches is None or reaches.until_on < one.ends_on), None)
        days = reminder_of(period.due_on, today()) if period else None
        if period is None or days is None:
            continue
        due = next((one for one in queries.dues(db, decision.phase_id) if one.period_ends_on == period.ends_on), None)
        if due is None:
            due = ClaimDue(
                phase_id=decision.phase_id,
                organisation_id=decision.organisation_id,
                reference=decision.reference,
                label=decision.grant.title,
                period_ends_on=period.ends_on,
                due_on=period.due_on,
            )
            db.add(due)
        if due.days_reminded is None or days < due.days_reminded:
            due.days_reminded = days
            record(db, actor, Happened.claim_due, due, waits=waits_for(due), days=days, due_on=due.due_on)
