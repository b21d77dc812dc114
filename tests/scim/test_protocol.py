"""What a directory's client gets back, for what is right and for what is wrong."""

import json
from datetime import timedelta

import pytest

from app.database import now
from app.scim.models import ScimFailure, ScimToken
from tests.scim.conftest import CORE, ENTERPRISE, PATCH, Client, token_for

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def refused(answer, status, kind=None):
    body = answer.json()
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/scim+json"
    assert body["schemas"] == [ERROR]
    assert body["status"] == str(status)
    assert body.get("scimType") == kind, body
    assert body["detail"]
    return body["detail"]


def test_a_person_comes_and_is_read_with_an_address_and_a_version(directory):
    client = directory()
    answer = client.asks(
        "POST",
        "/Users",
        {
            "schemas": [CORE + "User", ENTERPRISE],
            "userName": "åsa.öberg@påhittstad.example",
            "name": {"givenName": "Åsa", "familyName": "Öberg"},
            "emails": [{"value": "asa@pahittstad.example", "primary": True}],
            "phoneNumbers": [{"value": "tel:+46-70-000"}],
            ENTERPRISE: {"department": "Vård och omsorg"},
        },
    )
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == body["meta"]["location"]
    assert answer.headers["etag"] == body["meta"]["version"] == 'W/"1"'
    assert body["userName"] == "åsa.öberg@påhittstad.example"
    assert body[ENTERPRISE] == {"department": "Vård och omsorg"}
    assert "phoneNumbers" not in body
    again = client.http.get(body["meta"]["location"])
    assert again.json() == body
    assert client.http.get(body["meta"]["location"], headers={"If-None-Match": 'W/"1"'}).status_code == 304


def test_a_user_name_is_taken_whatever_its_case_and_form_of_unicode(directory):
    client = directory()
    client.adds("Åsa@example.se")
    answer = client.asks("POST", "/Users", {"schemas": [CORE + "User"], "userName": "A\u030aSA@example.se"})
    refused(answer, 409, "uniqueness")
    other = client.adds("bo@example.se")
    answer = client.patches(other, {"op": "replace", "path": "userName", "value": "åsa@EXAMPLE.se"})
    refused(answer, 409, "uniqueness")
    assert client.names() == ["Åsa@example.se", "bo@example.se"]


WRONG = {
    "no json": (b"{", "invalidSyntax"),
    "not utf-8": (b"\xff\xfe{}", "invalidSyntax"),
    "a list": (b"[]", "invalidSyntax"),
    "no number": (b'{"userName": NaN}', "invalidSyntax"),
    "too deep": (b'{"a":' * 40 + b"1" + b"}" * 40, "invalidSyntax"),
    "deeper than a stack": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "invalidSyntax"),
    "a zero byte": (json.dumps({"schemas": [CORE + "User"], "userName": "a\x00b"}).encode(), "invalidValue"),
    "half a character": (b'{"userName": "\\ud800"}', "invalidValue"),
    "no user name": (json.dumps({"schemas": [CORE + "User"]}).encode(), "invalidValue"),
    "an empty user name": (json.dumps({"schemas": [CORE + "User"], "userName": "  "}).encode(), "invalidValue"),
    "a number as a name": (json.dumps({"schemas": [CORE + "User"], "userName": [1]}).encode(), "invalidValue"),
    "too long": (json.dumps({"schemas": [CORE + "User"], "userName": "å" * 301}).encode(), "invalidValue"),
    "no address": (
        json.dumps({"schemas": [CORE + "User"], "userName": "a", "emails": [{"value": "nej"}]}).encode(),
        "invalidValue",
    ),
    "active as a word": (
        json.dumps({"schemas": [CORE + "User"], "userName": "a", "active": "kanske"}).encode(),
        "invalidValue",
    ),
    "emails as text": (
        json.dumps({"schemas": [CORE + "User"], "userName": "a", "emails": "a@b.se"}).encode(),
        "invalidValue",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_understood_is_refused_with_a_reason(directory, case):
    body, kind = WRONG[case]
    client = directory()
    answer = client.http.post("/scim/v2/Users", content=body, headers={"Content-Type": "application/scim+json"})
    refused(answer, 400, kind)
    assert client.names() == []


@pytest.mark.parametrize(
    ("operations", "kind"),
    [
        ([], "invalidValue"),
        ([{"op": "destroy", "path": "title"}], "invalidValue"),
        ([{"op": "remove"}], "noTarget"),
        ([{"op": "replace", "path": "userName[", "value": "x"}], "invalidPath"),
        ([{"op": "replace", "path": "id", "value": "x"}], "mutability"),
        ([{"op": "remove", "path": "userName"}], "mutability"),
        ([{"op": "replace", "path": "userName", "value": ""}], "invalidValue"),
        ([{"op": "replace", "path": "displayName", "value": "ö" * 301}], "invalidValue"),
        ([{"op": "add", "path": "groups", "value": [{"value": "x"}]}], "mutability"),
        ([{"op": "replace", "path": "title", "value": "Chef"}, {"op": "remove"}], "noTarget"),
    ],
)
def test_a_patch_that_is_wrong_anywhere_changes_nothing(directory, operations, kind):
    client = directory()
    person = client.adds("anna@example.se", title="Vik")
    refused(client.patches(person, *operations), 400, kind)
    assert client.http.get(person["meta"]["location"]).json() == person


def test_patches_as_entra_id_sends_them(directory):
    client = directory()
    person = client.adds("anna@example.se")
    answer = client.patches(
        person,
        {"op": "Add", "path": 'emails[type eq "work"].value', "value": "anna@work.example"},
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "IT"},
        {"op": "Replace", "value": {"displayName": "Anna Ek", "name.familyName": "Ek"}},
        {"op": "Add", "path": "phoneNumbers", "value": [{"value": "1"}]},
    )
    body = answer.json()
    assert answer.status_code == 200
    assert body["emails"] == [{"value": "anna@work.example", "type": "work"}]
    assert body["active"] is False
    assert body[ENTERPRISE]["department"] == "IT"
    assert body["name"] == {"familyName": "Ek"}
    assert body["meta"]["version"] == 'W/"2"'
    same = client.patches(person, {"op": "replace", "path": "displayName", "value": "Anna Ek"})
    assert same.json()["meta"]["version"] == 'W/"2"', "nothing was changed"


