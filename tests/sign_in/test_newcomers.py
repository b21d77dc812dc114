"""Somebody whom their organisation's service vouches for and nobody has invited: in, waiting, or turned away with a way
to ask (sso.md rules 5, 6 and 27)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app import clock
from app.activity.models import Mail, Task
from app.actor import Role
from app.administration import actions as administration
from app.administration import actions_newcomers
from app.administration.forms import InviteForm
from app.administration.jobs import tell_not_let_in
from app.database import now
from app.organisations.models import OrganisationKind
from app.people import actions as people
from app.people import queries as colleagues
from app.people.models import Membership, MembershipStatus, Person, Source
from app.people.rules import ROLES_OF
from app.role_mappings.models import Match, RoleMapping
from app.sign_in import actions, newcomers
from app.sign_in.arrivals import Arrival, Back, Visit
from app.sign_in.guards import signed_in_actor
from app.sign_in.happenings import AuthEventType
from app.sign_in.jobs import forget_requests
from app.sign_in.models import (
    AuthEvent,
    ConnectionStatus,
    ConnectionTrace,
    DomainStatus,
    Identity,
    IdpConnection,
    JitPolicy,
    Purpose,
    Session,
    SignInDomain,
    SignInPolicy,
)
from app.sign_in.models_newcomers import AccessRequest
from app.sign_in.newcomers import Stranger
from app.sign_in.tokens import Distrust
from app.worker import desk

Status = MembershipStatus
GATE = {"jit": JitPolicy.domain_gate, "newcomers_wait": False, "default_role": Role.unit_contact}
ALL = GATE | {"jit": JitPolicy.all_from_connection}


@pytest.fixture
def town(given):
    town = given.organisation("North", slug="north")
    given.saved(SignInDomain(organisation_id=town.id, domain="north.example", status=DomainStatus.verified))
    given.saved(SignInDomain(organisation_id=town.id, domain="soon.example", status=DomainStatus.pending))
    return town


@pytest.fixture
def admin(db, given, town):
    """`admin()` is somebody who administers the town, ready to act."""
    member = given.member(Role.organisation_admin, of=town, name="Ada Admin")
    return lambda: colleagues.membership(db, member.id)


@pytest.fixture
def house(given, town):
    connection = IdpConnection(
        organisation_id=town.id, name="North", issuer="https://login.north.se", client_id="portal", keys=[],
        status=ConnectionStatus.active,
    )  # fmt: skip
    return given.saved(connection)


@pytest.fixture
def policy(given, town):
    """`policy(**GATE)`: how the town takes newcomers in from now on."""

    def policy(**values):
        return given.saved(SignInPolicy(organisation_id=town.id, **values))

    return policy


@pytest.fixture
def enters(db, site, house):
    """`enters("eve", email="eve@north.example")`: somebody whom the provider vouches for."""

    def enters(subject="eve", purpose=Purpose.sign_in, membership_id=None, is_vouched_for=False, **claims):
        claims = {"sub": subject, "email": f"{subject}@north.example", "name": subject.capitalize()} | claims
        claims = {name: value for name, value in claims.items() if value is not None}
        arrival = Arrival(house.id, house.version, subject, claims, claims, now(), is_vouched_for=is_vouched_for)
        back = Back(uuid4(), house.id, house.version, house.organisation_id, "north", "North", now())
        back = type(back)(**(vars(back) | {"purpose": purpose, "membership_id": membership_id}))
        with db.begin_nested():  # what is refused leaves nothing behind, as at the door
            return actions.enter(db, site.state.sign_in, arrival, back, Visit(correlation_id="X"))

    return enters


def refusal(enters, *args, **said):
    with pytest.raises(Distrust) as refused:
        enters(*args, **said)
    return "may ask" if isinstance(refused.value, Stranger) else refused.value.code


def all_of(db, model):
    db.flush()
    db.expire_all()
    return db.scalars(select(model).order_by(model.created_at)).all()


def members(db, status):
    """Newcomers of that status."""
    return [one for one in all_of(db, Membership) if one.status is status and one.source is not Source.manual]


def came_of(db, enters, **said):
    """What becomes of a newcomer: in, waits, may ask, or why not."""
    try:
        entered = enters(**said)
    except Stranger:
        return "may ask"
    except Distrust as refused:
        return refused.code
    return "waits" if entered.waits else "in"


@pytest.mark.parametrize(
    ("held", "said", "outcome"),
    [
        ({}, {}, "may ask"),
        ({"jit": JitPolicy.off, "newcomers_wait": False, "default_role": Role.unit_contact}, {}, "may ask"),
        (GATE, {}, "in"),
        (GATE, {"email": "EVE@North.Example"}, "in"),
        (GATE, {"email": "eve@soon.example"}, "may ask"),
        (GATE, {"email": "eve@sub.north.example"}, "may ask"),
        (GATE, {"email": "eve@badnorth.example"}, "may ask"),
        (GATE, {"email": "eve@anywhere.example", "is_vouched_for": True}, "in"),
        (GATE, {"email": None, "is_vouched_for": True}, "address_missing"),
        (GATE | {"newcomers_wait": True}, {"email": "eve@anywhere.example", "is_vouched_for": True}, "waits"),
        (GATE | {"jit": JitPolicy.off}, {"is_vouched_for": True}, "may ask"),
        (GATE, {"email": "eve@north.example.evil.example"}, "may ask"),
        (GATE, {"email": "eve@evil.example@north.example"}, "address_missing"),
        (GATE, {"email": None}, "address_missing"),
        (GATE, {"email": ["eve@north.example"]}, "address_missing"),
        (GATE, {"email_verified": False}, "address_missing"),
        (GATE, {"email_verified": "true"}, "address_missing"),
        (GATE, {"acct": 1}, "guest_refused"),
        (ALL, {"email": "eve@anywhere.example"}, "in"),
        (ALL, {"email": None}, "address_missing"),
        (GATE | {"newcomers_wait": True}, {}, "waits"),
        (GATE | {"default_role": None}, {}, "waits"),
        (GATE | {"default_role": None}, {"groups": ["Bedömare"]}, "in"),
        (GATE | {"default_role": None}, {"groups": ["Regionen"]}, "waits"),
        (GATE | {"default_role": Role.organisation_admin}, {}, "waits"),
        (GATE | {"default_role": Role.testbed_leader}, {}, "waits"),
        (GATE | {"default_role": Role.region_lead}, {}, "waits"),
    ],
)
def test_who_comes_in_without_an_invitation(db, given, town, policy, enters, held, said, outcome):
    for group, role in (("Bedömare", Role.assessor), ("Regionen", Role.region_lead)):  # the last is above the ceiling
        line = {"claim": "groups", "match": Match.equals, "value": group, "role": role, "priority": 0}
        given.saved(RoleMapping(organisation_id=town.id, **line))
    if held:
        policy(**held)
    assert came_of(db, enters, **said) == outcome
    assert len(all_of(db, Session)) == (outcome == "in")
    assert len(members(db, Status.active)) == (outcome == "in")
    assert len(members(db, Status.proposed)) == (outcome == "waits")
    assert len(all_of(db, Identity)) == len(all_of(db, Person)) == (outcome in ("in", "waits"))


def test_a_guest_whom_the_connection_allows_never_comes_in_by_themselves(policy, house, enters):
    policy(**ALL)
    house.allow_guests = True
    assert refusal(enters, acct=1) == "may ask"


def test_a_newcomer_has_the_usual_role_and_keeps_it(db, policy, enters):
    policy(**GATE)
    for _ in range(2):
        found = signed_in_actor(db, enters().token)
        assert found.actor.roles == {Role.unit_contact}
    (member,) = members(db, Status.active)
    assert member.source is Source.mapping


def test_the_ceiling_leaves_out_all_that_leads_decides_or_administers():
    for kind in OrganisationKind:
        given_by_itself = {role for role in ROLES_OF[kind] if role in newcomers.ON_TRUST}
        assert given_by_itself <= {Role.unit_contact, Role.assessor, Role.company_rep, Role.researcher}
    assert not {Role.organisation_admin, Role.sponsor, Role.platform_admin, Role.region_lead} & set(newcomers.ON_TRUST)


def test_who_waits_is_let_in_by_the_administrator_and_by_nobody_else(db, given, admin, policy, enters):
    policy(**GATE | {"newcomers_wait": True})
    assert enters().waits
    assert refusal(enters) == "waits_for_approval"
    (waiting,) = members(db, Status.proposed)
    (task,) = all_of(db, Task)
    assert (task.route, task.organisation_id, task.roles) == (
        "newcomer",
        admin().organisation_id,
        ["organisation_admin"],
    )
    actions_newcomers.let_in(db, admin().actor, colleagues.any_membership(db, waiting.id), [Role.assessor])
    found = signed_in_actor(db, enters().token)
    assert (found.actor.membership_id, found.actor.roles) == (waiting.id, {Role.assessor})
    assert all_of(db, Task) == []


def test_no_is_an_answer_and_who_is_invited_after_all_comes_in(db, site, settings, admin, policy, enters):
    policy(**GATE | {"newcomers_wait": True})
    enters()
    (waiting,) = members(db, Status.proposed)
    actions_newcomers.decline(db, admin().actor, waiting, "Nobody knows them")
    for _ in range(2):
        tell_not_let_in(db, str(waiting.id), desk=desk(site, settings))
    (letter,) = all_of(db, Mail)
    assert letter.to_address == "eve@north.example"
    assert "Nobody knows them" not in letter.text
    assert refusal(enters) == "no_access"
    assert all_of(db, Task) == []
    invite = InviteForm(emails="eve@north.example", role=Role.assessor)
    administration.invite(db, admin().actor, invite)
    assert signed_in_actor(db, enters().token).actor.roles == {Role.assessor}


def test_who_left_and_is_invited_again_comes_in_by_the_link_they_get(db, admin, policy, enters):
    policy(**GATE)
    enters()
    (eve,) = members(db, Status.active)
    people.remove(db, admin().actor, eve)
    assert refusal(enters) == "no_access"
    again = people.invite(db, admin().actor, admin().organisation, email="eve@north.example", roles=[Role.assessor])
    assert again.id == eve.id
    enters(purpose=Purpose.link, membership_id=again.id)
    assert refusal(enters, purpose=Purpose.link, membership_id=again.id) == "invitation_over"
    assert signed_in_actor(db, enters().token).actor.membership_id == eve.id


def test_somebody_new_with_the_address_of_one_who_left_is_somebody_else(db, admin, policy, enters):
    policy(**GATE)
    first = signed_in_actor(db, enters("eve").token).actor
    (eve,) = members(db, Status.active)
    people.remove(db, admin().actor, eve)
    other = signed_in_actor(db, enters("another", email="eve@north.example").token).actor
    assert other.person_id != first.person_id
    assert other.membership_id != first.membership_id


@pytest.mark.parametrize("status", [Status.active, Status.suspended, Status.proposed])
def test_nobody_becomes_a_second_one_with_an_address(db, given, town, policy, enters, status):
    policy(**ALL)
    enters("first", email="eve@north.example")
    (first,) = members(db, Status.active)
    first.status = status
    assert refusal(enters, "second", email="EVE@north.example") == "address_taken"


def test_a_service_gone_astray_does_not_fill_the_list_for_ever(db, policy, enters, monkeypatch):
    monkeypatch.setattr(newcomers, "MOST_WAITING", 2)
    policy(**ALL | {"newcomers_wait": True})
    assert [came_of(db, enters, subject=name) for name in ("a", "b", "c")] == ["waits", "waits", "too_many_wait"]


# Asking


@pytest.fixture
def turned_away(browser, door):
    """Somebody who was vouched for by north's provider and is on the page that says no."""
    one, connection = browser(), door("north")
    response = one.signs_in(connection, "eve")
    assert response.status_code == 403
    one.connection = connection
    return one


