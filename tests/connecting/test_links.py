"""A link for an IT person without an account: one draft, a day, filling in and trying out, nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Role
from app.connecting.models import SetUpLink
from app.database import now
from app.sign_in.models import ConnectionStatus
from tests.connecting.setting_up import SETUP, begins, draft_in, fills, tries
from tests.sign_in.conftest import browser, door, lie, member, providers, reachable  # noqa: F401 - fixtures


@pytest.fixture
def admin(given):
    return given.member(Role.organisation_admin, of=given.organisation("Hallsbergs kommun", slug="hallsberg"))


@pytest.fixture
def link(db, visit, admin):
    """The address of a link to a new draft."""
    begins(visit(as_=admin))
    page = visit(as_=admin).opens(f"{SETUP}/{draft_in(db).id}/lank").presses("Make a link")
    return page.html.find(id="set-up-link")["value"].removeprefix("https://testserver")


def test_somebody_without_an_account_fills_in_and_tries_out_and_no_more(db, visit, link, world, providers):  # noqa: F811
    it = visit().opens(link)
    assert it.sees("Set up sign-in for Hallsbergs kommun")
    it.presses("Begin")
    row = draft_in(db)
    assert it.path == f"/en/administration/inloggning/{row.id}"
    fills(it, providers.liar).presses("Check the service")
    assert it.sees("The checks found no fault")
    tries(it.follows("Go on to the test"), world)
    assert it.sees("You are done.")
    assert draft_in(db).status == ConnectionStatus.tested
    for path in (f"/{row.id}/sla-pa", f"/{row.id}/kasta", f"/{row.id}/lank", "", "/domaner", "/tjanst"):
        assert it.opens(SETUP + path).path == "/en/logga-in"
    kinds = {event.happening for event in db.scalars(select(Event))}
    assert {Happened.connection_link_made, Happened.connection_link_used} <= kinds


def test_a_link_opens_once_and_looking_at_it_uses_nothing_up(visit, link):
    for _ in range(2):
        assert visit().opens(link).status == 200
    first, second = visit().opens(link), visit().opens(link)
    assert first.presses("Begin").status == 200
    assert second.presses("Begin").status == 410
    assert visit().opens(link).sees("The link no longer works")
    assert visit().opens("/anslut?nyckel=x").status == 410
    assert visit().opens("/anslut?nyckel=nothing").status == 410


def test_a_link_lasts_a_day_and_can_be_withdrawn(db, visit, admin, link):
    it = visit().opens(link).presses("Begin")
    row = draft_in(db)
    (kept,) = db.scalars(select(SetUpLink))
    kept.expires_at = now() - timedelta(seconds=1)
    db.commit()
    assert it.opens(f"{SETUP}/{row.id}").path == "/en/logga-in"
    kept.expires_at = now() + timedelta(hours=1)
    db.commit()
    assert it.opens(f"{SETUP}/{row.id}").status == 200
    visit(as_=admin).opens(f"{SETUP}/{row.id}/lank").presses("Withdraw the link")
    assert it.opens(f"{SETUP}/{row.id}").path == "/en/logga-in"


def test_a_new_link_ends_the_one_before(db, visit, admin, link):
    visit(as_=admin).opens(f"{SETUP}/{draft_in(db).id}/lank").presses("Make a new link, and end the old one")
    assert visit().opens(link).status == 410


def test_a_link_ends_when_what_it_is_for_is_turned_on_or_discarded(db, visit, admin, link):
    it = visit().opens(link).presses("Begin")
    row = draft_in(db)
    for status, seen in (("tested", 200), ("active", 404), ("disabled", 404)):
        row.status = ConnectionStatus(status)
        db.commit()
        for path in ("", "/kontroll", "/prova"):
            assert it.opens(f"{SETUP}/{row.id}{path}").status == seen


def test_a_link_opens_no_other_draft(db, given, visit, link):
    other = given.member(Role.organisation_admin)
    it = visit().opens(link).presses("Begin")
    begins(page := visit(as_=other))
    assert it.opens(page.path.removeprefix("/en")).status == 404


def test_neither_link_nor_key_stands_in_the_database(db, visit, link):
    it = visit().opens(link).presses("Begin")
    (kept,) = db.scalars(select(SetUpLink))
    stored = str(vars(kept))
    assert link.partition("nyckel=")[2] not in stored
    assert it.client.cookies["__Host-setup"] not in stored
