"""Passkeys from end to end: adding, coming in, naming, removing; and being told."""

import pytest

from app.passkeys.models import Passkey
from app.sign_in.models import AuthEvent, SignInPolicy, SsoPolicy
from app.web.guards import SESSION_COOKIE

NEW = "/en/konto/inloggningar/nycklar/ny"
ASK = "/en/logga-in/utan-inloggningstjanst"


@pytest.fixture
def at_home(given, browser):
    """A browser in which someone is signed in."""

    def at_home(member):
        one = browser()
        one.portal.cookies.set(SESSION_COOKIE, given.signs_in_alone(member), domain="testserver.local", path="/")
        return one

    return at_home


def adds(one, device, asked, label="My telephone"):
    one.opens(NEW)
    return one.posts(NEW, label=label, credential=device.makes(asked(one.page)))


def comes_in(one, device, asked, **query):
    one.opens(ASK)
    return one.posts("/logga-in/nyckel", credential=device.proves(asked(one.page)), **query)


def test_a_passkey_is_added_and_opens_the_door(small_company, at_home, browser, device, asked, worker, post):
    one = at_home(small_company)
    assert adds(one, device, asked).status_code == 303
    one.opens("/en/konto/inloggningar")
    assert one.sees("My telephone")
    other = browser()
    assert comes_in(other, device, asked, next="/behov").headers["location"] == "/behov"
    assert other.is_signed_in
    worker()
    assert [mail.subject for mail in post.to(small_company.person.email)] == ["En inloggningsnyckel har lagts till"]


def test_an_answer_is_taken_once(small_company, at_home, browser, device, asked):
    adds(at_home(small_company), device, asked)
    one = browser()
    one.opens(ASK)
    said = device.proves(asked(one.page))
    assert one.posts("/logga-in/nyckel", credential=said).status_code == 303
    one.posts("/logga-ut")
    assert one.posts("/logga-in/nyckel", credential=said).status_code == 403
    assert not one.is_signed_in


def test_an_answer_given_in_one_browser_is_worth_nothing_in_another(small_company, at_home, browser, device, asked):
    adds(at_home(small_company), device, asked)
    one, thief = browser(), browser()
    one.opens(ASK)
    thief.opens(ASK)
    assert thief.posts("/logga-in/nyckel", credential=device.proves(asked(one.page))).status_code == 400
    assert not thief.is_signed_in


@pytest.mark.parametrize("credential", ["", "x", "{}", "x" * 25_000])
def test_garbage_is_refused_in_our_own_words(browser, credential):
    one = browser()
    one.opens(ASK)
    assert one.posts("/en/logga-in/nyckel", credential=credential).status_code == 403
    assert one.sees("The passkey is not known here")


def test_a_removed_key_opens_nothing_and_its_owner_is_told(
    db, small_company, at_home, browser, device, asked, worker, post
):
    one = at_home(small_company)
    adds(one, device, asked)
    key = db.query(Passkey).one()
    one.opens(f"/en/konto/inloggningar/nycklar/{key.id}/ta-bort")
    assert one.sees("Remove the passkey My telephone")
    one.posts(f"/konto/inloggningar/nycklar/{key.id}/ta-bort")
    other = browser()
    assert comes_in(other, device, asked).status_code == 403
    worker()
    subjects = {mail.subject for mail in post.to(small_company.person.email)}
    assert subjects == {"En inloggningsnyckel har lagts till", "En inloggningsnyckel har tagits bort"}


def test_a_key_is_named_anew(db, small_company, at_home, device, asked):
    one = at_home(small_company)
    adds(one, device, asked)
    where = f"/en/konto/inloggningar/nycklar/{db.query(Passkey).one().id}"
    assert one.posts(where, label="").status_code == 422
    assert one.posts(where, label="The grey one").status_code == 303
    one.opens("/en/konto/inloggningar")
    assert one.sees("The grey one")


def test_the_same_device_is_not_added_twice(db, small_company, at_home, device, asked):
    one = at_home(small_company)
    adds(one, device, asked)
    assert adds(one, device, asked).status_code == 422
    assert one.sees("You have this passkey already.")
    assert db.query(Passkey).count() == 1


def test_somebody_else_s_key_is_not_there(db, given, small_company, at_home, device, asked):
    adds(at_home(small_company), device, asked)
    colleague = given.member(of=small_company.organisation_id)
    key = db.query(Passkey).one()
    for end in ("", "/ta-bort"):
        where = f"/konto/inloggningar/nycklar/{key.id}{end}"
        assert at_home(colleague).opens(where).status_code == 404
        assert at_home(colleague).posts(where, label="mine").status_code == 404


def test_whose_organisation_has_a_sign_in_service_has_no_passkeys(given, visit):
    member = given.member()
    page = visit(as_=member).opens("/konto/inloggningar")
    assert not page.sees("Your passkeys")
    assert page.opens(NEW).status == 403


def test_a_passkey_opens_nothing_where_a_sign_in_service_is_demanded(
    db, given, small_company, at_home, browser, device, asked
):
    adds(at_home(small_company), device, asked)
    given.saved(SignInPolicy(organisation_id=small_company.organisation_id, sso=SsoPolicy.required))
    one = browser()
    assert comes_in(one, device, asked).status_code == 403
    assert not one.is_signed_in
    event = db.query(AuthEvent).filter_by(reason="way_closed").one()
    assert event.organisation_id == small_company.organisation_id


def test_a_key_asked_for_too_long_ago_takes_a_fresh_sign_in(db, given, small_company, at_home, device, asked):
    one = at_home(small_company)
    given.was_proven(small_company, minutes_ago=20)
    assert one.opens(NEW).headers["location"].startswith("/en/logga-in/igen")
    there = one.posts("/en/logga-in/igen?next=" + NEW).headers["location"]
    assert there.startswith("/en/logga-in/utan-inloggningstjanst?next=")
