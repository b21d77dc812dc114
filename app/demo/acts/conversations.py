"""Writing to one another."""

from app.conversations import actions, queries
from app.conversations.forms import MessageText
from app.conversations.models import Reach
from app.demo.stage import Stage


def write(stage: Stage, who: str, reference: str, reach: Reach, text: str) -> None:
    """Somebody of the cast writes about a thing, to a circle they belong to."""
    actor = stage.actor(who)
    talk = queries.talk(stage.db, actor, reference)
    actions.send(stage.db, actor, talk, reach, stage.filled(MessageText, {"text": text}), "sv")


def begin(stage: Stage, who: str, reference: str, reach: Reach, text: str) -> None:
    """The same, kept as a draft."""
    actor = stage.actor(who)
    actions.keep_draft(stage.db, actor, queries.talk(stage.db, actor, reference), reach, text, "sv")
