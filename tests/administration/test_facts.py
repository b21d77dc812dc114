"""Where others turn to an organisation: said by its administrator, and read by everyone (page G10)."""

import pytest
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Role
from app.organisations.models import Organisation, OrganisationKind

PAGE = "/administration/uppgifter"
REGISTRAR, OFFICER = "Email address of your registrar", "Email address of your data protection officer"


@pytest.fixture
def admin(given):
    return given.member(Role.organisation_admin, of=given.organisation("Storbro kommun"), name="Ada Admin")


def test_it_is_the_first_thing_to_do_and_stands_on_the_public_pages(db, visit, admin):
    page = visit(as_=admin).opens("/administration")
    assert page.sees("Say where others turn to you.")
    page = page.opens("/administration/inloggning").follows("Facts of the organisation")
    page.fills(REGISTRAR, "registrator@storbro.example").fills(OFFICER, "dataskydd@storbro.example")
    assert page.presses("Save the facts").sees("It has been saved")
    (event,) = db.scalars(select(Event).where(Event.happening == Happened.facts_changed))
    assert event.details["fields"] == ["data_protection_email", "registrar_email"]
    assert not page.opens("/administration").sees("Say where others turn to you.")
    visitor = visit()
    assert visitor.opens("/allmanna-handlingar").sees("registrator@storbro.example")
    assert visitor.opens("/personuppgifter").sees("dataskydd@storbro.example")


@pytest.mark.parametrize(
    ("registrar", "officer", "sentence"),
    [
        ("", "a@storbro.example", "Write the email address of your registrar."),
        ("a@storbro.example", "", "Write the email address of your data protection officer."),
        ("Registrator", "a@storbro.example", "Enter an email address with an @, like name@example.se."),
        ("a@storbro.example", "a@", "Enter an email address with an @, like name@example.se."),
    ],
)
def test_wrong_input_is_answered_by_how_to_mend_it_and_is_kept(visit, admin, registrar, officer, sentence):
    page = visit(as_=admin).opens(PAGE).fills(REGISTRAR, registrar).fills(OFFICER, officer).presses("Save the facts")
    assert (page.status, page.errors()) == (422, [sentence])
    assert {registrar, officer} <= {field.get("value") for field in page.html.select("input")}


def test_all_that_is_wrong_is_said_at_once(visit, admin):
    page = visit(as_=admin).opens(PAGE).presses("Save the facts")
    assert len(page.errors()) == 2


def test_a_company_keeps_no_public_documents(db, given, visit):
    firm = given.organisation("Nattro AB", OrganisationKind.company)
    page = visit(as_=given.member(Role.organisation_admin, of=firm)).opens(PAGE)
    page.fills(OFFICER, "dataskydd@nattro.example").presses("Save the facts")
    assert page.sees("It has been saved")
    assert not page.sees("registrar")
    db.expire_all()
    assert (db.get(Organisation, firm.id).has_said_whom_to_ask, firm.registrar_email) == (True, "")


def test_saving_over_what_another_saved_is_told_and_nobody_else_may(given, visit, admin):
    one, other = visit(as_=admin).opens(PAGE), visit(as_=admin).opens(PAGE)
    for page in (one, other):
        page.fills(REGISTRAR, "r@storbro.example").fills(OFFICER, "d@storbro.example").presses("Save the facts")
    assert (one.status, other.status) == (200, 409)
    assert visit(as_=given.member(of=admin.organisation_id)).opens(PAGE).status == 403
