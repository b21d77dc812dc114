"""Every question asked of the tables of research. Each takes the actor and shows only what they may see."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.actor import Actor
from app.people.models import Membership
from app.pilots import queries as pilots
from app.pilots.models import Pilot
from app.refusals import NotFound
from app.research import rules
from app.research.models import Research, ResearchInterest, ResearchState

GOING_ON = (ResearchState.draft, ResearchState.interested, ResearchState.accepted, ResearchState.active)
ENDED_STATES = (ResearchState.ended, ResearchState.declined, ResearchState.withdrawn)


def _whole() -> Select[Research]:
    return select(Research).options(
        joinedload(Research.organisation),
        joinedload(Research.membership).joinedload(Membership.person),
        joinedload(Research.pilot).joinedload(Pilot.organisation),
        joinedload(Research.pilot).joinedload(Pilot.company),
    )


def _visible_to(actor: Actor) -> Select[Research]:
    return _whole().where(rules.may_view.rows(actor))


def research(db: Session, actor: Actor, reference: str) -> Research:
    """The study with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.scalar(_visible_to(actor).where(Research.reference == reference))
    if found is None:
        raise NotFound
    return found


def of_pilot(db: Session, actor: Actor, pilot: Pilot) -> Sequence[Research]:
    """The studies of one pilot, as far as the actor may see them."""
    query = _visible_to(actor).where(Research.pilot_id == pilot.id, Research.state != ResearchState.withdrawn)
    return db.scalars(query.order_by(Research.created_at)).all()


def own(db: Session, actor: Actor) -> Sequence[Research]:
    """The actor's own studies, the latest first."""
    query = _whole().where(rules.may_continue.rows(actor)).order_by(Research.created_at.desc(), Research.id)
    return db.scalars(query).all()


def own_of_pilot(db: Session, actor: Actor, pilot: Pilot) -> Research | None:
    """The actor's own study of a pilot, unless it was declined or withdrawn."""
    query = _whole().where(
        rules.may_continue.rows(actor),
        Research.pilot_id == pilot.id,
        Research.state.not_in((ResearchState.declined, ResearchState.withdrawn)),
    )
    return db.scalar(query)


def may_join(db: Session, actor: Actor, pilot: Pilot) -> bool:
    """Whether the actor could express interest in the pilot now."""
    if not rules.may_research(actor) or not pilot.seeks_research or pilot.state not in pilots.STUDIED_STATES:
        return False
    return own_of_pilot(db, actor, pilot) is None


def standing_of(db: Session, actor: Actor) -> Sequence[ResearchInterest]:
    """The actor's own standing interests."""
    query = select(ResearchInterest).where(rules.may_change_interest.rows(actor))
    return db.scalars(query.order_by(ResearchInterest.created_at)).all()


def standing(db: Session, actor: Actor, interest_id: UUID) -> ResearchInterest:
    """One of the actor's own standing interests.

    Raises:
        NotFound: the actor has none with that id.
    """
    query = select(ResearchInterest).where(rules.may_change_interest.rows(actor), ResearchInterest.id == interest_id)
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


def all_standing(db: Session, categories: Sequence[str] = ()) -> Sequence[ResearchInterest]:
    """What researchers want to study, for those who plan pilots; those that share one of the categories, if given."""
    query = select(ResearchInterest).options(
        joinedload(ResearchInterest.organisation), joinedload(ResearchInterest.membership).joinedload(Membership.person)
    )
    if categories:
        query = query.where(ResearchInterest.categories.overlap(list(categories)))
    return db.scalars(query.order_by(ResearchInterest.title, ResearchInterest.id)).all()


def by_id(db: Session, research_id: UUID) -> Research | None:
    """For notices, which act for nobody: the study whoever may see it."""
    return db.scalar(_whole().where(Research.id == research_id))


def hold(db: Session, research: Research) -> None:
    """Let no one else change it until the transaction ends, and know what has been saved until now."""
    db.flush()  # a refresh would undo what is not yet written
    db.refresh(research, [column.key for column in Research.__mapper__.column_attrs], with_for_update=True)
