"""Saying who comes in without an invitation, and answering those who wait."""

import pytest
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Role, directory_of
from app.administration import notices
from app.database import now
from app.people import actions as people
from app.people.models import Membership, MembershipStatus, Source
from app.scim import administering, effect
from app.scim.models import ScimDirectory
from app.sign_in import queries as doors
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import AuthEvent, DomainStatus, JitPolicy, SignInDomain, SignInPolicy

PAGE = "/administration/inloggning/nykomlingar"
ROLE = "Role of newcomers whose groups give them none"
GATE = "Everyone with an address in your proven e-mail domains"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}


@pytest.fixture
def admin(given):
    return given.member(Role.organisation_admin, of=given.organisation("Storbro kommun"), name="Ada Admin")


@pytest.fixture
def waiting(db, admin):
    """Somebody the town's service vouches for."""
    service = directory_of(admin.organisation_id, admin.organisation.name)
    member = people.add(
        db, service, admin.organisation, email="eve@storbro.example", name="Eve Ny", roles=(), source=Source.mapping,
        is_proposal=True,
    )  # fmt: skip
    db.commit()
    return member


def the_policy(db, admin):
    db.expire_all()
    return doors.policy_of(db, admin.organisation_id)


def test_who_comes_in_is_chosen_with_what_it_means(db, given, visit, admin):
    given.saved(SignInDomain(organisation_id=admin.organisation_id, domain="storbro.example", status="verified"))
    page = visit(as_=admin).opens("/administration").follows("Newcomers")
    assert page.sees("Proven to be yours: storbro.example.")
    page.chooses(GATE).fills(ROLE, "assessor").presses("Save who comes in")
    assert page.sees("It has been saved")
    policy = the_policy(db, admin)
    assert (policy.jit, policy.newcomers_wait, policy.default_role) == (JitPolicy.domain_gate, True, Role.assessor)
    event = db.query(AuthEvent).filter_by(type=AuthEventType.newcomers_changed).one()
    assert event.details["before"]["jit"] == "off"
    assert event.details["after"] == {"jit": "domain_gate", "newcomers_wait": True, "default_role": "assessor"}
    told = db.scalars(select(Event).where(Event.happening == Happened.newcomers_changed)).one()
    assert [one.id for one in notices.its_administrators(db, told)] == [admin.id]


def test_without_a_proven_domain_there_is_no_gate(db, given, visit, admin):
    given.saved(SignInDomain(organisation_id=admin.organisation_id, domain="a.example", status=DomainStatus.lapsed))
    page = visit(as_=admin).opens(PAGE).chooses(GATE).presses("Save who comes in")
    assert page.errors() == ["Prove an e-mail domain first. Until then no address is known to be yours."]
    assert the_policy(db, admin).jit is JitPolicy.off


def test_where_the_directory_decides_nobody_else_comes_in(db, given, visit, admin):
    given.saved(ScimDirectory(organisation_id=admin.organisation_id, approved_at=now()))
    page = visit(as_=admin).opens(PAGE).chooses("Everyone your sign-in service vouches for")
    assert page.presses("Save who comes in").status == 422
    assert page.sees("Your directory decides who belongs to you, so nobody else comes in by themselves.")


def test_approving_a_directory_ends_that_people_come_in_by_themselves(db, given, admin):
    given.saved(SignInPolicy(organisation_id=admin.organisation_id, jit=JitPolicy.all_from_connection))
    directory = administering.directory_for(db, admin.organisation)
    administering.approve(db, admin.actor, admin.organisation, effect.preview(db, directory).key)
    assert the_policy(db, admin).jit is JitPolicy.off


@pytest.mark.parametrize("role", ["organisation_admin", "sponsor", "testbed_leader", "company_rep", "platform_admin"])
def test_no_role_above_the_ceiling_is_saved(db, visit, admin, role):
    page = visit(as_=admin).opens(PAGE)
    sent = {"jit": "all_from_connection", "default_role": role}
    assert page.client.post(page.path, data=sent, headers=OURS).status_code == 422
    assert the_policy(db, admin).default_role is None


def test_two_administrators_do_not_overwrite_one_another(db, given, visit, admin):
    given.saved(SignInPolicy(organisation_id=admin.organisation_id))
    first, second = visit(as_=admin).opens(PAGE), visit(as_=admin).opens(PAGE)
    first.chooses("Everyone your sign-in service vouches for").presses("Save who comes in")
    assert second.fills(ROLE, "assessor").presses("Save who comes in").status == 409
    assert the_policy(db, admin).default_role is None


def test_it_takes_a_fresh_proof_of_who_does_it(db, given, visit, admin):
    page = visit(as_=admin).opens(PAGE).chooses("Everyone your sign-in service vouches for")
    given.was_proven(admin, minutes_ago=20)
    page.presses("Save who comes in")
    assert page.sees("Confirm that it is you")
    assert the_policy(db, admin).jit is JitPolicy.off


def test_whoever_waits_is_answered_by_their_own_administrator_only(given, visit, admin, waiting):
    way = f"/administration/personer/{waiting.id}"
    for other in (given.member(Role.organisation_admin), given.member(Role.region_lead)):
        assert [visit(as_=other).opens(way + page).status for page in ("/svara", "/avboj")] == [404, 404]
    colleague = given.member(Role.testbed_leader, of=admin.organisation_id)
    assert visit(as_=colleague).opens(way + "/svara").status == 404
    page = visit(as_=admin).opens("/administration/personer").follows("Eve Ny").follows("Answer Eve Ny")
    assert page.sees("No, it is in no domain that is proven to be yours")
    page.follows("No, say no").presses("Yes, say no")
    assert page.errors() == ["Write why they are not let in."]
    page.fills("Why not?", "Nobody here knows them").presses("Yes, say no")
    assert page.sees("Nobody waits for your approval.")
    assert visit(as_=admin).opens(way + "/svara").status in (403, 404)
    assert not page.opens("/administration/personer").sees("Eve Ny")


def test_somebody_who_left_with_the_same_address_is_named(db, given, visit, admin, waiting):
    gone = given.member(Role.assessor, of=admin.organisation_id, name="Gun Borta", email="EVE@storbro.example")
    people.remove(db, admin.actor, gone)
    db.commit()
    page = visit(as_=admin).opens(f"/administration/personer/{waiting.id}/svara")
    assert page.sees("Somebody else with this address has left you: Gun Borta.")


def test_the_region_may_say_no_to_whom_people_propose(db, given, visit, admin):
    region = given.member(Role.region_lead)
    member = people.invite(
        db, admin.actor, admin.organisation, email="x@annan.example", roles=[Role.assessor], is_proposal=True
    )
    db.commit()
    page = visit(as_=region).opens("/administration/personer/att-godkanna").follows("x").follows("Say no to x")
    page.fills("Why not?", "Wrong address").presses("Yes, say no")
    assert db.get(Membership, member.id, populate_existing=True).status is MembershipStatus.removed
    told = db.scalars(select(Event).where(Event.happening == Happened.member_declined)).one()
    assert [one.id for one in notices.its_administrators(db, told)] == [admin.id]
    assert notices.those_who_answer(db, told)[0].id == region.id
