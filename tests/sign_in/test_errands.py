"""What else a browser is sent to a provider for, what is written down on the way, and how long a proof lasts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.actor import THE_CLOCK
from app.database import now
from app.people.models import Membership, MembershipStatus
from app.sign_in import actions, queries
from app.sign_in.arrivals import Arrival, Back, Visit
from app.sign_in.guards import signed_in_actor
from app.sign_in.jobs import forget_traces
from app.sign_in.models import (
    ConnectionStatus,
    ConnectionTrace,
    Identity,
    IdpConnection,
    Purpose,
    Session,
    SessionOrganisation,
    SignInPolicy,
    SsoPolicy,
    TraceStep,
)
from app.sign_in.policies import apply_limits, limits
from app.sign_in.tokens import Distrust


@pytest.fixture
def house(given, site):
    """An organisation's connection, and the means of the installation."""
    town = given.organisation("North", slug="north")
    connection = IdpConnection(
        organisation_id=town.id, name="North", issuer="https://login.north.se", client_id="portal", keys=[],
        status=ConnectionStatus.active,
    )  # fmt: skip
    return given.saved(connection)


@pytest.fixture
def enters(db, site, house):
    """`enters("anna", purpose=Purpose.test)`: somebody whom the provider vouches for, on some errand."""

    def enters(subject="anna", visit=Visit(correlation_id="X"), claims=None, **errand):  # noqa: B008
        claims = {"sub": subject, "email": f"{subject}@north.example"} | (claims or {})
        arrival = Arrival(house.id, house.version, subject, claims, claims, now())
        back = Back(uuid4(), house.id, house.version, house.organisation_id, "north", "North", now(), **errand)
        return actions.enter(db, site.state.sign_in, arrival, back, visit)

    return enters


def all_of(db, model):
    db.flush()
    db.expire_all()
    return db.scalars(select(model).order_by(model.created_at)).all()


def waiting(given, house, email, status=MembershipStatus.invited):
    member = given.member(of=house.organisation_id, email=email)
    member.status = status
    return given.saved(member)


def refusal(enters, *args, **errand):
    with pytest.raises(Distrust) as refused:
        enters(*args, **errand)
    return refused.value.code


def test_trying_out_lets_nobody_in_and_shows_what_came(db, given, house, enters):
    house.status = ConnectionStatus.draft
    waiting(given, house, "anna@north.example")
    entered = enters(purpose=Purpose.test, return_path="/here", claims={"groups": ["a", {"b": 1}], "x": "\x00y" * 200})
    assert (entered.token, entered.return_path) == ("", "/here")
    assert all_of(db, Session) == all_of(db, Identity) == []
    assert db.get(IdpConnection, house.id).status == ConnectionStatus.tested
    (trace,) = all_of(db, ConnectionTrace)
    assert (trace.step, trace.reason, trace.details["subject"]) == (TraceStep.admitted, "", "anna")
    assert trace.details["claims"]["groups"] == ["a"]
    assert len(trace.details["claims"]["x"]) == 201


def test_a_test_that_shows_a_stranger_leaves_the_draft_a_draft(db, house, enters):
    house.status, house.binding_claim, house.binding_value = ConnectionStatus.draft, "tid", "ours"
    enters(purpose=Purpose.test, claims={"tid": "theirs"})
    assert db.get(IdpConnection, house.id).status == ConnectionStatus.draft
    assert [trace.reason for trace in all_of(db, ConnectionTrace)] == ["binding_wrong"]


@pytest.mark.parametrize("status", [ConnectionStatus.draft, ConnectionStatus.tested, ConnectionStatus.disabled])
def test_what_is_not_active_lets_nobody_in(given, house, enters, status):
    waiting(given, house, "anna@north.example")
    house.status = status
    assert refusal(enters) == "connection_changed"


def test_an_invitation_ties_whoever_comes_through_it_whatever_their_address(db, given, house, enters):
    bo = waiting(given, house, "bo@elsewhere.example")
    enters("anna", purpose=Purpose.link, membership_id=bo.id)
    (identity,) = all_of(db, Identity)
    assert (identity.subject, identity.person_id) == ("anna", bo.person_id)
    assert db.get(Membership, bo.id).status == MembershipStatus.active
    assert refusal(enters, "eve", purpose=Purpose.link, membership_id=bo.id) == "invitation_over"


def test_an_invitation_of_another_organisation_is_worth_nothing_here(db, given, house, enters):
    elsewhere = given.member()
    assert refusal(enters, purpose=Purpose.link, membership_id=elsewhere.id) == "invitation_over"
    assert refusal(enters, purpose=Purpose.link) == "invitation_over"


