"""What the clock does with errands: tells whoever asked that one was not done in time, and lets guests' stays end.
Letters to guests who cannot sign in, and what happens when one does."""

from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.actor import THE_CLOCK, Actor
from app.database import now, today
from app.errands import actions, queries
from app.errands.inviting import LASTS
from app.errands.models import Errand
from app.jobs.queue import enqueue
from app.mail import queries as outbox
from app.mail.letters import Desk, Recipient, language_of
from app.people import guests
from app.people import queries as people


def look_for_late(db: Session, clock: Actor) -> None:
    """Safe to run at any time, as often as one likes."""
    for errand in queries.late(db, today()):
        actions.say_what_is_late(db, clock, errand)


def end_stays(db: Session, clock: Actor) -> None:
    """Let the stays end of guests whose last day has passed, and of those who have not come. Safe to run as often as
    one likes."""
    for errand in queries.over(db, today(), now() - LASTS):
        actions.let_stay_end(db, clock, errand)


def forget_guests(db: Session, clock: Actor) -> None:
    """What was written down of somebody who never came is not kept longer than an invitation lasts."""
    del clock
    for membership_id in queries.never_came(db, now() - LASTS):
        guests.forget(db, membership_id)


def write_to_guest(db: Session, errand_id: str, *, desk: Desk) -> None:
    """Write to a guest that they are invited, or that they are needed no more: each invitation once."""
    errand = queries.by_id(db, UUID(errand_id))
    if errand is None or errand.invited_at is None or errand.doer.is_active:
        return
    template = "errands/guest_invited" if errand.is_open else "errands/guest_gone"
    letter_id = uuid5(errand.id, f"{template} {errand.invited_at.isoformat()}")
    if outbox.mail(db, letter_id) is not None:
        return
    person, language = errand.doer.person, language_of(errand.doer)
    mail = desk.to_anyone(
        Recipient(person.email, person.name, language),
        template,
        _values(errand, desk, language),
        thread=errand.reference,
    )
    mail.id = letter_id
    db.add(mail)
    db.flush()
    enqueue(db, "send_mail", mail_id=str(mail.id))


def _values(errand: Errand, desk: Desk, language: str) -> dict[str, object]:
    """Nothing of what it is about: letters travel openly."""
    route = ("guest", errand.reference) if errand.is_open else ("about", "")
    return {
        "link": desk.link(language, *route),
        "reference": errand.reference,
        "sender": errand.asker.person.name,
        "organisation": errand.organisation.name,
        "until": errand.guest_until,
        "accept_by": errand.invited_at + LASTS if errand.invited_at else None,
    }


def hear(db: Session, event_id: str) -> None:
    """A guest has signed in for the first time; or somebody with the address of a guest has an account now, and is one
    no more: what they are let in to from then on, they are let in to as who they are."""
    event = activity.event(db, UUID(event_id))
    if event is None or event.happening not in (Happened.member_joined, Happened.member_added):
        return
    member = people.membership(db, event.subject_id)
    if member is None:
        return
    if member.organisation.is_for_guests:
        actions.receive(db, member)
        return
    for errand in queries.guests_at(db, member.person.email):
        actions.let_stay_end(db, THE_CLOCK, errand)


EVERY_NIGHT = (
    ("errands.look_for_late", look_for_late),
    ("errands.end_stays", end_stays),
    ("errands.forget_guests", forget_guests),
)
LISTENERS = (hear,)
WRITERS = {"write_to_guest": write_to_guest}
