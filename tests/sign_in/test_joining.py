"""One person with two sign-ins (sso.md rule 26)."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from app import clock
from app.activity.models import Mail
from app.actor import NOBODY, Role
from app.database import now
from app.people.models import Membership, Person
from app.refusals import NotAllowed
from app.sign_in import joined, queries
from app.sign_in.happenings import AuthEventType
from app.sign_in.letters_joining import tell_of_joining
from app.sign_in.models import AuthEvent, Identity, SessionOrganisation
from app.sign_in.models_joining import JoinOffer
from app.worker import desk

ALL = "/en/konto/koppla"
CONFIRM = ALL + "/bekrafta"


@pytest.fixture
def houses(door, member, browser):
    """North and south, and anna in both as two people who have each signed in once."""
    north, south = door("north"), door("south")
    member(north, "anna")
    member(south, "anna")
    browser().signs_in(south)
    return north, south


@pytest.fixture
def anna(browser, houses):
    one = browser()
    one.signs_in(houses[0])
    return one


def all_of(db, model):
    db.flush()
    db.expire_all()
    return db.scalars(select(model).order_by(model.created_at)).all()


def people(db):
    """Who the sign-ins belong to, by organisation's provider."""
    return {one.connection_id: one.person_id for one in all_of(db, Identity)}


def asks(one, house):
    """Ask to tie the sign-in of a house to one's own; returns the provider's address."""
    one.page = one.posts(f"{ALL}/till/{house.id}")
    return one.page.headers.get("refresh", "").partition("url=")[2]


def proves(one, house, name="anna"):
    return one.returns(one.proves(asks(one, house), name))


def reasons(db):
    return [event.reason for event in all_of(db, AuthEvent) if event.reason]


def grow_old(db, minutes=20):
    for proof in all_of(db, SessionOrganisation):
        proof.authenticated_at = now() - timedelta(minutes=minutes)
    db.commit()


def test_two_sign_ins_become_one_person_s_by_a_fresh_sign_in_and_a_yes(db, site, settings, houses, anna):
    north, south = houses
    before = people(db)
    assert before[north.id] != before[south.id]
    anna.opens(ALL + "?organisation=South")
    assert anna.sees("Sign in at South")
    there = asks(anna, south)
    assert parse_qs(urlsplit(there).query)["prompt"] == ["login"]
    assert anna.returns(anna.proves(there)).headers["location"] == CONFIRM
    anna.opens(CONFIRM)
    assert anna.sees("anna@north.example, North")
    assert anna.sees("anna@south.example, South")
    assert people(db) == before
    assert anna.posts(CONFIRM).status_code == 303
    assert people(db) == {north.id: before[north.id], south.id: before[north.id]}
    assert {one.person_id for one in all_of(db, Membership)} == {before[north.id]}
    assert all_of(db, JoinOffer) == []
    told = [event for event in all_of(db, AuthEvent) if event.type is AuthEventType.accounts_joined]
    assert [event.organisation_id for event in told] == [south.organisation_id]
    for person_id in 2 * list(before.values()):
        tell_of_joining(db, str(told[0].id), str(person_id), desk=desk(site, settings))
    assert {mail.to_address for mail in all_of(db, Mail)} == {"anna@north.example", "anna@south.example"}
    assert len(all_of(db, Mail)) == 2
    anna.opens("/en/konto/byt-organisation")
    assert anna.sees("South You need to sign in there first.")
    anna.signs_in(south)
    assert len(queries.proofs_in(db, all_of(db, SessionOrganisation)[-1].session_id)) == 2


def test_what_was_signed_in_as_the_other_ends(db, browser, houses, anna):
    other = browser()
    other.signs_in(houses[1])
    proves(anna, houses[1])
    anna.posts(CONFIRM)
    assert not other.is_signed_in
    assert anna.is_signed_in


def test_an_address_ties_nothing(db, browser, houses):
    """Neither a common address nor signing in at both in one browser makes two people one."""
    one = browser()
    for house in houses:
        one.signs_in(house)
    for person in all_of(db, Person):
        person.email = "anna@same.example"
    db.commit()
    for house in houses:
        one.signs_in(house)
    assert len(set(people(db).values())) == 2


