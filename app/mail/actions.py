"""Telling people, and sending what the outbox holds."""

from email.errors import MessageError
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.models import Mail, MailState, Notification
from app.activity.notices import Notices, Urgency
from app.actor import NOBODY
from app.database import now
from app.jobs.queue import enqueue
from app.mail import queries
from app.mail.letters import Desk
from app.mail.post import Post, Refused, Unclear

MOST_ATTEMPTS = 40  # with the queue's waits of at most an hour: for a day and a half
log = structlog.get_logger(__name__)


class TryAgain(Exception):
    """The letter could not be handed over now; the queue is to ask again later."""


def tell_about(db: Session, event_id: str, *, notices: Notices, desk: Desk) -> int:
    """Tell those whom an event concerns, each once, however often this is called; returns how many were told now.

    Who did it is not told, and nobody who is no longer active.
    """
    event = activity.event(db, UUID(event_id))
    notice = notices.get(event.happening) if event else None
    if event is None or notice is None:
        return 0
    wanted = {membership.id for membership in notice.to(db, event)} - {event.membership_id}
    wanted -= activity.told_of(db, event.id)
    readers = [
        reader
        for reader in queries.active_readers(db, wanted)
        if event.person_id == NOBODY or reader.person_id != event.person_id
    ]
    for reader in readers:
        db.add(Notification(event_id=event.id, membership_id=reader.id, urgency=notice.urgency))
        if notice.urgency is Urgency.direct:
            mail = desk.write(notice, event, reader)
            db.add(mail)
            db.flush()
            enqueue(db, "send_mail", mail_id=str(mail.id))
    return len(readers)


def send_mail(db: Session, mail_id: str, *, desk: Desk, post: Post | None) -> None:
    """Hand one letter over, once and only once. `post` is None where letters are only kept (development).

    The session must be bound to one connection: the letter is held by that connection over several commits, so that
    it is free again exactly when its worker is done or dead.

    Raises:
        TryAgain: not now; nothing has been handed over.
    """
    letter_id = UUID(mail_id)
    if not queries.take_in_hand(db, letter_id):
        raise TryAgain("another worker is at it")
    try:
        _hand_over(db, letter_id, desk, post)
    finally:
        db.rollback()
        queries.let_go(db, letter_id)
        db.commit()


def _hand_over(db: Session, letter_id: UUID, desk: Desk, post: Post | None) -> None:
    mail = queries.mail(db, letter_id)
    if mail is not None and mail.state is MailState.handing_over:
        # We hold it, so whoever was handing it over is gone: it may have arrived, and must not go twice.
        _settle(db, mail, MailState.uncertain, "the worker stopped while handing it over")
    if mail is None or mail.state is not MailState.waiting:
        return
    if post is None:
        _settle(db, mail, MailState.sent)
        return
    try:
        content = desk.content(mail)
        with post.letter(content, desk.sender, mail.to_address) as hand_over:
            mail.state = MailState.handing_over
            mail.attempts += 1
            db.commit()
            hand_over()
            _settle(db, mail, MailState.sent)
    except Unclear as problem:
        _settle(db, mail, MailState.uncertain, str(problem))
    except (Refused, ValueError, MessageError) as problem:
        _refused(db, mail, problem)


def _refused(db: Session, mail: Mail, problem: Exception) -> None:
    if mail.state is MailState.waiting:
        mail.attempts += 1
    if not isinstance(problem, Refused) or problem.for_good or mail.attempts >= MOST_ATTEMPTS:
        _settle(db, mail, MailState.failed, str(problem))
        return
    _settle(db, mail, MailState.waiting, str(problem))
    raise TryAgain(str(problem))


def _settle(db: Session, mail: Mail, state: MailState, error: str = "") -> None:
    mail.state, mail.error = state, error
    mail.sent_at = now() if state is MailState.sent else None
    db.commit()
    if state in (MailState.failed, MailState.uncertain):
        log.warning("mail_not_sent", mail=str(mail.id), state=state.value, error=error)


def find_the_lost(db: Session) -> None:
    """Ask again for letters that were being handed over, in case their worker is dead and its job forgotten."""
    for letter_id in queries.left_by_the_dead(db):
        enqueue(db, "send_mail", mail_id=str(letter_id))
