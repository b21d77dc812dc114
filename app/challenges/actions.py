"""Everything that changes a need. Each action checks, changes, records: in that order, in one transaction."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor, Role
from app.asking import ask_of
from app.challenges import queries, rules
from app.challenges.choices import CloseReason, MandateAnswer
from app.challenges.forms_act import AnnouncementForm, AnswerForm, CloseForm, MandateForm, RegisterForm, ReviewForm
from app.challenges.lifecycle import LIFECYCLE
from app.challenges.models import (
    ENDED_STATES,
    Announcement,
    Challenge,
    ChallengeState,
    CoOwner,
    CoOwnerStatus,
    Endorsement,
    Mandate,
    Question,
    Review,
)
from app.challenges.tasks import waits
from app.database import now, today
from app.jobs.queue import enqueue
from app.language import N_, Words
from app.parts import Part, keep
from app.people import queries as people
from app.references.queries import next_reference
from app.refusals import NotAllowed, Overtaken, Reason, Refused, require
from app.search import queries as search

LOCKED = Reason(N_("The need has been published: announce a change instead, so that everyone is told at once."))


def draft(
    db: Session, actor: Actor, title: str = "", *, similar_seen: bool = False, is_demo: bool = False
) -> Challenge:
    """Begin a need. `similar_seen` says that similar needs were shown first (seed B11).

    Raises:
        NotAllowed: the actor leads no testbed.
    """
    require(rules.may_draft(actor))
    challenge = Challenge(
        reference=next_reference(db, "B"),
        organisation_id=actor.organisation_id,
        author_id=actor.membership_id,
        title=title[:120],
        state_since=now(),
        similar_seen_at=now() if similar_seen else None,
        is_demo=is_demo,
    )
    challenge.co_owners = []
    db.add(challenge)
    db.flush()
    _make_findable(db, challenge)
    record(db, actor, Happened.challenge_drafted, challenge)
    return challenge


def write(
    db: Session, actor: Actor, challenge: Challenge, part: Part, answered: dict[str, Any], version: int | None
) -> None:
    """Save one part of the need, complete or not.

    Raises:
        NotAllowed: not the actor's to write.
        Refused: it is published, and its text is locked, or the title is taken.
        Overtaken: someone else saved it since the actor opened it.
    """
    rules.may_edit.require(actor, challenge)
    if challenge.state not in (ChallengeState.draft, ChallengeState.signal, ChallengeState.approved):
        raise Refused(LOCKED if challenge.is_public else Reason(N_("The need is with someone else now. Wait for it.")))
    if version is not None and version != challenge.version:
        raise Overtaken(challenge)
    if answered.get("title"):
        _refuse_taken_title(db, actor, challenge, answered["title"])
    answered = _with_sponsor(db, actor, answered)
    changed = keep(challenge, answered)
    if changed:
        _make_findable(db, challenge)
        record(
            db,
            actor,
            Happened.challenge_edited,
            challenge,
            part=part.slug,
            changed=[ask_of(part.model, name).label for name in changed],
        )


def _make_findable(db: Session, challenge: Challenge) -> None:
    """At once by its words, and soon by all their forms: Swedish is the worker's."""
    challenge.search = search.vector(challenge.searched_texts)
    enqueue(db, "index_challenge", challenge_id=str(challenge.id))


def _refuse_taken_title(db: Session, actor: Actor, challenge: Challenge, title: str) -> None:
    if queries.title_is_taken(db, actor, title, challenge.id):
        raise Refused(Reason(N_("Your municipality already has a need with this name."), field="title"))


def _with_sponsor(db: Session, actor: Actor, answered: dict[str, Any]) -> dict[str, Any]:
    """The chosen decision-maker as the membership it is; only one's own can be chosen."""
    if "sponsor_id" not in answered:
        return answered
    chosen = answered["sponsor_id"]
    known = {str(row.id): row.id for row in people.holders(db, actor.organisation_id, Role.sponsor)}
    if chosen and chosen not in known:
        raise Refused(Reason(N_("Choose someone in your own management."), field="sponsor_id"))
    return answered | {"sponsor_id": known.get(chosen)}


def take_step(db: Session, actor: Actor, challenge: Challenge, name: str, note: str = "", **details: Any) -> None:
    """Press a button of the lifecycle and say so."""
    step = LIFECYCLE.take(actor, challenge, name)
    challenge.state_since = now()
    if challenge.state in ENDED_STATES and challenge.ended_at is None:
        challenge.ended_at = now()
    record(db, actor, step.happening, challenge, waits=waits(db, challenge), note=note, **details)


def submit(db: Session, actor: Actor, challenge: Challenge) -> None:
    """Send the need to management for its mandate, and ask the municipalities that may share it."""
    challenge.submitted_at = now()
    challenge.first_sent_at = challenge.first_sent_at or challenge.submitted_at
    db.flush()
    _invite_co_owners(db, actor, challenge)
    take_step(db, actor, challenge, "submit")


