"""Every question asked of the tables of needs. Each takes the actor and shows only what they may see."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, Uuid, any_, bindparam, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, array
from sqlalchemy.orm import Session, joinedload, load_only, selectinload, with_expression
from sqlalchemy.orm.attributes import set_committed_value

from app.actor import Actor, Role
from app.challenges import rules
from app.challenges.models import (
    ENDED_STATES,
    Announcement,
    Challenge,
    ChallengeState,
    CoOwner,
    CoOwnerStatus,
    Endorsement,
    Mandate,
    Question,
    Review,
)
from app.database import today
from app.organisations.models import Organisation
from app.paging import PER_PAGE, Page, offset, paged
from app.people import queries as people
from app.people.models import Membership
from app.refusals import NotFound
from app.remembered import remembered
from app.search import queries as search

REGISTERED = re.compile(r"\d{2}RS\d+|[A-ZÅÄÖa-zåäö]+ ?\d+[-/]\d+")  # the soft pattern of seed A2
REFERENCE = re.compile(r"[Bb]-\d{4}-\d{3,6}")


@dataclass(frozen=True)
class Filter:
    """What someone looks for in the list: every key may be repeated."""

    words: str = ""
    municipalities: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1
    asked: Any = None  # the words as a question to the index, filled in by `understood`
    owners: tuple[UUID, ...] = ()  # the municipalities, likewise
    shared: tuple[UUID, ...] | None = ()  # what they have joined; None when it is too much to name

    @property
    def is_active(self) -> bool:
        return bool(self.words or self.municipalities or self.operations or self.categories or self.states)


def _visible_to(actor: Actor) -> Select[Challenge]:
    return _to_read(actor).options(
        joinedload(Challenge.sponsor).joinedload(Membership.person),
        joinedload(Challenge.author).joinedload(Membership.person),
        joinedload(Challenge.case_officer).joinedload(Membership.person),
    )


@remembered
def _to_read(actor: Actor) -> Select[Challenge]:
    return (
        select(Challenge)
        .where(rules.may_view.rows(actor))
        .options(joinedload(Challenge.organisation), selectinload(Challenge.co_owners).joinedload(CoOwner.organisation))
    )


# Built once, like what is remembered, but the same for everyone.
_MEMBERS = (
    select(Membership).options(joinedload(Membership.person)).where(Membership.id.in_(bindparam("ids", expanding=True)))
)


@remembered
def _by_reference(actor: Actor) -> Select[Challenge]:
    return _to_read(actor).where(Challenge.reference == bindparam("reference"))


def _named(db: Session, actor: Actor, found: Challenge | None) -> Challenge:
    """With those who work with it: to who does not see inside only the case officer. A question of its own: six joins
    more take the database longer to plan than all the rest of a need takes to read.

    Raises:
        NotFound: nothing was found.
    """
    if found is None:
        raise NotFound
    names = ("sponsor", "author", "case_officer") if rules.may_see_inside(actor, found) else ("case_officer",)
    ids = {name: getattr(found, f"{name}_id") for name in names}
    wanted = sorted({id_ for id_ in ids.values() if id_})
    members = {one.id: one for one in db.scalars(_MEMBERS, {"ids": wanted})} if wanted else {}
    for name, id_ in ids.items():
        set_committed_value(found, name, members.get(id_))
    return found


IN_A_LIST = (
    Challenge.reference,
    Challenge.organisation_id,
    Challenge.state,
    Challenge.state_since,
    Challenge.version,
    Challenge.language,
    Challenge.is_demo,
    Challenge.title,
    Challenge.summary,
    Challenge.closes_on,
    Challenge.published_at,
    Challenge.created_at,
    Challenge.author_id,
    Challenge.sponsor_id,
    Challenge.case_officer_id,
)
"""What a row of a list says and what rules ask. To ask a row for more is a mistake, and raises."""


@remembered
def _listed_for(actor: Actor) -> Select[Challenge]:
    """As rows of a list: without those who work with it, and without what takes pages to read."""
    return (
        select(Challenge)
        .where(rules.may_view.rows(actor))
        .options(
            load_only(*IN_A_LIST, raiseload=True),
            joinedload(Challenge.organisation).load_only(Organisation.name, Organisation.short_name, Organisation.slug),
            with_expression(Challenge.joined_names, func.coalesce(_joined_names(), array([], type_=String))),
        )
    )


def _joined_names() -> ScalarSelect[list[str]]:
    by_name = aggregate_order_by(Organisation.short_name, Organisation.short_name)
    joined = CoOwner.organisation_id == Organisation.id, CoOwner.status == CoOwnerStatus.joined
    return (
        select(func.array_agg(by_name, type_=ARRAY(String)))
        .where(CoOwner.challenge_id == Challenge.id, *joined)
        .correlate(Challenge)
        .scalar_subquery()
    )


def challenge(db: Session, actor: Actor, reference: str) -> Challenge:
    """The need with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    return _named(db, actor, db.scalar(_by_reference(actor), {"reference": reference}))


