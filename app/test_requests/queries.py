"""Every question asked of the tables of test requests. Each takes the actor and shows only what they may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actor import Actor
from app.challenges import rules as challenge_rules
from app.challenges.models import Challenge, CoOwner
from app.documents.models import Document
from app.organisations.models import Organisation
from app.paging import PER_PAGE, Page, offset, paged
from app.people.models import Membership
from app.refusals import NotFound
from app.rule import Rule
from app.solutions.models import Solution
from app.test_requests import rules
from app.test_requests.choices import Stage
from app.test_requests.models import (
    Assessor,
    CompletionRound,
    Standing,
    TestRequest,
    TestRequestDocument,
    TestRequestState,
)

State = TestRequestState

STAGES: dict[Stage, tuple[TestRequestState, ...]] = {
    Stage.draft: (State.draft,),
    Stage.proposals: (State.proposed, State.offered),
    Stage.screening: (State.submitted,),
    Stage.completion: (State.completion,),
    Stage.assessment: (State.assessment,),
    Stage.accepted: (State.accepted,),
    Stage.waitlisted: (State.waitlisted,),
    Stage.ended: (State.declined, State.referred, State.withdrawn, State.expired),
}


@dataclass(frozen=True)
class Filter:
    """What someone looks for in the list of requests."""

    stages: tuple[Stage, ...] = ()
    words: str = ""
    page: int = 1

    @property
    def is_active(self) -> bool:
        return bool(self.stages or self.words)


def _whole(query: Select[TestRequest]) -> Select[TestRequest]:
    """With everything a rule or a page asks of a request."""
    return query.options(
        joinedload(TestRequest.organisation),
        joinedload(TestRequest.solution).joinedload(Solution.organisation),
        joinedload(TestRequest.challenge).options(
            joinedload(Challenge.organisation), selectinload(Challenge.co_owners).joinedload(CoOwner.organisation)
        ),
        selectinload(TestRequest.assessors),
    )


def _allowed_to(actor: Actor, rule: Rule[TestRequest]) -> Select[TestRequest]:
    return _whole(select(TestRequest).where(rule.rows(actor)))


def _one(db: Session, query: Select[TestRequest], reference: str) -> TestRequest:
    found = db.scalar(query.where(TestRequest.reference == reference))
    if found is None:
        raise NotFound
    return found


def test_request(db: Session, actor: Actor, reference: str) -> TestRequest:
    """The request with that reference, all of it.

    Raises:
        NotFound: there is none that the actor may see.
    """
    return _one(db, _allowed_to(actor, rules.may_view), reference)


def known(db: Session, actor: Actor, reference: str) -> TestRequest:
    """The request with that reference, for one who may know of it: show no more than `rules.may_know_of` says.

    Raises:
        NotFound: there is none that the actor may know of.
    """
    return _one(db, _allowed_to(actor, rules.may_know_of), reference)


def of_challenge(db: Session, actor: Actor, challenge: Challenge) -> Sequence[TestRequest]:
    """The requests on a need that the actor may know of, by company: never in the order they came in."""
    query = _allowed_to(actor, rules.may_know_of).where(TestRequest.challenge_id == challenge.id)
    query = query.join(Organisation, Organisation.id == TestRequest.organisation_id)
    return db.scalars(query.order_by(func.lower(Organisation.name), TestRequest.id)).all()


def _sought(sought: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.stages:
        found.append(TestRequest.state.in_([state for stage in sought.stages for state in STAGES[stage]]))
    if sought.words:
        like = {"other": sought.words, "autoescape": True}
        found.append(
            or_(
                TestRequest.reference == sought.words.strip().upper(),
                TestRequest.organisation.has(Organisation.name.icontains(**like)),
                TestRequest.solution.has(Solution.name.icontains(**like)),
                TestRequest.challenge.has(Challenge.title.icontains(**like)),
            )
        )
    return found


def test_requests(db: Session, actor: Actor, sought: Filter) -> Page[TestRequest]:
    """The requests the actor may know of, the latest moved first."""
    query = _allowed_to(actor, rules.may_know_of).where(*_sought(sought))
    latest = (func.coalesce(TestRequest.state_since, TestRequest.created_at).desc(), TestRequest.id)
    rows = db.scalars(query.order_by(*latest).offset(offset(sought.page)).limit(PER_PAGE + 1)).all()
    counted = select(func.count()).where(rules.may_know_of.rows(actor), *_sought(sought)).select_from(TestRequest)
    return paged(rows, sought.page, db.scalar(counted))


def proposals(db: Session, actor: Actor) -> Sequence[TestRequest]:
    """Unsolicited proposals the actor may distribute, the longest waiting first."""
    query = _allowed_to(actor, rules.may_triage)
    return db.scalars(query.order_by(TestRequest.submitted_at, TestRequest.id)).all()


def own_on(db: Session, actor: Actor, challenge: Challenge) -> TestRequest | None:
    """The company's own request on a need that has neither been withdrawn nor expired."""
    query = _allowed_to(actor, rules.may_write).where(
        TestRequest.challenge_id == challenge.id, TestRequest.state.not_in((State.withdrawn, State.expired))
    )
    return db.scalar(query.limit(1))


