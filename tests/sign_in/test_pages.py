from datetime import timedelta

import pytest
from sqlalchemy import event

from app.database import now
from app.people.models import Person
from app.sign_in import connections, queries, queries_live
from app.sign_in.models import (
    ConnectionStatus,
    Ended,
    Identity,
    IdpConnection,
    Session,
    SessionOrganisation,
    SignInDomain,
)
from app.sign_in.secrets import fingerprint
from app.web.guards import SESSION_COOKIE


@pytest.fixture
def open_door(given, site):
    """An organisation with a sign-in service nobody has to call in these tests."""

    def open_door(name, *domains, **values):
        town = given.organisation(name, **values)
        issuer, secret = f"https://login.{town.slug}.example", site.state.sign_in.keyring.seal("s", "client_secret")
        connection = given.saved(
            IdpConnection(
                organisation_id=town.id,
                name=name,
                issuer=issuer,
                client_id="portal",
                secret_sealed=secret,
                keys=[],
                status=ConnectionStatus.active,
            )
        )
        for domain in domains:
            given.saved(
                SignInDomain(organisation_id=town.id, domain=domain, connection_id=connection.id, status="verified")
            )
        connection.organisation = town
        return connection

    return open_door


@pytest.fixture
def signed_in(db, given, browser):
    """A browser whose session has proven these memberships, acting for the first."""

    def signed_in(*members, agent="Firefox, Linux"):
        key = given.signs_in(members[0])
        session = queries.session_of(db, fingerprint(key))
        session.agent = agent
        for member in members[1:]:
            prove(db, given, session, member)
        db.commit()
        one = browser()
        one.portal.cookies.set(SESSION_COOKIE, key, domain="testserver.local", path="/")
        one.session_id = session.id
        return one

    return signed_in


def prove(db, given, session, member):
    connection = given.saved(
        IdpConnection(
            organisation_id=member.organisation_id,
            name="x",
            status=ConnectionStatus.active,
            issuer=f"https://{member.id}",
            client_id="p",
            secret_sealed="",
        )
    )
    identity = given.saved(Identity(connection_id=connection.id, subject="x", person_id=member.person_id))
    given.saved(
        SessionOrganisation(
            session_id=session.id, organisation_id=member.organisation_id, identity_id=identity.id,
            connection_id=connection.id, connection_version=1, authenticated_at=now(),
            expires_at=now() + timedelta(hours=1),
        )
    )  # fmt: skip
    return connection


def test_one_finds_one_s_organisation_by_part_of_its_name(visit, open_door):
    open_door("Hallsbergs kommun")
    open_door("Hällefors kommun")
    page = visit().opens("/logga-in")
    assert page.html.h1.text == "Which organisation do you belong to?"
    page.fills("The name of the organisation, or your e-mail address at work", "hallsb").presses("Continue")
    assert page.sees("1 organisation matches")
    assert "Sign in at Hallsbergs kommun" in page.buttons()
    assert "Sign in at Hällefors kommun" not in page.buttons()


@pytest.mark.parametrize("words", ["Anna.Ek@Hallsberg.Example", "x@hallsberg.example."])
def test_an_e_mail_address_leads_by_its_domain(visit, open_door, words):
    open_door("Hallsbergs kommun", "hallsberg.example")
    page = visit().opens("/logga-in").fills("The name of the organisation, or your e-mail address at work", words)
    assert "Sign in at Hallsbergs kommun" in page.presses("Continue").buttons()


@pytest.mark.parametrize("words", ["Nowhere", "anna@nowhere.example", "%", "_", "a", "\x00", "@", "\\", "h" * 5000])
def test_what_is_not_found_is_said_in_the_same_words(visit, open_door, words):
    open_door("Hallsbergs kommun", "hallsberg.example")
    page = visit().opens("/logga-in").fills("The name of the organisation, or your e-mail address at work", words)
    page.presses("Continue")
    assert page.status == 200
    assert "Sign in at Hallsbergs kommun" not in page.buttons()
    assert page.errors() == [] if words == "\x00" else len(page.errors()) == 1