def test_somebody_known_keeps_to_who_they_are(db, given, house, enters):
    waiting(given, house, "anna@north.example")
    enters("anna")
    bo = waiting(given, house, "bo@north.example")
    assert refusal(enters, "anna", purpose=Purpose.link, membership_id=bo.id) == "no_access"


@pytest.mark.parametrize("missing", [None, "", []])
def test_what_was_agreed_on_must_be_said(given, house, enters, missing):
    waiting(given, house, "anna@north.example")
    house.required_claims = ["employeeHsaId"]
    assert refusal(enters, claims={"employeeHsaId": missing}) == "claim_missing"
    enters(claims={"employeeHsaId": "SE1"})


def test_a_house_that_wants_no_single_sign_on_has_no_door(db, given, house, enters):
    waiting(given, house, "anna@north.example")
    assert queries.door_of(db, "north") is not None
    given.saved(SignInPolicy(organisation_id=house.organisation_id, sso=SsoPolicy.off))
    assert queries.door_of(db, "north") is None
    assert refusal(enters) == "connection_changed"


def hours_and_minutes(site, **policy):
    found = limits(SignInPolicy(**({"sso": SsoPolicy.optional} | policy)), site.state.sign_in)
    return found.absolute / timedelta(hours=1), found.idle_minutes


def test_an_organisation_may_only_be_stricter_than_the_installation(site):
    assert hours_and_minutes(site) == (10, 60)
    assert hours_and_minutes(site, idle_minutes=15, absolute_minutes=120) == (2, 15)
    assert hours_and_minutes(site, idle_minutes=600, absolute_minutes=6000) == (10, 60)
    assert hours_and_minutes(site, idle_minutes=50, absolute_minutes=30) == (0.5, 30)
    assert hours_and_minutes(site, sso=SsoPolicy.required) == (8, 60)


def test_an_organisation_s_own_limits_are_kept(db, given, house, enters):
    waiting(given, house, "anna@north.example")
    given.saved(SignInPolicy(organisation_id=house.organisation_id, idle_minutes=15, absolute_minutes=120))
    token = enters().token
    (proof,) = all_of(db, SessionOrganisation)
    assert proof.expires_at - proof.authenticated_at == timedelta(hours=2)
    assert signed_in_actor(db, token).idle_minutes == 15
    (session,) = all_of(db, Session)
    session.last_seen_at = now() - timedelta(minutes=16)
    db.flush()
    assert signed_in_actor(db, token) is None


def test_a_stricter_policy_holds_for_those_who_are_signed_in(db, given, site, house, enters):
    waiting(given, house, "anna@north.example")
    token = enters().token
    policy = given.saved(SignInPolicy(organisation_id=house.organisation_id))
    policy.absolute_minutes = 60
    apply_limits(db, site.state.sign_in, house.organisation_id)
    assert signed_in_actor(db, token).ends_at < now() + timedelta(minutes=61)
    (proof,) = all_of(db, SessionOrganisation)
    proof.authenticated_at = now() - timedelta(minutes=61)
    apply_limits(db, site.state.sign_in, house.organisation_id)
    assert signed_in_actor(db, token) is None


def test_each_step_is_written_down_and_forgotten_after_two_weeks(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    browser().signs_in(connection)
    browser().signs_in(connection, "eve")
    good, bad = {}, {}
    for trace in all_of(db, ConnectionTrace):
        (bad if good and trace.attempt_id not in good else good).setdefault(trace.attempt_id, []).append(trace)
    (steps,), (others,) = good.values(), bad.values()
    assert [one.step for one in steps] == list(TraceStep)
    assert [(one.step, one.reason) for one in others][-1] == (TraceStep.admitted, "no_access")
    believed = next(one for one in steps if one.step == TraceStep.believed)
    assert {"sub", "iss", "nonce"} <= set(believed.details["claims"])
    assert "anna" not in str([one.details for one in (*steps, *others)])
    for one in (*steps, *others):
        one.created_at = now() - timedelta(days=15)
    db.flush()
    forget_traces(db, THE_CLOCK)
    assert all_of(db, ConnectionTrace) == []


def test_an_answer_nobody_asked_for_leaves_no_trace(db, browser, door):
    one = browser()
    one.opens(f"/sso/{door('north').id}/callback?state={'x' * 43}&code=1")
    assert one.page.status_code == 400
    assert all_of(db, ConnectionTrace) == []