def the_way(one):
    return one.page.text.partition('href="/logga-in/be-om-behorighet')[2].partition('"')[0]


def test_who_is_turned_away_asks_and_is_let_in(db, site, given, visit, turned_away):
    admin = given.member(Role.organisation_admin, of=turned_away.connection.organisation_id, name="Ada Admin")
    assert turned_away.sees("Du är inloggad hos North men saknar behörighet här.")
    assert turned_away.sees("Be om behörighet")
    way = "/logga-in/be-om-behorighet" + the_way(turned_away)
    assert turned_away.opens(way).status_code == 200
    assert turned_away.sees("eve@north.example")
    assert turned_away.posts(way, message="x" * 601).status_code == 422
    assert "x" * 601 in turned_away.page.text
    assert turned_away.posts(way, message="I assess requests").status_code == 303
    turned_away.opens(turned_away.page.headers["location"])
    assert turned_away.sees("Du har bett om behörighet")
    assert turned_away.posts(way, message="again").status_code == 404
    assert turned_away.signs_in(turned_away.connection, "eve").status_code == 403
    assert turned_away.sees("Du har bett om behörighet")
    assert not turned_away.is_signed_in
    page = visit(as_=admin).opens("/att-gora").follows("Answer a newcomer: Name of eve")
    assert page.sees("I assess requests")
    assert page.sees("Yes, in a domain that is proven to be yours")
    page.presses("Yes, let them in")
    assert page.errors() == ["Select at least one role."]
    page.chooses("Assessor").presses("Yes, let them in")
    assert page.sees("Nobody waits for your approval.")
    assert all_of(db, AccessRequest) == []
    assert turned_away.signs_in(turned_away.connection, "eve").status_code == 303
    assert turned_away.is_signed_in
    assert AuthEventType.access_asked in [event.type for event in all_of(db, AuthEvent)]