def understood(db: Session, sought: Filter) -> Filter:
    """The filter with its words made into a question to the index, and its municipalities found."""
    if sought.municipalities:
        owners = db.scalars(select(Organisation.id).where(Organisation.slug.in_(sought.municipalities))).all()
        joined = CoOwner.organisation_id.in_(owners), CoOwner.status == CoOwnerStatus.joined
        shared = db.scalars(select(CoOwner.challenge_id).where(*joined).limit(MOST_NAMED + 1)).all()
        sought = replace(
            sought, owners=tuple(owners), shared=None if len(shared) > MOST_NAMED else tuple(sorted(shared))
        )
    return replace(sought, asked=search.asked(db, sought.words)) if sought.words else sought


def _sought(query: Select[Any], sought: Filter) -> Select[Any]:
    if REGISTERED.fullmatch(sought.words.strip()):
        query = query.where(Challenge.registry_number == sought.words.strip())
    elif REFERENCE.fullmatch(sought.words.strip()):
        query = query.where(Challenge.reference == sought.words.strip().upper())
    elif sought.asked is not None:
        query = query.where(Challenge.search.bool_op("@@")(sought.asked))
    if sought.municipalities:
        theirs = Challenge.organisation_id.in_(sought.owners)
        query = query.where(theirs if sought.shared == () else theirs | _is_shared(sought))
    if sought.operations:
        query = query.where(Challenge.operations.overlap(list(sought.operations)))
    if sought.categories:
        query = query.where(Challenge.categories.overlap(list(sought.categories)))
    if sought.states:
        query = query.where(Challenge.state.in_(sought.states))
    return query


MOST_NAMED = 200


def _is_shared(sought: Filter) -> ColumnElement[bool]:
    """Few are named, so that an index finds them together with the owners'; many are asked for."""
    if sought.shared is not None:
        return Challenge.id == any_(literal(list(sought.shared), ARRAY(Uuid)))
    joined = CoOwner.organisation_id.in_(sought.owners) & (CoOwner.status == CoOwnerStatus.joined)
    return Challenge.co_owners.any(joined)


MOST_COUNTED = 1000  # beyond this the exact number helps nobody and costs much


def challenges(db: Session, actor: Actor, sought: Filter) -> Page[Challenge]:
    """The needs the actor may see, newest first or by closing date."""
    sought = understood(db, sought)
    query, counted = _listed_and_counted(actor, sought) if sought.asked is not None else _often_listed(actor, sought)
    found = db.execute(query).all()
    total = found[0][1] if found else db.scalar(counted)  # past the last page there is no row to say it
    return paged([row[0] for row in found], sought.page, total)


