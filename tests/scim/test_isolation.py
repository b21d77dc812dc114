"""Whatever an organisation's directory sends, nothing of another organisation is changed, shown or hinted at."""

import json
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as st
from sqlalchemy import text

from app.actor import Role
from app.role_mappings.models import Match, RoleMapping
from tests.scim.conftest import CORE, PATCH

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def everything_of(db, house_id):
    """All rows that belong to an organisation, as PostgreSQL writes them."""
    mine = {
        "memberships": "organisation_id = :house",
        "people": "id IN (SELECT person_id FROM memberships WHERE organisation_id = :house)",
        "membership_roles": "membership_id IN (SELECT id FROM memberships WHERE organisation_id = :house)",
        "sessions": "acting_membership_id IN (SELECT id FROM memberships WHERE organisation_id = :house)",
        "session_organisations": "organisation_id = :house",
        "role_mappings": "organisation_id = :house",
        "scim_users": "organisation_id = :house",
        "scim_groups": "organisation_id = :house",
        "scim_failures": "organisation_id = :house",
        "scim_group_members": "group_id IN (SELECT id FROM scim_groups WHERE organisation_id = :house)",
        "events": "subject_organisation_id = :house",
        "tasks": "organisation_id = :house",
    }
    db.expire_all()
    return {
        table: sorted(db.scalars(text(f"SELECT t::text FROM {table} t WHERE {where}"), {"house": house_id}))
        for table, where in mine.items()
    }


def test_nothing_of_another_organisation_is_reached(db, given, directory, site):
    ours, theirs = directory(), directory(given.organisation("Grannstads kommun"))
    house = theirs.organisation
    for client in (ours, theirs):
        given.saved(
            RoleMapping(
                organisation_id=client.organisation.id,
                claim="groups",
                match=Match.equals,
                value="Chefer",
                role=Role.sponsor,
                priority=0,
            )
        )
    # The same person in both, and a colleague of theirs with the very address that ours will send.
    both = given.member(Role.testbed_leader, of=house, name="Anna Ek", email="anna@grannstad.example")
    given.signs_in(both)
    mine = type(both)(organisation_id=ours.organisation.id, person_id=both.person_id, role_rows=[])
    given.saved(mine)
    secret = theirs.adds(
        "hemlig@grannstad.example", emails=[{"value": "hemlig@grannstad.example"}], title="Hemlig titel"
    )
    group = theirs.groups("Chefer", secret)
    own = ours.adds("bo@here.example", emails=[{"value": "bo@here.example"}])
    own_group = ours.groups("Chefer", own)
    before = everything_of(db, house.id)

    ids = st.sampled_from([secret["id"], group["id"], own["id"], own_group["id"], str(UUID(int=0))])
    names = st.sampled_from(
        ["hemlig@grannstad.example", "anna@grannstad.example", "bo@here.example", "Chefer", "ny@x.example"]
    )
    users = st.builds(
        lambda name, mail, active: {
            "schemas": [CORE + "User"],
            "userName": name,
            "externalId": name,
            "emails": [{"value": mail}] if "@" in mail else [],
            "active": active,
        },
        names,
        names,
        st.booleans(),
    )
    groups = st.builds(
        lambda name, member: {"schemas": [CORE + "Group"], "displayName": name, "members": [{"value": member}]},
        names,
        ids,
    )
    patches = st.builds(
        lambda op, path, value, member: {
            "schemas": [PATCH],
            "Operations": [{"op": op, "path": path, "value": [{"value": member}] if path == "members" else value}],
        },
        st.sampled_from(["add", "replace", "remove"]),
        st.sampled_from(["members", "active", "userName", "displayName", "emails"]),
        st.one_of(st.booleans(), names),
        ids,
    )
    kinds = st.sampled_from(["Users", "Groups"])
    requests = st.one_of(
        st.tuples(st.just("POST"), st.just("/Users"), users),
        st.tuples(st.just("POST"), st.just("/Groups"), groups),
        st.tuples(
            st.sampled_from(["PUT", "PATCH"]), st.builds("/{}/{}".format, kinds, ids), st.one_of(users, groups, patches)
        ),
        st.tuples(
            st.just("DELETE"),
            st.builds("/{}/{}".format, kinds, st.sampled_from([secret["id"], group["id"]])),
            st.none(),
        ),
        st.tuples(st.just("GET"), st.builds("/{}/{}".format, kinds, ids), st.none()),
        st.tuples(st.just("GET"), st.builds('/{}?filter=members.value+eq+"{}"'.format, kinds, ids), st.none()),
        st.tuples(st.just("GET"), st.sampled_from(["/Users", "/Groups"]), st.none()),
    )

    @FEW
    @for_any(st.lists(requests, min_size=2, max_size=6))
    def asks(several):
        for method, path, body in several:
            answer = ours.asks(method, path, body)
            assert answer.status_code < 500, answer.text
            told = answer.text.replace(path, "")
            for hint in (secret["id"], group["id"], "Hemlig titel", str(both.id), house.name):
                assert hint not in told or hint in json.dumps(body)
            if path.endswith((secret["id"], group["id"])):
                assert answer.status_code == 404
        assert everything_of(db, house.id) == before

    asks()
    assert secret["userName"] in theirs.names()


def test_what_is_elsewhere_and_what_is_nowhere_are_answered_alike(directory):
    """No answer says that an id, a name or an address exists in another organisation."""
    ours, theirs = directory(), directory()
    there = theirs.adds("anna@there.example", emails=[{"value": "anna@there.example"}])
    nowhere = "11111111-1111-4111-8111-111111111111"
    for method, path, body in [
        ("GET", "/Users/{}", None),
        ("DELETE", "/Users/{}", None),
        ("PUT", "/Users/{}", {"schemas": [CORE + "User"], "userName": "x"}),
        ("POST", "/Groups", {"schemas": [CORE + "Group"], "displayName": "G", "members": [{"value": "{}"}]}),
    ]:
        answers = []
        for one in (there["id"], nowhere):
            said = json.loads(json.dumps(body).replace("{}", one)) if body else None
            answer = ours.asks(method, path.format(one), said)
            answers.append((answer.status_code, answer.text))
        assert answers[0] == answers[1]
    assert ours.adds("anna@there.example", emails=[{"value": "anna@there.example"}])["userName"] == "anna@there.example"
