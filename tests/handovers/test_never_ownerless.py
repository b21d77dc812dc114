"""Whatever order people join, leave, change roles and hand over in, nothing open is ever without an active owner or a
named person who answers for it; and nobody is told what the rules keep from them."""

from contextlib import suppress
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as tried_with
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.activity.models import Task
from app.actor import NOBODY, THE_CLOCK, Role
from app.assessments import actions as assessments
from app.challenges import rules as challenge_rules
from app.challenges.models import Challenge, ChallengeState
from app.conversations import queries as conversations
from app.database import today
from app.errands import actions as errands
from app.errands.forms import ErrandForm, ReplyForm
from app.errands.forms import Reply as AnErrand
from app.errands.models import Errand
from app.handovers import actions
from app.handovers.models import Handover, HandoverState, Reply
from app.people import actions as people_actions
from app.people import handing_on
from app.people import queries as people
from app.people.duties import duties
from app.people.models import Membership, MembershipStatus
from app.pilots import actions_after, jobs
from app.pilots import queries as pilots
from app.pilots import rules as pilot_rules
from app.pilots.forms_evaluation import CompanyReplyForm
from app.pilots.models import Pilot, PilotState
from app.refusals import NotAllowed, NotFound, Refused
from tests.assessments.scene import Scene
from tests.pilots.setting import Setting


def a_guest_is_asked(email):
    who = {"guest_name": "Gunn Gäst", "guest_workplace": "Regionen bredvid", "guest_is_free": True}
    return ErrandForm(what="Läs om rutinen stämmer", email=email, due_on=today() + timedelta(days=5), **who)


ROLES = (Role.testbed_leader, Role.testbed_deputy, Role.sponsor, Role.assessor, Role.unit_contact)
WAYS = (
    "join",
    "leave",
    "leave at once",
    "suspend",
    "suspend at once",
    "reinstate",
    "give",
    "take",
    "take at once",
    "hand over",
    "reply",
    "keep",
    "expire",
    "go on",
    "invite a guest",
    "a guest comes",
    "a guest answers",
    "a guest is ended",
)
STEPS = st.lists(st.tuples(st.sampled_from(WAYS), st.integers(0, 30), st.integers(0, 30)), min_size=6, max_size=14)


