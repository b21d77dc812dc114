"""A year of acts about money and people, drawn at random, done through the actions at the moments they are drawn for.

Refusals belong to it: what is refused has not happened, and must not be counted.
"""

from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from app import clock
from app.actor import THE_CLOCK, Role
from app.database import today
from app.demo.acts import grants as money
from app.demo.acts.reports import take_in
from app.demo.grants import FIRST
from app.demo.stage import Stage
from app.handovers import actions as handovers
from app.handovers import jobs as handover_jobs
from app.handovers.models import Handover, Reply
from app.imports import actions as imports
from app.imports.models import CostImport
from app.onboarding import actions as onboarding
from app.onboarding import queries as onboardings
from app.onboarding.forms import AwayForm, Going, OnboardingForm
from app.organisations.models import Organisation
from app.people import actions, queries
from app.people.models import Membership, MembershipStatus, Source
from app.refusals import Refused

TOWNS = ("orebro", "hallsberg", "askersund", "ljusnarsberg")
HEAD = "Datum;Belopp;Text;Verifikation"


class BusyYear:
    def __init__(self, db, settings, cast, seed):
        self.db, self.stage, self.random = db, Stage(db, settings), Random(seed)  # noqa: S311 - nothing secret
        self.stage.cast = cast
        self.leaders, self.refused, self.done = [], 0, 0

    def passes(self, acts):
        """So many acts, in the order of time, over the last 400 days."""
        drawn = (self.enters,) * 5 + (self.changes, self.takes_in, self.takes_back, self.decides) + (self.corrects,) * 2
        drawn += (self.joins,) * 2 + (self.leaves, self.rests, self.returns, self.is_named, self.is_relieved, self.says)
        days = sorted(self.random.uniform(0.2, 400) for _ in range(acts))
        for days_ago in reversed(days):
            with clock.at(datetime.now(UTC) - timedelta(days=days_ago)):
                self.does(lambda: actions.end_the_expired(self.db, THE_CLOCK))
                self.does(self.random.choice(drawn))

    def does(self, act, *said):
        """An act of its own, as a request is; refused, it leaves nothing."""
        self.db.expunge_all()
        try:
            with self.db.begin_nested():
                act(*said)
                self.db.flush()
            self.done += 1
        except (Refused, LookupError, NoResultFound):
            self.refused += 1
        self.db.expunge_all()

    # Money

    @property
    def grant(self):
        return money.grant_of(self.stage, "joakim")

    def day(self):
        return (today() + timedelta(days=self.random.randint(-300, 20))).isoformat()

    def row(self):
        return {
            "booked_on": self.day(),
            "paid_on": self.random.choice(("", self.day())),
            "amount": f"{self.random.randint(100, 20_000_000) / 100:.2f}",
            "kind": self.random.choice(("cost",) * 5 + ("income",)),
            "category": "services",
            "description": "Påhittad post",
            "phase_id": self.random.choice(["", "", *{str(one.phase_id) for one in self.grant.decisions}]),
            **({"eligible": "no", "reason": "Räknas inte."} if self.random.random() < 0.15 else {}),
        }

    def enters(self):
        money.book(self.stage, "joakim", self.row(), "orebro")

    def one(self):
        """A row that was there at the moment; the demo has written later ones already."""
        there = [
            row.number for row in money.cost_queries.bookings(self.db, self.grant) if row.created_at <= clock.now()
        ]
        return money.cost_queries.booking(self.db, self.grant, self.random.choice(there))

    def changes(self):
        booking = self.one()
        said = {"eligible": "yes", "activity": "", **self.row(), "bearer_id": booking.bearer_id}
        money.costs.edit(self.db, self.stage.actor("joakim"), booking, self.stage.filled(money.BookingForm, said))

    def corrects(self):
        booking = self.one()
        number, back = booking.number, f"{-booking.amount * self.random.randint(1, 100) / 100:.2f}"
        money.correct(
            self.stage, "joakim", number, {"booked_on": self.day(), "amount": back, "description": "Rättelse"}
        )

    def takes_in(self):
        rows = [
            f"{self.day()};{self.random.randint(1, 9_000_000) / 100:.2f};Resa;{self.random.random()}" for _ in "123"
        ]
        take_in(self.stage, "joakim", "kostnader.csv", "\n".join([HEAD, *(row.replace(".", ",") for row in rows)]))

    def takes_back(self):
        there = self.db.query(CostImport).filter(CostImport.imported_at <= clock.now())
        found = there.order_by(CostImport.number.desc()).limit(1).one()
        found.grant = self.grant
        imports.undo(self.db, self.stage.actor("joakim"), found)

    def decides(self):
        """A change of a phase, or a phase of its own, whose window may overlap those of others."""
        there = [one for one in self.grant.decisions if one.is_in_force and one.in_force_at <= clock.now()]
        phases = [str(one.phase_id) for one in there]
        starts = today() + timedelta(days=self.random.randint(-400, 0))
        said = {
            **FIRST,
            "amends_id": self.random.choice(["", *phases]),
            "percent": self.random.choice(("18", "33.3333", "50")),
            "cap": self.random.choice(("50000", "3000000", "30000000", "30000000")),
            "starts_on": starts.isoformat(),
            "ends_on": (starts + timedelta(days=self.random.randint(30, 500))).isoformat(),
            "counts_only_paid": self.random.choice(("yes", "no")),
            "deducts_income": self.random.choice(("yes", "no")),
            "rounding": self.random.choice(("down", "nearest")),
        }
        money.decide(self.stage, "joakim", "ylva", said)

    # People

    def town(self):
        return queries.organisation_by_slug(self.db, self.random.choice(TOWNS))

    def joins(self):
        email = f"ny.{len(self.leaders)}@kommunen.example"
        roles, name = [self.random.choice((Role.testbed_leader, Role.unit_contact))], "Ny Person (påhittad)"
        if self.random.random() < 0.5:
            said = {"email": email, "name": name, "roles": roles, "source": Source.manual}
            member = actions.add(self.db, THE_CLOCK, self.town(), **said)
        else:
            last = self.random.choice((None, today() + timedelta(days=90)))
            member = actions.invite(self.db, THE_CLOCK, self.town(), email=email, name=name, roles=roles, valid_to=last)
            if self.random.random() < 0.8:
                actions.accept(self.db, member)
        self.leaders.append(member.id)

    def member(self, *statuses):
        found = [self.db.get(Membership, id_) for id_ in self.leaders]
        chosen = self.random.choice([one.id for one in found if one and one.status in statuses])
        return queries.any_membership(self.db, chosen)

    def leaves(self):
        actions.remove_at_once(self.db, THE_CLOCK, self.member(MembershipStatus.active), why="")

    def rests(self):
        actions.suspend_at_once(self.db, THE_CLOCK, self.member(MembershipStatus.active), why="")

    def returns(self):
        actions.reinstate(self.db, THE_CLOCK, self.member(MembershipStatus.suspended))

    def is_named(self):
        anyone = self.member(MembershipStatus.active, MembershipStatus.invited, MembershipStatus.suspended)
        actions.give_role(self.db, THE_CLOCK, anyone, Role.testbed_leader)

    def is_relieved(self):
        anyone = self.member(MembershipStatus.active, MembershipStatus.invited, MembershipStatus.suspended)
        actions.take_role_at_once(self.db, THE_CLOCK, anyone, Role.testbed_leader)

    def says(self):
        last = today() + timedelta(days=self.random.randint(0, 60))
        actions.set_last_day(self.db, THE_CLOCK, self.member(MembershipStatus.active), last)

    # Municipalities, and those who leave them

    def comes_and_goes(self, given, slug, days_ago, stays):
        """A municipality is welcomed; it leaves again, or stays."""
        with clock.at(datetime.now(UTC) - timedelta(days=days_ago)):
            lead = self.stage.actor("ylva")
            town = queries.organisation_by_slug(self.db, slug)
            row = onboarding.note_interest(self.db, lead, town, today(), "Socialchefen")
            for role in (Role.testbed_leader, Role.sponsor, Role.organisation_admin):
                said = {"email": f"{role}@{slug}.example", "name": f"{role} (påhittad)", "roles": [role]}
                member = actions.add(self.db, THE_CLOCK, town, **said, source=Source.manual)
            given.signs_in(member)
            said = OnboardingForm(agreement_signed_on=today(), trained_on=today(), registry_number="1")
            onboarding.write_down(self.db, lead, row, said, None)
            onboarding.welcome(self.db, lead, row)
        if not stays:
            with clock.at(datetime.now(UTC) - timedelta(days=days_ago - 30)):
                form = AwayForm(going=Going.left, why="Går ur")
                onboarding.go_away(
                    self.db, self.stage.actor("ylva"), onboardings.by_id(self.db, row.id).onboarding, form
                )

    def hands_over(self, key, days_ago, is_answered):
        """Somebody leaves in five days; whoever is asked says yes at once, or never."""
        with clock.at(datetime.now(UTC) - timedelta(days=days_ago)):
            leaver = queries.membership(self.db, self.stage.cast[key])
            row = handovers.start(self.db, leaver.actor, leaver, today() + timedelta(days=5))
            chosen = {f"receiver_{one.number}": one.receiver_id for one in row.items}
            handovers.distribute(self.db, leaver.actor, row, chosen)
            handovers.send(self.db, leaver.actor, row)
            for who in {one.receiver_id for one in row.items if one.receiver_id} if is_answered else ():
                said = {f"reply_{one.number}": Reply.accept for one in row.items}
                handovers.reply(self.db, queries.membership(self.db, who).actor, row, said)
        with clock.at(datetime.now(UTC) - timedelta(days=days_ago - 36)):
            handover_jobs.follow_handovers(self.db, THE_CLOCK)
            self.db.flush()
        return self.db.get(Handover, row.id).state


def cast_of(db, people):
    """The memberships of the cast by key, those that have ended too."""
    homes = dict(db.query(Organisation.slug, Organisation.id).all())
    found = {
        (one.organisation_id, one.person.email): one.id
        for one in db.query(Membership).options(joinedload(Membership.person))
    }
    return {one.key: found[homes[one.organisation], one.email] for one in people}
