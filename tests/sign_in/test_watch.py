"""How sign-in fares, for those who look after it: attempts, ends that come near, closing."""

import ast
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import THE_CLOCK, VISITOR, Role
from app.database import now, today
from app.saml.library import NO
from app.saml.shape import REFUSALS
from app.schema import ROOT
from app.sign_in import notices, queries, rules
from app.sign_in.expiry import warn
from app.sign_in.failures import FAILURES, failure_of
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import (
    AuthEvent,
    ConnectionStatus,
    Ended,
    IdpConnection,
    Purpose,
    Session,
    SessionOrganisation,
    TraceStep,
)
from app.sign_in.reasons import REASONS, UNNAMED, reason_in_words
from app.sign_in.traces import Trail, trace, write_down
from app.web.catalogue import translations
from app.web.guards import SESSION_COOKIE
from tests import rights


@pytest.fixture
def cast(given):
    town, other = given.organisation("Norrköping"), given.organisation("Söderköping")
    return SimpleNamespace(
        town=town,
        admin=given.member(Role.organisation_admin, of=town),
        colleague=given.member(Role.testbed_leader, of=town),
        neighbour=given.member(Role.organisation_admin, of=other),
        keeper=given.member(Role.platform_admin),
    )


@pytest.fixture
def way_in(given, cast):
    def way_in(status=ConnectionStatus.active, of=None, **values):
        said = {"name": "Kommunens inloggning", "issuer": "https://login.norr.se", "client_id": "portal"} | values
        connection = IdpConnection(organisation_id=(of or cast.town).id, status=status, **said)
        return given.saved(connection)

    return way_in


def ended(db, connection, reason="", purpose=Purpose.sign_in, **details):
    trail = Trail(connection.id, purpose=purpose)
    for step in TraceStep:
        trail.reached(step, **(details if step is TraceStep.believed else {}))
        if reason and step is TraceStep.returned:
            break
    write_down(db, trail, "A1B2C3D4", reason=reason)
    db.commit()


def test_who_may_read_and_close(cast, way_in):
    actors = {name: getattr(cast, name).actor for name in ("admin", "colleague", "neighbour", "keeper")}
    things = {"open": way_in(), "draft": way_in(ConnectionStatus.draft)}
    assert rights.table(rules, actors | {"a visitor": VISITOR}, things) == (
        "read          open              admin, keeper\n"
        "read          draft             admin\n"
        "close         open              keeper\n"
        "close         draft             -"
    )


def test_rows_agree(db, cast, way_in):
    actors = {name: getattr(cast, name).actor for name in ("admin", "colleague", "neighbour", "keeper")}
    things = [way_in(), way_in(ConnectionStatus.draft), way_in(ConnectionStatus.disabled)]
    rights.assert_rows_agree(db, rules, actors, things)


def test_an_administrator_reads_why_somebody_did_not_get_in(db, cast, way_in, visit):
    connection = way_in()
    ended(db, connection, "token_refused")
    ended(db, connection, claims=["sub", "email"])
    page = visit(as_=cast.admin).opens("/administration").follows("Sign-in attempts")
    for words in (
        "Usually the client secret is wrong or has expired.", "Reference: A1B2C3D4", "Went well",
        "Came back with an answer", "Claims that came: sub, email", "The provider made its statement: stopped here",
    ):  # fmt: skip
        assert page.sees(words), words


def test_nobody_else_does(cast, way_in, visit):
    connection = way_in()
    for path in ("", f"/{connection.id}"):
        assert visit(as_=cast.colleague).opens(f"/administration/inloggning/forsok{path}").status in (403, 404)
    neighbour = visit(as_=cast.neighbour)
    assert neighbour.opens(f"/administration/inloggning/forsok/{connection.id}").status == 404
    assert neighbour.opens("/administration/inloggning/forsok").sees("Nobody has tried to sign in")
    assert visit(as_=cast.admin).opens("/drift/inloggningar").status == 403
    assert visit(as_=cast.admin).opens("/drift").status == 403


def test_what_a_test_sign_in_said_is_for_their_own_administrators(db, cast, way_in, visit):
    connection = way_in()
    trace(
        db, connection.id, connection.id, Purpose.test, TraceStep.admitted, details={"claims": {"upn": "ada@norr.se"}}
    )
    db.commit()
    path = f"/administration/inloggning/forsok/{connection.id}"
    assert visit(as_=cast.admin).opens(path).sees("ada@norr.se")
    assert not visit(as_=cast.keeper).opens(path).sees("ada@norr.se")


def test_those_who_run_the_portal_see_every_way_in(db, cast, way_in, visit):
    connection = way_in(secret_expires_on=today() + timedelta(days=10), last_success_at=now())
    way_in(ConnectionStatus.disabled, of=cast.neighbour.organisation)
    for reason in ("", "", "kid_unknown", "unreachable", "unreachable"):
        ended(db, connection, reason)
    ended(db, connection, "no_access", purpose=Purpose.test)
    page = visit(as_=cast.keeper).opens("/drift")
    assert page.sees("Something of the sign-in service of Norrköping expires soon.")
    page.follows("Sign-in services")
    row = next(row for row in page.html.find(id="services-caption").find_parent("table")("tr") if "Norr" in row.text)
    cells = [" ".join(cell.get_text(" ", strip=True).split()) for cell in row(["th", "td"])]
    assert cells[3:6] == ["2", "3", "The provider did not answer, or its address cannot be called from here."]
    assert cells[6] == f"Client secret {today() + timedelta(days=10)} Soon"
    assert page.sees("Söderköping")
    assert page.opens(f"/administration/inloggning/forsok/{connection.id}").sees("2 went well, 3 were stopped")