def test_a_closed_connection_or_one_that_left_is_not_found(db, visit, open_door):
    connections.disable(db, open_door("Kumla kommun").id)
    open_door("Laxå kommun", status="left")
    for name in ("Kumla", "Laxå"):
        assert visit().opens(f"/logga-in?organisation={name}").errors()


def test_where_one_wanted_to_go_and_the_tick_come_along(visit, open_door):
    connection = open_door("Hallsbergs kommun")
    page = visit().opens("/logga-in?next=/behov/b-2026-001").chooses("Remember my organisation on this computer")
    page.fills("The name of the organisation, or your e-mail address at work", "Hallsberg").presses("Continue")
    form = page.html.find("form", method="post", action=lambda to: "sso" in to)
    assert form["action"] == f"/en/sso/{connection.id}/start?next=%2Fbehov%2Fb-2026-001&remember=true"


def test_an_address_elsewhere_does_not_come_along(visit, open_door):
    open_door("Hallsbergs kommun")
    page = visit().opens("/logga-in?organisation=Hallsberg&next=//evil.example")
    assert "evil" not in str(page.html.main)


def test_last_time_s_organisation_stands_first_if_one_asked_for_that(visit, open_door):
    open_door("Hallsbergs kommun", slug="hallsberg")
    page = visit()
    page.client.cookies.set("org", "hallsberg", domain="testserver.local", path="/")
    assert page.opens("/logga-in").buttons()[0] == "Continue as last time: Hallsbergs kommun"
    page.client.cookies.set("org", "nowhere", domain="testserver.local", path="/")
    assert "Continue as last time" not in page.opens("/logga-in").text


def test_the_organisation_is_remembered_only_when_asked(browser, door, member):
    connection = door("north")
    member(connection, "anna")
    one = browser()
    one.signs_in(connection)
    assert "org" not in one.portal.cookies
    one.signs_in(connection, remember="true")
    assert one.portal.cookies["org"] == "north"


def test_invented_people_are_only_offered_where_there_is_a_development_service(db, given, visit, open_door):
    connection = open_door("Hallsbergs kommun")
    given.member(of=connection.organisation, name="Anna Ek").person.is_demo = True
    db.commit()
    assert not visit().opens("/logga-in").sees("Anna Ek")


def test_a_provider_that_does_not_answer_is_told_in_our_words(visit, open_door):
    open_door("Hallsbergs kommun")
    page = visit().opens("/logga-in?organisation=Hallsberg").presses("Sign in at Hallsbergs kommun")
    assert page.status == 502
    assert page.sees("The sign-in service of Hallsbergs kommun does not answer right now.")
    assert "Choose organisation and try again" in page.links()


@pytest.mark.parametrize("path", ["/konto/inloggningar", "/konto/byt-organisation"])
def test_one_s_own_pages_ask_for_a_sign_in_and_lead_back(browser, path):
    response = browser().opens("/en" + path)
    assert response.status_code == 303
    assert response.headers["location"] == f"/en/logga-in?next=%2Fen{path.replace('/', '%2F')}"


def test_ending_the_other_sign_ins(db, given, signed_in):
    anna = given.member()
    here, phone, tablet = signed_in(anna), signed_in(anna, agent="Safari, iPhone"), signed_in(anna, agent="")
    here.opens("/en/konto/inloggningar")
    for words in ("Firefox, Linux This browser", "Safari, iPhone", "Unknown browser"):
        assert here.sees(words)
    here.posts("/konto/inloggningar/avsluta", which=str(phone.session_id))
    assert [one.is_signed_in for one in (here, phone, tablet)] == [True, False, True]
    here.posts("/konto/inloggningar/avsluta", which="others")
    assert [one.is_signed_in for one in (here, phone, tablet)] == [True, False, False]
    assert db.get(Session, tablet.session_id, populate_existing=True).revoked_because == Ended.signed_out_elsewhere


def test_signing_out_everywhere_ends_this_one_too(given, signed_in):
    anna, bo = given.member(), given.member()
    here, phone, other = signed_in(anna), signed_in(anna), signed_in(bo)
    here.posts("/konto/inloggningar/avsluta", which="everywhere")
    assert [one.is_signed_in for one in (here, phone, other)] == [False, False, True]


