"""A handover from the list of what somebody has to the last yes (domain.md 3.4, ux.md 2.9)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.activity import tasks
from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import NOBODY, Actor, Role
from app.database import now, today
from app.handovers import queries, rules
from app.handovers.lifecycle import LIFECYCLE
from app.handovers.models import UNSETTLED, Handover, HandoverItem, HandoverState, Reply, Standing
from app.language import N_
from app.people import actions as people_actions
from app.people import handing_on
from app.people import queries as people
from app.people.duties import duty
from app.people.models import Membership
from app.references.queries import next_reference
from app.refusals import NotAllowed, Reason, Refused

State = HandoverState
OPEN_FOR = timedelta(days=30)
CHOOSE = N_("Choose who takes over “%(thing)s”.")
LEAVES_TOO = N_("%(name)s also leaves before %(day)s. Choose someone else.")
MOVED_ON = N_("This can no longer be done: it has moved on since you opened the page.")


def start(db: Session, actor: Actor, leaver: Membership, last_day: date, *, is_demo: bool = False) -> Handover:
    """Begin to hand over what somebody has: the list is made by the portal.

    Raises:
        NotAllowed: not a colleague whose things the actor may hand over.
        Refused: the last day has passed, or a handover is under way already.
    """
    rules.may_start.require(actor, leaver)
    if last_day < today():
        raise Refused(Reason(N_("The date must be today or later."), field="last_day"))
    if queries.open_of(db, leaver.id) is not None:
        raise Refused(Reason(N_("A handover from %(name)s is already under way."), values={"name": leaver.label}))
    handover = Handover(
        reference=next_reference(db, "H"),
        organisation_id=leaver.organisation_id,
        leaver_id=leaver.id,
        started_by_id=actor.membership_id,
        state=State.draft,
        state_since=now(),
        last_day=last_day,
        is_demo=is_demo,
        items=[],
    )
    handover.leaver, handover.organisation = leaver, leaver.organisation
    db.add(handover)
    _take_stock(db, handover)
    _suggest(db, handover, handover.items)
    _record(db, actor, Happened.handover_started, handover)
    return handover


def _take_stock(db: Session, handover: Handover) -> None:
    """Let the list be what the leaver has now; what has been written about a thing stays."""
    had = {(item.duty, item.subject_id): item for item in handover.items}
    has = {(held.duty.key, held.subject_id): held for held in queries.inventory(db, handover.leaver)}
    number = max((item.number for item in handover.items), default=0)
    for key, held in has.items():
        if key not in had:
            number += 1
            item = HandoverItem(
                number=number,
                duty=held.duty.key,
                subject_id=held.subject_id,
                subject_reference=held.reference,
                subject_label=held.label,
                standing=Standing.open,
            )
            item.receiver = None
            handover.items.append(item)
    for key, item in had.items():
        if key not in has and item.standing in UNSETTLED:
            item.standing = Standing.settled
    db.flush()


def _suggest(db: Session, handover: Handover, items: Sequence[HandoverItem]) -> None:
    candidates = queries.candidates_for(db, handover)
    for item in items:
        found = candidates[item.duty]
        if item.receiver_id is None and found:
            item.receiver, item.receiver_id = found[0], found[0].id
    db.flush()


def distribute(db: Session, actor: Actor, handover: Handover, said: Mapping[str, Any]) -> list[HandoverItem]:
    """Keep who is to take over what, and what they need to know.

    Gives what the leaver has got since the list was shown, which nothing is said of yet: it gets whom we suggest.

    Raises:
        NotAllowed: not the actor's handover to run.
        Refused: somebody chosen cannot take just that over.
    """
    current = _current(db, actor, handover)
    reasons = []
    new = [item for item in current.unsettled if f"receiver_{item.number}" not in said]
    for item in current.unsettled:
        if item in new:
            continue
        chosen = said.get(f"receiver_{item.number}")
        item.note = said.get(f"note_{item.number}") or ""
        if chosen == item.receiver_id:
            continue
        receiver = people.membership(db, chosen) if chosen else None
        reason = _unfit(current, item, receiver) if receiver else None
        if reason:
            reasons.append(reason)
            continue
        item.receiver_id = receiver.id if receiver else None
        item.receiver = receiver
        if item.standing is not Standing.open:  # somebody else is asked instead
            item.standing, item.reply_text, item.answer = Standing.open, "", ""
    if reasons:
        raise Refused(*reasons)
    _suggest(db, current, new)
    return new


def _unfit(handover: Handover, item: HandoverItem, receiver: Membership) -> Reason | None:
    field, name = f"receiver_{item.number}", receiver.person.name
    if queries.leaves_too(receiver, handover.last_day) or receiver.id == handover.leaver_id:
        return Reason(LEAVES_TOO, field=field, values={"name": name, "day": handover.last_day})
    if receiver.organisation_id != handover.organisation_id or not receiver.roles.intersection(
        duty(item.duty).may_hold
    ):
        return Reason(handing_on.NOT_FITTING, field=field, values={"name": name})
    return None


def lacking(db: Session, handover: Handover) -> list[Reason]:
    """What still has to be chosen before it can be sent. Where nobody could take over, nobody has to be chosen."""
    candidates = queries.candidates_for(db, handover)
    return [
        Reason(CHOOSE, field=f"receiver_{item.number}", values={"thing": item.title})
        for item in handover.unsettled
        if item.receiver_id is None and candidates[item.duty]
    ]


def send(db: Session, actor: Actor, handover: Handover) -> None:
    """Ask the receivers. From now on it is known when the leaver's last day is.

    Raises:
        NotAllowed: not the actor's handover to run.
        Refused: it has been sent already, or a receiver is missing, or leaves as well.
    """
    current = _current(db, actor, handover)
    if current.state is State.draft:
        LIFECYCLE.take(actor, current, "send")
        current.state_since = current.sent_at = now()
        current.expires_on = min(today() + OPEN_FOR, max(current.last_day, today()))
        if current.leaver.is_active:
            people_actions.set_last_day(db, actor, current.leaver, current.last_day)
    reasons = lacking(db, current)
    for item in current.unsettled:
        receiver = people.membership(db, item.receiver_id) if item.receiver_id else None
        if receiver and (reason := _unfit(current, item, receiver)):
            reasons.append(reason)
    if reasons:
        raise Refused(*reasons)
    for item in current.unsettled:
        if item.standing is Standing.open and item.receiver_id is not None:
            item.standing = Standing.waiting
    _record(db, actor, Happened.handover_sent, current)
    _take_own(db, actor, current)


def _take_own(db: Session, actor: Actor, handover: Handover) -> None:
    """Whoever sends something to themselves has said yes."""
    own = [
        item for item in handover.items if item.standing is Standing.waiting and item.receiver_id == actor.membership_id
    ]
    for item in own:
        _accept(db, actor, handover, item)
    if own:
        _settle(db, actor, handover)


def reply(db: Session, actor: Actor, handover: Handover, said: Mapping[str, Any]) -> None:
    """A receiver's answers, thing by thing; what they leave open stays open.

    Raises:
        NotAllowed: nothing was sent to the actor.
        Refused: a question or a no without words, or it has moved on.
    """
    current = queries.held_still(db, handover)
    rules.may_reply.require(actor, current)
    if current.state is not State.sent:
        raise Refused(Reason(MOVED_ON))
    mine = [item for item in current.items if item.receiver_id == actor.membership_id]
    reasons = [reason for item in mine if (reason := _wordless(item, said))]
    if reasons:
        raise Refused(*reasons)
    for item in mine:
        answer = said.get(f"reply_{item.number}")
        if answer is None or item.standing is not Standing.waiting:
            continue
        item.reply_text, item.replied_at = said.get(f"text_{item.number}") or "", now()
        if answer is Reply.accept:
            _accept(db, actor, current, item)
        elif answer is Reply.ask:
            item.standing = Standing.asked
            _record(db, actor, Happened.handover_asked, current, thing=item.title)
        else:
            item.standing = Standing.declined
            _record(db, actor, Happened.handover_declined, current, thing=item.title)
    _settle(db, actor, current)


def _wordless(item: HandoverItem, said: Mapping[str, Any]) -> Reason | None:
    answer, text = said.get(f"reply_{item.number}"), said.get(f"text_{item.number}")
    if item.standing is not Standing.waiting or text or answer in (None, Reply.accept):
        return None
    sentence = N_("Write what you need to know.") if answer is Reply.ask else N_("Write why you decline.")
    return Reason(sentence, field=f"text_{item.number}")


def _accept(db: Session, actor: Actor, handover: Handover, item: HandoverItem) -> None:
    held = queries.thing(db, item)
    if held is None:
        item.standing = Standing.settled
        return
    receiver = people.locked(db, actor.membership_id)
    handing_on.hand_to(db, actor, held, receiver)
    item.standing = Standing.accepted
    _with_people(db, handover)
    _record(db, actor, Happened.handover_accepted, handover, thing=item.title)


def _with_people(db: Session, handover: Handover) -> None:
    """Read the handover's people anew: what was passed on may have read some of them without their names."""
    queries.held_still(db, handover)