def company_has_one_on(db: Session, organisation_id: UUID, challenge: Challenge) -> bool:
    """Whether the company already has a request on a need: one is enough (domain.md 4.5)."""
    query = select(TestRequest.id).where(
        TestRequest.challenge_id == challenge.id,
        TestRequest.organisation_id == organisation_id,
        TestRequest.state.not_in((State.withdrawn, State.expired)),
    )
    return db.scalar(select(query.exists())) is True


def needs_that_take_requests(db: Session, actor: Actor, words: str = "", most: int = 30) -> Sequence[Challenge]:
    """Published needs that take requests now; with words, those that sound alike, the likest first."""
    query = select(Challenge).where(challenge_rules.may_view.rows(actor), Challenge.takes_requests)
    query = query.options(
        joinedload(Challenge.organisation), selectinload(Challenge.co_owners).joinedload(CoOwner.organisation)
    )
    if not words:
        return db.scalars(query.order_by(func.lower(Challenge.title), Challenge.id).limit(most)).all()
    alike = func.greatest(
        func.word_similarity(words, Challenge.title), func.word_similarity(words, Challenge.summary) * 0.8
    )
    return db.scalars(query.where(alike > 0.3).order_by(alike.desc(), Challenge.id).limit(most)).all()


# What belongs to a request. Ask only for a request the actor may view.


def documents(db: Session, found: TestRequest) -> Sequence[TestRequestDocument]:
    query = select(TestRequestDocument).where(TestRequestDocument.test_request_id == found.id)
    query = query.options(
        joinedload(TestRequestDocument.document).joinedload(Document.uploaded_by).joinedload(Membership.person)
    )
    return db.scalars(query.order_by(TestRequestDocument.created_at, TestRequestDocument.id)).all()


def document(db: Session, found: TestRequest, document_id: UUID) -> TestRequestDocument:
    """One document of the request.

    Raises:
        NotFound: the request has no such document.
    """
    query = select(TestRequestDocument).where(
        TestRequestDocument.test_request_id == found.id, TestRequestDocument.document_id == document_id
    )
    link = db.scalar(query.options(joinedload(TestRequestDocument.document)))
    if link is None:
        raise NotFound
    return link


def completions(db: Session, found: TestRequest) -> Sequence[CompletionRound]:
    """The rounds of questions to the company, the latest first."""
    query = select(CompletionRound).where(CompletionRound.test_request_id == found.id)
    return db.scalars(query.order_by(CompletionRound.created_at.desc(), CompletionRound.id)).all()


def open_completion(db: Session, found: TestRequest) -> CompletionRound | None:
    """The round that waits for the company."""
    return next((row for row in completions(db, found) if row.is_open), None)


def conflicted(db: Session, test_request_id: UUID) -> set[UUID]:
    """The memberships that have declared a conflict of interest in the request: nobody tells them anything of it."""
    query = select(Assessor.membership_id).where(
        Assessor.test_request_id == test_request_id, Assessor.standing == Standing.conflicted
    )
    return set(db.scalars(query))


# What the clock and the notices look for. They see everything, because nobody reads the answer.


def overdue_completions(db: Session, day: date) -> Sequence[TestRequest]:
    """Requests whose questions were to be answered before this day, and were not."""
    waiting = select(CompletionRound.test_request_id).where(
        CompletionRound.answered_at.is_(None), CompletionRound.due_on < day
    )
    query = select(TestRequest).where(TestRequest.state == State.completion, TestRequest.id.in_(waiting))
    return db.scalars(_whole(query).order_by(TestRequest.created_at)).all()


def unsent_on_closing(db: Session, challenge_id: UUID) -> Sequence[TestRequest]:
    """Drafts on a need whose call is about to close."""
    query = select(TestRequest).where(TestRequest.challenge_id == challenge_id, TestRequest.state == State.draft)
    return db.scalars(_whole(query).order_by(TestRequest.created_at)).all()


def sent_on(db: Session, challenge_id: UUID) -> Sequence[TestRequest]:
    """What has come in on a need and nobody has looked through yet."""
    query = select(TestRequest).where(TestRequest.challenge_id == challenge_id, TestRequest.state == State.submitted)
    return db.scalars(_whole(query).order_by(TestRequest.created_at)).all()


def by_id(db: Session, test_request_id: UUID) -> TestRequest | None:
    return db.scalar(_whole(select(TestRequest).where(TestRequest.id == test_request_id)))
