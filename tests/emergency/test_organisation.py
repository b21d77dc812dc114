"""An organisation demands its sign-in service, and the service breaks."""

from datetime import timedelta

import pytest

from app import clock
from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Role
from app.database import now
from app.emergency import actions, jobs, unlocking
from app.emergency.unlocking import unlock
from app.passkeys import jobs as passkeys_jobs
from app.passkeys import queries as keys
from app.passkeys.models import Passkey
from app.refusals import Refused
from app.sign_in.models import IdpConnection, LoginAttempt, SignInPolicy, SsoPolicy
from app.web.guards import SESSION_COOKIE
from tests.passkeys.device import Device

NAMED = "/en/administration/inloggning/nodatkomst"
MEND = NAMED + "/laga"
ALONE = "/en/logga-in/utan-inloggningstjanst"


@pytest.fixture
def admin(given):
    """The administrator of an organisation that demands its sign-in service, signed in through it."""
    member = given.member(Role.organisation_admin, name="Ada", email="ada@town.example")
    given.signs_in(member)
    given.saved(SignInPolicy(organisation_id=member.organisation_id, sso=SsoPolicy.required))
    return member


@pytest.fixture
def rescuer(db, given, admin, browser, asked):
    """Someone named, with a passkey."""
    member = given.member(Role.testbed_leader, of=admin.organisation_id, name="Rut", email="rut@town.example")
    actions.name_for_organisation(db, admin.actor, member)
    db.commit()
    device, one = Device(), browser()
    one.portal.cookies.set(SESSION_COOKIE, given.signs_in(member), domain="testserver.local", path="/")
    one.opens("/en/konto/inloggningar/nycklar/ny")
    one.posts("/konto/inloggningar/nycklar/ny", label="Stick", credential=device.makes(asked(one.page)))
    device.member, device.browser = member, one
    return device


def comes_in(one, device, asked):
    one.opens(ALONE)
    return one.posts("/en/logga-in/nyckel", credential=device.proves(asked(one.page)))


def policy(db, member):
    db.expire_all()
    return db.query(SignInPolicy).filter_by(organisation_id=member.organisation_id).one().sso


def test_whoever_is_named_comes_in_and_can_do_nothing_but_mend(db, given, rescuer, browser, asked):
    need = given.challenge(of=rescuer.member.organisation_id)
    one = browser()
    assert comes_in(one, rescuer, asked).headers["location"] == MEND
    one.opens(MEND)
    assert one.sees("You came in to put the sign-in of")
    assert one.sees("only to put the sign-in of your organisation right")
    assert one.opens(f"/behov/{need.reference.lower()}").status_code == 404
    for closed in ("/administration", "/administration/personer", "/administration/logg", NAMED, "/behov/nytt"):
        assert one.opens(closed).status_code in (403, 404), closed


def in_use(given, organisation_id):
    return given.saved(
        IdpConnection(
            organisation_id=organisation_id, name="Town", issuer="https://login.town.example", client_id="portal",
            status="active", secret_sealed="sealed",
        )
    )  # fmt: skip


SETUP = "/en/administration/inloggning"


def test_they_mend_the_sign_in_service_of_their_own_organisation(db, given, admin, rescuer, browser, asked):
    """A new secret: proposed, tried out, turned on; and everyone who administers is told."""
    row = in_use(given, admin.organisation_id)
    one = browser()
    comes_in(one, rescuer, asked)
    one.opens(MEND)
    assert f'href="{SETUP}"' in one.page.text
    one.opens(SETUP)
    assert one.sees("https://login.town.example")
    assert not one.sees("E-mail domains")
    there = f"{SETUP}/{row.id}"
    assert (
        one.posts(f"{there}/andra", proof="secret", client_secret="new", version="1").headers["location"]
        == f"{there}/kontroll"
    )
    assert one.opens(f"{there}/sla-pa").status_code == 200
    assert one.posts(f"{there}/sla-pa").status_code == 422
    given.saved(
        LoginAttempt(
            state_hash="x", connection_id=row.id, connection_version=2, purpose="test", browser_hash="",
            expires_at=now(), consumed_at=now(), outcome="ok",
        )
    )  # fmt: skip
    assert one.posts(f"{there}/sla-pa").headers["location"] == f"{there}/lage"
    assert one.opens(f"{there}/lage").status_code == 200
    db.refresh(row)
    assert (row.version, row.secret_sealed == "sealed", row.activated_by_id) == (2, False, None)
    event = db.query(Event).filter_by(happening=Happened.connection_changed).one()
    assert (event.person_name, event.subject_organisation_id) == ("Rut", admin.organisation_id)


def test_they_set_up_another_one_in_place_of_it(db, given, admin, rescuer, browser, asked):
    one = browser()
    comes_in(one, rescuer, asked)
    one.opens(f"{SETUP}/tjanst")
    made = one.posts(f"{SETUP}/tjanst", kind="other", protocol="oidc").headers["location"]
    one.posts(
        made, issuer="https://new.town.example", client_id="portal", proof="secret", client_secret="s",
        subject_source="sub", logout_mode="provider",
    )  # fmt: skip
    row = db.query(IdpConnection).filter_by(issuer="https://new.town.example").one()
    assert (row.organisation_id, row.status, row.created_by_id) == (admin.organisation_id, "draft", None)
    assert one.posts(f"{SETUP}/{row.id}/kasta").headers["location"] == SETUP