def test_members_come_and_go_and_say_so_of_themselves(directory):
    client = directory()
    anna, bo, cia = (client.adds(f"{name}@example.se") for name in ("anna", "bo", "cia"))
    group = client.groups("Testbäddsledare", anna, bo)
    assert [one["value"] for one in group["members"]] == [anna["id"], bo["id"]]
    client.patches(group, {"op": "Remove", "path": "members", "value": [{"value": bo["id"]}]})
    client.patches(group, {"op": "Add", "path": "members", "value": [{"value": cia["id"]}, {"value": anna["id"]}]})
    client.patches(group, {"op": "remove", "path": f'members[value eq "{anna["id"]}"]'})
    found = client.http.get(group["meta"]["location"]).json()
    assert [one["value"] for one in found["members"]] == [cia["id"]]
    assert found["meta"]["version"] == 'W/"4"'
    shown = client.http.get(cia["meta"]["location"]).json()
    assert [(one["value"], one["display"]) for one in shown["groups"]] == [(group["id"], "Testbäddsledare")]
    assert shown["meta"]["version"] == 'W/"2"'
    client.http.delete(cia["meta"]["location"])
    found = client.http.get(group["meta"]["location"]).json()
    assert "members" not in found
    assert found["meta"]["version"] == 'W/"5"'


@pytest.mark.parametrize(
    "member",
    [
        {"value": "nobody"},
        {"value": "11111111-1111-4111-8111-111111111111"},
        {"value": "11111111-1111-4111-8111-111111111111", "type": "Group"},
        {},
    ],
)
def test_a_group_has_no_members_that_are_nobody(directory, member):
    client = directory()
    answer = client.asks("POST", "/Groups", {"schemas": [CORE + "Group"], "displayName": "G", "members": [member]})
    refused(answer, 400, "invalidValue")
    assert client.names("/Groups") == []


def test_somebody_who_has_seen_an_older_version_is_told(directory):
    client = directory()
    person = client.adds("anna@example.se")
    change = {"op": "replace", "path": "title", "value": "Enhetschef"}
    assert client.patches(person, change, **{"If-Match": 'W/"1"'}).status_code == 200
    refused(client.patches(person, change, **{"If-Match": 'W/"1"'}), 412)
    refused(client.asks("DELETE", f"/Users/{person['id']}", **{"If-Match": '"1"'}), 412)
    assert client.asks("DELETE", f"/Users/{person['id']}", **{"If-Match": '"7", W/"2"'}).status_code == 204
    refused(client.asks("DELETE", f"/Users/{person['id']}", **{"If-Match": "*"}), 404)


def test_a_put_that_says_nothing_of_active_lets_nobody_in_again(directory):
    client = directory()
    person = client.adds("anna@example.se", active=False, title="Chef")
    answer = client.asks("PUT", f"/Users/{person['id']}", {"schemas": [CORE + "User"], "userName": "anna@example.se"})
    assert answer.json()["active"] is False
    assert "title" not in answer.json()