def _listed_and_counted(actor: Actor, sought: Filter) -> tuple[Select[Any], Select[int]]:
    """The rows of one page with how many there are in all, and the question for that number alone."""
    query = _sought(_listed_for(actor), sought)
    newest = (func.coalesce(Challenge.published_at, Challenge.created_at).desc(), Challenge.id.desc())
    order = (Challenge.closes_on.asc().nulls_last(), Challenge.id) if sought.sort == "sista-dag" else newest
    matching = _sought(select(Challenge.id).where(rules.may_view.rows(actor)), sought)
    counted = select(func.count()).select_from(matching.limit(MOST_COUNTED + 1).subquery())
    page = query.add_columns(counted.scalar_subquery()).order_by(*order)
    return page.offset(offset(sought.page)).limit(PER_PAGE + 1), counted


_often_listed = remembered(_listed_and_counted)
"""Words make a question of their own; all else that is looked for is looked for again."""


def matches(db: Session, actor: Actor, sought: Filter, challenge_id: UUID) -> bool:
    """Whether a need is in the list that the actor would see."""
    query = select(Challenge.id).where(rules.may_view.rows(actor), Challenge.id == challenge_id)
    return db.scalar(select(_sought(query, understood(db, sought)).exists())) is True


def closing_soon(db: Session, most: int = 5) -> Sequence[Challenge]:
    """Open calls, the first to close first."""
    query = (
        select(Challenge)
        .where(Challenge.state == ChallengeState.open, Challenge.closes_on >= today())
        .options(joinedload(Challenge.organisation), selectinload(Challenge.co_owners).joinedload(CoOwner.organisation))
    )
    return db.scalars(query.order_by(Challenge.closes_on, Challenge.id).limit(most)).all()


def similar(db: Session, actor: Actor, words: str, besides: UUID | None = None, most: int = 5) -> Sequence[Challenge]:
    """Needs that sound alike, the likest first (trigrams over title and summary)."""
    alike = func.greatest(
        func.word_similarity(words, Challenge.title), func.word_similarity(words, Challenge.summary) * 0.8
    )
    query = _visible_to(actor).where(alike > 0.3, Challenge.state != ChallengeState.withdrawn)
    if besides is not None:
        query = query.where(Challenge.id != besides)
    return db.scalars(query.order_by(alike.desc(), Challenge.id).limit(most)).all()


def to_review(db: Session, actor: Actor) -> Sequence[Challenge]:
    """The needs that wait for the region's check, the longest waiting first."""
    query = _visible_to(actor).where(rules.may_review.rows(actor)).where(Challenge.state == ChallengeState.review)
    return db.scalars(query.order_by(Challenge.state_since, Challenge.id)).all()


def write_index(db: Session, challenge_id: UUID, vector: Callable[[Challenge], ColumnElement[Any]]) -> None:
    """Write what the need is found by, beside its version: an index is no edit."""
    found = db.get(Challenge, challenge_id)
    if found is not None:
        db.execute(update(Challenge).where(Challenge.id == challenge_id).values(search=vector(found)))


def title_is_taken(db: Session, actor: Actor, title: str, besides: UUID) -> bool:
    same = select(Challenge.id).where(
        Challenge.belongs_to(actor.organisation_id),
        func.lower(Challenge.title) == title.lower(),
        Challenge.id != besides,
        Challenge.state.not_in(ENDED_STATES),
    )
    return db.scalar(select(same.exists())) is True


def choices(db: Session, organisation_id: UUID) -> dict[str, list[tuple[str, str]]]:
    """The lists that questions about a need name: other municipalities, and one's own decision-makers."""
    others = [row for row in people.municipalities(db) if row.id != organisation_id]
    sponsors = people.holders(db, organisation_id, Role.sponsor)
    return {
        "municipalities": [(row.slug, row.name) for row in others],
        "sponsors": [(str(row.id), row.person.name) for row in sponsors],
    }


def officers(db: Session) -> Sequence[Membership]:
    """Those at the region who can handle a case."""
    return people.holders_anywhere(db, Role.region_officer, Role.region_lead)


