"""The letters of this room: the link itself, and word of every change to one's passkeys."""

import secrets
from uuid import UUID, uuid5

from sqlalchemy.orm import Session as Db

from app.database import now
from app.jobs.queue import enqueue
from app.language import LANGUAGES
from app.mail import queries as outbox
from app.mail.letters import SEALED_PLACE, Desk, Recipient, language_of
from app.passkeys import queries
from app.people.models import Membership
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import AuthEvent
from app.sign_in.secrets import fingerprint

CHANGES = {
    AuthEventType.passkey_added: "sign_in/passkey_added",
    AuthEventType.passkey_removed: "sign_in/passkey_removed",
}


def send_link(db: Db, request_id: str, *, desk: Desk) -> None:
    """Answer a request for a link, once, if there is anyone to answer. Called again it does nothing."""
    request = queries.request_to_answer(db, UUID(request_id))
    if request is None:
        return
    request.answered_at = now()
    found = queries.memberships_at(db, request.address)
    if not found or request.expires_at <= now():
        return
    token = secrets.token_hex(32)  # it stands in an address, and those are in lower case
    request.token_hash = fingerprint(token)
    person = found[0].person
    language = request.language if request.language in LANGUAGES else LANGUAGES[0]
    mail = desk.to_anyone(
        Recipient(person.email, person.name, language),
        "sign_in/link",
        {"link": SEALED_PLACE, "until": request.expires_at},
    )
    mail.secret_sealed = desk.seal(desk.link(language, "email_link", token))
    db.add(mail)
    db.flush()
    enqueue(db, "send_mail", mail_id=str(mail.id))


def tell_of_change(db: Db, auth_event_id: str, *, desk: Desk) -> None:
    """Tell the owner of a passkey that it was added or taken away, also when they did it themselves (rule 39)."""
    event = queries.auth_event(db, UUID(auth_event_id))
    if event is not None and event.type in CHANGES:
        for membership in queries.one_for_each_address(db, event.person_id):
            tell_once(db, desk, event, membership, CHANGES[event.type])


def tell_once(
    db: Db, desk: Desk, event: AuthEvent, reader: Membership, template: str, *, route: str = "sign_ins", **values: str
) -> None:
    """One letter to one reader about one thing that happened at a door, however often this is called. It leads to the
    page `route`."""
    letter_id = uuid5(event.id, str(reader.id))
    if outbox.mail(db, letter_id) is not None:
        return
    language = language_of(reader)
    mail = desk.to_anyone(
        Recipient(reader.person.email, reader.person.name, language, reader.id),
        template,
        {"event": event, "reader": reader, "link": desk.link(language, route), **event.details, **values},
    )
    mail.id = letter_id
    db.add(mail)
    db.flush()
    enqueue(db, "send_mail", mail_id=str(mail.id))
