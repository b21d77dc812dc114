"""Telling people, and sending what the outbox holds."""

from collections.abc import Sequence
from email.errors import MessageError
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.groups import FIXED, Frequency, Group, Urgency, usual
from app.activity.models import Event, Mail, MailState, Notification
from app.activity.notices import Listeners, Notices, Threads
from app.actor import NOBODY
from app.database import now
from app.jobs.queue import enqueue
from app.mail import queries
from app.mail.letters import Desk
from app.mail.post import Post, Refused, Unclear
from app.mail.returns import Returned
from app.people.models import Membership

MOST_ATTEMPTS = 40  # with the queue's waits of at most an hour: for a day and a half
log = structlog.get_logger(__name__)


class TryAgain(Exception):
    """The letter could not be handed over now; the queue is to ask again later."""


def tell_about(
    db: Session,
    event_id: str,
    *,
    notices: Notices,
    desk: Desk,
    threads: Threads | None = None,
    listeners: Listeners = (),
) -> int:
    """Tell those whom an event concerns, each once, however often this is called; returns how many were told now.

    Who did it is not told, and nobody who is no longer active. Each reader hears as often as they have chosen; what is
    in `FIXED` they hear at once. `threads` are those to whom it is a later step of something they once took part in.
    """
    event = activity.event(db, UUID(event_id))
    if event is None:
        return 0
    told = 0
    notice = notices.get(event.happening)
    if notice is not None:
        group = notice.group_for(event.happening)
        for reader in _not_told(db, event, notice.to(db, event)):
            frequency = _frequency(db, reader, group, notice.urgency)
            letter = desk.write(notice, event, reader) if frequency is Frequency.direct else None
            _tell(db, event, reader, group, frequency, letter)
            told += 1
    upstream = threads.get(event.happening) if threads else None
    for reader in _not_told(db, event, upstream(db, event)) if upstream else ():
        frequency = _frequency(db, reader, Group.thread, Urgency.digest)
        # There is no letter of its own for a later step: at once means with the next summary.
        _tell(db, event, reader, Group.thread, Frequency.daily if frequency is Frequency.direct else frequency, None)
        told += 1
    for hear in listeners:
        hear(db, event_id)
    return told


def _not_told(db: Session, event: Event, found: Sequence[Membership]) -> list[Membership]:
    wanted = {membership.id for membership in found} - {event.membership_id} - activity.told_of(db, event.id)
    return [
        reader
        for reader in queries.active_readers(db, wanted)
        if event.person_id == NOBODY or reader.person_id != event.person_id
    ]


def _frequency(db: Session, reader: Membership, group: Group, urgency: Urgency) -> Frequency:
    if group in FIXED:
        return Frequency.direct
    return queries.chosen(db, reader.id).get(group) or usual(group, urgency)


def _tell(
    db: Session, event: Event, reader: Membership, group: Group, frequency: Frequency, letter: Mail | None
) -> None:
    if letter is not None:
        put_in_outbox(db, letter)
    mail_id = letter.id if letter else None
    db.add(Notification(event_id=event.id, membership_id=reader.id, group=group, frequency=frequency, mail_id=mail_id))
    db.flush()


def put_in_outbox(db: Session, letter: Mail) -> None:
    """Keep a letter, and have it sent when, and only if, the caller's transaction commits."""
    db.add(letter)
    db.flush()
    enqueue(db, "send_mail", mail_id=str(letter.id))


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
    if queries.suppression(db, mail.to_address) is not None:
        _settle(db, mail, MailState.withheld, "letters to this address come back")
        return
    if post is None:
        _settle(db, mail, MailState.sent)
        return
    try:
        content = desk.content(mail)
        with post.letter(content, desk.return_address(mail), mail.to_address) as hand_over:
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
    if isinstance(problem, Refused) and problem.unknown_recipient:
        queries.suppress(db, mail.to_address, problem.unknown_recipient, str(problem)[:300], mail.id)
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


def came_back(db: Session, report: Returned) -> bool:
    """Take note of a letter that came back; nothing more is sent to an address that does not exist.

    Returns whether it was about a letter of ours. Only what has left the house can come back.
    """
    letter = queries.mail(db, report.mail_id)
    if letter is None or letter.state not in (MailState.sent, MailState.uncertain, MailState.returned):
        return False
    letter.error = f"{report.status} {report.reason}".strip()
    if report.is_final:
        letter.state = MailState.returned
        queries.suppress(db, letter.to_address, report.status, report.reason, letter.id)
    log.warning("mail_came_back", mail=str(letter.id), status=report.status, final=report.is_final)
    return True
