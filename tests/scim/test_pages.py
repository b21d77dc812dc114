"""The administrator's pages about the directory: keys, the first sync, what was refused."""

from app.actor import Role
from app.people.models import Membership, MembershipStatus, Person
from app.scim.models import ScimToken
from tests.scim.conftest import Client
from tests.visitor import each


def test_a_directory_is_connected_from_nothing_by_somebody_who_only_reads_the_pages(db, given, site, visit):
    town = given.organisation("Påhittstads kommun")
    admin = visit(given.member(Role.organisation_admin, of=town))
    here = given.member(Role.sponsor, of=town, name="Bo Ek", email="bo@example.se")
    admin.opens("/administration").follows("Directory")
    assert admin.sees("Not connected")
    admin.follows("Create a key").chooses("3 months").presses("Create the key")
    secret = admin.html.find("dt", string="Key").find_next("dd").text.strip()
    assert admin.sees("https://testserver/scim/v2")
    assert admin.response.headers["cache-control"] == "no-store"
    client = Client(site, secret)
    client.adds("anna", displayName="Anna Åberg", emails=[{"value": "anna@example.se"}])
    client.adds("bo", emails=[{"value": "bo@example.se"}], active=False)
    client.gets("/Users", filter="nonsense")
    admin.opens("/administration")
    admin.follows("Your directory has sent 2 people. They wait for you to approve the first sync.")
    assert admin.sees("It would add 1, change the roles of 0, give access back to 0 and end the access of 1.")
    assert admin.sees("Anna Åberg")
    assert db.query(Person).filter_by(name="Anna Åberg").count() == 0
    admin.presses("Approve the first sync")
    assert admin.sees("From now on what your directory says takes effect at once.")
    assert admin.sees("GET /Users 400")
    assert db.query(Person).filter_by(name="Anna Åberg").count() == 1
    db.expire_all()
    assert db.get(Membership, here.id).status is MembershipStatus.suspended
    assert admin.opens("/administration/katalog/forsta").status == 404
    prefix = secret[:8]
    assert secret not in admin.opens("/administration/katalog").response.text
    admin.presses(f"Revoke {prefix}")
    assert admin.sees("Whoever uses it is refused from now on.")
    assert client.gets("/Users").status_code == 401


def test_more_that_came_in_meanwhile_is_shown_before_it_is_approved(directory, visit):
    client = directory(approved=False)
    client.adds("anna", displayName="Anna Åberg", emails=[{"value": "anna@example.se"}])
    admin = visit(client.admin).opens("/administration/katalog/forsta")
    client.adds("bo", displayName="Bo Ek", emails=[{"value": "bo@example.se"}])
    admin.presses("Approve the first sync")
    assert admin.status == 409
    assert admin.errors() == ["The directory has sent more since you looked. Look again before you approve."]
    assert admin.sees("It would add 2")
    admin.presses("Throw away what has come in")
    assert admin.sees("Nobody here was changed.")
    assert client.names() == []


def test_pressing_twice_makes_one_key(db, given, visit):
    admin = visit(given.member(Role.organisation_admin)).opens("/administration/katalog/nyckel")
    once = admin.html.find("input", {"name": "once"})["value"]
    headers = {"Sec-Fetch-Site": "same-origin"}
    for _ in range(2):
        answer = admin.client.post(admin.path, data={"lasts": "90", "once": once}, headers=headers)
        assert answer.status_code == 200
    assert db.query(ScimToken).count() == 1
    answer = admin.client.post(admin.path, data={"lasts": "90"}, headers=headers)
    answer = admin.client.post(admin.path, data={"lasts": "7"}, headers=headers)
    assert answer.status_code == 422
    answer = admin.client.post(admin.path, data={"lasts": "90"}, headers=headers)
    assert answer.status_code == 422
    assert "Two keys are in use" in answer.text


def test_nobody_but_the_organisation_s_administrator_comes_here(given, directory, visit):
    client = directory(approved=False)
    key = given.db.query(ScimToken).one()
    others = [
        visit(given.member(Role.testbed_leader, of=client.organisation)),
        visit(given.member(Role.region_lead)),
        visit(given.member(Role.platform_admin)),
    ]
    for path in ("/administration/katalog", "/administration/katalog/nyckel", "/administration/katalog/forsta"):
        assert each(others, path) == [403, 403, 403]
    stranger = visit(given.member(Role.organisation_admin))
    assert stranger.opens("/administration/katalog/forsta").status == 404
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = stranger.client.post(f"/administration/katalog/nycklar/{key.id}/aterkalla", headers=headers)
    assert answer.status_code == 404
    given.db.refresh(key)
    assert key.revoked_at is None