def mandates(db: Session, challenge: Challenge) -> Sequence[Mandate]:
    """Management's decisions on the need, the latest first."""
    query = select(Mandate).where(Mandate.challenge_id == challenge.id).order_by(Mandate.created_at.desc())
    return db.scalars(query.options(joinedload(Mandate.membership).joinedload(Membership.person))).all()


def reviews(db: Session, challenge: Challenge) -> Sequence[Review]:
    query = select(Review).where(Review.challenge_id == challenge.id).order_by(Review.created_at.desc())
    return db.scalars(query).all()


_ENDORSEMENTS = (
    select(Endorsement)
    .where(Endorsement.challenge_id == bindparam("challenge_id"))
    .order_by(Endorsement.created_at)
    .options(joinedload(Endorsement.organisation))
)


def endorsements(db: Session, challenge: Challenge) -> Sequence[Endorsement]:
    return db.scalars(_ENDORSEMENTS, {"challenge_id": challenge.id}).all()


def endorsement_of(db: Session, challenge: Challenge, organisation_id: UUID) -> Endorsement | None:
    query = select(Endorsement).where(
        Endorsement.challenge_id == challenge.id, Endorsement.organisation_id == organisation_id
    )
    return db.scalar(query)


def published_questions(db: Session, challenge: Challenge) -> Sequence[Question]:
    """Questions with their answers, the same to everyone, the latest answered first."""
    query = select(Question).where(Question.challenge_id == challenge.id, Question.answered_at.is_not(None))
    return db.scalars(query.order_by(Question.answered_at.desc())).all()


def waiting_questions(db: Session, challenge: Challenge) -> Sequence[Question]:
    """Questions that wait for an answer: only for those who may answer."""
    query = select(Question).where(Question.challenge_id == challenge.id, Question.answered_at.is_(None))
    return db.scalars(query.order_by(Question.created_at)).all()


def own_questions(db: Session, actor: Actor, challenge: Challenge) -> Sequence[Question]:
    """What the actor's own organisation has asked and waits for."""
    query = select(Question).where(
        Question.challenge_id == challenge.id,
        Question.organisation_id == actor.organisation_id,
        Question.answered_at.is_(None),
    )
    return db.scalars(query.order_by(Question.created_at)).all()


def question(db: Session, challenge: Challenge, question_id: UUID) -> Question:
    """One question of the need.

    Raises:
        NotFound: the need has no such question.
    """
    found = db.scalar(select(Question).where(Question.challenge_id == challenge.id, Question.id == question_id))
    if found is None:
        raise NotFound
    return found


_ANNOUNCEMENTS = (
    select(Announcement)
    .where(Announcement.challenge_id == bindparam("challenge_id"))
    .order_by(Announcement.created_at.desc())
)


def announcements(db: Session, challenge: Challenge) -> Sequence[Announcement]:
    return db.scalars(_ANNOUNCEMENTS, {"challenge_id": challenge.id}).all()


def merged_into(db: Session, actor: Actor, challenge: Challenge) -> Challenge | None:
    if challenge.merged_into_id is None:
        return None
    return db.scalar(_visible_to(actor).where(Challenge.id == challenge.merged_into_id))


# Whom a notice is for. The notice itself carries nothing that its reader may not see.


def sponsor_of(db: Session, challenge_id: UUID) -> Membership | None:
    sponsor_id = db.scalar(select(Challenge.sponsor_id).where(Challenge.id == challenge_id))
    return people.membership(db, sponsor_id) if sponsor_id else None


def askers(db: Session, challenge_id: UUID) -> Sequence[Membership]:
    """Those who have put a question about the need, once each."""
    ids = select(Question.membership_id).where(Question.challenge_id == challenge_id).distinct()
    found = (people.membership(db, membership_id) for membership_id in db.scalars(ids).all())
    return [membership for membership in found if membership is not None]
