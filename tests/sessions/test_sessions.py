"""Ending the sessions of others, and how long sessions last."""

from datetime import timedelta

import pytest

from app.actor import Role
from app.database import now
from app.people import queries as people
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import AuthEvent, Ended, Session, SessionOrganisation
from app.sign_in.secrets import fingerprint

LIMITS = "/administration/inloggningstid"
IDLE = "Sign out after so many minutes without use"
ABSOLUTE = "Sign out after so many minutes in any case"


@pytest.fixture
def admin(given):
    return given.member(Role.organisation_admin, name="Ada Ek")


@pytest.fixture
def colleague(given, admin):
    return given.member(of=admin.organisation_id, name="Kim Ek")


def still_in(page):
    return page.opens("/konto/inloggningar").html.h1.text == "Where you are signed in"


def test_an_administrator_sees_and_ends_a_colleague_s_sessions(db, visit, admin, colleague):
    desk, phone, boss = visit(as_=colleague), visit(as_=colleague), visit(as_=admin)
    boss.opens(f"/administration/personer/{colleague.id}").follows("See and end the sign-ins of Kim Ek")
    assert len([text for text in boss.buttons() if text.startswith("End this sign-in")]) == 2
    boss.presses("Sign Kim Ek out everywhere")
    assert boss.sees("Kim Ek is not signed in anywhere.")
    assert not still_in(desk)
    assert not still_in(phone)
    assert still_in(boss)
    ended = db.query(AuthEvent).filter_by(type=AuthEventType.session_ended).all()
    assert [(event.person_id, event.details) for event in ended] == [(colleague.person_id, {"by": "Ada Ek"})] * 2


def test_one_browser_is_ended_alone(db, given, visit, admin, colleague):
    key = given.signs_in(colleague)
    lost = db.query(Session).filter_by(token_hash=fingerprint(key)).one()
    desk, boss = visit(as_=colleague), visit(as_=admin)
    where = f"/administration/personer/{colleague.id}/inloggningar"
    answer = boss.opens(where).client.post(where, data={"which": str(lost.id)}, headers=OURS)
    assert answer.status_code == 200
    assert db.get(Session, lost.id, populate_existing=True).revoked_because is Ended.ended_by_administrator
    assert still_in(desk)


OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}


def test_what_a_person_does_for_another_organisation_is_neither_seen_nor_ended(db, given, visit, admin, colleague):
    elsewhere = given.saved(
        type(colleague)(organisation_id=given.organisation("Other").id, person_id=colleague.person_id)
    )
    other, boss = visit(as_=given_actor(given, elsewhere)), visit(as_=admin)
    page = boss.opens(f"/administration/personer/{colleague.id}/inloggningar")
    assert page.sees("Kim Ek is not signed in anywhere.")
    assert still_in(other)


def given_actor(given, membership):
    return people.membership(given.db, membership.id)


@pytest.mark.parametrize("role", [Role.testbed_leader, Role.sponsor, Role.platform_admin])
def test_only_its_own_administrator_may(given, visit, admin, colleague, role):
    stranger = given.member(Role.organisation_admin)
    for one in (stranger, given.member(role, of=None if role is Role.platform_admin else admin.organisation_id)):
        page = visit(as_=one).opens(f"/administration/personer/{colleague.id}/inloggningar")
        assert page.status == 404


def test_those_who_run_the_portal_end_any_session_altogether(db, given, visit, colleague):
    desk, boss = visit(as_=colleague), visit(as_=given.member(Role.platform_admin))
    boss.opens("/drift/inloggade?q=kim+ek").presses("End the sign-in of Kim Ek")
    assert not still_in(desk)
    assert boss.opens("/drift/inloggade?q=kim+ek").sees("Nobody of that name is signed in.")
    assert visit(as_=colleague).opens("/drift/inloggade").status == 403


def test_those_who_run_the_portal_end_all_that_one_person_has(db, given, visit, colleague):
    desk, phone = visit(as_=colleague), visit(as_=colleague)
    other = visit(as_=given.member(of=colleague.organisation_id, name="Kim Ek-Lund"))
    boss = visit(as_=given.member(Role.platform_admin)).opens("/drift/inloggade?q=kim+ek")
    one = next(
        button
        for button in boss.html("button")
        if button.get("name") == "person" and colleague.person_id.hex == button["value"].replace("-", "")
    )
    boss.client.post("/drift/inloggade", data={"person": one["value"]}, headers=OURS)
    assert not still_in(desk)
    assert not still_in(phone)
    assert still_in(other)
    assert db.query(AuthEvent).filter_by(type=AuthEventType.session_ended, person_id=colleague.person_id).count() == 2


