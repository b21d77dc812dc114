"""Making extracts, and forgetting them when their time is over."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now, today
from app.extracts import actions, queries, rules
from app.extracts.book import book
from app.grants import queries as grants
from app.indicators.gathering import Gathering
from app.indicators.queries import municipalities
from app.jobs.clock import Step
from app.mail.letters import Desk
from app.neutrality.queries import first_day
from app.people import queries as people
from app.periods import chosen, offered


def make_extract(db: Session, extract_id: str, *, desk: Desk) -> None:
    """Make the workbook with the rights that its orderer has now. A second call finds it made."""
    extract = queries.to_make(db, UUID(extract_id))
    if extract is None:
        return
    member = people.membership(db, extract.membership_id)
    if member is None or not rules.may_order(member.actor):
        actions.stop(extract)
        return
    period = chosen(extract.period, offered(first_day(db), today(), grants.windows(db)))
    names = {place.slug: place.name for place in municipalities(db)}
    say: Any = desk.environments[extract.language].globals["sentence"]
    gathering = Gathering(db, period, extract.place)
    made = book(gathering, member.actor, names, say, desk.cofinancing.get(extract.language, ()))
    actions.finish(db, extract, made)


def forget_extracts(db: Session, actor: Actor) -> None:
    """What nobody needs any more is not kept."""
    del actor
    queries.forget_old(db, now())


WRITERS = {"make_extract": make_extract}
EVERY_NIGHT: tuple[Step, ...] = (("forget_extracts", forget_extracts),)
