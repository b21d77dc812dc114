"""Reporting what cannot be read or used: no sign-in, no puzzle, no robots."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from app.activity import queries as activity
from app.actor import VISITOR, Role
from app.database import now, today
from app.home import actions
from app.home.choices import Wanted
from app.home.forms import BarrierAnswer, BarrierText
from app.home.models import BarrierReport
from app.refusals import NotAllowed, Refused
from app.web.senders import sender_hash
from app.working_days import after_working_days


def a_report(db, *, sender="someone", seconds=20.0, **values):
    text = BarrierText(**({"what": "Kartan läses inte upp.", "want": Wanted.report} | values))
    return actions.report_barrier(db, VISITOR, text, sender=sender, language="sv", seconds=seconds)


def at_leisure(person):
    """Some time passes before the form is sent."""
    person.typed["shown_at"] = [str(int((now() - timedelta(seconds=30)).timestamp()))]
    return person


def test_anyone_reports_and_gets_a_receipt(db, given, visit):
    admin = given.member(Role.platform_admin)
    person = visit().opens("/tillganglighet/rapportera").fills("What does not work?", "The map is not read out.")
    at_leisure(person).chooses("Report the fault").presses("Send the report")
    assert person.status == 200
    assert person.sees("Thank you for your report")
    report = db.query(BarrierReport).one()
    assert person.sees(report.reference)
    assert report.language == "en"
    [task] = activity.tasks_for(db, admin.actor)
    assert task.due_on == after_working_days(today(), 5)


def test_the_form_tells_what_is_missing_and_keeps_the_rest(visit):
    person = visit(language="sv").opens("/tillganglighet/rapportera?sida=/behov")
    at_leisure(person).chooses("Få innehållet i annan form").presses("Skicka rapporten")
    assert person.status == 422
    assert person.sees("Beskriv vad som inte fungerar.")
    assert person.html.find(id="f-where")["value"] == "/behov"
    person.fills("Vad fungerar inte?", "Filmen saknar text.")
    at_leisure(person).presses("Skicka rapporten")
    assert person.sees("Skriv hur vi når dig, annars kan vi inte skicka innehållet.")


@pytest.mark.parametrize("trap", [{"website": "https://spam.example"}, {"seconds": 1.0}])
def test_what_looks_like_a_program_is_asked_to_send_again(trap, db):
    with pytest.raises(Refused, match="a program sent"):
        a_report(db, **trap)
    assert db.query(BarrierReport).count() == 0


def test_a_person_who_was_too_quick_loses_nothing(visit):
    person = visit().opens("/tillganglighet/rapportera").fills("What does not work?", "The map is not read out.")
    person.chooses("Report the fault").presses("Send the report")
    assert person.status == 422
    assert person.html.find(id="f-what").get_text().strip() == "The map is not read out."
    at_leisure(person).presses("Send the report")
    assert person.sees("Thank you for your report")


def test_one_address_cannot_send_for_ever(db, given):
    given.region()
    for _ in range(5):
        a_report(db, sender="one")
    with pytest.raises(Refused, match="Many reports"):
        a_report(db, sender="one")
    a_report(db, sender="another")


def test_the_address_is_not_kept(settings):
    first, again, other = (asked_from(settings, address) for address in ("192.0.2.7", "192.0.2.7", "192.0.2.8"))
    assert first == again != other
    assert "192.0.2.7" not in first
    assert len(first) == 64


def asked_from(settings, address):
    app = SimpleNamespace(state=SimpleNamespace(settings=settings))
    return sender_hash(SimpleNamespace(app=app, client=SimpleNamespace(host=address)))


def test_a_personal_identity_number_is_not_accepted(visit):
    person = visit().opens("/tillganglighet/rapportera").fills("What does not work?", "It is about 811218-9876.")
    at_leisure(person).chooses("Report the fault").presses("Send the report")
    assert person.status == 422
    assert person.sees("personal identity number")


def test_those_who_run_the_portal_answer_and_the_task_is_gone(db, given, visit):
    admin = given.member(Role.platform_admin)
    report = a_report(db)
    db.commit()
    person = (
        visit(as_=admin)
        .opens("/att-gora")
        .follows("Answer the report of a fault in accessibility: Kartan läses inte upp.")
    )
    person.fills("What has been done, and what was the sender told?", "Kartan är nu en lista.")
    person.presses("Mark as answered")
    assert person.sees("Kartan är nu en lista.")
    assert not activity.tasks_for(db, admin.actor)
    db.refresh(report)
    with pytest.raises(Refused, match="already"):
        actions.answer_barrier(db, admin.actor, report, BarrierAnswer(answer="Igen."))


@pytest.mark.parametrize("role", [Role.testbed_leader, Role.company_rep, Role.region_lead, Role.organisation_admin])
def test_nobody_else_reads_what_was_reported(role, db, given, visit):
    given.region()
    report = a_report(db)
    db.commit()
    member = given.member(role)
    assert visit(as_=member).opens(f"/tillganglighet/rapporter/{report.reference.lower()}").status == 404
    with pytest.raises(NotAllowed):
        actions.answer_barrier(db, member.actor, report, BarrierAnswer(answer="Nej."))


def test_the_administrator_of_the_region_reads_it_too(db, given, visit):
    region = given.region()
    report = a_report(db)
    db.commit()
    admin = given.member(Role.organisation_admin, of=region)
    assert visit(as_=admin).opens(f"/tillganglighet/rapporter/{report.reference.lower()}").status == 200


def test_a_receipt_of_nothing_is_not_there(visit):
    assert visit().opens("/tillganglighet/tack/a-2026-999").status == 404
