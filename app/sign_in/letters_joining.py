"""The letters of two sign-ins becoming one person's: one to each address (sso.md rule 26)."""

from uuid import UUID, uuid5

from sqlalchemy.orm import Session as Db

from app.jobs.queue import enqueue
from app.language import LANGUAGES
from app.mail import queries as outbox
from app.mail.letters import Desk, Recipient
from app.sign_in import queries_joining as joining
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import AuthEvent

TEMPLATES = {
    AuthEventType.accounts_joined: "sign_in/joined",
    AuthEventType.accounts_parted: "sign_in/parted",
}


def tell_of_joining(db: Db, auth_event_id: str, person_id: str, *, desk: Desk) -> None:
    """Once to each of the two, also to the one who did it."""
    event = db.get(AuthEvent, UUID(auth_event_id))
    if event is None or event.type not in TEMPLATES:
        return
    letter_id = uuid5(event.id, person_id)
    if outbox.mail(db, letter_id) is not None:
        return
    person = joining.person(db, UUID(person_id))
    language = person.locale if person.locale in LANGUAGES else LANGUAGES[0]
    mail = desk.to_anyone(
        Recipient(person.email, person.name, language),
        TEMPLATES[event.type],
        {
            "organisation": joining.organisation_name(db, event.organisation_id),
            "link": desk.link(language, "join_sign_in"),
        },
    )
    mail.id = letter_id
    db.add(mail)
    db.flush()
    enqueue(db, "send_mail", mail_id=str(mail.id))