def test_the_administrator_reads_in_the_attempts_why(db, browser, door, given):
    connection = door("north")
    given.saved(SignInPolicy(organisation_id=connection.organisation_id, jit=JitPolicy.all_from_connection))
    browser().signs_in(connection, "eve")
    last = all_of(db, ConnectionTrace)[-1]
    assert (last.step, last.reason) == ("admitted", "waits_for_approval")
    assert len(members(db, Status.proposed)) == 1


def test_the_way_to_ask_is_good_once_and_for_a_quarter_of_an_hour(db, turned_away):
    first = "/logga-in/be-om-behorighet" + the_way(turned_away)
    turned_away.signs_in(turned_away.connection, "eve")
    second = "/logga-in/be-om-behorighet" + the_way(turned_away)
    assert [turned_away.opens(way).status_code for way in (first, second)] == [404, 200]
    for way in ("?nyckel=", "?nyckel=x", "", "?nyckel=%00"):
        assert turned_away.opens("/logga-in/be-om-behorighet" + way).status_code == 404
    (asked,) = all_of(db, AccessRequest)
    asked.expires_at = now() - timedelta(seconds=1)
    db.commit()
    assert turned_away.posts(second, message="please").status_code == 404
    forget_requests(db, None)
    assert len(all_of(db, AccessRequest)) == 1
    with clock.at(now() + timedelta(days=2)):
        forget_requests(db, None)
    assert all_of(db, AccessRequest) == []


def test_who_has_come_in_meanwhile_need_not_ask(db, given, turned_away):
    way = "/logga-in/be-om-behorighet" + the_way(turned_away)
    given.saved(SignInPolicy(organisation_id=turned_away.connection.organisation_id, **GATE))
    assert turned_away.signs_in(turned_away.connection, "eve").status_code == 303
    assert turned_away.posts(way, message="please").status_code == 422
    assert len(members(db, Status.proposed)) == 0
