"""The thing that is talked about, named by its reference in the path, and the circle named in the query."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.conversations import queries
from app.conversations.models import Message, MessageDocument, Reach
from app.conversations.queries import Talk
from app.web.guards import CurrentActor, Db, signed_in

ADDRESSES = {Reach.own: "egen", Reach.handling: "handlaggning", Reach.parties: "parter"}
"""What stands in an address for each circle."""


def talked_about(ref: str, db: Db, actor: CurrentActor) -> Talk:
    return queries.talk(db, actor, ref)


TalkedAbout = Annotated[Talk, Depends(talked_about)]


@dataclass(frozen=True)
class Room:
    """One conversation: a thing, and a circle of readers that the reader belongs to."""

    talk: Talk
    reach: Reach

    @property
    def address(self) -> str:
        return ADDRESSES[self.reach]


def room(talk: TalkedAbout, krets: str = "") -> Room | None:
    """The circle that is written to stands in the address, so that nothing can be sent to another one by mistake.

    None: no circle is named there, or not one of the reader's.
    """
    found = next((reach for reach in talk.reaches if ADDRESSES[reach] == krets), None)
    return Room(talk, found) if found else None


TheRoom = Annotated[Room | None, Depends(room)]


def own_message(message_id: UUID, db: Db, actor: CurrentActor, _: Annotated[None, Depends(signed_in)]) -> Message:
    return queries.own_message(db, actor, message_id)


OwnMessage = Annotated[Message, Depends(own_message)]


def attached(document_id: UUID, db: Db, actor: CurrentActor, _: Annotated[None, Depends(signed_in)]) -> MessageDocument:
    return queries.document(db, actor, document_id)


Attached = Annotated[MessageDocument, Depends(attached)]