def test_closing_ends_sessions_and_is_told(db, given, cast, way_in, visit):
    key = given.signs_in(cast.colleague)
    connection = db.scalars(
        select(IdpConnection).join(SessionOrganisation, SessionOrganisation.connection_id == IdpConnection.id)
    ).one()
    page = visit(as_=cast.keeper).opens(f"/administration/inloggning/forsok/{connection.id}")
    page.follows("Close this sign-in service")
    assert page.sees("1 person who signed in through it is signed out at once.")
    page.presses("Yes, close it")
    assert page.sees("No longer open")
    db.expire_all()
    session = db.scalars(select(Session).where(Session.person_id == cast.colleague.person_id)).one()
    assert session.revoked_because == Ended.connection_disabled
    assert queries.door_of(db, cast.town.slug) is None
    event = db.scalars(select(Event).where(Event.happening == Happened.connection_closed)).one()
    assert [one.id for one in notices.its_administrators(db, event)] == [cast.admin.id]
    noted = db.scalars(select(AuthEvent).where(AuthEvent.type == AuthEventType.connection_disabled)).one()
    assert noted.person_id == cast.keeper.person_id
    assert "Close this sign-in service" not in page.links()
    assert page.opens(f"/drift/inloggningar/{connection.id}/stang").presses("Yes, close it").status == 404
    assert SESSION_COOKIE
    assert key


def test_closing_asks_for_fresh_proof(db, cast, way_in, visit):
    connection = way_in()
    keeper = visit(as_=cast.keeper)
    for proof in db.scalars(select(SessionOrganisation)):
        proof.authenticated_at = now() - timedelta(hours=1)
    db.commit()
    assert keeper.opens(f"/drift/inloggningar/{connection.id}/stang").sees("Confirm that it is you")


def warned(db):
    db.flush()
    events = db.scalars(select(Event).where(Event.happening == Happened.connection_expiring).order_by(Event.at))
    return [event.details["what"] for event in events]


def test_an_end_is_told_of_thirty_fourteen_and_three_days_ahead_each_once(db, cast, way_in, monkeypatch):
    connection = way_in(secret_expires_on=today() + timedelta(days=31))
    way_in(ConnectionStatus.draft, secret_expires_on=today())
    told = []
    for day in range(35):
        monkeypatch.setattr("app.sign_in.expiry.today", lambda day=day: today() + timedelta(days=day))
        for _ in range(2):
            warn(db, THE_CLOCK)
        told.append(len(warned(db)))
    assert [day for day in range(35) if told[day] > (told[day - 1] if day else 0)] == [1, 17, 28]
    assert connection.warned


def test_missed_nights_are_caught_up_with_and_a_new_secret_counts_anew(db, cast, way_in):
    connection = way_in(secret_expires_on=today() + timedelta(days=5))
    warn(db, THE_CLOCK)
    warn(db, THE_CLOCK)
    assert warned(db) == ["secret"]
    connection.secret_expires_on = today() + timedelta(days=20)
    connection.certificate_expires_on = today() - timedelta(days=1)
    db.flush()
    warn(db, THE_CLOCK)
    warn(db, THE_CLOCK)
    assert sorted(warned(db)) == ["certificate", "secret", "secret"]


def test_both_their_administrators_and_ours_are_told(db, cast, way_in):
    way_in(secret_expires_on=today() + timedelta(days=5))
    warn(db, THE_CLOCK)
    db.flush()
    event = db.scalars(select(Event).where(Event.happening == Happened.connection_expiring)).one()
    told = {one.id for one in notices.its_administrators_and_ours(db, event)}
    assert {cast.admin.id, cast.keeper.id} <= told
    assert not told & {cast.neighbour.id, cast.colleague.id}


def codes():
    """Every code the source refuses somebody with: where it is raised, and in the tables that name one. What programs
    are refused for (`logout_…`), and why metadata was not taken (`metadata_…`), is told at no door."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Distrust", "TurnedAway"):
                first = node.args[0]
                said = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                yield from (one.value for one in said if isinstance(one, ast.Constant))
    yield from (*REFUSALS.values(), *NO.values(), *(f"{claim}_missing" for claim in ("iat", "exp", "nbf", "auth_time")))


def test_every_code_has_words_of_its_own():
    assert len(dict(REASONS)) == len(REASONS)
    assert reason_in_words("unheard of") == UNNAMED
    for code, _ in REASONS:
        assert reason_in_words(code) != UNNAMED


def test_whatever_somebody_is_refused_for_is_said_in_both_languages():
    say, _, _ = translations("sv")
    found = {code for code in codes() if not code.startswith(("logout_", "metadata_"))}
    assert len(found) > 60
    assert {code for code in found if reason_in_words(code) == UNNAMED} - set(FAILURES) == set()
    for code in found:
        failure = failure_of(code)
        for text in (reason_in_words(code), failure.heading, failure.text, failure.advice):
            assert say(text) != text, f"{code}: {text}"