class World:
    """A town with needs, a request being assessed, pilots, a company with a solution; and a region."""

    def __init__(self, given):
        self.given, self.db = given, given.db
        self.scene = Scene(given)
        self.town, self.company = self.scene.town, self.scene.company
        self.second = given.member(Role.company_rep, of=self.company, name="Andra Företag")
        given.member(Role.organisation_admin, of=self.town, name="Ada Admin")
        for state in (ChallengeState.draft, ChallengeState.anchoring, ChallengeState.open):
            given.challenge(self.town, state, self.scene.sponsor, author_id=self.scene.leader.id)
        request = self.scene.request(self.scene.need(author_id=self.scene.leader.id))
        self.scene.standing(request, self.scene.assessor)
        self.scene.standing(request, self.scene.leader, scores=False)
        assessments.renew(self.db, self.scene.leader.actor, self.scene.fresh(request))
        setting = Setting(given, among=self.scene)
        setting.set_up(title="Ett försök som ännu bara är en plan")
        self.evaluated = setting.evaluated(title="Ett försök som ska redovisas").id
        self.reported = setting.reported(title="Ett försök som väntar på beslut").id
        self.db.commit()

    def everyone(self):
        whole = (
            joinedload(Membership.person),
            joinedload(Membership.organisation),
            selectinload(Membership.role_rows),
        )
        query = select(Membership).options(*whole).order_by(Membership.created_at, Membership.id)
        return self.db.scalars(query.execution_options(populate_existing=True)).all()

    def take(self, way, who, what):
        everyone = self.everyone()
        member, role = everyone[who % len(everyone)], ROLES[what % len(ROLES)]
        if way == "join":
            made = people_actions.invite(
                self.db, THE_CLOCK, self.town, email=f"ny{len(everyone)}@stad.example", roles=[role]
            )
            people_actions.accept(self.db, made)
        elif way == "leave":
            people_actions.remove(self.db, THE_CLOCK, member)
        elif way == "leave at once":
            people_actions.remove_at_once(self.db, THE_CLOCK, member, why="gone")
        elif way == "suspend":
            people_actions.suspend(self.db, THE_CLOCK, member)
        elif way == "suspend at once":
            people_actions.suspend_at_once(self.db, THE_CLOCK, member, why="security")
        elif way == "reinstate":
            people_actions.reinstate(self.db, THE_CLOCK, member)
        elif way == "give":
            people_actions.give_role(self.db, THE_CLOCK, member, role)
        elif way in ("take", "take at once"):
            held = sorted(member.roles)
            take = people_actions.take_role if way == "take" else people_actions.take_role_at_once
            take(self.db, THE_CLOCK, member, held[what % len(held)] if held else role)
        elif way == "hand over" and member.is_active:
            handover = actions.start(self.db, member.actor, member, today() + timedelta(days=what))
            actions.send(self.db, member.actor, handover)
        elif way in ("reply", "expire"):
            self.answer(way, what)
        elif way == "keep" and (open_now := people.interims(self.db)):
            handing_on.keep(self.db, THE_CLOCK, open_now[what % len(open_now)])
        elif way == "go on":
            self.go_on(what)

    def goes_on(self, way, who, what):
        if "guest" in way:
            self.see_to_guest(way, what)
        else:
            self.take(way, who, what)

    def go_on(self, what):
        """What waits on a pilot is said anew, also to those who are gone: a minute later the clock has seen to that."""
        leaders = people.holders(self.db, self.town.id, Role.testbed_leader, Role.testbed_deputy)
        makers = people.holders(self.db, self.company.id, Role.company_rep)
        if what % 3 == 0 and leaders:
            actions_after.give_final_report(self.db, leaders[0].actor, pilots.by_id(self.db, self.evaluated))
        elif what % 3 == 1 and makers:
            reply = CompanyReplyForm(reply="Batteriet räcker längre nu.")
            actions_after.reply(self.db, makers[0].actor, pilots.by_id(self.db, self.reported), reply)
        else:
            jobs.keep_time(self.db, THE_CLOCK)
        handing_on.mind_the_unowned(self.db, THE_CLOCK)

    def see_to_guest(self, way, what):
        """Two addresses, so that a guest is asked twice, and comes back after they were gone."""
        leaders = people.holders(self.db, self.town.id, Role.testbed_leader, Role.testbed_deputy)
        asked = self.db.scalars(select(Errand.reference).where(Errand.is_for_a_guest).order_by(Errand.created_at)).all()
        if way == "invite a guest" and leaders:
            needs = self.db.scalars(select(Challenge).where(Challenge.organisation_id == self.town.id)).all()
            talk = conversations.talk(self.db, leaders[0].actor, needs[what % len(needs)].reference)
            errands.ask(self.db, leaders[0].actor, a_guest_is_asked(f"gast{what % 2}@bredvid.example"), talk)
        elif asked:
            errand = self.db.scalars(
                errands.queries._whole()
                .where(Errand.reference == asked[what % len(asked)])
                .execution_options(populate_existing=True)
            ).one()
            if way == "a guest comes" and errand.doer.status is MembershipStatus.invited:
                people_actions.accept(self.db, errand.doer)
                errands.receive(self.db, people.membership(self.db, errand.doer_id))
            elif way == "a guest answers" and (guest := people.membership(self.db, errand.doer_id)):
                errands.reply(self.db, guest.actor, errand, ReplyForm(reply=list(AnErrand)[what % 3], answer="Javisst"))
            elif way == "a guest is ended":
                errands.let_stay_end(self.db, THE_CLOCK, errand)

    def answer(self, way, what):
        for row in self.db.scalars(select(Handover).where(Handover.state == HandoverState.sent)).all():
            handover = actions.queries.by_id(self.db, row.id)
            if way == "expire":
                actions.expire(self.db, THE_CLOCK, handover)
                continue
            for item in handover.unsettled:
                receiver = people.membership(self.db, item.receiver_id) if item.receiver_id else None
                if receiver:
                    reply = list(Reply)[what % 3]
                    said = {f"reply_{item.number}": reply, f"text_{item.number}": "Varför?"}
                    actions.reply(self.db, receiver.actor, handover, said)

    def assert_all_is_well(self, after):
        self.db.flush()
        lost = [(held.duty.key, held.reference) for held, _ in people.unowned(self.db)]
        assert not lost, f"nobody answers for {lost} after {after}"
        active = {one.id: one.actor for one in self.everyone() if one.is_active}
        tasks = self.db.scalars(select(Task).where(Task.membership_id != NOBODY)).all()
        for task in tasks:
            assert task.membership_id in active, f"“{task.verb}” waits for somebody who is gone, after {after}"
        told = [(task, active[task.membership_id]) for task in tasks]
        self.assert_nobody_learns_too_much(after, told)
        self.assert_guests_see_one_thing(after)

    def assert_guests_see_one_thing(self, after):
        """Exactly while something open lets them in, and nobody is a guest of whom nothing is asked."""
        needs = self.db.scalars(select(Challenge).options(selectinload(Challenge.co_owners))).all()
        for guest in self.everyone():
            if guest.organisation.is_for_guests:
                errands_of = self.db.scalars(select(Errand).where(Errand.doer_id == guest.id))
                asked = {one.challenge_id for one in errands_of if one.is_open}
                seen = {need.id for need in needs if challenge_rules.may_view(guest.actor, need) and not need.is_public}
                assert seen == {need.id for need in needs if need.id in asked and not need.is_public}, after
                is_here = guest.status in (MembershipStatus.invited, MembershipStatus.active)
                assert bool(asked) or not is_here, f"{guest.person.email} is a guest for nothing after {after}"

    def assert_nobody_learns_too_much(self, after, told):
        """Titles stand only in what their readers may read anyway."""
        needs = self.db.scalars(select(Challenge).options(selectinload(Challenge.co_owners))).all()
        of_pilots = [(one, pilot_rules.may_view) for one in self.db.scalars(select(Pilot))]
        things = [(one, challenge_rules.may_view) for one in needs] + of_pilots
        for task, reader in told:
            for thing, may_view in things:
                if thing.title in task.subject_label:
                    assert may_view(reader, thing), f"{task.verb}: {thing.title} after {after}"
        for interim in people.interims(self.db):
            if interim.membership.organisation_id != interim.organisation_id:
                assert interim.subject_label == ""


