"""Writing in a conversation, and changing what one wrote so that everyone sees that it was changed."""

from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.conversations import queries
from app.conversations.forms import MOST_FILES, MessageText
from app.conversations.models import EarlierText, Message, MessageDocument, Reach
from app.conversations.queries import Talk
from app.database import now
from app.documents import actions as documents
from app.language import N_
from app.refusals import Overtaken, Reason, Refused, require

GONE = N_("What you were writing has been sent from another window. Read the conversation before you send this too.")


def keep_draft(
    db: Session, actor: Actor, found: Talk, reach: Reach, text: str, language: str, version: int | None = None
) -> Message:
    """Keep what the actor is writing to a circle they belong to, for themselves alone.

    Raises:
        NotAllowed: not one of the actor's circles.
        Overtaken: it was saved in another window meanwhile.
        Refused: it was sent in another window meanwhile.
    """
    require(reach in found.reaches)
    draft = queries.draft(db, actor, found, reach)
    if draft is None:
        if version:
            raise Refused(Reason(GONE))
        draft = _new(actor, found, reach)
        db.add(draft)
    elif version is not None and version != draft.version:
        raise Overtaken(draft)
    draft.text, draft.language, draft.edited_at = text, language, now()
    db.flush()
    return draft


def _new(actor: Actor, found: Talk, reach: Reach) -> Message:
    return Message(
        **{found.matter.column: found.row.id},
        reference=found.reference,
        label=found.row.label,
        reach=reach,
        membership_id=actor.membership_id,
        organisation_id=actor.organisation_id,
        person_name=actor.person_name,
        organisation_name=actor.organisation_name,
        attached=[],
    )


def send(
    db: Session,
    actor: Actor,
    found: Talk,
    reach: Reach,
    form: MessageText,
    language: str,
    version: int | None = None,
) -> Message:
    """Say something to a circle one belongs to oneself; what was attached to the draft goes along.

    Raises:
        NotAllowed: not one of the actor's circles.
        Overtaken: it was saved in another window meanwhile.
        Refused: it was sent in another window meanwhile.
    """
    message = keep_draft(db, actor, found, reach, form.text, language, version)
    message.label, message.sent_at, message.edited_at = found.row.label, now(), None
    queries.mark_read(db, actor, found.reference)
    record(db, actor, Happened.message_sent, message)
    return message


def attach(db: Session, actor: Actor, draft: Message, folder: Path, name: str, content: bytes) -> MessageDocument:
    """Add a file to what one is writing.

    Raises:
        NotAllowed: it is not the actor's draft.
        Refused: there are ten already, or the file is not one we take.
    """
    require(draft.membership_id == actor.membership_id and draft.sent_at is None)
    if len(draft.attached) >= MOST_FILES:
        raise Refused(Reason(N_("There are ten attachments already. Remove one first."), field="file"))
    document = documents.take_in(db, actor, folder, name, content)
    link = MessageDocument(message_id=draft.id, document_id=document.id)
    link.document = document
    draft.attached.append(link)
    db.flush()
    return link


def detach(db: Session, actor: Actor, draft: Message, document_id: UUID) -> None:
    """Take a file away again before it is sent. What is not there is gone already."""
    require(draft.membership_id == actor.membership_id and draft.sent_at is None)
    for link in [link for link in draft.attached if link.document_id == document_id]:
        draft.attached.remove(link)
        db.delete(link)
        db.flush()
        db.delete(link.document)
    db.flush()


def discard(db: Session, draft: Message) -> None:
    """Throw away what was never sent, and its files."""
    for link in draft.attached:
        document = link.document
        db.delete(link)
        db.flush()
        db.delete(document)
    db.flush()
    db.expire(draft, ["attached"])
    db.delete(draft)
    db.flush()


def change(db: Session, actor: Actor, message: Message, form: MessageText, version: int | None = None) -> None:
    """Say it in another way. What it said before stays to be read, and nobody is told anew.

    Raises:
        NotAllowed: somebody else wrote it.
        Overtaken: it was changed meanwhile, in another window.
    """
    require(message.membership_id == actor.membership_id)
    if version is not None and version != message.version:
        raise Overtaken(message)
    if form.text == message.text:
        return
    db.add(EarlierText(message_id=message.id, text=message.text))
    message.text, message.edited_at = form.text, now()
    record(db, actor, Happened.message_changed, message)
