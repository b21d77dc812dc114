"""The drill: nobody can sign in, and two people open the portal together. As a test, more often than twice a year."""

from datetime import timedelta

import pytest

from app import clock
from app.actor import Role
from app.database import now
from app.emergency import actions
from app.emergency.models import EmergencyAccess
from app.passkeys import queries as keys
from app.refusals import Refused
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import AuthEvent, Session, SessionKind
from tests.emergency.conftest import ENROL
from tests.passkeys.device import Device

ASK = "/en/drift/nodatkomst"
REASON = "Every sign-in service is out of reach since nine."


def asks(one, device, asked, reason=REASON):
    one.opens(ASK)
    return one.posts(ASK, reason=reason, credential=device.proves(asked(one.page)))


def agrees(one, device, asked, word):
    one.opens(f"{ASK}/godkann?kod={word}")
    form = one.page.text.partition("data-passkey")[0].rpartition('action="')[2].partition('"')[0]
    return one.posts(form, credential=device.proves(asked(one.page)))


def waiting(db):
    db.expire_all()
    return db.query(EmergencyAccess).one()


def test_the_drill(db, given, runs_it, named, browser, asked, worker, post):
    anna, bo = named("Anna"), named("Bo")
    ada = given.member(Role.organisation_admin, of=given.region(), name="Ada", email="ada@region.example")
    first, second = browser(), browser()
    where = asks(first, anna, asked).headers["location"]
    first.opens(where)
    word = waiting(db).word
    assert first.sees(f"{word[:4]} {word[4:]}")
    assert not first.is_signed_in

    agrees(second, bo, asked, f"{word[:4]} {word[4:].lower()}")
    assert second.sees("You have agreed")
    assert not second.is_signed_in

    first.opens(where)
    assert first.sees("Bo has agreed")
    first.posts(where)
    first.opens("/en/drift/logg")
    assert first.page.status_code == 200
    assert first.sees("Emergency access Until")
    assert first.sees(f"Reason: {REASON}")
    session = db.query(Session).filter_by(kind=SessionKind.emergency).one()
    assert session.expires_at - now() <= timedelta(minutes=30)

    worker()
    for address in ("pia@region.example", ada.person.email):
        subjects = " | ".join(mail.subject for mail in post.to(address))
        for event in ("Nödåtkomst begärdes", "Nödåtkomst godkändes", "Nödåtkomst öppnades"):
            assert event in subjects
        assert REASON not in "".join(mail.text for mail in post.to(address))
    with clock.at(now() + timedelta(minutes=31)):
        assert not first.is_signed_in


def test_one_person_alone_opens_nothing(db, named, browser, asked):
    anna = named("Anna")
    first, second = browser(), browser()
    where = asks(first, anna, asked).headers["location"]
    agrees(second, anna, asked, waiting(db).word)
    assert second.sees("Somebody else has to agree")
    first.posts(where)
    assert not first.is_signed_in


def test_someone_who_is_signed_in_and_runs_the_portal_can_agree(db, runs_it, named, browser, asked, visit):
    anna = named("Anna")
    first = browser()
    where = asks(first, anna, asked).headers["location"]
    page = visit(as_=runs_it).opens(ASK)
    page.follows("The request of Anna").presses("Agree to the request of Anna")
    assert page.sees("You have agreed")
    first.posts(where)
    assert first.is_signed_in


def test_it_opens_once_and_only_in_the_browser_that_asked(db, named, browser, asked):
    anna, bo = named("Anna"), named("Bo")
    first, second, thief = browser(), browser(), browser()
    where = asks(first, anna, asked).headers["location"]
    agrees(second, bo, asked, waiting(db).word)
    for one in (second, thief):
        assert one.opens(where).status_code == 404
        assert one.posts(where).status_code == 404
    first.posts(where)
    first.posts("/logga-ut")
    first.posts(where)
    assert not first.is_signed_in


def test_after_half_an_hour_it_is_too_late(db, named, browser, asked):
    anna, bo = named("Anna"), named("Bo")
    first, second = browser(), browser()
    where = asks(first, anna, asked).headers["location"]
    agrees(second, bo, asked, waiting(db).word)
    with clock.at(now() + timedelta(minutes=31)):
        first.posts(where)
        assert not first.is_signed_in
        first.opens(where)
        assert first.sees("It is too late to open it")


def test_a_passkey_of_nobody_named_asks_for_nothing_and_agrees_to_nothing(db, named, browser, asked):
    anna = named("Anna")
    first, second = browser(), browser()
    assert asks(second, Device(), asked).status_code == 422
    assert second.sees("not one of those")
    asks(first, anna, asked)
    agrees(second, Device(), asked, waiting(db).word)
    assert waiting(db).approved_at is None


def test_who_is_no_longer_named_opens_nothing(db, named, browser, asked):
    anna, bo = named("Anna"), named("Bo")
    first, second = browser(), browser()
    where = asks(first, anna, asked).headers["location"]
    agrees(second, bo, asked, waiting(db).word)
    rescuer = next(
        one
        for one in keys.rescuers_of(db, anna.member.organisation_id, "platform")
        if one.membership_id == anna.member.id
    )
    actions.remove_rescuer(db, rescuer, by="test")
    db.commit()
    first.posts(where)
    assert not first.is_signed_in
    assert asks(first, anna, asked).status_code == 422


def test_a_reason_is_needed(db, named, browser, asked):
    one = browser()
    assert asks(one, named("Anna"), asked, reason="").status_code == 422
    assert one.sees("Write why you need emergency access.")


def test_two_are_named_never_three(db, given, named):
    named("Anna")
    named("Bo")
    with pytest.raises(Refused):
        actions.name_for_platform(db, given.region().id, "Cia", "cia@region.example")


def test_a_code_works_once_and_for_a_quarter_of_an_hour(db, given, named, browser):
    anna = named("Anna")
    one = browser()
    assert one.posts(ENROL, code=anna.code).status_code == 422
    code = actions.new_code(db, anna.member.id)
    db.commit()
    with clock.at(now() + timedelta(minutes=16)):
        assert one.posts(ENROL, code=code).status_code == 422
        assert one.sees("more than fifteen minutes old")


@pytest.mark.parametrize("code", ["", "x", "å" * 16, "0" * 500, "\x00"])
def test_a_code_nobody_made_is_answered_with_a_sentence(browser, code):
    one = browser()
    assert one.posts(ENROL, code=code).status_code == 422
    assert one.posts(ENROL + "/ny", code=code, label="x", credential="{}").status_code == 422


def test_emergency_people_come_in_no_other_way(db, given, named, browser, asked, runs_it, visit):
    anna = named("Anna")
    visit(as_=runs_it)  # the region has a sign-in service
    one = browser()
    one.opens("/en/logga-in/utan-inloggningstjanst")
    assert one.posts("/logga-in/nyckel", credential=anna.proves(asked(one.page))).status_code == 403
    assert not one.is_signed_in


def test_each_step_is_written_down(db, named, browser, asked):
    anna, bo = named("Anna"), named("Bo")
    first, second = browser(), browser()
    where = asks(first, anna, asked).headers["location"]
    agrees(second, bo, asked, waiting(db).word)
    first.posts(where)
    types = {event.type for event in db.query(AuthEvent)}
    assert types >= {
        AuthEventType.rescuer_named,
        AuthEventType.passkey_added,
        AuthEventType.emergency_asked,
        AuthEventType.emergency_agreed,
        AuthEventType.emergency_opened,
    }