def _invite_co_owners(db: Session, actor: Actor, challenge: Challenge) -> None:
    asked = {row.organisation_id for row in challenge.co_owners}
    for slug in challenge.co_owners_wanted:
        organisation = people.organisation_by_slug(db, slug)
        if organisation is None or organisation.id in asked or organisation.id == challenge.organisation_id:
            continue
        row = CoOwner(challenge_id=challenge.id, organisation_id=organisation.id)
        row.organisation = organisation
        challenge.co_owners.append(row)
        db.flush()
        record(db, actor, Happened.challenge_co_owner_invited, challenge, to=organisation.id, note=organisation.name)


def answer_sharing(db: Session, actor: Actor, challenge: Challenge, *, joins: bool) -> None:
    """Another municipality says whether it shares the need.

    Raises:
        NotAllowed: it was not asked.
    """
    rules.may_share.require(actor, challenge)
    row = next(row for row in challenge.co_owners if row.organisation_id == actor.organisation_id)
    row.status = CoOwnerStatus.joined if joins else CoOwnerStatus.declined
    row.answered_by_id, row.answered_at = actor.membership_id, now()
    happening = Happened.challenge_co_owner_joined if joins else Happened.challenge_co_owner_declined
    record(db, actor, happening, challenge, waits=waits(db, challenge), note=actor.organisation_name)


def decide(db: Session, actor: Actor, challenge: Challenge, form: MandateForm) -> Mandate:
    """Management's yes, no or wait (form F8, gate G0)."""
    steps = {MandateAnswer.yes: "anchor", MandateAnswer.no: "refuse", MandateAnswer.wait: "postpone"}
    rules.may_anchor.require(actor, challenge)
    if form.until is not None and form.until <= today():
        raise Refused(Reason(N_("The date must be today or later."), field="until"))
    mandate = Mandate(
        challenge_id=challenge.id,
        membership_id=actor.membership_id,
        sent_at=challenge.submitted_at,
        **form.model_dump(),
    )
    db.add(mandate)
    db.flush()
    take_step(db, actor, challenge, steps[form.answer], note=form.comment)
    return mandate


def approve(db: Session, actor: Actor, challenge: Challenge, form: ReviewForm) -> None:
    """The region has found the quality good (gate G1).

    Raises:
        Refused: a check is not made; each is named.
    """
    checks = [name for name, value in form.model_dump().items() if value is True]
    missing = [
        Reason(N_("Check before you approve: %(check)s."), name, {"check": Words(ask_of(ReviewForm, name).label)})
        for name in ("solution_neutral", "no_persons", "no_supplier", "duplicates")
        if name not in checks
    ]
    rules.may_review.require(actor, challenge)
    if missing:
        raise Refused(*missing)
    db.add(Review(challenge_id=challenge.id, membership_id=actor.membership_id, approved=True, checks=checks))
    take_step(db, actor, challenge, "approve")


def send_back(db: Session, actor: Actor, challenge: Challenge, form: ReviewForm) -> None:
    """The region asks for changes, with what needs to change."""
    rules.may_review.require(actor, challenge)
    if len(form.comment) < 5:
        raise Refused(Reason(N_("Write what needs to change."), field="comment"))
    checks = [name for name, value in form.model_dump().items() if value is True]
    review = Review(challenge_id=challenge.id, membership_id=actor.membership_id, approved=False, checks=checks)
    review.comment = form.comment
    db.add(review)
    take_step(db, actor, challenge, "send_back", note=form.comment)


def publish(db: Session, actor: Actor, challenge: Challenge) -> None:
    """Let everyone see the need; from now on its text and criteria are locked."""
    challenge.published_at = now()
    take_step(db, actor, challenge, "publish")


def publish_signal(db: Session, actor: Actor, challenge: Challenge) -> None:
    """Let everyone see the idea without management's mandate: not open for requests."""
    challenge.published_at = now()
    take_step(db, actor, challenge, "signal")


def withdraw(db: Session, actor: Actor, challenge: Challenge, reason: str) -> None:
    take_step(db, actor, challenge, "withdraw", note=reason)


def close(db: Session, actor: Actor, challenge: Challenge, form: CloseForm) -> None:
    """End the need honestly: why, and what others can learn."""
    challenge.close_reason, challenge.close_learning = form.reason, form.learning
    name = "close_not_resolved" if challenge.state is ChallengeState.in_pilot else "close_no_match"
    take_step(db, actor, challenge, name, note=form.learning)


def merge(db: Session, actor: Actor, challenge: Challenge, into: Challenge) -> None:
    """The region joins two needs that are the same; the one merged brings its owner and co-owners along."""
    rules.may_review.require(actor, challenge)
    if into.id == challenge.id or into.state in ENDED_STATES:
        raise Refused(Reason(N_("Choose another need, one that has not ended."), field="into"))
    challenge.merged_into_id = into.id
    joined = [row.organisation_id for row in challenge.co_owners if row.status is CoOwnerStatus.joined]
    for organisation_id in [challenge.organisation_id, *joined]:
        _join(db, into, organisation_id)
    for endorsement in queries.endorsements(db, challenge):
        if queries.endorsement_of(db, into, endorsement.organisation_id) is None:
            endorsement.challenge_id = into.id
    db.flush()
    take_step(db, actor, challenge, "merge", note=into.reference)


