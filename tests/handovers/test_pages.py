"""Handing over and taking over, as people do it: without JavaScript, without a mouse."""

from datetime import timedelta

import pytest

from app.actor import THE_CLOCK
from app.database import today
from app.people import actions as people_actions
from app.people import queries as people


@pytest.fixture
def many(office):
    for _ in range(9):
        office.need()
    return office


def test_what_has_come_since_the_list_was_made_is_asked_about_too(visit, office):
    """Between making the list and sending it somebody goes on working."""
    page = visit(as_=office.leader).opens("/overlamning/ny")
    page.fills("Last working day", (today() + timedelta(days=14)).isoformat()).presses("Make the list")
    assert "3 things need a new owner" in page.text
    office.need()
    page.presses("Save and check")
    assert page.sees("1 thing has been added to the list")
    assert "4 things need a new owner" in page.text
    page.presses("Save and check")
    assert page.sees("Check the handover")
    office.need()
    page.presses("Send the handover")
    assert page.status == 422
    assert len(page.errors()) == 1
    page.follows("Change who takes over").presses("Save and check")
    assert page.sees("1 thing has been added to the list")
    page.presses("Save and check").presses("Send the handover")
    assert page.sees("It has been sent")
    assert page.sees("Waits for an answer")


def test_twelve_things_are_handed_over_to_two_people(visit, many, given, db):
    """Journey K5 of ux.md 4.3 without a browser: what is chosen and pressed is all there is."""
    other = given.member(*many.deputy.roles, of=many.town, name="Cilla Extra")
    page = visit(as_=many.leader).opens("/konto").follows("Start a handover")
    page.fills("Last working day", (today() + timedelta(days=14)).isoformat()).presses("Make the list")
    assert "12 things need a new owner" in page.text
    for number in range(1, 13):
        page.typed[f"receiver_{number}"] = [str(other.id if number % 3 == 0 else many.deputy.id)]
    page.typed["note_1"] = ["Mötet är på torsdag."]
    page.presses("Save and check")
    assert "Check the handover" in page.text
    page.presses("Send the handover")
    assert "It has been sent" in page.text
    for receiver, number in ((many.deputy, 8), (other, 4)):
        theirs = visit(as_=receiver).opens("/att-gora").follows("Say whether you take over: Lo Ledare")
        assert f"{number} things wait for your reply" in theirs.text
        theirs.follows(f"Choose yes for all {number}")
        assert "Yes is chosen for everything" in theirs.text
        chosen = [radio["name"] for radio in theirs.html.select("input[type=radio][value=accept][checked]")]
        assert len(chosen) == number
        if receiver is other:  # one row is answered otherwise all the same
            row = chosen[0].removeprefix("reply_")
            theirs.typed |= {f"reply_{row}": ["ask"], f"text_{row}": ["Vem känner enheten?"]}
        theirs.presses("Send the replies")
        assert "wait for your reply" not in theirs.text
    asked = page.opens(page.path).html.select_one("textarea[name^=answer_]")["name"]
    page.typed[asked] = ["Enhetschefen."]
    page.presses("Send your answers")
    theirs.opens(theirs.path).chooses("Accept").presses("Send the replies")
    page.opens(page.path)
    assert "Done" in page.text
    admin = visit(as_=many.admin).opens(f"/administration/personer/{many.leader.id}")
    admin.follows("Lo Ledare has left the organisation").presses("Yes, they have left")
    assert "Has left" in admin.text
    assert not list(people.unowned(db))


def test_a_row_without_a_receiver_and_one_who_leaves_too_are_said_at_the_row_and_what_was_typed_stays(visit, office):
    page = visit(as_=office.leader).opens("/overlamning/ny")
    page.fills("Last working day", "igår").presses("Make the list")
    assert page.status == 422
    page.fills("Last working day", (today() + timedelta(days=14)).isoformat()).presses("Make the list")
    page.typed["receiver_1"] = [""]
    page.typed["note_1"] = ["Ring enhetschefen först."]
    page.presses("Save and check")
    assert page.status == 422
    assert "Choose who takes over “B-" in page.text
    assert "Ring enhetschefen först." in page.text


def test_the_background_writes_itself(visit, office):
    page = visit(as_=office.leader).opens("/overlamning/ny")
    page.fills("Last working day", (today() + timedelta(days=14)).isoformat()).presses("Make the list")
    page.presses("Save and check").presses("Send the handover").follows("Read the background to each thing")
    assert office.needs[0].reference in page.text
    assert visit(as_=office.deputy).opens(page.path.removeprefix("/en")).status == 200
    assert visit(as_=office.sponsor).opens(page.path.removeprefix("/en")).status == 404


def test_what_one_answers_for_meanwhile_is_kept_or_given_on(visit, office, given, db):
    people_actions.suspend_at_once(db, THE_CLOCK, office.leader, why="security")
    db.commit()
    other = given.member(*office.deputy.roles, of=office.town, name="Cilla Extra")
    first, second, third = people.interims(db)
    page = visit(as_=office.deputy).opens("/overlamning")
    assert "You answer for this for now" in page.text
    page.opens(f"/overlamning/tillfalligt/{first.id}").presses("Keep it yourself")
    assert "Somebody has taken over" in page.text
    page.opens(f"/overlamning/tillfalligt/{second.id}")
    page.typed["receiver"] = [str(other.id)]
    page.presses("Give it to them")
    assert "Somebody has taken over" in page.text
    for stranger in (office.sponsor, other):
        assert visit(as_=stranger).opens(f"/overlamning/tillfalligt/{third.id}").status == 404
    region = visit(as_=office.region).opens(f"/overlamning/tillfalligt/{third.id}")
    assert region.status == 200
    assert third.subject_label not in region.text
