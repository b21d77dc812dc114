"""Who reads a message, put as a question to the database: what pages, lists, search, notices and letters ask."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from app.actor import Actor
from app.conversations.matters import MATTERS, Matter
from app.conversations.models import Message, Reach


def readable(matter: Matter, actor: Actor) -> ColumnElement[bool]:
    """Which messages about things of one kind the actor reads. A rule of several circles is asked once."""
    reached = [
        and_(
            rule.rows(actor),
            or_(*(_reaches(reach, actor) for reach, one in matter.circles.items() if one is rule)),
        )
        for rule in dict.fromkeys(matter.circles.values())
    ]
    return exists(select(matter.model.id).where(matter.model.id == matter.of_message, or_(*reached)))


def _reaches(reach: Reach, actor: Actor) -> ColumnElement[bool]:
    reaches = Message.reach == reach
    if reach is not Reach.own:
        return reaches
    return false() if actor.is_guest else reaches & (Message.organisation_id == actor.organisation_id)


def messages_for(actor: Actor) -> ColumnElement[bool]:
    """Which sent messages the actor reads. No `Rule`: a message alone does not know the thing that it is about, so of
    one that is loaded the circle of its matter is asked."""
    return and_(Message.sent_at.is_not(None), or_(*(readable(matter, actor) for matter in MATTERS)))