def _join(db: Session, challenge: Challenge, organisation_id: UUID) -> None:
    if organisation_id == challenge.organisation_id:
        return
    row = next((row for row in challenge.co_owners if row.organisation_id == organisation_id), None)
    if row is None:
        row = CoOwner(challenge_id=challenge.id, organisation_id=organisation_id)
        db.add(row)
    row.status, row.answered_at = CoOwnerStatus.joined, now()
    db.flush()


def endorse(db: Session, actor: Actor, challenge: Challenge, note: str) -> None:
    """ "We have the same need", said once by each municipality."""
    rules.may_endorse.require(actor, challenge)
    endorsement = queries.endorsement_of(db, challenge, actor.organisation_id)
    if endorsement is not None:
        endorsement.note = note
        return
    db.add(
        Endorsement(
            challenge_id=challenge.id,
            organisation_id=actor.organisation_id,
            membership_id=actor.membership_id,
            note=note,
        )
    )
    record(db, actor, Happened.challenge_endorsed, challenge, note=actor.organisation_name)


def ask(db: Session, actor: Actor, challenge: Challenge, text: str) -> Question:
    """Put a question about the need.

    Raises:
        NotAllowed: one's own need, or not signed in.
        Refused: the last day for questions has passed.
    """
    rules.may_ask.require(actor, challenge)
    if challenge.state in ENDED_STATES:
        raise Refused(Reason(N_("The need has ended: no more questions can be asked.")))
    if challenge.questions_close_on is not None and challenge.questions_close_on < today():
        raise Refused(Reason(N_("The last day for questions has passed.")))
    question = Question(
        challenge_id=challenge.id,
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        text=text,
        created_at=now(),
    )
    db.add(question)
    db.flush()
    record(db, actor, Happened.question_asked, challenge, waits=waits(db, challenge), question=question.id)
    return question


def answer(db: Session, actor: Actor, challenge: Challenge, question: Question, form: AnswerForm) -> None:
    """Publish question and answer together, the same to everyone."""
    rules.may_answer.require(actor, challenge)
    if question.answered_at is not None:
        raise Refused(Reason(N_("The question has already been answered.")))
    question.published_text, question.answer = form.published_text, form.answer
    question.answered_by_id, question.answered_at = actor.membership_id, now()
    db.flush()
    record(db, actor, Happened.question_answered, challenge, waits=waits(db, challenge), question=question.id)


def announce(db: Session, actor: Actor, challenge: Challenge, form: AnnouncementForm) -> None:
    """Tell everyone at once of a change after publication; the last day can only be moved later."""
    rules.may_edit.require(actor, challenge)
    if not challenge.is_public or challenge.state in ENDED_STATES:
        raise NotAllowed
    if form.closes_on is not None:
        if challenge.closes_on is None or form.closes_on <= challenge.closes_on:
            raise Refused(Reason(N_("Only a later day can be chosen."), field="closes_on"))
        challenge.closes_on = form.closes_on
    tell_everyone(db, actor, challenge, form.text)


def register(db: Session, actor: Actor, challenge: Challenge, form: RegisterForm) -> None:
    """Say where the case stands in the register, and who at the region handles it.

    Raises:
        NotAllowed: neither the owner's leader nor the region.
        Refused: the officer is not one of the region's.
    """
    rules.may_register.require(actor, challenge)
    officers = {str(row.id): row.id for row in queries.officers(db)}
    if form.case_officer_id and form.case_officer_id not in officers:
        raise Refused(Reason(N_("Choose one of the region's case officers."), field="case_officer_id"))
    changed = keep(
        challenge,
        {"registry_number": form.registry_number, "case_officer_id": officers.get(form.case_officer_id)},
    )
    if changed:
        labels = [ask_of(RegisterForm, name).label for name in changed]
        record(db, actor, Happened.challenge_registered, challenge, changed=labels)


def tell_everyone(db: Session, actor: Actor, challenge: Challenge, text: str) -> None:
    """Publish what one company was told, so that all know the same (equal treatment, domain.md 5.3)."""
    db.add(Announcement(challenge_id=challenge.id, membership_id=actor.membership_id, text=text))
    record(db, actor, Happened.challenge_announced, challenge, note=text)


def start_pilot(db: Session, actor: Actor, challenge: Challenge) -> None:
    """A pilot has been made from an accepted request."""
    take_step(db, actor, challenge, "start_pilot")


def resolve(db: Session, actor: Actor, challenge: Challenge) -> None:
    """The need is met by a solution in use."""
    take_step(db, actor, challenge, "resolve")


def close_not_resolved(db: Session, actor: Actor, challenge: Challenge, reason: CloseReason, learning: str) -> None:
    """The pilot did not lead to a solution in use; what was learned stays."""
    challenge.close_reason, challenge.close_learning = reason, learning
    take_step(db, actor, challenge, "close_not_resolved", note=learning)
