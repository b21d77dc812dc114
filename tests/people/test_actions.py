"""Memberships and roles change in one place, and access ends with the next click."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import THE_CLOCK, Role, directory_of
from app.database import now, today
from app.organisations.models import OrganisationKind
from app.people import actions, beginning, queries, rules
from app.people.models import MembershipStatus, Post, Source
from app.refusals import NotAllowed, Refused
from app.sign_in import queries_live as sign_in
from app.sign_in.secrets import fingerprint

Status = MembershipStatus


@pytest.fixture
def town(given):
    return given.organisation("Storbro kommun")


@pytest.fixture
def admin(given, town):
    return given.member(Role.organisation_admin, of=town, name="Ada Admin")


def happened(db, subject):
    return list(db.scalars(select(Event.happening).where(Event.subject_id == subject.id).order_by(Event.created_at)))


def reason(refused):
    return refused.value.reasons[0].text


def test_an_invited_person_may_act_once_they_have_come(db, admin, town):
    found = actions.invite(db, admin.actor, town, email="ny@storbro.example", roles=[Role.testbed_leader])
    assert found.status is Status.invited
    assert queries.membership(db, found.id) is None
    actions.accept(db, found)
    actions.accept(db, found)
    assert queries.membership(db, found.id).roles == {Role.testbed_leader}
    assert happened(db, found) == [Happened.member_invited, Happened.member_joined]


def test_nobody_is_invited_twice_and_who_has_left_can_come_back(db, admin, town):
    first = actions.invite(db, admin.actor, town, email="ny@storbro.example", roles=[Role.sponsor])
    with pytest.raises(Refused) as refused:
        actions.invite(db, admin.actor, town, email="NY@storbro.example", roles=[Role.sponsor])
    assert reason(refused) == beginning.KNOWN
    actions.accept(db, first)
    actions.remove(db, admin.actor, first)
    again = actions.invite(db, admin.actor, town, email="ny@storbro.example", roles=[Role.assessor])
    assert again.id == first.id
    assert again.roles == {Role.assessor}


def test_a_proposal_is_approved_by_the_region_and_one_of_the_service_by_its_administrator(db, given, admin, town):
    region = given.member(Role.region_lead)
    asked = actions.invite(db, admin.actor, town, email="x@annan.example", roles=[Role.unit_contact], is_proposal=True)
    with pytest.raises(NotAllowed):
        actions.approve(db, admin.actor, asked)
    with pytest.raises(Refused):
        actions.accept(db, asked)
    actions.approve(db, region.actor, asked)
    assert asked.status is Status.invited
    vouched = actions.add(
        db,
        directory_of(town.id, town.name),
        town,
        email="jit@storbro.example",
        name="Jo Ny",
        roles=[],
        source=Source.mapping,
        is_proposal=True,
    )
    with pytest.raises(NotAllowed):
        actions.approve(db, region.actor, vouched)
    actions.approve(db, admin.actor, vouched)
    assert vouched.status is Status.active


def test_a_session_ends_with_the_membership(db, given, admin, town):
    member = given.member(Role.assessor, of=town)
    token = fingerprint(given.signs_in(member))
    assert sign_in.live(db, token, now()) is not None
    actions.suspend(db, admin.actor, member, why="Away")
    db.flush()
    assert sign_in.live(db, token, now()) is None
    actions.reinstate(db, admin.actor, member)
    db.flush()
    assert sign_in.live(db, token, now()) is not None
    actions.remove(db, admin.actor, member)
    db.flush()
    assert sign_in.live(db, token, now()) is None


def test_only_those_who_speak_for_the_organisation_change_its_people(db, given, admin, town):
    member = given.member(Role.assessor, of=town)
    elsewhere = given.member(Role.organisation_admin)
    directory = directory_of(elsewhere.organisation_id, "")
    for stranger in (given.member(Role.testbed_leader, of=town).actor, elsewhere.actor, directory):
        for do in (actions.suspend, actions.remove):
            with pytest.raises(NotAllowed):
                do(db, stranger, member)
        with pytest.raises(NotAllowed):
            actions.give_role(db, stranger, member, Role.sponsor)
        with pytest.raises(NotAllowed):
            actions.invite(db, stranger, town, email="a@b.example", roles=[Role.sponsor])
    actions.give_role(db, directory_of(town.id, town.name), member, Role.sponsor, source=Source.scim)
    assert queries.membership(db, member.id).roles == {Role.assessor, Role.sponsor}


def test_a_role_belongs_to_a_kind_of_organisation_and_who_runs_the_portal_is_no_ones_to_name(db, given, admin, town):
    member = given.member(Role.assessor, of=town)
    with pytest.raises(Refused) as refused:
        actions.give_role(db, admin.actor, member, Role.company_rep)
    assert reason(refused) == beginning.NOT_HERE
    with pytest.raises(NotAllowed):
        actions.give_role(db, admin.actor, member, Role.platform_admin)
    with pytest.raises(NotAllowed):
        actions.invite(db, admin.actor, town, email="a@b.example", roles=[Role.platform_admin])


def test_the_last_administrator_stays(db, given, admin, town):
    with pytest.raises(Refused) as refused:
        actions.remove(db, THE_CLOCK, admin)
    assert reason(refused) == actions.LAST_ADMIN
    with pytest.raises(Refused):
        actions.take_role(db, THE_CLOCK, admin, Role.organisation_admin)
    given.member(Role.organisation_admin, of=town)
    actions.remove(db, THE_CLOCK, admin)


def test_nobody_ends_their_own_access(db, given, admin, town):
    given.member(Role.organisation_admin, of=town)
    with pytest.raises(Refused) as refused:
        actions.suspend(db, admin.actor, admin)
    assert reason(refused) == actions.NOT_ONESELF


def test_posts_say_who_held_what_and_when(db, given, admin, town):
    found = actions.invite(db, admin.actor, town, email="ny@storbro.example", roles=[Role.testbed_leader])
    assert queries.open_posts(db, found.id) == []
    actions.accept(db, found)
    actions.give_role(db, admin.actor, found, Role.assessor)
    actions.take_role(db, admin.actor, found, Role.testbed_leader)
    actions.suspend(db, admin.actor, found)
    actions.reinstate(db, admin.actor, found)
    db.flush()
    posts = db.scalars(select(Post).where(Post.membership_id == found.id)).all()
    assert sorted((post.role.value, post.until is None) for post in posts) == [
        ("assessor", False),
        ("assessor", True),
        ("testbed_leader", False),
    ]


def test_whose_last_day_has_passed_leaves(db, given, town):
    gone = given.member(Role.assessor, of=town, valid_to=today())
    stays = given.member(Role.assessor, of=town, valid_to=today() + timedelta(days=1))
    assert actions.end_the_expired(db, THE_CLOCK) == 0
    gone.valid_to = today() - timedelta(days=1)
    db.flush()
    assert actions.end_the_expired(db, THE_CLOCK) == 1
    assert gone.status is Status.removed
    assert stays.status is Status.active


def test_a_deputy_is_an_active_colleague(db, given, admin, town):
    member = given.member(Role.testbed_leader, of=town)
    colleague = given.member(Role.testbed_deputy, of=town)
    for wrong in (member.id, given.member(Role.testbed_leader).id):
        with pytest.raises(Refused):
            actions.change(db, admin.actor, member, deputy_id=wrong)
    actions.change(db, admin.actor, member, deputy_id=colleague.id, fte_percent=40)
    assert member.deputy_id == colleague.id


@pytest.mark.parametrize("kind", list(OrganisationKind))
def test_every_kind_of_organisation_has_an_administrator_and_guests_have_no_role_at_all(given, kind):
    if kind is OrganisationKind.guests:
        assert rules.ROLES_OF[kind] == ()
    else:
        assert Role.organisation_admin in rules.ROLES_OF[kind]
