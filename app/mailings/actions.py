"""Writing to many: held first, seen as it will read, and sent once. Each action checks, changes, records."""

from secrets import token_hex

from sqlalchemy.orm import Session

from app.activity.groups import Frequency, Group
from app.activity.happenings import Happened
from app.activity.models import Mail, MailState, Notification
from app.activity.record import record
from app.actor import Actor
from app.asking import stored
from app.database import now
from app.jobs.queue import enqueue
from app.language import N_
from app.mail import queries as mail
from app.mail.letters import Desk, Recipient, language_of
from app.mailings import queries, rules
from app.mailings.choices import ROLES
from app.mailings.forms import MailingForm
from app.mailings.models import Mailing, MailingLetter, MailingState
from app.mailings.tasks import going, waits
from app.people.models import Membership
from app.references.queries import next_reference
from app.refusals import NotFound, Overtaken, Reason, Refused, require

NOBODY_GETS_IT = N_("Nobody has these roles there. Choose others.")
TOO_MANY = N_("%(count)s people would get it. Divide it so that no letter goes to more than %(most)s.")
SETTLED = N_("It has been sent or cancelled already.")
NOBODY_LEFT = N_("Nobody is left to send it to.")
SECOND_LOOK = N_(
    "It goes to %(count)s people. Somebody other than the one who wrote it has to look it through and send it."
)


def hold(db: Session, actor: Actor, form: MailingForm, desk: Desk, *, is_demo: bool = False) -> Mailing:
    """Write the letters and keep them: nothing goes before somebody has said so.

    Raises:
        NotAllowed: the actor does not write for the region.
        Refused: nobody would get it, or too many.
    """
    require(rules.may_write_to_many(actor))
    mailing = Mailing(
        reference=next_reference(db, "M"),
        organisation_id=actor.organisation_id,
        author_id=actor.membership_id,
        state=MailingState.held,
        is_demo=is_demo,
        letters=[],
    )
    _write(db, actor, mailing, form, desk)
    db.add(mailing)
    record(db, actor, Happened.mailing_held, mailing, waits=waits(mailing), receivers=going(mailing))
    return mailing


def edit(db: Session, actor: Actor, mailing: Mailing, form: MailingForm, version: int | None, desk: Desk) -> None:
    """Write it anew, to those who match now. Whoever changed it last is the one who wrote it.

    Raises:
        NotAllowed: not the actor's to change.
        Overtaken: somebody else changed it meanwhile.
        Refused: it is no longer held, or nobody would get it.
    """
    current = _held(db, actor, mailing)
    if version is not None and version != current.version:
        raise Overtaken(current)
    written = [letter.mail_id for letter in current.letters if letter.mail_id]
    current.letters.clear()
    db.flush()
    queries.throw_away(db, written)
    current.author_id = actor.membership_id
    _write(db, actor, current, form, desk)
    record(db, actor, Happened.mailing_changed, current, waits=waits(current), receivers=going(current))


def leave_out(db: Session, actor: Actor, mailing: Mailing, number: int) -> None:
    """One receiver gets it no more, or gets it after all.

    Raises:
        NotAllowed: not the actor's to change.
        NotFound: there is no such receiver.
        Refused: it is no longer held.
    """
    current = _held(db, actor, mailing)
    letter = next((one for one in current.letters if one.number == number), None)
    if letter is None:
        raise NotFound
    letter.is_left_out = not letter.is_left_out
    db.flush()
    record(db, actor, Happened.mailing_changed, current, waits=waits(current), receivers=going(current))


