"""Everything that changes a study. Each action checks, changes, records: in that order, in one transaction."""

from typing import Any

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.asking import ask_of
from app.database import now
from app.language import N_
from app.lifecycle import Step
from app.parts import keep
from app.pilots.models import Pilot
from app.references.queries import next_reference
from app.refusals import Overtaken, Reason, Refused, require
from app.research import queries, rules
from app.research.forms import EthicsForm, InterestForm, ReplyForm, ResultForm, StandingForm, WithdrawForm
from app.research.lifecycle import LIFECYCLE
from app.research.models import Research, ResearchInterest, ResearchState
from app.research.tasks import waits
from app.test_requests.choices import Answer


def draft(db: Session, actor: Actor, pilot: Pilot, form: InterestForm, *, is_demo: bool = False) -> Research:
    """Write down an interest in a pilot; nobody else sees it until it is sent.

    Raises:
        NotAllowed: the actor is no researcher.
        Refused: the pilot seeks none, or the actor has asked already.
    """
    require(rules.may_research(actor))
    if not queries.may_join(db, actor, pilot):
        raise Refused(Reason(N_("The pilot does not seek researchers now, or you have already asked.")))
    research = Research(
        reference=next_reference(db, "F"),
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        pilot_id=pilot.id,
        host_id=pilot.organisation_id,
        company_id=pilot.company_id,
        state=ResearchState.draft,
        state_since=now(),
        is_demo=is_demo,
    )
    research.pilot = pilot
    keep(research, form.model_dump())
    db.add(research)
    db.flush()
    return research


def edit(db: Session, actor: Actor, research: Research, form: InterestForm, version: int | None = None) -> None:
    """Change it before it is sent.

    Raises:
        NotAllowed: not the actor's own.
        Refused: it has been sent.
        Overtaken: it was saved in another window meanwhile.
    """
    rules.may_continue.require(actor, research)
    queries.hold(db, research)
    if research.state != ResearchState.draft:
        raise Refused(Reason(N_("It has been sent and can no longer be changed.")))
    if version is not None and version != research.version:
        raise Overtaken(research)
    keep(research, form.model_dump())


def _say(db: Session, actor: Actor, research: Research, step: Step, note: str = "", **details: Any) -> None:
    research.state_since = now()
    record(db, actor, step.happening, research, waits=waits(research), note=note, **details)


def send(db: Session, actor: Actor, research: Research) -> None:
    """Send the interest to the municipality."""
    queries.hold(db, research)
    _say(db, actor, research, LIFECYCLE.take(actor, research, "send"))


def answer(db: Session, actor: Actor, research: Research, form: ReplyForm) -> None:
    """The municipality welcomes the researcher, or declines with a reason."""
    queries.hold(db, research)
    step = LIFECYCLE.take(actor, research, "accept" if form.answer is Answer.yes else "decline")
    research.answer_note = form.note
    _say(db, actor, research, step, form.note)


def settle_ethics(db: Session, actor: Actor, research: Research, form: EthicsForm, version: int | None = None) -> None:
    """Write down the decision on ethical review, or why none is needed. It stands once the study has started.

    Raises:
        NotAllowed: not the actor's own.
        Refused: the study has started, or was never welcomed.
        Overtaken: it was saved in another window meanwhile.
    """
    rules.may_continue.require(actor, research)
    queries.hold(db, research)
    if research.state not in (ResearchState.interested, ResearchState.accepted):
        raise Refused(Reason(N_("The ethical review is settled before the study starts.")))
    if version is not None and version != research.version:
        raise Overtaken(research)
    if changed := keep(research, form.model_dump()):
        labels = [ask_of(EthicsForm, name).label for name in changed]
        record(db, actor, Happened.research_ethics_recorded, research, waits=waits(research), changed=labels)


def start(db: Session, actor: Actor, research: Research) -> None:
    """The study may start: the gate is a decided or reasoned-away ethical review."""
    queries.hold(db, research)
    _say(db, actor, research, LIFECYCLE.take(actor, research, "start"))


def end(db: Session, actor: Actor, research: Research, form: ResultForm) -> None:
    """Leave the result, and end the study."""
    rules.may_continue.require(actor, research)
    queries.hold(db, research)
    if research.state != ResearchState.active:
        raise Refused(Reason(N_("The study has not started, or has already ended.")))
    keep(research, form.model_dump())
    _say(db, actor, research, LIFECYCLE.take(actor, research, "end"), form.result_summary)


def withdraw(db: Session, actor: Actor, research: Research, form: WithdrawForm) -> None:
    """The researcher steps back, at any time before the end."""
    queries.hold(db, research)
    was_sent = research.is_sent
    step = LIFECYCLE.take(actor, research, "withdraw")
    research.state_since = now()
    if was_sent:
        _say(db, actor, research, step, form.reason)


# Standing interests


def describe(
    db: Session,
    actor: Actor,
    form: StandingForm,
    interest: ResearchInterest | None = None,
    version: int | None = None,
    *,
    is_demo: bool = False,
) -> ResearchInterest:
    """Say what one wants to study, or say it anew.

    Raises:
        NotAllowed: the actor is no researcher, or it is someone else's.
        Overtaken: it was saved in another window meanwhile.
    """
    require(rules.may_research(actor))
    if interest is None:
        interest = ResearchInterest(
            organisation_id=actor.organisation_id, membership_id=actor.membership_id, title=form.title, is_demo=is_demo
        )
        db.add(interest)
    rules.may_change_interest.require(actor, interest)
    if version is not None and version != interest.version:
        raise Overtaken(interest)
    for name, value in form.model_dump(mode="json").items():
        setattr(interest, name, value)
    record(db, actor, Happened.research_standing_changed, interest)
    return interest


def remove(db: Session, actor: Actor, interest: ResearchInterest) -> None:
    rules.may_change_interest.require(actor, interest)
    record(db, actor, Happened.research_standing_removed, interest)
    db.delete(interest)
