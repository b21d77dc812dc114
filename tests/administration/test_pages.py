"""The administration as people meet it."""

import pytest

from app.actor import Role
from app.people import queries
from app.web.rooms import rooms


@pytest.fixture
def town(given):
    return given.organisation("Storbro kommun")


@pytest.fixture
def admin(given, town):
    return given.member(Role.organisation_admin, of=town, name="Ada Admin")


def test_an_administrator_finds_the_rooms_from_every_page(visit, given, admin):
    here = visit(as_=admin).opens("/att-gora").follows("Administration")
    assert here.status == 200
    assert "People" in here.text
    assert "Administration" not in visit(as_=given.member(Role.testbed_leader)).opens("/att-gora").text
    assert visit(as_=given.member(Role.testbed_leader)).opens("/administration").status == 403
    assert "Which organisation do you belong to?" in visit().opens("/administration").text


def test_every_room_is_a_page(site):
    assert {room.route for room in rooms()} <= site.state.route_names


def test_roles_deputy_and_share_are_changed_together(visit, db, given, town, admin):
    member = given.member(Role.assessor, of=town, name="Mo Bedömare")
    given.member(Role.testbed_deputy, of=town, name="Vi Kar")
    page = visit(as_=admin).opens("/administration/personer").follows("Mo Bedömare").follows("Change roles and deputy")
    page.chooses("Testbed leader").fills("Share of full time set aside, in percent (optional)", "30")
    page.fills("Who stands in for them? (optional)", str(queries.holders(db, town.id, Role.testbed_deputy)[0].id))
    page.presses("Save the changes")
    assert "It has been saved" in page.text
    assert "Vi Kar" in page.text
    db.expire_all()
    assert queries.membership(db, member.id).roles == {Role.testbed_leader}


def test_what_was_typed_is_kept_when_it_is_refused(visit, given, town, admin):
    given.member(Role.assessor, of=town, name="Mo Bedömare")
    page = visit(as_=admin).opens("/administration/personer").follows("Mo Bedömare").follows("Change roles and deputy")
    page.fills("Share of full time set aside, in percent (optional)", "ett halvt")
    page.presses("Save the changes")
    assert page.status == 422
    assert "ett halvt" in page.html.find(id="f-fte_percent")["value"]


def test_access_ends_and_is_given_back(visit, given, town, admin):
    member = given.member(Role.assessor, of=town, name="Mo Bedömare")
    theirs = visit(as_=member)
    assert theirs.opens("/att-gora").status == 200
    page = visit(as_=admin).opens(f"/administration/personer/{member.id}").follows("Suspend access for now")
    page.fills("Why? (optional)", "On leave").presses("Yes, suspend access")
    assert "Suspended" in page.text
    assert "Which organisation do you belong to?" in theirs.opens("/att-gora").text
    page.follows("Give access back").presses("Yes, give access back")
    assert theirs.opens("/att-gora").status == 200
    page.follows("Mo Bedömare has left the organisation").presses("Yes, they have left")
    assert "Has left" in page.text


def test_nobody_reads_the_people_of_another_organisation(visit, given, town):
    member = given.member(Role.assessor, of=town)
    other = given.member(Role.organisation_admin)
    for way in ("", "/andra", "/stang-av", "/ta-bort", "/oppna-igen"):
        assert visit(as_=other).opens(f"/administration/personer/{member.id}{way}").status == 404
    assert visit(as_=member).opens(f"/administration/personer/{member.id}").status == 200
    assert visit(as_=member).opens(f"/administration/personer/{member.id}/andra").status == 403
