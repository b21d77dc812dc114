"""Proving once more who one is, before what is risky, and back to the same page with what was typed."""

from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from fastapi import Depends, Request
from fastapi.dependencies.utils import get_parameterless_sub_dependant
from sqlalchemy import select

from app.database import now
from app.people.models import Person
from app.refusals import NotProven
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import AuthEvent, Identity, Session, SessionOrganisation
from app.web.guards import RECENT, SESSION_COOKIE, SignedIn, everyone, recently_proven
from tests.waiting import finished


@pytest.fixture
def north(door, member):
    connection = door("north")
    member(connection, "anna")
    member(connection, "bo")
    return connection


@pytest.fixture
def anna(browser, north):
    one = browser()
    one.signs_in(north)
    return one


def steps_up(one, **asked):
    """Press the button of the page that asks for it; returns the provider's address."""
    one.page = one.posts("/en/logga-in/igen?next=/en/konto/inloggningar")
    return one.page.headers.get("refresh", "").partition("url=")[2]


def reasons(db):
    db.expire_all()
    return [event.reason for event in db.scalars(select(AuthEvent).order_by(AuthEvent.created_at)) if event.reason]


def the_proof(db):
    db.expire_all()
    return db.scalars(select(SessionOrganisation)).one()


def grow_old(db, **age):
    proof = the_proof(db)
    proof.authenticated_at = now() - timedelta(**age)
    db.commit()


def test_one_proves_oneself_again_and_is_back(db, anna):
    grow_old(db, hours=2)
    key = anna.portal.cookies[SESSION_COOKIE]
    there = steps_up(anna)
    assert parse_qs(urlsplit(there).query)["prompt"] == ["login"]
    response = anna.returns(anna.proves(there))
    assert response.headers["location"] == "/en/konto/inloggningar"
    assert anna.is_signed_in
    assert anna.portal.cookies[SESSION_COOKIE] != key
    assert now() - the_proof(db).authenticated_at < timedelta(minutes=1)
    assert len(db.scalars(select(Session)).all()) == 1
    assert db.scalars(select(AuthEvent.type).order_by(AuthEvent.created_at.desc())).first() == AuthEventType.step_up


def test_somebody_else_cannot_prove_it_for_one(db, anna, north, given):
    """Not even a colleague whom the portal knows as well as her."""
    grow_old(db, hours=2)
    before = the_proof(db).authenticated_at
    bo = db.scalars(select(Person).where(Person.email == "bo@north.example")).one()
    given.saved(Identity(connection_id=north.id, subject="bo", person_id=bo.id))
    there = steps_up(anna)
    anna.world.cookies.clear()
    assert anna.returns(anna.proves(there, "bo")).status_code == 403
    assert anna.sees("somebody else signed in at North")
    assert the_proof(db).authenticated_at == before
    assert reasons(db) == ["another_person"]
    assert anna.is_signed_in


def test_it_strengthens_only_the_session_that_asked(db, anna, north):
    there = steps_up(anna)
    back = anna.proves(there)
    anna.posts("/logga-ut")
    assert anna.returns(back).status_code == 400
    assert reasons(db) == ["session_over"]


def test_nobody_can_be_asked_to(browser):
    assert browser().posts("/logga-in/igen").headers["location"].startswith("/logga-in?")


def test_what_was_agreed_is_asked_for(db, anna, north):
    north.acr_values, north.max_age = ["urn:mfa", "urn:siths"], 60
    db.commit()
    asked = parse_qs(urlsplit(steps_up(anna)).query)
    assert (asked["acr_values"], asked["max_age"]) == (["urn:mfa urn:siths"], ["60"])


def at(after):
    return int((now() + after).timestamp())


@pytest.mark.parametrize(
    ("agreed", "claims", "code"),
    [
        ({"acr_values": ["urn:mfa"]}, {"acr": "urn:mfa"}, None),
        ({"acr_values": ["urn:mfa"]}, {"acr": "urn:password"}, "acr_refused"),
        ({"acr_values": ["urn:mfa"]}, {}, "acr_refused"),
        ({"max_age": 60}, {"auth_time": timedelta(0)}, None),
        ({"max_age": 60}, {}, "auth_time_missing"),
        ({"max_age": 60}, {"auth_time": timedelta(minutes=-5)}, "signed_in_too_long_ago"),
        ({}, {}, None),
        ({}, {"auth_time": timedelta(minutes=-5)}, "signed_in_too_long_ago"),
    ],
)
def test_asking_is_not_receiving(db, door, member, browser, lie, agreed, claims, code):
    """Rule 33"""
    connection = door("liar")
    member(connection, "johndoe")
    one = browser()
    one.signs_in(connection)
    for name, value in agreed.items():
        setattr(connection, name, value)
    db.commit()
    lie(claims={name: at(value) if isinstance(value, timedelta) else value for name, value in claims.items()})
    one.returns(one.proves(steps_up(one)))
    assert one.page.status_code == (403 if code else 303)
    assert reasons(db) == ([code] if code else [])


def test_at_an_ordinary_sign_in_nothing_of_it_is_asked(door, member, browser, lie):
    connection = door("liar")
    connection.acr_values, connection.max_age = ["urn:mfa"], 60
    member(connection, "johndoe")
    lie(claims={"auth_time": at(timedelta(hours=-5))})
    assert browser().signs_in(connection).status_code == 303


@pytest.mark.parametrize(("age", "holds"), [(timedelta(0), True), (RECENT / 2, True), (RECENT * 2, False)])
def test_the_guard_asks_who_has_not_proven_it_of_late(given, age, holds):
    actor = given.actor()
    request = Request({"type": "http", "state": {"signed_in": SignedIn(actor, proven_at=now() - age)}})
    if holds:
        finished(recently_proven(request, actor))
        return
    with pytest.raises(NotProven):
        finished(recently_proven(request, actor))


def guard_by(monkeypatch, site, name, guard):
    """Let the form of that name be for those the guard lets in."""
    path = site.url_path_for(name)
    (route,) = (one for one in site.state.all_routes if one.path == path and "POST" in one.methods)
    wanted = get_parameterless_sub_dependant(depends=Depends(guard), path=route.path)
    others = [one for one in route.dependant.dependencies if one.call is not everyone]
    monkeypatch.setattr(route.dependant, "dependencies", [wanted, *others])


def test_what_was_typed_is_kept_and_given_back(db, site, anna, monkeypatch):
    """A form that has become risky is sent: the browser goes to prove it, comes back, and finds what was typed."""
    grow_old(db, hours=2)
    guard_by(monkeypatch, site, "report_fault", recently_proven)
    form = "/en" + str(site.url_path_for("report_fault"))
    answer = anna.posts(form, what="Texten är kvar")
    assert answer.headers["location"] == f"/en/logga-in/igen?next={quote(form, safe='')}"
    anna.opens(answer.headers["location"])
    assert anna.sees("What you have typed is kept.")
    action = BeautifulSoup(anna.page.text, "html.parser").main.form["action"]
    anna.page = anna.posts(action)
    response = anna.returns(anna.proves(anna.page.headers["refresh"].partition("url=")[2]))
    assert response.headers["location"] == form
    anna.opens(form)
    assert anna.sees("Texten är kvar")
