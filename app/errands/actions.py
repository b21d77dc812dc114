"""Asking somebody to do something, answering, taking it back. Each action checks, changes, records."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.conversations.queries import Talk
from app.database import now
from app.errands import queries, rules
from app.errands.forms import WHO, ErrandForm, Reply, ReplyForm
from app.errands.inviting import NOBODY_THERE, STAYS_AFTER, guest_for
from app.errands.models import OPEN_STATES, Errand, ErrandState
from app.errands.tasks import waits
from app.jobs.queue import enqueue
from app.language import N_
from app.people import guests
from app.people import queries as people
from app.people.models import Membership
from app.references.queries import next_reference
from app.refusals import NotFound, Reason, Refused, require

NOT_FOR_THEM = N_("%(name)s does not take part in the matter, and you cannot let people in to it.")
NAME_THEM = N_("Name %(name)s among those who handle the request first. They say there if they have ties to it.")
OVER = N_("It is already settled.")
CAME = N_("They have been here already. The invitation need not be sent again.")


def ask(
    db: Session,
    actor: Actor,
    form: ErrandForm,
    talk: Talk | None = None,
    language: str = "sv",
    *,
    is_demo: bool = False,
) -> Errand:
    """Ask somebody, or note it for oneself. Who does not take part in the thing is let in to it, and to nothing else.

    Raises:
        Refused: nobody was chosen, there is no such person, or they may not be let in.
    """
    require(actor.speaks_for_an_organisation)
    doer = _doer(db, actor, form, talk) or _guest(db, actor, form, talk, language, is_demo=is_demo)
    is_guest = doer.organisation.is_for_guests
    lets_in = talk is not None and not queries.sees(db, doer, talk.reference)
    if talk is not None and lets_in:
        _check_may_let_in(actor, talk, doer)
    is_own = doer.id == actor.membership_id
    errand = Errand(
        reference=next_reference(db, "U"),
        organisation_id=actor.organisation_id,
        asker_id=actor.membership_id,
        doer_id=doer.id,
        about=talk.reference if talk else "",
        lets_in=lets_in,
        part=form.part,
        what=form.what,
        note=form.note,
        language=language,
        due_on=form.due_on,
        state=ErrandState.taken if is_own else ErrandState.asked,
        **({"invited_at": now(), "guest_until": form.due_on + STAYS_AFTER} if is_guest and form.due_on else {}),
        is_demo=is_demo,
        **({talk.matter.column: talk.row.id} if talk else {}),
    )
    errand.doer = doer
    db.add(errand)
    db.flush()
    if talk is not None and lets_in:
        _let_in(db, doer.id, talk.row.id)
    happening = Happened.guest_invited if errand.waits_for_the_guest else Happened.errand_asked
    record(db, actor, happening, errand, waits=waits(errand), **({"until": errand.guest_until} if is_guest else {}))
    _write_to_guest(db, errand)
    return errand


def _doer(db: Session, actor: Actor, form: ErrandForm, talk: Talk | None) -> Membership | None:
    """Whom the form names; None: somebody who has no account."""
    if form.email:
        return queries.somebody_at(db, form.email) if talk is not None else None
    chosen = form.doer or (actor.membership_id if talk is None else None)
    found = next((one for one in queries.colleagues(db, actor) if one.id == chosen), None)
    if found is None:
        raise Refused(Reason(WHO, field="doer"))
    return found


def _check_may_let_in(actor: Actor, talk: Talk, doer: Membership) -> None:
    name = {"name": doer.person.name}
    field = "doer" if doer.organisation_id == actor.organisation_id else "email"
    if talk.matter.kind == "TestRequest":
        raise Refused(Reason(NAME_THEM, field=field, values=name))
    if not _may_let_in(actor, talk):
        raise Refused(Reason(NOT_FOR_THEM, field=field, values=name))


def _may_let_in(actor: Actor, talk: Talk) -> bool:
    rule = rules.may_let_in.get(talk.matter.kind)
    return rule is not None and rule(actor, talk.row)


def _guest(
    db: Session, actor: Actor, form: ErrandForm, talk: Talk | None, language: str, *, is_demo: bool
) -> Membership:
    if talk is None or not _may_let_in(actor, talk):
        raise Refused(Reason(NOBODY_THERE, field="email"))
    return guest_for(db, actor, form, language, is_demo=is_demo)


def _write_to_guest(db: Session, errand: Errand) -> None:
    """A guest who has not come, or can come no more, has no other way to hear of it than a letter of its own."""
    if errand.is_for_a_guest and not errand.doer.is_active:
        enqueue(db, "write_to_guest", errand_id=str(errand.id))


def _let_in(db: Session, membership_id: UUID, thing_id: UUID) -> None:
    member = people.locked(db, membership_id)
    member.guest_of = sorted({*member.guest_of, thing_id})


def _show_out(db: Session, errand: Errand, membership_id: UUID) -> None:
    """Whoever was let in for this sees the thing no more, unless something else lets them in."""
    if errand.lets_in and not queries.lets_in_elsewhere(db, errand, membership_id):
        member = people.locked(db, membership_id)
        member.guest_of = [one for one in member.guest_of if one != _thing_id(errand)]


def _say_goodbye(db: Session, errand: Errand, membership_id: UUID) -> None:
    """A guest of whom nothing is asked any more is no guest."""
    if errand.is_for_a_guest and not queries.open_for(db, membership_id):
        guests.end(db, membership_id)


def _thing_id(errand: Errand) -> UUID | None:
    return errand.challenge_id or errand.test_request_id or errand.pilot_id or errand.research_id


def reply(db: Session, actor: Actor, errand: Errand, form: ReplyForm) -> None:
    """Take it on, say that it is done, or that one cannot.

    Raises:
        NotAllowed: somebody else was asked.
        Refused: it is settled.
    """
    rules.may_answer.require(actor, errand)
    state, happening = {
        Reply.take: (ErrandState.taken, Happened.errand_taken),
        Reply.done: (ErrandState.done, Happened.errand_done),
        Reply.decline: (ErrandState.declined, Happened.errand_declined),
    }[form.reply]
    _move(db, actor, errand, state, happening, form.answer)


def withdraw(db: Session, actor: Actor, errand: Errand) -> None:
    """Whoever asked takes it back; who was let in for it sees the thing no more.

    Raises:
        NotAllowed: somebody else asked for it.
        Refused: it is settled.
    """
    rules.may_withdraw.require(actor, errand)
    _move(db, actor, errand, ErrandState.withdrawn, Happened.errand_withdrawn, errand.answer)
    _write_to_guest(db, errand)


def end_guest(db: Session, actor: Actor, errand: Errand) -> None:
    """Those who administer the organisation that invited a guest, or whoever did, let them in no more.

    Raises:
        NotAllowed: it was another organisation.
        Refused: it is settled.
    """
    rules.may_end_guest.require(actor, errand)
    _move(db, actor, errand, ErrandState.withdrawn, Happened.guest_ended, errand.answer)
    _write_to_guest(db, errand)


def let_stay_end(db: Session, clock: Actor, errand: Errand) -> None:
    """The guest's last day has passed, or they never came: it is as if it had been taken back."""
    queries.hold(db, errand)
    if errand.state in OPEN_STATES:
        _move(db, clock, errand, ErrandState.withdrawn, Happened.guest_ended, errand.answer)
        _write_to_guest(db, errand)