def test_what_they_may_not(db, given, admin, rescuer, browser, asked):
    """The ceiling: no other organisation's, and of their own nothing but the service itself."""
    own, other = in_use(given, admin.organisation_id), in_use(given, given.organisation("Other").id)
    saml = in_use(given, given.organisation("Third").id)
    saml.protocol = "saml"
    db.commit()
    one = browser()
    comes_in(one, rescuer, asked)
    assert one.opens(f"{SETUP}/{other.id}/lage").headers["location"] == SETUP
    for path in ("", "/andra", "/kontroll", "/prova", "/sla-pa", "/kasta", "/instruktion"):
        assert one.opens(f"{SETUP}/{other.id}{path}").status_code == 404, path
    for path in ("/andra", "/sla-pa", "/kasta", "/kontroll", "/prova"):
        assert one.posts(f"{SETUP}/{other.id}{path}", client_secret="x").status_code == 404, path
    for path in ("/saml", "/andra-saml"):
        assert one.posts(f"{SETUP}/{saml.id}{path}").status_code == 404, path
    closed = (f"{SETUP}/{own.id}/stang", f"{SETUP}/{own.id}/lank", f"{SETUP}/krav", f"{SETUP}/domaner",
              f"{SETUP}/roller", "/en/administration/katalog", "/en/administration/personer/bjud-in")  # fmt: skip
    for path in closed:
        assert one.opens(path).status_code in (403, 404), path
        assert one.posts(path).status_code in (403, 404, 405), path
    db.refresh(own)
    db.refresh(other)
    assert (own.status, other.status, other.proposed) == ("active", "active", {})


def test_they_let_everyone_in_for_two_hours_and_the_clock_ends_it(
    db, given, admin, rescuer, browser, asked, worker, post
):
    one, other = browser(), browser()
    comes_in(one, rescuer, asked)
    assert one.posts(MEND, reason="").status_code == 422
    one.posts(MEND, reason="The certificate of our service has run out.")
    assert policy(db, admin) is SsoPolicy.optional
    other.opens(ALONE)
    other.posts(ALONE, email="ada@town.example")
    worker()
    link = next(word for mail in post.to("ada@town.example") for word in post.text(mail).split() if "/lank/" in word)
    other.posts(link.removeprefix("https://testserver"), membership=str(admin.id))
    assert other.is_signed_in
    passkeys_jobs.close_ways(db, None)
    assert other.is_signed_in
    with clock.at(now() + timedelta(minutes=30)):
        jobs.raise_again(db, None)
        assert policy(db, admin) is SsoPolicy.optional
    with clock.at(now() + timedelta(minutes=121)):
        jobs.raise_again(db, None)
        assert policy(db, admin) is SsoPolicy.required
    passkeys_jobs.close_ways(db, None)
    db.commit()
    assert not other.is_signed_in
    worker()
    subjects = " | ".join(mail.subject for mail in post.to("ada@town.example"))
    for event in ("Någon kom in för att laga", "lyftes i två timmar", "krävs igen"):
        assert event in subjects


def test_an_organisation_that_decided_otherwise_meanwhile_is_left_alone(db, admin, rescuer):
    unlock(db, admin.organisation_id, "The service is out of order.", by="test")
    db.query(SignInPolicy).filter_by(organisation_id=admin.organisation_id).one().sso = SsoPolicy.off
    db.commit()
    with clock.at(now() + timedelta(hours=3)):
        assert unlocking.raise_again(db) == 1
        assert unlocking.raise_again(db) == 0
    assert policy(db, admin) is SsoPolicy.off


def test_what_is_open_is_not_opened(db, given, admin):
    unlock(db, admin.organisation_id, "The service is out of order.", by="test")
    with pytest.raises(Refused):
        unlock(db, admin.organisation_id, "Once more, please.", by="test")


def test_naming_and_removing_on_the_page(db, given, admin, visit):
    rut, siv, _ = [
        given.member(Role.testbed_leader, of=admin.organisation_id, name=name)
        for name in ("Rut Ek", "Siv Ek", "Tor Ek")
    ]
    page = visit(as_=admin).opens(NAMED)
    assert page.presses("Name the person").errors() == ["Select who shall be able to mend sign-in."]
    for one in (rut, siv):
        page.fills("Who shall be able to mend sign-in?", str(one.id)).presses("Name the person")
    assert page.sees("Two people are named.")
    page.follows("Remove Rut Ek").presses("Yes, remove Rut Ek")
    assert [one.membership.person.name for one in keys.rescuers_of(db, admin.organisation_id, "organisation")] == [
        "Siv Ek"
    ]


def test_nobody_names_someone_of_another_organisation(db, given, admin, browser):
    stranger = given.member(Role.testbed_leader)
    one = browser()
    one.portal.cookies.set(SESSION_COOKIE, given.signs_in(admin), domain="testserver.local", path="/")
    assert one.posts(NAMED, membership=str(stranger.id)).status_code == 404


def test_who_is_not_named_does_not_come_in(db, rescuer, browser, asked):
    (one,) = keys.rescuers_of(db, rescuer.member.organisation_id, "organisation")
    actions.remove_rescuer(db, one, by="test")
    db.commit()
    assert comes_in(browser(), rescuer, asked).status_code == 403


def test_the_only_way_in_cannot_be_removed(db, rescuer):
    key = db.query(Passkey).one()
    assert rescuer.browser.posts(f"/en/konto/inloggningar/nycklar/{key.id}/ta-bort").status_code == 409
    assert rescuer.browser.sees("This is your only way in.")
    assert db.query(Passkey).count() == 1


def test_coming_in_to_mend_ends_the_ordinary_session_and_the_other_way_round(db, given, rescuer, browser, asked):
    one = rescuer.browser
    assert one.is_signed_in
    comes_in(one, rescuer, asked)
    assert one.opens("/en/administration/personer").status_code == 403
    assert one.sees("only to put the sign-in")
