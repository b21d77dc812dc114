"""What changes a pilot when it has ended: evaluation, final report, management's decision, follow-up."""

from typing import Any

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.asking import ask_of
from app.challenges import actions as challenges
from app.challenges.choices import CloseReason
from app.challenges.models import ChallengeState
from app.database import now, today
from app.language import N_
from app.parts import Part, keep
from app.pilots import queries, rules
from app.pilots.actions import say, take_step
from app.pilots.choices import PilotOutcome
from app.pilots.forms_evaluation import AfterTestForm, CompanyReplyForm, FollowUpForm
from app.pilots.forms_run import CloseForm
from app.pilots.lifecycle import LIFECYCLE
from app.pilots.models import AfterTest, Evaluation, FollowUp, Pilot, PilotState
from app.pilots.tasks import awaits_reply, waits
from app.refusals import Overtaken, Reason, Refused

STEP_OF = {
    PilotOutcome.adopt: "go_into_use",
    PilotOutcome.spread: "go_into_use",
    PilotOutcome.procure: "go_further",
    PilotOutcome.develop: "go_further",
    PilotOutcome.end: "end_here",
}


def _evaluation(pilot: Pilot) -> Evaluation:
    """The evaluation, while it may be written.

    Raises:
        Refused: the pilot has not ended, or the final report has been given.
    """
    if pilot.evaluation is None or pilot.state not in (PilotState.evaluating, PilotState.stopped):
        raise Refused(Reason(N_("The evaluation is written between the end of the pilot and its final report.")))
    return pilot.evaluation


def evaluate(
    db: Session, actor: Actor, pilot: Pilot, part: Part, answered: dict[str, Any], version: int | None = None
) -> None:
    """Save one part of the evaluation, complete or not.

    Raises:
        NotAllowed: not the leader of the municipality that hosts the pilot.
        Refused: it is not the time for it.
        Overtaken: someone else saved it since the actor opened it.
    """
    rules.may_lead.require(actor, pilot)
    evaluation = _evaluation(pilot)
    queries.hold_evaluation(db, evaluation)
    if version is not None and version != evaluation.version:
        raise Overtaken(evaluation)
    if changed := keep(evaluation, answered):
        labels = [ask_of(part.model, name).label for name in changed]
        record(db, actor, Happened.pilot_evaluated, pilot, part=part.slug, changed=labels)


def give_final_report(db: Session, actor: Actor, pilot: Pilot) -> None:
    """Close the evaluation and show it (gate G5). What is missing is refused, each thing as a reason."""
    rules.may_lead.require(actor, pilot)
    evaluation = _evaluation(pilot)
    step = LIFECYCLE.take(actor, pilot, "report")
    evaluation.reported_at, evaluation.reported_by_id = now(), actor.membership_id
    say(db, actor, pilot, step, evaluation.learning)


def reply(db: Session, actor: Actor, pilot: Pilot, form: CompanyReplyForm) -> None:
    """The company's word on the improvement points, within 14 days.

    Raises:
        NotAllowed: not the company's representative.
        Refused: there is nothing to reply to, it is done, or the time is over.
    """
    rules.may_reply.require(actor, pilot)
    if pilot.evaluation is None or not awaits_reply(pilot):
        raise Refused(Reason(N_("The time for a reply is over, or a reply has been given.")))
    pilot.evaluation.company_reply, pilot.evaluation.company_replied_at = form.reply, now()
    record(db, actor, Happened.pilot_company_replied, pilot, waits=waits(pilot))


def decide(db: Session, actor: Actor, pilot: Pilot, form: AfterTestForm) -> AfterTest:
    """Management's choice after the test (gate G6), with what follows for the need.

    Introduced or spread: the need is met, and the benefit is followed up on the chosen days. Procured or developed
    further: the need stays in a pilot until the leader says what came of it. Ended: the need is closed with what was
    learned, unless another pilot still tries to meet it.

    Raises:
        NotAllowed: not the decision-maker named for the pilot.
        Refused: it is not the time for it, or a follow-up lies in the past.
    """
    follow_ups = form.follow_ups if STEP_OF[form.outcome] == "go_into_use" else []
    if any(day <= today() for day in follow_ups):
        raise Refused(Reason(N_("The date must be later than today."), field="first_follow_up"))
    rules.may_decide.require(actor, pilot)
    queries.hold(db, pilot)
    step = LIFECYCLE.take(actor, pilot, STEP_OF[form.outcome])
    pilot.decision = AfterTest(
        membership_id=actor.membership_id,
        outcome=form.outcome,
        why=form.why,
        registry_number=form.registry_number,
        created_at=now(),
    )
    pilot.follow_ups.extend(FollowUp(due_on=day) for day in follow_ups)
    db.flush()
    say(db, actor, pilot, step, form.why, outcome=form.outcome.value)
    _tell_the_need(db, actor, pilot, form)
    return pilot.decision


def _tell_the_need(db: Session, actor: Actor, pilot: Pilot, form: AfterTestForm) -> None:
    if pilot.challenge.state is not ChallengeState.in_pilot:
        return  # it has been met or closed by another pilot
    if STEP_OF[form.outcome] == "go_into_use":
        challenges.resolve(db, actor, pilot.challenge)
    elif form.outcome is PilotOutcome.end and not queries.has_other_open_pilots(db, pilot):
        reason = form.close_reason or CloseReason.test_failed
        learning = pilot.evaluation.learning if pilot.evaluation else form.why
        challenges.close_not_resolved(db, actor, pilot.challenge, reason, learning)


def follow_up(db: Session, actor: Actor, pilot: Pilot, form: FollowUpForm, version: int | None = None) -> FollowUp:
    """Say what came of it (gate G7); after the last time the pilot is closed.

    Raises:
        NotAllowed: not the leader of the municipality.
        Refused: there is nothing to follow up.
        Overtaken: a colleague did it meanwhile.
    """
    rules.may_lead.require(actor, pilot)
    queries.hold(db, pilot)
    row = pilot.open_follow_up
    if row is None or pilot.state is not PilotState.follow_up:
        raise Refused(Reason(N_("There is nothing left to follow up.")))
    if version is not None and version != row.version:
        raise Overtaken(row)
    row.adoption, row.benefit, row.benefit_kronor = form.adoption, form.benefit, form.benefit_kronor
    row.done_at, row.done_by_id = now(), actor.membership_id
    db.flush()
    record(
        db,
        actor,
        Happened.pilot_followed_up,
        pilot,
        waits=waits(pilot),
        note=form.benefit,
        adoption=form.adoption.value,
        kronor=form.benefit_kronor,
    )
    if pilot.open_follow_up is None:
        take_step(db, actor, pilot, "close")
    return row


def close(db: Session, actor: Actor, pilot: Pilot, form: CloseForm) -> None:
    """Say what came of a decision to procure or develop further; then the pilot is closed."""
    take_step(db, actor, pilot, "close", note=form.note)