@pytest.fixture
def world(given):
    return World(given)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # each step asks the database a lot: shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@tried_with(steps=STEPS)
def test_nothing_is_ever_without_somebody_who_answers_for_it(world, steps):
    with world.db.begin_nested() as undone:
        world.assert_all_is_well("the beginning")
        for step in steps:
            with suppress(Refused, NotAllowed, NotFound), world.db.begin_nested():
                world.goes_on(*step)
            world.assert_all_is_well(step)
        undone.rollback()
    world.db.expire_all()


def test_what_is_said_anew_of_a_pilot_waits_for_nobody_who_is_gone(world, db):
    for gone in (world.scene.leader, world.scene.sponsor, world.scene.representative):
        people_actions.suspend_at_once(db, THE_CLOCK, gone, why="security")
        world.assert_all_is_well(f"{gone.label} was shut out")
    for what in range(3):
        world.go_on(what)
        world.assert_all_is_well(f"a pilot went on ({what})")
    for pilot_id in (world.evaluated, world.reported):
        pilot = pilots.by_id(db, pilot_id)
        assert pilot.state is PilotState.reported
        assert people.interim_for(db, "pilot.sponsor", pilot_id).membership_id == world.scene.deputy.id
    assert pilot.evaluation.company_reply


def test_the_world_has_something_of_many_kinds(world, db):
    """A world in which nobody has anything would prove nothing."""
    kinds = {duty.key for duty in duties() if db.scalars(select(duty.model).where(duty.is_open())).first()}
    wanted = {
        "challenge.leader",
        "challenge.sponsor",
        "assessor",
        "handler",
        "solution.contact",
        "test_request.contact",
        "pilot.leader",
        "pilot.sponsor",
        "pilot.contact",
    }
    assert wanted <= kinds
    assert MembershipStatus.active in {one.status for one in world.everyone()}
