"""Asking one another to do something."""

from app.conversations import queries as conversations
from app.database import now
from app.demo.stage import Stage
from app.demo.words import Said
from app.errands import actions
from app.errands.forms import ErrandForm, ReplyForm
from app.errands.queries import errand
from app.people import actions as people_actions
from app.people import queries as people


def ask(stage: Stage, who: str, reference: str, said: Said) -> str:
    """Somebody of the cast asks another, about a thing; the reference of what was asked."""
    actor = stage.actor(who)
    talk = conversations.talk(stage.db, actor, reference) if reference else None
    asked = actions.ask(stage.db, actor, stage.filled(ErrandForm, said), talk, is_demo=True)
    if asked.is_for_a_guest:  # here all that there is, is invented: also where guests belong
        asked.doer.organisation.is_demo = True
    return asked.reference


def reply(stage: Stage, who: str, reference: str, said: Said) -> None:
    actor = stage.actor(who)
    actions.reply(stage.db, actor, errand(stage.db, actor, reference), stage.filled(ReplyForm, said))


def comes(stage: Stage, who: str, reference: str) -> None:
    """The guest whom somebody of the cast has invited signs in for the first time."""
    guest = errand(stage.db, stage.actor(who), reference).doer
    people_actions.accept(stage.db, guest)
    if member := people.membership(stage.db, guest.id):
        member.last_seen_at = now()
        actions.receive(stage.db, member)
