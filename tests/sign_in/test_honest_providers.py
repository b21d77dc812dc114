"""The whole way with a certified provider that none of us wrote, by both ways of client authentication."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from app.database import now
from app.people.models import Membership, MembershipStatus
from app.sign_in import attempts
from app.sign_in.guards import AFTERWARDS
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import AuthEvent, Identity, LoginAttempt, Session, SessionOrganisation
from app.sign_in.secrets import fingerprint
from app.web.guards import SESSION_COOKIE


def all_of(db, model):
    db.expire_all()
    return db.scalars(select(model).order_by(model.created_at)).all()


def reasons(db):
    return [event.reason for event in all_of(db, AuthEvent) if event.reason]


@pytest.mark.parametrize("name", ["north", "south"])
def test_signing_in_for_the_first_time(db, browser, door, member, name):
    """oidcc-client-test, client-secret-basic, client-secret-post, scope-userinfo-claims, userinfo-bearer-header"""
    connection = door(name)
    anna = member(connection, "anna", status=MembershipStatus.invited)
    response = (anna_s := browser()).signs_in(connection, next="/en/konto/byt-organisation")
    assert response.status_code == 303
    assert response.headers["location"] == "/en/konto/byt-organisation"
    assert anna_s.opens("/en/konto/byt-organisation").status_code == 200
    assert anna_s.sees("You act for this organisation now.")
    (identity,) = all_of(db, Identity)
    assert (identity.subject, identity.person_id, identity.shown_email) == (
        "anna",
        anna.person_id,
        f"anna@{name}.example",
    )
    assert db.get(Membership, anna.id).status == MembershipStatus.active


def test_what_is_asked_of_the_provider(browser, door):
    there = browser().starts(door("north"), prefix="/en", hint="anna@north.example")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == len(asked["nonce"]) == 43
    assert asked["scope"] == "openid profile email"
    assert asked["ui_locales"] == "en"
    assert asked["login_hint"] == "anna@north.example"


def test_every_attempt_has_secrets_of_its_own_and_none_stand_in_the_database(db, browser, door):
    connection = door("north")
    first, second = (parse_qs(urlsplit(browser().starts(connection)).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    stored = [str(vars(attempt)) for attempt in all_of(db, LoginAttempt)]
    assert len(stored) == 2
    assert not any(first["state"][0] in text or first["nonce"][0] in text for text in stored)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    response = browser().signs_in(connection)
    cookie = next(one for one in response.headers.get_list("set-cookie") if one.startswith(SESSION_COOKIE))
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", f"Max-Age={36000 + AFTERWARDS}"):
        assert word in cookie
    assert "Domain" not in cookie
    (session,) = all_of(db, Session)
    assert session.token_hash == fingerprint(cookie.partition("=")[2].partition(";")[0])


def test_the_same_subject_is_the_same_person_and_gets_a_new_key(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    (one := browser()).signs_in(connection)
    before = one.portal.cookies[SESSION_COOKIE]
    one.signs_in(connection)
    after = one.portal.cookies[SESSION_COOKIE]
    assert before != after
    assert one.is_signed_in
    one.portal.cookies.set(SESSION_COOKIE, before, domain="testserver.local", path="/")
    assert not one.is_signed_in
    assert len(all_of(db, Identity)) == len(all_of(db, Session)) == 1


def test_a_stranger_is_told_so_and_nothing_is_made_for_them(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    response = (stranger := browser()).signs_in(connection, "eve")
    assert response.status_code == 403
    assert stranger.sees("Du är inloggad hos North men saknar behörighet här.")
    assert not stranger.is_signed_in
    assert all_of(db, Identity) == all_of(db, Session) == []
    assert reasons(db) == ["no_access"]


def test_someone_suspended_or_past_their_time_is_not_let_in(db, browser, door, member):
    connection = door("north")
    anna = member(connection, "anna")
    browser().signs_in(connection)
    for change in ({"status": MembershipStatus.suspended}, {"valid_to": now().date() - timedelta(days=2)}):
        anna = db.get(Membership, anna.id)
        anna.status, anna.valid_to = MembershipStatus.active, None
        for name, value in change.items():
            setattr(anna, name, value)
        db.commit()
        assert browser().signs_in(connection).status_code == 403
    assert reasons(db) == ["no_access"] * 2


def test_two_people_with_one_address_are_nobody(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    member(connection, "anna")
    assert browser().signs_in(connection).status_code == 403


def test_two_tabs_can_sign_in_side_by_side(browser, door, member):
    connection = door("north")
    member(connection, "anna")
    tabs = browser()
    first, second = tabs.starts(connection, next="/behov"), tabs.starts(connection, next="/piloter")
    assert tabs.returns(tabs.proves(second)).headers["location"] == "/piloter"
    assert tabs.returns(tabs.proves(first)).headers["location"] == "/behov"


def test_an_answer_works_once(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    one = browser()
    back = one.proves(one.starts(connection))
    assert one.returns(back).status_code == 303
    assert one.returns(back).status_code == 400
    assert one.sees("Nummer:")
    assert reasons(db) == ["attempt_used"]


def test_an_answer_works_only_in_the_browser_that_asked(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    asking, other = browser(), browser()
    back = asking.proves(asking.starts(connection))
    other.starts(connection)
    assert other.returns(back).status_code == 400
    assert not other.is_signed_in
    assert browser().returns(back).status_code == 400
    assert reasons(db) == ["another_browser"] * 2
    assert asking.returns(back).status_code == 303


def test_an_answer_with_another_state_belongs_to_nobody(db, browser, door):
    connection = door("north")
    one = browser()
    back = one.proves(one.starts(connection))
    for state in ("x" * 43, "", None, "å", "a\x00b"):
        assert one.returns(back, state=state).status_code == 400
    assert set(reasons(db)) == {"state_unknown"}


def test_a_state_of_one_connection_is_worth_nothing_at_another(db, browser, door, member):
    north, south = door("north"), door("south")
    member(north, "anna")
    member(south, "anna")
    one = browser()
    back = one.proves(one.starts(north))
    assert one.returns(back.replace(str(north.id), str(south.id))).status_code == 400
    assert reasons(db) == ["state_of_another_connection"]
    assert one.returns(back).status_code == 303


def test_an_answer_that_says_another_issuer_is_refused(db, browser, door, providers):
    """RFC 9207: present and wrong, or promised and absent"""
    connection = door("north")
    for issuer in (providers.south, None):
        one = browser()
        assert one.returns(one.proves(one.starts(connection)), iss=issuer).status_code == 502
    assert reasons(db) == ["answer_issuer_wrong"] * 2


def test_a_code_of_another_attempt_is_refused_by_the_provider(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    one = browser()
    stolen = parse_qs(urlsplit(one.proves(one.starts(connection))).query)["code"][0]
    back = one.proves(one.starts(connection))
    assert one.returns(back, code=stolen).status_code == 502
    assert reasons(db) == ["token_refused"]


def test_an_attempt_lasts_ten_minutes(db, browser, door, member, monkeypatch):
    connection = door("north")
    member(connection, "anna")
    assert timedelta(minutes=10) == attempts.ATTEMPT_LASTS
    monkeypatch.setattr(attempts, "ATTEMPT_LASTS", timedelta(seconds=-1))
    one = browser()
    assert one.returns(one.proves(one.starts(connection))).status_code == 400
    assert reasons(db) == ["attempt_expired"]


def test_a_connection_that_changed_on_the_way_is_not_continued(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    one = browser()
    back = one.proves(one.starts(connection))
    connection.version += 1
    db.commit()
    assert one.returns(back).status_code == 400
    assert reasons(db) == ["connection_changed"]


def test_someone_else_in_the_same_browser_ends_the_first_session(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    member(connection, "bo")
    shared = browser()
    shared.signs_in(connection, "anna")
    key = shared.portal.cookies[SESSION_COOKIE]
    shared.world.cookies.clear()
    shared.signs_in(connection, "bo")
    first, second = all_of(db, Session)
    assert first.revoked_because == "replaced"
    assert second.revoked_at is None
    assert shared.portal.cookies[SESSION_COOKIE] != key


def test_signing_out_here_and_there(db, browser, door, member):
    """rp-init-logout, with -other-state and -no-state"""
    connection = door("north")
    member(connection, "anna")
    one = browser()
    one.signs_in(connection)
    there = one.posts("/en/logga-ut").headers["refresh"].partition("url=")[2]
    assert not one.is_signed_in
    asked = parse_qs(urlsplit(there).query)
    assert asked["post_logout_redirect_uri"] == ["https://testserver/logga-ut/klar"]
    assert "id_token_hint" in asked
    back = one.proves(there)
    assert one.returns(back, state="other").status_code == 200
    assert not one.sees("North")
    assert one.returns(back, state=None).status_code == 200
    one.returns(back)
    assert one.sees("You are also signed out at North.")
    one.returns(back)
    assert not one.sees("North")
    assert [event.type for event in all_of(db, AuthEvent)][-1] == AuthEventType.sign_out


def test_signing_out_ends_the_session_although_the_provider_is_gone(browser, door, member, reachable):
    connection = door("north")
    member(connection, "anna")
    one = browser()
    one.signs_in(connection)
    reachable()
    one.posts("/logga-ut")
    assert not one.is_signed_in


def test_a_session_ends_when_it_is_idle_and_at_the_latest_after_ten_hours(db, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    one = browser()
    one.signs_in(connection)
    (session,) = all_of(db, Session)
    assert session.expires_at - session.created_at > timedelta(hours=9, minutes=59)
    for changes in ({"last_seen_at": now() - timedelta(minutes=61)}, {"expires_at": now()}, {"revoked_at": now()}):
        kept = {name: getattr(session, name) for name in changes}
        for name, value in changes.items():
            setattr(session, name, value)
        db.commit()
        assert not one.is_signed_in
        for name, value in kept.items():
            setattr(session, name, value)
        db.commit()
    assert one.is_signed_in


def test_acting_for_another_organisation_takes_a_sign_in_there(db, given, browser, door, member):
    """Rule 39"""
    north, south = door("north"), door("south")
    there = member(north, "anna")
    here = member(south, "anna", there.person)
    given.saved(Identity(connection_id=south.id, subject="anna", person_id=there.person_id))
    one = browser()
    one.signs_in(north)
    one.opens("/en/konto/byt-organisation")
    assert one.sees("You need to sign in there first.")
    assert one.posts("/konto/byt-organisation", membership=str(here.id)).status_code == 404
    one.signs_in(south)
    assert [proof.organisation_id for proof in all_of(db, SessionOrganisation)] == [
        north.organisation_id,
        south.organisation_id,
    ]
    key = one.portal.cookies[SESSION_COOKIE]
    assert one.posts("/konto/byt-organisation", membership=str(there.id)).status_code == 303
    assert one.portal.cookies[SESSION_COOKIE] != key
    one.opens("/en/konto/byt-organisation")
    assert one.sees("Act for South")