def test_it_takes_a_fresh_proof_of_who_asks_and_of_who_says_yes(db, houses, anna):
    grow_old(db)
    assert asks(anna, houses[1]) == ""
    assert anna.page.headers["location"].startswith("/en/logga-in/igen")
    anna.signs_in(houses[0])
    proves(anna, houses[1])
    grow_old(db)
    assert anna.posts(CONFIRM).headers["location"].startswith("/en/logga-in/igen")
    assert len(set(people(db).values())) == 2


def test_only_the_session_that_asked_is_offered_it(db, browser, houses, anna):
    there = anna.proves(asks(anna, houses[1]))
    anna.posts("/logga-ut")
    assert anna.returns(there).status_code == 400
    assert reasons(db) == ["session_over"]
    anna.signs_in(houses[0])
    proves(anna, houses[1])
    other = browser()
    other.signs_in(houses[0])
    assert other.posts(CONFIRM).status_code == 404
    assert browser().posts(CONFIRM).headers["location"].startswith("/en/logga-in")
    with clock.at(now() + timedelta(minutes=11)):
        assert anna.posts(CONFIRM).status_code == 404
    assert len(set(people(db).values())) == 2


def test_what_one_began_the_next_at_the_same_browser_does_not_end(db, browser, houses, anna, member):
    """Anna sets out to tie a sign-in; before she is back, Bo has signed in where she sat. It is not tied to Bo."""
    north, south = houses
    member(north, "bo")
    there = anna.proves(asks(anna, south))
    anna.posts("/logga-ut")
    anna.world.cookies.clear()
    anna.signs_in(north, "bo")
    assert anna.returns(there).status_code == 400
    assert reasons(db) == ["session_over"]
    assert all_of(db, JoinOffer) == []


def test_what_cannot_be_one_is_said(db, given, houses, anna, member):
    north, south = houses
    proves(anna, north)
    assert anna.sees("They are one already")
    bo = member(north, "bo")
    given.saved(Identity(connection_id=north.id, subject="bo", person_id=bo.person_id))
    anna.world.cookies.clear()
    proves(anna, north, "bo")
    assert anna.sees("They cannot be tied together")
    anna.world.cookies.clear()
    proves(anna, south, "eve")
    assert anna.sees("Sign in there first")
    assert reasons(db) == ["already_one", "two_members", "not_known_there"]
    assert all_of(db, JoinOffer) == []


def test_of_the_other_person_only_what_was_proven_moves(db, given, houses, anna):
    """Rule 39: south's provider speaks for south, whatever else the one it vouches for is."""
    before = people(db)
    elsewhere = given.saved(Membership(organisation_id=given.organisation().id, person_id=before[houses[1].id]))
    proves(anna, houses[1])
    anna.posts(CONFIRM)
    assert db.get(Membership, elsewhere.id, populate_existing=True).person_id == before[houses[1].id]


def test_a_new_sign_in_service_of_one_s_own_organisation_is_tied(db, site, houses, anna):
    """Rule 28: another issuer is another connection, and people re-link by signing in at both."""
    north, south = houses
    south.organisation_id = north.organisation_id
    db.query(Identity).filter_by(connection_id=south.id).one().subject = "somebody else"
    db.commit()
    proves(anna, south)
    assert anna.posts(CONFIRM).status_code == 303
    assert len([one for one in all_of(db, Identity) if one.person_id == people(db)[north.id]]) == 2


def test_they_are_separated_again(db, houses, anna):
    north, south = houses
    before = people(db)
    assert anna.posts(ALL + "/skilj").status_code == 409
    proves(anna, south)
    anna.posts(CONFIRM)
    anna.opens(ALL)
    assert anna.sees("Separate North from the others")
    assert anna.posts(ALL + "/skilj").headers["location"] == "/en/logga-ut/klar"
    assert not anna.is_signed_in
    after = people(db)
    assert after[south.id] == before[north.id]
    assert after[north.id] not in before.values()
    assert db.get(Person, after[north.id]).email == "anna@north.example"
    anna.signs_in(north)
    assert anna.is_signed_in


def test_who_came_only_to_mend_ties_and_separates_nothing(db, given):
    mender = replace(given.member(Role.organisation_admin).actor, membership_id=NOBODY, organisation_id=NOBODY)
    for act in (joined.part, lambda db, actor: joined.accept(db, actor, NOBODY)):
        with pytest.raises(NotAllowed):
            act(db, mender)