def test_pages_are_never_larger_than_we_say_and_count_everything(directory):
    client = directory()
    for number in range(5):
        client.adds(f"p{number}@example.se")
    page = client.gets("/Users", startIndex=4, count=10**15).json()
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (5, 4, 2)
    assert [one["userName"] for one in page["Resources"]] == ["p3@example.se", "p4@example.se"]
    none = client.gets("/Users", count=0).json()
    assert (none["totalResults"], none["Resources"]) == (5, [])
    assert client.gets("/Users", startIndex=10**17).json()["Resources"] == []
    assert client.gets("/Users", startIndex=-5, count=1).json()["startIndex"] == 1
    refused(client.gets("/Users", count="many"), 400, "invalidValue")
    by_name = client.gets("/Users", sortBy="userName", sortOrder="descending", count=2).json()
    assert [one["userName"] for one in by_name["Resources"]] == ["p4@example.se", "p3@example.se"]
    some = client.gets("/Users", attributes="userName", count=1).json()["Resources"][0]
    assert set(some) == {"schemas", "id", "userName"}
    assert "userName" not in client.gets("/Users", excludedAttributes="userName").json()["Resources"][0]
    refused(client.gets("/Users", attributes="a", excludedAttributes="b"), 400, "invalidValue")


def test_both_kinds_are_searched_together(directory):
    client = directory()
    client.groups("Chefer", client.adds("anna@example.se", externalId="x1"))
    search = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]}
    assert client.asks("POST", "/.search", search).json()["totalResults"] == 2
    found = client.asks("POST", "/.search", search | {"filter": 'displayName eq "chefer"'}).json()
    assert [one["displayName"] for one in found["Resources"]] == ["Chefer"]
    found = client.asks("POST", "/Users/.search", search | {"filter": 'externalId eq "x1"', "attributes": ["id"]})
    assert [set(one) for one in found.json()["Resources"]] == [{"schemas", "id"}]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/Nothing", 404),
        ("GET", "/Users/nobody", 404),
        ("GET", "/Users/11111111-1111-4111-8111-111111111111", 404),
        ("GET", "/Users/1/2/3", 405),
        ("PUT", "/Users", 405),
        ("POST", "/Schemas", 405),
        ("DELETE", "/ServiceProviderConfig", 405),
        ("GET", "/Schemas?filter=id+pr", 403),
        ("GET", "/Me", 501),
        ("POST", "/Bulk", 501),
        ("GET", "/users", 404),
    ],
)
def test_what_is_not_there_is_said_as_the_protocol_says_it(directory, method, path, status):
    refused(directory().asks(method, path, {} if method in ("PUT", "POST") else None), status)


def test_a_request_that_is_too_large_is_refused_as_the_protocol_says_it(directory):
    client = directory()
    refused(client.http.post("/scim/v2/Users", content=b"x" * 2_000_001), 413)


@pytest.mark.parametrize("shown", ["", "Basic abc", "Bearer", "Bearer nonsense", "Bearer " + "x" * 500, "bearer å"])
def test_without_a_token_of_ours_nothing_is_told(site, given, shown):
    client = Client(site, "")
    headers = {"Authorization": shown.encode()} if shown else {"Authorization": ""}
    answer = client.http.get("/scim/v2/Users", headers=headers)
    refused(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("ended", [{"revoked_at": now()}, {"expires_at": now() - timedelta(seconds=1)}])
def test_a_token_that_has_ended_opens_nothing_and_its_use_is_seen(db, given, site, ended):
    house = given.organisation()
    client = Client(site, token_for(given, house, **ended))
    refused(client.gets("/Users"), 401)
    assert [one.status for one in db.query(ScimFailure).filter_by(organisation_id=house.id)] == [401]


def test_the_use_of_a_token_and_what_was_refused_are_kept_for_the_administrator(db, directory):
    client = directory()
    client.gets("/Users", filter="userName eq")
    found = db.query(ScimFailure).filter_by(organisation_id=client.organisation.id).one()
    assert (found.method, found.path, found.status, found.scim_type) == ("GET", "/Users", 400, "invalidFilter")
    for _ in range(52):
        client.asks("POST", "/Users", {})
    assert db.query(ScimFailure).filter_by(organisation_id=client.organisation.id).count() == 50
    client.adds("a@example.se")
    assert db.query(ScimToken).one().last_used_at is not None


def test_what_the_service_is_like_is_told_to_anyone(site):
    client = Client(site, "")
    client.http.headers.pop("Authorization")
    assert client.gets("/ServiceProviderConfig").json()["bulk"]["supported"] is False
    assert {one["id"] for one in client.gets("/Schemas").json()["Resources"]} == {
        CORE + "User",
        CORE + "Group",
        ENTERPRISE,
    }
    assert client.gets(f"/Schemas/{CORE}User").status_code == 200
    assert client.gets("/ResourceTypes/User").json()["schemaExtensions"][0]["schema"] == ENTERPRISE
    refused(client.gets("/ResourceTypes/Device"), 404)


def test_no_browser_can_be_made_to_speak_for_a_directory(visit, given):
    """A session is worth nothing here, wherever the request comes from."""
    admin = given.member()
    body = {"schemas": [PATCH], "Operations": []}
    answer = visit(admin).client.post("/scim/v2/Users", json=body, headers={"Sec-Fetch-Site": "same-origin"})
    refused(answer, 401)
