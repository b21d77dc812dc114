"""Asking one another to do something."""

from app.conversations import queries as conversations
from app.demo.stage import Stage
from app.demo.words import Said
from app.errands import actions
from app.errands.forms import ErrandForm, ReplyForm
from app.errands.queries import errand


def ask(stage: Stage, who: str, reference: str, said: Said) -> str:
    """Somebody of the cast asks another, about a thing; the reference of what was asked."""
    actor = stage.actor(who)
    talk = conversations.talk(stage.db, actor, reference) if reference else None
    return actions.ask(stage.db, actor, stage.filled(ErrandForm, said), talk, is_demo=True).reference


def reply(stage: Stage, who: str, reference: str, said: Said) -> None:
    actor = stage.actor(who)
    actions.reply(stage.db, actor, errand(stage.db, actor, reference), stage.filled(ReplyForm, said))