def send(db: Session, actor: Actor, mailing: Mailing) -> None:
    """Let the letters go: to those who still act for their organisation, where they are reached today.

    Raises:
        NotAllowed: not the actor's to send.
        Refused: it is no longer held, nobody is left, or another person has to look it through first.
    """
    current = _held(db, actor, mailing)
    count = going(current)
    if count > rules.MANY and actor.membership_id == current.author_id:
        raise Refused(Reason(SECOND_LOOK, values={"count": count}))
    still_here = mail.active_readers(db, [one.membership_id for one in current.letters if not one.is_left_out])
    if not still_here:
        raise Refused(Reason(NOBODY_LEFT))
    current.state, current.state_since, current.sender_id = MailingState.sent, now(), actor.membership_id
    event = record(db, actor, Happened.mailing_sent, current, waits=(), receivers=len(still_here))
    here = {reader.id: reader for reader in still_here}
    for letter in current.letters:
        letter.is_left_out = letter.membership_id not in here
        if letter.is_left_out:
            _throw_away(db, letter)
            continue
        if letter.mail is not None:
            _let_go(db, letter.mail, here[letter.membership_id])
        told = Frequency.direct if letter.mail else Frequency.never
        db.add(
            Notification(
                event_id=event.id,
                membership_id=letter.membership_id,
                group=Group.many,
                frequency=told,
                mail_id=letter.mail_id,
            )
        )


def cancel(db: Session, actor: Actor, mailing: Mailing) -> None:
    """It never goes. What it would have said stays to be read by those who write for the region.

    Raises:
        NotAllowed: not the actor's to cancel.
        Refused: it is no longer held.
    """
    current = _held(db, actor, mailing)
    current.state, current.state_since = MailingState.cancelled, now()
    for letter in current.letters:
        _throw_away(db, letter)
    record(db, actor, Happened.mailing_cancelled, current, waits=())


def _held(db: Session, actor: Actor, mailing: Mailing) -> Mailing:
    current = queries.held_still(db, mailing)
    rules.may_write.require(actor, current)
    if not current.is_held:
        raise Refused(Reason(SETTLED))
    return current


def _write(db: Session, actor: Actor, mailing: Mailing, form: MailingForm, desk: Desk) -> None:
    for name in MailingForm.model_fields:
        setattr(mailing, name, stored(getattr(form, name)) if name == "receivers" else getattr(form, name))
    roles = [role for group in form.receivers for role in ROLES[group]]
    found = queries.receivers(db, roles, form.municipalities, form.among, actor.membership_id)
    if not found:
        raise Refused(Reason(NOBODY_GETS_IT, field="receivers"))
    if len(found) > rules.MOST:
        raise Refused(Reason(TOO_MANY, field="receivers", values={"count": len(found), "most": rules.MOST}))
    unwanted = queries.do_not_want(db, [one.id for one in found])
    for number, reader in enumerate(found, 1):
        token = token_hex(16)
        letter = MailingLetter(number=number, membership_id=reader.id, token=token, is_left_out=False)
        letter.membership = reader
        letter.mail = _letter(desk, mailing, reader, token) if reader.id not in unwanted else None
        mailing.letters.append(letter)


def _letter(desk: Desk, mailing: Mailing, reader: Membership, token: str) -> Mail:
    """As it will read: in English for those who read English, where there is such a text."""
    is_english = language_of(reader) == "en" and bool(mailing.text_in_english)
    language = "en" if is_english else "sv"
    stop = desk.link(language, "stop_summaries", token)
    letter = desk.to_anyone(
        Recipient(reader.person.email, reader.person.name, language, reader.id),
        "mailings/letter",
        {
            "reader": reader,
            "title": mailing.subject_in_english if is_english else mailing.subject,
            "text": mailing.text_in_english if is_english else mailing.text,
            "link": desk.link(language, "mailing", mailing.reference),
            "stop": stop,
        },
        thread=mailing.reference,
        unsubscribe=stop,
    )
    letter.state = MailState.held
    return letter


def _let_go(db: Session, letter: Mail, reader: Membership) -> None:
    letter.to_address, letter.to_name = reader.person.email, reader.person.name
    letter.state, letter.created_at = MailState.waiting, now()
    enqueue(db, "send_mail", mail_id=str(letter.id))


def _throw_away(db: Session, letter: MailingLetter) -> None:
    if letter.mail_id is not None:
        mail_id, letter.mail = letter.mail_id, None
        db.flush()
        queries.throw_away(db, [mail_id])
