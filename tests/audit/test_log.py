"""The log: who reads what of it, that it stays as it is, and the files."""

import csv
from io import StringIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import THE_CLOCK, Role, directory_of
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.models import AuthEvent
from tests.activity.cast import Thing

OWN, ALL = "/administration/logg", "/drift/logg"


@pytest.fixture
def admin(given):
    return given.member(Role.organisation_admin, name="Ada Ek")


def at_the_door(given, member, kind=AuthEventType.sign_in, outcome=Outcome.ok, **values):
    event = {"organisation_id": member.organisation_id, "person_id": member.person_id}
    return given.saved(AuthEvent(type=kind, outcome=outcome, **(event | values)))


@pytest.mark.parametrize(
    "change", ["update auth_events set reason = 'x'", "delete from auth_events", "truncate auth_events"]
)
def test_nothing_in_the_log_is_changed_or_removed(db, given, admin, change):
    at_the_door(given, admin)
    with pytest.raises(IntegrityError, match="never changed or removed"), db.begin_nested():
        db.execute(text(change))


def test_an_organisation_reads_its_own_doors_and_nobody_else_s(given, visit, admin):
    stranger = given.member(name="Sture Främmande")
    at_the_door(given, admin)
    at_the_door(given, stranger)
    at_the_door(given, admin, outcome=Outcome.refused, reason="way_closed", correlation_id="ABCD1234")
    page = visit(as_=admin).opens(OWN)
    assert page.sees("Ada Ek")
    assert page.sees("Your organisation has a sign-in service (way_closed)")
    assert page.sees("ABCD1234")
    assert not page.sees("Sture Främmande")


def test_who_it_was_done_to_stands_by_name_and_no_address_of_the_portal_s_own(db, given, visit, admin):
    member = given.member(of=admin.organisation, name="Moa Ny")
    record(db, directory_of(admin.organisation_id, "x"), Happened.member_proposed, member)
    record(db, admin.actor, Happened.member_invited, member)
    record(
        db, THE_CLOCK, Happened.challenge_approved, Thing(admin.organisation_id, label="x", reference=str(member.id))
    )
    db.commit()
    page = visit(as_=admin).opens(OWN + "?slag=handelser")
    lines = [line.get_text(" ", strip=True) for line in page.html.select("#results .meta")]
    assert [line.partition(" · ")[2] for line in lines] == [
        "The portal, by itself",
        f"Ada Ek · {admin.organisation.name} · Moa Ny",
        "The organisation's own directory · x · Moa Ny",
    ]


def test_it_reads_what_it_did_and_what_was_done_to_what_is_its_own_if_it_may_know(db, given, visit, admin):
    other = given.member(Role.region_lead, name="Rune Region")
    own = Thing(admin.organisation_id, label="x")
    theirs = Thing(other.organisation_id, label="Hemligt namn")
    record(db, admin.actor, Happened.challenge_drafted, own)
    record(db, other.actor, Happened.challenge_approved, own)
    record(db, other.actor, Happened.challenge_sent_back, own)  # for those inside only
    record(db, other.actor, Happened.challenge_approved, theirs)
    record(db, admin.actor, Happened.challenge_edited, theirs)
    db.commit()
    page = visit(as_=admin).opens(OWN + "?slag=handelser")
    lines = [line.get_text(" ", strip=True) for line in page.html.select("#results .title")]
    assert sorted(lines) == [
        "The need was changed",
        "The need was drafted",
        "The region checked the quality of the need",
    ]
    assert not page.sees("Hemligt namn")


def test_the_portal_s_log_holds_all_and_marks_emergencies(given, visit, admin):
    at_the_door(given, given.member(name="Sture Främmande"))
    at_the_door(given, admin, AuthEventType.sso_unlocked, details={"reason": "The service is down."})
    page = visit(as_=given.member(Role.platform_admin)).opens(ALL)
    assert page.sees("Sture Främmande")
    page.opens(ALL + "?slag=nodatkomst")
    assert page.sees("Emergency access")
    assert page.sees("Reason: The service is down.")
    assert not page.sees("Sture Främmande")


@pytest.mark.parametrize("path", [OWN, ALL, OWN + ".csv", ALL + ".csv"])
def test_others_do_not_read_it(given, visit, path):
    assert visit(as_=given.member(Role.testbed_leader)).opens(path).status == 403


def test_an_administrator_does_not_read_the_portal_s(visit, admin):
    assert visit(as_=admin).opens(ALL).status == 403


@pytest.mark.parametrize(
    "asked",
    [
        "?fran=x&till=y",
        "?page=0",
        "?page=99999",
        "?page=x",
        "?slag=x",
        "?q=%25",
        "?fran=0001-01-01&till=9999-12-31",
        "?q=%00",
    ],
)
def test_what_cannot_be_understood_asks_for_nothing_in_particular(given, visit, admin, asked):
    assert visit(as_=admin).opens(OWN + asked).status == 200


def test_one_finds_by_name_and_day(given, visit, admin):
    at_the_door(given, admin)
    page = visit(as_=admin)
    assert page.opens(OWN + "?q=ada").sees("Ada Ek")
    assert page.opens(OWN + "?q=%25ada").sees("Nothing in the log matches")
    assert page.opens(OWN + "?till=2020-01-01").sees("Nothing in the log matches")
    assert page.opens(OWN + "?fran=2020-01-01&slag=inloggningar").sees("Sign-in")


def test_the_log_is_paged_and_the_file_holds_all_of_it(given, visit, admin):
    for _ in range(30):
        at_the_door(given, admin)
    page = visit(as_=admin).opens(OWN + "?slag=inloggningar")
    assert len(page.html.select("#results li .title")) == 25
    page.opens(OWN + "?slag=inloggningar&page=2")
    assert len(page.html.select("#results li .title")) == 5
    rows = list(csv.reader(StringIO(page.client.get(OWN + ".csv?form=rfc4180&slag=inloggningar").text)))
    assert len(rows) == 31


def test_both_dialects_say_the_same(given, visit, admin):
    person = given.member(of=admin.organisation_id, name="=cmd()")
    at_the_door(given, person, outcome=Outcome.refused, reason="way_closed")
    client = visit(as_=admin, language="sv").client
    swedish = client.get(OWN + ".csv").content.decode("utf-8-sig")
    plain = client.get(OWN + ".csv?form=rfc4180").content.decode()
    assert not plain.startswith("\ufeff")
    here, there = (list(csv.reader(StringIO(file), delimiter=sign)) for file, sign in ((swedish, ";"), (plain, ",")))
    assert [row[1:] for row in here] == [row[1:] for row in there]
    assert here[0] == ["När", "Vad", "Vem", "Organisation", "Referens", "Utfall", "Varför"]
    assert here[1][1:] == ["Inloggning", "'=cmd()", admin.organisation.name, "", "Nekad", "way_closed"]
    assert "+" in there[1][0]


def test_a_page_asks_the_database_as_often_for_many_lines_as_for_few(given, visit, admin, asked_of):
    page = visit(as_=admin).opens(OWN)  # who co-finances is asked by the first page for those that follow
    at_the_door(given, admin)
    with asked_of() as few:
        page.opens(OWN)
    for _ in range(5):
        at_the_door(given, given.member(of=admin.organisation_id))
    with asked_of() as many:
        page.opens(OWN)
    assert len(few) == len(many)