def answer(db: Session, actor: Actor, handover: Handover, said: Mapping[str, Any]) -> None:
    """Answer the receivers' questions: each is asked again, with the answer.

    Raises:
        NotAllowed: not the actor's handover to run.
        Refused: it has moved on.
    """
    current = _current(db, actor, handover)
    if current.state is not State.sent:
        raise Refused(Reason(MOVED_ON))
    for item in current.items:
        text = said.get(f"answer_{item.number}")
        if text and item.standing is Standing.asked:
            item.answer, item.standing = text, Standing.waiting
            _record(db, actor, Happened.handover_answered, current, to=item.receiver_id)


def cancel(db: Session, actor: Actor, handover: Handover) -> None:
    """The person stays, or it is done in another way. What has been accepted stands.

    Raises:
        NotAllowed: not the actor's handover to run.
        Refused: it has moved on.
    """
    current = queries.held_still(db, handover)
    LIFECYCLE.take(actor, current, "cancel")
    current.state_since = now()
    _record(db, actor, Happened.handover_cancelled, current)


def _settle(db: Session, actor: Actor, handover: Handover) -> None:
    """Done when nothing waits any more; else what waits is said anew."""
    db.flush()
    if handover.state is State.sent and not handover.unsettled:
        LIFECYCLE.take(actor, handover, "finish")
        handover.state_since = now()
        _record(db, actor, Happened.handover_done, handover)


