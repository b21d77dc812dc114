"""Making extracts, and forgetting them when their time is over."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.exports import Export, Pen, export
from app.extracts import actions, queries, rules
from app.extracts.models import Extract
from app.jobs.clock import Step
from app.mail.letters import Desk
from app.people import queries as people
from app.refusals import NotAllowed, NotFound

Tells = Callable[[UUID, int, int], None]
"""Where it is said how much of the whole of an extract is done."""


def make_extract(db: Session, extract_id: str, *, desk: Desk, tells: Tells | None = None) -> None:
    """Make the file with the rights that its orderer has now. A second call finds it made.

    `tells` writes in a transaction of its own, so that the orderer sees how far it has come while it is being made.
    """
    extract = queries.to_make(db, UUID(extract_id))
    if extract is None:
        return
    try:
        wanted, thing = _found(db, extract)
    except (NotFound, NotAllowed):
        actions.stop(extract)
        return
    env = desk.environments[extract.language]
    tell = partial(tells or partial(queries.say_progress, db), extract.id)
    say: Any = env.globals["sentence"]
    pen = Pen(say, env.filters, extract.language, desk.cofinancing.get(extract.language, ()), tell)
    content = wanted.form(extract.form).write(thing, pen)
    actions.finish(db, extract, content, wanted.size(thing))


def _found(db: Session, extract: Extract) -> tuple[Export[Any], Any]:
    """How it is declared, and what it is of as its orderer may see it.

    Raises:
        NotAllowed: whoever ordered it is not there any more, or files of that kind are no longer theirs.
        NotFound: they may no longer see what it is of.
    """
    member = people.membership(db, extract.membership_id)
    if member is None or not rules.may_order(member.actor):
        raise NotAllowed
    wanted = export(extract.export)
    return wanted, wanted.find(db, member.actor, extract.about)


def forget_extracts(db: Session, actor: Actor) -> None:
    """What nobody needs any more is not kept."""
    del actor
    queries.forget_old(db, now())


WRITERS = {"make_extract": make_extract}
EVERY_NIGHT: tuple[Step, ...] = (("forget_extracts", forget_extracts),)
