"""Every question asked of the table of solutions. Each takes the actor and shows only what they may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.actor import Actor
from app.paging import PER_PAGE, Page, offset, paged
from app.refusals import NotFound
from app.solutions import rules
from app.solutions.models import Solution, SolutionState


@dataclass(frozen=True)
class Filter:
    """What someone looks for in the catalogue."""

    words: str = ""
    categories: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    page: int = 1

    @property
    def is_active(self) -> bool:
        return bool(self.words or self.categories or self.effects)


def _visible_to(actor: Actor) -> Select[Solution]:
    return select(Solution).where(rules.may_view.rows(actor)).options(joinedload(Solution.organisation))


def solution(db: Session, actor: Actor, reference: str) -> Solution:
    """The solution with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.scalar(_visible_to(actor).where(Solution.reference == reference))
    if found is None:
        raise NotFound
    return found


def _sought(query: Select[Any], sought: Filter) -> Select[Any]:
    if sought.words:
        query = query.where(
            or_(
                Solution.name.icontains(sought.words, autoescape=True),
                Solution.pitch.icontains(sought.words, autoescape=True),
                Solution.reference == sought.words.strip().upper(),
            )
        )
    if sought.categories:
        query = query.where(Solution.categories.overlap(list(sought.categories)))
    if sought.effects:
        query = query.where(Solution.effect_goals.overlap(list(sought.effects)))
    return query


def shown(db: Session, sought: Filter) -> Page[Solution]:
    """The catalogue: what companies have chosen to show, by name."""
    public = select(Solution).where(Solution.is_shown).options(joinedload(Solution.organisation))
    query = _sought(public, sought).order_by(func.lower(Solution.name), Solution.id)
    rows = db.scalars(query.offset(offset(sought.page)).limit(PER_PAGE + 1)).all()
    counted = select(func.count()).select_from(_sought(select(Solution.id).where(Solution.is_shown), sought).subquery())
    return paged(rows, sought.page, db.scalar(counted))


def own(db: Session, actor: Actor) -> Sequence[Solution]:
    """All that the actor's company has described, drafts too."""
    query = _visible_to(actor).where(Solution.belongs_to(actor.organisation_id))
    return db.scalars(query.order_by(func.lower(Solution.name), Solution.created_at)).all()


def usable(db: Session, actor: Actor) -> Sequence[Solution]:
    """The company's own solutions that a request can be made with."""
    query = _visible_to(actor).where(Solution.belongs_to(actor.organisation_id), Solution.is_usable)
    return db.scalars(query.order_by(func.lower(Solution.name), Solution.id)).all()


def name_is_taken(db: Session, actor: Actor, name: str, besides: UUID | None = None) -> bool:
    same = select(Solution.id).where(
        Solution.belongs_to(actor.organisation_id), func.lower(Solution.name) == name.lower(), Solution.id != besides
    )
    return db.scalar(select(same.exists())) is True


def confirmed_before(db: Session, moment: datetime) -> Sequence[Solution]:
    """Solutions in use whose facts were last confirmed before a moment: for the clock, which sees everything."""
    query = select(Solution).where(
        Solution.state.in_((SolutionState.current, SolutionState.shown)), Solution.confirmed_at <= moment
    )
    return db.scalars(query.options(joinedload(Solution.organisation)).order_by(Solution.confirmed_at)).all()
