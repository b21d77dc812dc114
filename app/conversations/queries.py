"""Conversations as one reader may read them: what is for another circle is not there at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.activity.models import Event, Notification
from app.actor import Actor, Role
from app.challenges.models import Challenge, CoOwner
from app.conversations.matters import BY_SERIES, Matter, of_message
from app.conversations.models import Message, MessageDocument, Reach
from app.conversations.queries_reading import messages_for
from app.database import now
from app.mail import queries as mail
from app.paging import PER_PAGE, Page, offset, paged
from app.people.models import Membership
from app.refusals import NotFound
from app.rule import Rule
from app.test_requests.models import TestRequest

MOST_MESSAGES = 200
LOADED: dict[str, tuple[Any, ...]] = {
    "TestRequest": (joinedload(TestRequest.solution), selectinload(TestRequest.assessors)),
    "Pilot": (),
    "Research": (),
    "Challenge": (selectinload(Challenge.co_owners).joinedload(CoOwner.organisation),),
}
"""What the names and the rules of each kind look at."""
REGION = (Role.region_lead, Role.region_officer)


@dataclass(frozen=True)
class Talk:
    """Something one can talk about, with the circles its reader belongs to, the narrowest first."""

    matter: Matter
    row: Any
    reaches: Sequence[Reach]

    @property
    def reference(self) -> str:
        return str(self.row.reference)

    @property
    def language(self) -> str:
        return str(self.row.language)

    def words(self, reach: Reach) -> str:
        """Who reads what is written so far, to be translated."""
        return self.matter.words[reach]

    def circle(self, actor: Actor, reach: Reach) -> Rule[Any]:
        """Who reads what the actor writes so far."""
        return self.matter.circle(reach, actor.organisation_id)


def talk(db: Session, actor: Actor, reference: str) -> Talk:
    """The thing with that reference.

    Raises:
        NotFound: there is none that the actor may talk about.
    """
    matter = BY_SERIES.get(reference[:1])
    if matter is None:
        raise NotFound
    circles = [(reach, matter.circle(reach, actor.organisation_id)) for reach in matter.circles]
    query = select(matter.model, *(circle.rows(actor).label(reach.value) for reach, circle in circles)).options(
        *LOADED[matter.kind]
    )
    found = db.execute(query.where(matter.model.reference == reference)).first()
    reaches = [reach for (reach, _), reads in zip(circles, found[1:], strict=True) if reads] if found else []
    if found is None or not reaches:
        raise NotFound
    return Talk(matter, found[0], reaches)


def _readable(actor: Actor) -> Select[Message]:
    return select(Message).where(messages_for(actor))


def messages(db: Session, actor: Actor, found: Talk, reach: Reach) -> Sequence[Message]:
    """What has been written about a thing to one circle, the oldest first; of very much the latest."""
    latest = (
        _readable(actor)
        .where(Message.reference == found.reference, Message.reach == reach)
        .options(selectinload(Message.earlier), selectinload(Message.attached).joinedload(MessageDocument.document))
        .order_by(Message.sent_at.desc(), Message.id)
        .limit(MOST_MESSAGES)
    )
    return db.scalars(latest).all()[::-1]


def latest_reach(db: Session, actor: Actor, found: Talk) -> Reach:
    """The circle that was written to last; of one who has nothing to read, the narrowest they belong to."""
    query = _readable(actor).where(Message.reference == found.reference).with_only_columns(Message.reach)
    latest = db.scalar(query.order_by(Message.sent_at.desc(), Message.id).limit(1))
    return latest if latest is not None and latest in found.reaches else found.reaches[0]


def conversations(db: Session, actor: Actor, words: str, number: int) -> Page[Message]:
    """The last message of each conversation the actor reads, the latest first; with words, those that hold them."""
    query = _readable(actor)
    if words:
        like = {"other": words, "autoescape": True}
        query = query.where(
            Message.text.icontains(**like) | Message.label.icontains(**like) | (Message.reference == words.upper())
        )
    last = query.ext(distinct_on(Message.reference)).order_by(Message.reference, Message.sent_at.desc(), Message.id)
    found = aliased(Message, last.subquery())
    rows = db.scalars(
        select(found).order_by(found.sent_at.desc(), found.id).offset(offset(number)).limit(PER_PAGE + 1)
    ).all()
    return paged(rows, number)


def own_message(db: Session, actor: Actor, message_id: UUID) -> Message:
    """A message the actor wrote and may still read.

    Raises:
        NotFound: there is none.
    """
    query = _readable(actor).where(Message.id == message_id, Message.membership_id == actor.membership_id)
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


def draft(db: Session, actor: Actor, found: Talk, reach: Reach) -> Message | None:
    """What the actor has begun to write about a thing to a circle, and not sent. Nobody else meets it anywhere."""
    query = select(Message).where(
        Message.reference == found.reference,
        Message.reach == reach,
        Message.membership_id == actor.membership_id,
        Message.sent_at.is_(None),
    )
    return db.scalar(query.options(selectinload(Message.attached).joinedload(MessageDocument.document)))


def drafts_left_since(db: Session, moment: datetime) -> Sequence[Message]:
    """What was begun and has not been touched since then."""
    saved = func.coalesce(Message.edited_at, Message.created_at)
    query = select(Message).where(Message.sent_at.is_(None), saved < moment)
    return db.scalars(query.options(selectinload(Message.attached).joinedload(MessageDocument.document))).all()


def document(db: Session, actor: Actor, document_id: UUID) -> MessageDocument:
    """A file of a message the actor reads, or of their own draft to a circle they still belong to.

    Raises:
        NotFound: there is none.
    """
    query = select(MessageDocument).where(MessageDocument.document_id == document_id)
    query = query.join(Message, Message.id == MessageDocument.message_id).options(joinedload(MessageDocument.document))
    if (link := db.scalar(query.where(messages_for(actor)))) is not None:
        return link
    query = query.where(Message.sent_at.is_(None), Message.membership_id == actor.membership_id)
    own = db.execute(query.add_columns(Message.reference, Message.reach)).first()
    if own is None or own[2] not in talk(db, actor, own[1]).reaches:
        raise NotFound
    found: MessageDocument = own[0]
    return found


def message_by_id(db: Session, message_id: UUID) -> Message | None:
    """For notices, which act for nobody."""
    return db.get(Message, message_id)


def concerned(db: Session, message: Message) -> list[Membership]:
    """Those whom a message is for: of its readers, those whose task the matter is, and those who have written there.

    A whole municipality may read a conversation about its pilot; only those who lead it are told of each message.
    """
    matter = of_message(message)
    thing_id = getattr(message, matter.column)
    row = db.scalar(select(matter.model).where(matter.model.id == thing_id).options(*LOADED[matter.kind]))
    circle = matter.circle(message.reach, message.organisation_id)
    same = (Message.reference == message.reference, Message.reach == message.reach, Message.sent_at.is_not(None))
    wrote = set(db.scalars(select(Message.membership_id).where(*same)))
    homes = {getattr(row, home) for home in matter.homes}
    return [
        member
        for member in mail.all_readers(db)
        if (
            member.id in wrote
            or (member.organisation_id in homes and member.actor.has(*matter.told))
            or (matter.waits_for_the_region(row) and member.actor.has(*REGION))
        )
        and circle(member.actor, row)
    ]


def mark_read(db: Session, actor: Actor, reference: str) -> None:
    """Who answers has read what was written before."""
    about = select(Event.id).where(Event.subject_type == "Message", Event.subject_reference == reference)
    theirs = update(Notification).where(
        Notification.membership_id == actor.membership_id,
        Notification.read_at.is_(None),
        Notification.event_id.in_(about),
    )
    db.execute(theirs.values(read_at=now()), execution_options={"synchronize_session": False})