def test_limits_are_shortened_for_those_who_are_signed_in_too(db, visit, admin, colleague):
    desk, boss = visit(as_=colleague), visit(as_=admin)
    page = boss.opens(LIMITS).fills(IDLE, "20").fills(ABSOLUTE, "240").presses("Save how long")
    assert page.sees("It holds from now on")
    proofs = db.query(SessionOrganisation).filter_by(organisation_id=admin.organisation_id).all()
    assert {proof.idle_minutes for proof in proofs} == {20}
    assert all(proof.expires_at - proof.authenticated_at <= timedelta(minutes=240) for proof in proofs)
    db.query(Session).filter_by(person_id=colleague.person_id).one().last_seen_at = now() - timedelta(minutes=21)
    db.commit()
    assert not still_in(desk)


@pytest.mark.parametrize(
    ("idle", "absolute", "said"),
    [
        ("61", "", "The portal allows at most 60 minutes."),
        ("", "601", "The portal allows at most 600 minutes."),
        ("5", "", "must be 10 or more"),
        ("", "x", "with digits"),
    ],
)
def test_limits_are_never_longer_than_the_portal_s(visit, admin, idle, absolute, said):
    page = visit(as_=admin).opens(LIMITS).fills(IDLE, idle).fills(ABSOLUTE, absolute).presses("Save how long")
    assert page.status == 422
    assert any(said in error for error in page.errors()), page.errors()


def test_setting_limits_takes_fresh_proof_and_keeps_what_was_typed(given, visit, admin):
    page = visit(as_=admin).opens(LIMITS)
    given.was_proven(admin, minutes_ago=20)
    page.fills(IDLE, "20").presses("Save how long")
    assert page.sees("Confirm that it is you")


def test_asking_how_long_is_left_is_not_using_the_session(db, visit, colleague):
    desk = visit(as_=colleague)
    session = db.query(Session).filter_by(person_id=colleague.person_id).one()
    session.last_seen_at = before = now() - timedelta(minutes=50)
    db.commit()
    left = desk.client.get("/konto/tid-kvar").json()
    assert 590 <= left["idle"] <= 600
    assert db.get(Session, session.id, populate_existing=True).last_seen_at == before
    left = desk.client.post("/konto/tid-kvar", headers=OURS).json()
    assert left["idle"] >= 3590


def test_a_visitor_and_a_session_that_is_over_have_no_time_left(db, visit, colleague):
    assert visit().client.get("/konto/tid-kvar").json() == {"idle": 0, "absolute": 0}
    desk = visit(as_=colleague)
    db.query(Session).filter_by(person_id=colleague.person_id).one().last_seen_at = now() - timedelta(minutes=61)
    db.commit()
    assert desk.client.get("/konto/tid-kvar").json() == {"idle": 0, "absolute": 0}


def test_what_was_typed_too_late_is_given_back_to_the_same_person_and_to_nobody_else(db, given, visit, admin):
    page = visit(as_=admin).opens(LIMITS)
    cookie = page.client.cookies["__Host-sid"]
    db.query(Session).filter_by(token_hash=fingerprint(cookie)).one().last_seen_at = now() - timedelta(minutes=61)
    db.commit()
    page.fills(IDLE, "17").presses("Save how long")
    assert page.html.h1.text == "Which organisation do you belong to?"
    other = given.member(Role.organisation_admin)
    sign_in(page, given, other)
    assert "17" not in page.opens(LIMITS).html.find(id="f-idle_minutes").get("value", "")
    sign_in(page, given, admin)
    page.opens(LIMITS)
    assert page.sees("What you wrote is still here")
    assert page.html.find(id="f-idle_minutes")["value"] == "17"
    assert page.opens(LIMITS).html.find(id="f-idle_minutes")["value"] == ""


def sign_in(page, given, member):
    page.client.cookies.delete("__Host-sid")
    page.client.cookies.set("__Host-sid", given.signs_in(member), domain="testserver.local", path="/")


def test_what_a_script_sends_when_the_session_is_over_comes_back_on_the_page_it_was_typed_on(db, given, visit, admin):
    page = visit(as_=admin)
    cookie = page.client.cookies["__Host-sid"]
    db.query(Session).filter_by(token_hash=fingerprint(cookie)).one().last_seen_at = now() - timedelta(minutes=61)
    db.commit()
    there = "/logga-in/fortsatt?next=/en" + LIMITS
    answer = page.client.post(there, data={"idle_minutes": "23"}, headers=OURS, follow_redirects=False)
    assert answer.headers["location"].endswith("next=%2Fadministration%2Finloggningstid")
    sign_in(page, given, admin)
    assert page.opens(LIMITS).html.find(id="f-idle_minutes")["value"] == "23"
