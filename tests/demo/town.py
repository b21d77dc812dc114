"""Looking things up in the seeded database, by the words of the list in the specification."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.challenges.models import Challenge
from app.demo.needs import TEXTS
from app.demo.people import CAST
from app.organisations.models import Organisation
from app.people import queries as people
from app.people.models import Membership, Person
from app.pilots.models import Pilot
from app.solutions.models import Solution
from app.test_requests.models import TestRequest


class Town:
    def __init__(self, db: Session) -> None:
        self.db = db

    def all(self, model):
        return self.db.scalars(select(model)).all()

    def need(self, number: int) -> Challenge:
        title = TEXTS[number]["title"]
        query = select(Challenge).where(Challenge.title == title)
        return self.db.scalars(query.options(joinedload(Challenge.organisation))).one()

    def pilot_with(self, solution: str) -> Pilot:
        query = select(Pilot).join(Solution, Solution.id == Pilot.solution_id).where(Solution.name == solution)
        whole = (joinedload(Pilot.evaluation), joinedload(Pilot.reports), joinedload(Pilot.follow_ups))
        return self.db.scalars(query.options(*whole)).unique().one()

    def requests_on(self, number: int) -> dict[str, str]:
        """The state of each request on a need, by the name of its solution."""
        need = self.need(number)
        query = select(Solution.name, TestRequest.state).join(TestRequest, TestRequest.solution_id == Solution.id)
        return dict(self.db.execute(query.where(TestRequest.challenge_id == need.id)).all())

    def request_with(self, solution: str) -> str:
        """The reference of the first request that was sent in with a solution."""
        query = select(TestRequest.reference).join(Solution, TestRequest.solution_id == Solution.id)
        return self.db.scalars(query.where(Solution.name == solution).order_by(TestRequest.reference)).first()

    def drafts(self) -> list[str]:
        """References of the requests nobody has sent in."""
        return self.db.scalars(select(TestRequest.reference).where(TestRequest.state == "draft")).all()

    def member(self, key: str) -> Membership:
        """Someone in the cast, if they are there today."""
        name = next(one.name for one in CAST if one.key == key)
        found = self.db.scalar(select(Membership.id).join(Person).where(Person.name == name))
        return people.membership(self.db, found)

    def organisation(self, slug: str) -> Organisation:
        return people.organisation_by_slug(self.db, slug)