def invite_again(db: Session, actor: Actor, errand: Errand) -> None:
    """Send a guest who has not come the invitation once more; from now on they have as long as in the beginning.

    Raises:
        NotAllowed: somebody else invited them.
        Refused: they have come, or it is settled.
    """
    rules.may_withdraw.require(actor, errand)
    queries.hold(db, errand)
    if errand.state not in OPEN_STATES:
        raise Refused(Reason(OVER))
    if not errand.is_for_a_guest or not errand.waits_for_the_guest:
        raise Refused(Reason(CAME))
    errand.invited_at = now()
    record(db, actor, Happened.guest_invited, errand)
    _write_to_guest(db, errand)


def receive(db: Session, guest: Membership) -> None:
    """A guest has come for the first time: from now on what they were asked waits for them. Twice is once."""
    for errand in queries.open_for(db, guest.id):
        if errand.invited_at and not activity.has_happened(db, errand.id, Happened.guest_came, since=errand.invited_at):
            record(db, guest.actor, Happened.guest_came, errand, waits=waits(errand))


def _move(db: Session, actor: Actor, errand: Errand, state: ErrandState, happening: Happened, answer: str) -> None:
    queries.hold(db, errand)
    if errand.state not in OPEN_STATES:
        raise Refused(Reason(OVER))
    if errand.state is state and errand.answer == answer:
        return
    errand.state, errand.state_since, errand.answer = state, now(), answer
    db.flush()
    if state not in OPEN_STATES:
        _show_out(db, errand, errand.doer_id)
        _say_goodbye(db, errand, errand.doer_id)
    record(db, actor, happening, errand, waits=waits(errand))


def pass_on(db: Session, actor: Actor, errand: Any, receiver: Membership) -> None:
    """Somebody else is to do it: they are let in if the one before was."""
    former = errand.doer_id
    errand.doer_id, errand.doer = receiver.id, receiver
    errand.state = ErrandState.asked
    db.flush()
    thing_id = _thing_id(errand)
    if errand.lets_in and thing_id:
        _show_out(db, errand, former)
        _let_in(db, receiver.id, thing_id)
    record(db, actor, Happened.passed_on, errand, waits=waits(errand), duty="errands.doer", former=former)


def take_over_guest(db: Session, actor: Actor, errand: Any, receiver: Membership) -> None:
    """Somebody else is the guest's host: they hear the answer, and may take it back.

    Raises:
        Refused: they could not have let the guest in themselves.
    """
    try:
        may = _may_let_in(receiver.actor, queries.thing(db, receiver.actor, errand.about))
    except NotFound:
        may = False
    if not may:
        raise Refused(Reason(NOT_FOR_THEM, values={"name": errand.doer.person.name}))
    former = errand.asker_id
    errand.asker_id, errand.asker, errand.organisation_id = receiver.id, receiver, receiver.organisation_id
    record(db, actor, Happened.passed_on, errand, waits=waits(errand), duty="errands.host", former=former)


def say_what_is_late(db: Session, clock: Actor, errand: Errand) -> None:
    """Tell whoever asked, once, that it was not done in time."""
    queries.hold(db, errand)
    if errand.late_told_at is None and errand.state in OPEN_STATES:
        errand.late_told_at = now()
        record(db, clock, Happened.errand_late, errand)