def remind(db: Session, actor: Actor, handover: Handover) -> None:
    """Say to those who have not answered that it still waits."""
    handover.reminders += 1
    handover.reminded_on = today()
    _record(db, actor, Happened.handover_reminded, handover)


def expire(db: Session, actor: Actor, handover: Handover) -> None:
    """Time is out: what nobody took goes to the deputy, else to a colleague who fits, else to the region.

    Raises:
        Refused: there is nobody at all.
    """
    current = queries.held_still(db, handover)
    if current.state is not State.sent:
        return
    leaver = people.locked(db, current.leaver_id)
    for item in current.unsettled:
        held = queries.thing(db, item)
        if held is None:
            item.standing = Standing.settled
            continue
        handing_on.leave_one(db, actor, leaver, held)
        item.standing = Standing.passed
    _with_people(db, current)
    LIFECYCLE.take(actor, current, "expire")
    current.state_since = now()
    _record(db, actor, Happened.handover_expired, current)


def take_over(db: Session, actor: Actor, interim_id: Any, receiver: Membership) -> None:
    """Give what somebody answers for meanwhile to a new owner.

    Raises:
        NotFound: there is no such thing for the actor.
        Refused: it is settled, or the receiver has no fitting role.
    """
    found = queries.interim(db, actor, interim_id)
    held = people.subject_of(db, found)
    if found.ended_at is not None or held is None:
        raise Refused(Reason(handing_on.SETTLED))
    if receiver.organisation_id != found.organisation_id:
        raise NotAllowed
    handing_on.hand_to(db, actor, held, people.locked(db, receiver.id))


def renew(db: Session, actor: Actor, handover: Handover) -> None:
    """People have come or gone: what was asked of somebody who is no longer here is asked of nobody."""
    current = queries.held_still(db, handover)
    for item in current.items:
        if item.standing is Standing.waiting and item.receiver is not None and not item.receiver.is_active:
            item.standing, item.reply_text = Standing.declined, ""
    db.flush()
    tasks.replace(db, actor, current, waits(current))


def _current(db: Session, actor: Actor, handover: Handover) -> Handover:
    current = queries.held_still(db, handover)
    rules.may_run.require(actor, current)
    if current.state not in (State.draft, State.sent):
        raise Refused(Reason(MOVED_ON))
    if current.state is State.draft:
        _take_stock(db, current)
    return current


def _record(db: Session, actor: Actor, happening: Happened, handover: Handover, **details: Any) -> None:
    record(db, actor, happening, handover, waits=waits(handover), last_day=handover.last_day, **details)


def waits(handover: Handover) -> list[Waits]:
    """What waits on it: the receivers' answers, and what whoever runs it has to choose or answer."""
    runs, home = handover.started_by_id, handover.organisation_id
    if handover.state is State.draft:
        return [
            Waits(
                N_("Finish the handover"),
                "handover",
                home,
                membership_id=runs,
                due_on=handover.last_day,
                why=N_("Somebody leaves, and what they have needs new owners"),
            )
        ]
    if handover.state is not State.sent:
        return []
    waiting = sorted({item.receiver_id or NOBODY for item in handover.items if item.standing is Standing.waiting})
    found = [
        Waits(
            N_("Say whether you take over"),
            "handover",
            home,
            membership_id=receiver,
            due_on=handover.expires_on,
            why=N_("Somebody leaves, and you are asked to take over"),
            key=f"reply-{receiver}",
        )
        for receiver in waiting
    ]
    if any(item.standing in (Standing.asked, Standing.declined) for item in handover.items):
        is_gone = runs == handover.leaver_id and not handover.leaver.is_active
        found.append(
            Waits(
                N_("Answer the receivers, or choose someone else"),
                "handover",
                home,
                # Whoever handed over their own things may be gone already: then it waits for those who administer.
                membership_id=None if is_gone else runs,
                roles=(Role.organisation_admin,) if is_gone else (),
                due_on=handover.expires_on,
                why=N_("A receiver has asked something or said no"),
            )
        )
    return found