@pytest.mark.parametrize("which", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_ending_what_is_nobody_s_ends_nothing(given, signed_in, which):
    anna = given.member()
    here, phone = signed_in(anna), signed_in(anna)
    here.posts("/konto/inloggningar/avsluta", which=which)
    assert here.is_signed_in
    assert phone.is_signed_in or which == ""


def test_somebody_else_s_session_is_not_ended(given, signed_in):
    here, other = signed_in(given.member()), signed_in(given.member())
    here.posts("/konto/inloggningar/avsluta", which=str(other.session_id))
    assert other.is_signed_in


def test_what_was_signed_in_through_another_organisation_is_neither_seen_nor_ended(db, given, signed_in):
    """Rule 39: whoever runs A's service can sign in as any subject of A, and gains nothing at B."""
    at_a = given.member()
    at_b = given.saved(type(at_a)(organisation_id=given.organisation("Bs kommun").id, person_id=at_a.person_id))
    through_a, through_b = signed_in(at_a), signed_in(at_b, agent="Bs webbläsare")
    through_a.opens("/konto/inloggningar")
    assert not through_a.sees("Bs ")
    through_a.posts("/konto/inloggningar/avsluta", which="everywhere")
    assert not through_a.is_signed_in
    assert through_b.is_signed_in


def test_a_session_that_proved_two_loses_only_what_the_other_could_end(db, given, signed_in):
    at_a = given.member()
    at_b = given.saved(type(at_a)(organisation_id=given.organisation().id, person_id=at_a.person_id))
    through_a, both = signed_in(at_a), signed_in(at_b, at_a)
    through_a.posts("/konto/inloggningar/avsluta", which="others")
    assert both.is_signed_in
    assert [proof.organisation_id for proof in queries.proofs_in(db, both.session_id)] == [at_b.organisation_id]


def test_switching_between_what_is_proven(db, given, signed_in):
    at_a = given.member()
    at_b = given.saved(type(at_a)(organisation_id=given.organisation("Bs kommun").id, person_id=at_a.person_id))
    one = signed_in(at_a, at_b)
    one.posts("/konto/byt-organisation", membership=str(at_b.id))
    one.opens("/en/konto/byt-organisation")
    assert one.sees("Bs kommun Chosen now")
    assert one.posts("/konto/byt-organisation", membership=str(given.member().id)).status_code == 404
    assert one.posts("/konto/byt-organisation", membership="x").status_code == 422


def test_closing_a_connection_signs_out_everyone_who_came_through_it(db, given, signed_in):
    anna = given.member()
    at_b = given.saved(type(anna)(organisation_id=given.organisation().id, person_id=anna.person_id))
    one, both = signed_in(anna), signed_in(at_b, anna)
    (proof,) = queries.proofs_in(db, one.session_id)
    connections.disable(db, proof.connection_id)
    db.commit()
    assert not one.is_signed_in
    assert both.is_signed_in


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "å"])
def test_a_cookie_of_nobody_is_nobody(db, cookie):
    assert queries_live.live(db, fingerprint(cookie), now()) is None


def test_who_asks_costs_two_questions(db, given, signed_in):
    one = signed_in(given.member())
    db.expire_all()
    asked = []
    connection = db.connection()

    def hears(*heard):
        asked.append(heard[2])

    event.listen(connection.engine, "before_cursor_execute", hears)
    try:
        found = queries_live.live(db, fingerprint(one.portal.cookies[SESSION_COOKIE]), now())
    finally:
        event.remove(connection.engine, "before_cursor_execute", hears)
    assert found is not None
    assert found.membership.actor.is_signed_in
    assert len(asked) == 2


def test_a_person_s_name_stays_what_it_was_whatever_a_service_calls_them(db, browser, door, member):
    connection = door("north")
    anna = member(connection, "anna")
    browser().signs_in(connection)
    assert db.get(Person, anna.person_id, populate_existing=True).name == "Anna"
