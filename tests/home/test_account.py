"""Your own page."""

from app.actor import Role
from app.people.models import Person


def test_what_comes_from_the_organisation_is_shown_and_cannot_be_changed(given, visit):
    member = given.member(Role.testbed_leader, name="Vera Lind", unit="Hemtjänsten", fte_percent=25)
    person = visit(as_=member).opens("/konto")
    for words in ("Vera Lind", "vera.lind@demo.example", "Testbed leader", "Hemtjänsten", "25%"):
        assert person.sees(words)
    assert {field["name"] for field in person.html.main.select("input[type=radio], input[type=text]")} == {"locale"}


def test_one_chooses_the_language_of_letters(db, given, visit):
    member = given.member()
    person = visit(as_=member).opens("/konto").chooses("English").presses("Save the language")
    assert person.sees("Your choice has been saved")
    db.expire_all()
    assert db.get(Person, member.person_id).locale == "en"


def test_a_language_there_is_not_is_refused(given, visit):
    person = visit(as_=given.member()).opens("/konto")
    person.typed["locale"] = ["fi"]
    person.presses("Save the language")
    assert person.status == 422
