"""What a directory's word changes: nothing before the first sync is approved, and then just what was shown."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.actor import Role
from app.database import now
from app.people.models import Membership, MembershipStatus, Person, Source
from app.refusals import NotAllowed, Refused
from app.role_mappings.models import Match, RoleMapping
from app.scim import administering, effect
from app.scim.effect import Effect
from app.scim.models import ScimDirectory, ScimToken, ScimUser
from app.sign_in.models import Session as SignedIn
from tests.scim.conftest import CORE, ENTERPRISE

INACTIVE = {"op": "replace", "path": "active", "value": False}
ACTIVE = {"op": "replace", "path": "active", "value": True}


@pytest.fixture
def maps(given):
    """`maps(house, "TB", Role.testbed_leader)`: the group gives the role."""

    def maps(house, group, role, claim="groups"):
        return given.saved(
            RoleMapping(organisation_id=house.id, claim=claim, match=Match.equals, value=group, role=role, priority=0)
        )

    return maps


def member_called(db: Session, name: str) -> Membership:
    db.expire_all()
    return db.query(Membership).join(Person).filter(Person.name == name).one()


def roles_of(member):
    return {(row.role, row.source) for row in member.role_rows}


def loaded(db, member):
    db.expire_all()
    found = db.get(Membership, member.id)
    db.refresh(found, ["role_rows", "person", "organisation"])
    return found


def person(name, **said):
    return {"displayName": name, "emails": [{"value": f"{name.split()[0].lower()}@example.se"}]} | said


def test_nothing_happens_before_the_first_sync_is_approved_and_then_just_what_was_shown(db, given, directory, maps):
    client = directory(approved=False)
    house, admin = client.organisation, client.admin
    maps(house, "Testbäddsledare", Role.testbed_leader)
    here = given.member(Role.sponsor, of=house, name="Bo Ek", email="BO@example.se")
    gone = given.member(Role.unit_contact, of=house, name="Cia Dal", email="cia@example.se")
    given.signs_in(gone)
    anna = client.adds("anna", **person("Anna Å"))
    bo = client.adds("bo", **person("Bo Ek"))
    client.adds("cia", **person("Cia Dal"), active=False)
    client.adds("dan", displayName="Dan utan adress")
    client.groups("testbäddsledare", anna, bo)
    assert db.query(Membership).filter_by(organisation_id=house.id).count() == 3, "the administrator, Bo and Cia"

    found = db.query(ScimDirectory).one()
    db.refresh(found, ["organisation"])
    shown = effect.preview(db, found)
    assert {one.name: (one.effect, one.gains, one.losses) for one in shown.changes} == {
        "Anna Å": (Effect.add, (Role.testbed_leader,), ()),
        "Bo Ek": (Effect.change, (Role.testbed_leader,), ()),
        "Cia Dal": (Effect.suspend, (), ()),
        "Dan utan adress": (Effect.no_address, (), ()),
    }
    assert [one.person.name for one in shown.untouched] == [admin.person.name]

    administering.approve(db, admin.actor, found.organisation, shown.key)
    anna_here = loaded(db, member_called(db, "Anna Å"))
    assert anna_here.is_managed
    assert anna_here.status is MembershipStatus.active
    assert roles_of(anna_here) == {(Role.testbed_leader, Source.scim)}
    bo_here = loaded(db, here)
    assert not bo_here.is_managed
    assert roles_of(bo_here) == {(Role.sponsor, Source.manual), (Role.testbed_leader, Source.scim)}
    assert loaded(db, gone).status is MembershipStatus.suspended
    assert db.query(SignedIn).filter_by(person_id=gone.person_id).one().revoked_at is not None
    assert {one.effect for one in effect.preview(db, found).changes} == {Effect.same, Effect.no_address}


def test_more_that_has_come_in_meanwhile_has_to_be_looked_at_first(db, directory):
    client = directory(approved=False)
    client.adds("anna", **person("Anna Å"))
    found = db.query(ScimDirectory).one()
    db.refresh(found, ["organisation"])
    seen = effect.preview(db, found).key
    client.adds("bo", **person("Bo Ek"))
    with pytest.raises(Refused, match="sent more since"):
        administering.approve(db, client.admin.actor, found.organisation, seen)


def test_a_first_sync_that_would_leave_nobody_in_charge_is_not_approved(db, given, directory):
    client = directory(approved=False)
    admins = db.query(Membership).filter_by(organisation_id=client.organisation.id).all()
    for number, one in enumerate(admins):
        db.refresh(one, ["person"])
        client.adds(f"a{number}", emails=[{"value": one.person.email}], active=False)
    found = db.query(ScimDirectory).one()
    db.refresh(found, ["organisation"])
    with pytest.raises(Refused, match="role of administrator"):
        administering.approve(db, client.admin.actor, found.organisation, effect.preview(db, found).key)


def test_somebody_made_inactive_is_out_at_once_and_back_without_their_old_session(db, given, directory, maps, visit):
    client = directory()
    maps(client.organisation, "TB", Role.testbed_leader)
    anna = client.adds("anna", **person("Anna Å"))
    client.groups("TB", anna)
    member = loaded(db, member_called(db, "Anna Å"))
    browser = visit(member)
    assert browser.opens("/konto/inloggningar").status == 200
    assert client.patches(anna, INACTIVE).json()["active"] is False
    assert "/logga-in" in str(browser.opens("/konto/inloggningar").url)
    assert loaded(db, member).status is MembershipStatus.suspended
    client.patches(anna, ACTIVE)
    back = loaded(db, member)
    assert back.status is MembershipStatus.active
    assert {row.role for row in back.role_rows} == {Role.testbed_leader}
    assert "/logga-in" in str(browser.opens("/konto/inloggningar").url), "the old session stays ended"


def test_delete_is_not_the_end_of_a_person(db, directory):
    client = directory()
    anna = client.adds("anna", **person("Anna Å"), externalId="42")
    member = member_called(db, "Anna Å")
    assert client.asks("DELETE", f"/Users/{anna['id']}").status_code == 204
    assert loaded(db, member).status is MembershipStatus.suspended
    again = client.adds("anna.ny", **person("Anna Å"), externalId="42")
    assert again["id"] != anna["id"]
    assert loaded(db, member).status is MembershipStatus.active
    assert db.query(Membership).filter_by(person_id=member.person_id).count() == 1


def test_what_an_administrator_ended_by_hand_the_directory_does_not_undo(db, given, directory):
    client = directory()
    anna = client.adds("anna", **person("Anna Å"))
    member = member_called(db, "Anna Å")
    member.status = MembershipStatus.suspended
    given.saved(member)
    client.patches(anna, {"op": "replace", "path": "title", "value": "Chef"})
    client.patches(anna, INACTIVE)
    client.patches(anna, ACTIVE)
    assert loaded(db, member).status is MembershipStatus.suspended


def test_groups_give_and_take_roles_within_the_ceiling_and_leave_those_given_by_hand(db, given, directory, maps):
    client = directory()
    maps(client.organisation, "Beslut", Role.sponsor)
    maps(client.organisation, "IT", Role.platform_admin)
    maps(client.organisation, "Region", Role.region_lead)
    maps(client.organisation, "Vård", Role.unit_contact, claim="department")
    anna = client.adds("anna", **person("Anna Å"), **{ENTERPRISE: {"department": "vård"}})
    member = member_called(db, "Anna Å")
    group = client.groups("Beslut", anna)
    client.groups("IT", anna)
    client.groups("Region", anna)
    assert roles_of(loaded(db, member)) == {(Role.sponsor, Source.scim), (Role.unit_contact, Source.scim)}
    client.patches(group, {"op": "replace", "path": "displayName", "value": "Något annat"})
    assert roles_of(loaded(db, member)) == {(Role.unit_contact, Source.scim)}
    client.patches(group, {"op": "replace", "path": "displayName", "value": "BESLUT"})
    assert (Role.sponsor, Source.scim) in roles_of(loaded(db, member))
    client.asks("DELETE", f"/Groups/{group['id']}")
    assert roles_of(loaded(db, member)) == {(Role.unit_contact, Source.scim)}


def test_the_last_administrator_keeps_the_role_whatever_the_groups_say(db, given, directory, maps):
    client = directory()
    for one in db.query(Membership).filter_by(organisation_id=client.organisation.id):
        one.status = MembershipStatus.removed
    maps(client.organisation, "Admin", Role.organisation_admin)
    anna = client.adds("anna", **person("Anna Å"))
    group = client.groups("Admin", anna)
    client.asks("DELETE", f"/Groups/{group['id']}")
    assert roles_of(loaded(db, member_called(db, "Anna Å"))) == {(Role.organisation_admin, Source.scim)}


def test_two_with_one_address_are_not_both_let_in(db, directory):
    client = directory()
    client.adds("anna", **person("Anna Å"))
    answer = client.asks("POST", "/Users", {"schemas": [CORE + "User"], "userName": "anna2"} | person("Anna B"))
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")
    assert client.names() == ["anna"]


def test_what_a_person_is_called_is_the_directory_s_word_only_of_those_who_are_only_theirs(db, given, directory):
    client = directory()
    anna = client.adds("anna", **person("Anna Å"))
    member = member_called(db, "Anna Å")
    rename = {"op": "replace", "path": "displayName", "value": "Anna Öberg"}
    client.patches(anna, rename)
    assert loaded(db, member).person.name == "Anna Öberg"
    elsewhere = given.organisation()
    given.saved(Membership(organisation_id=elsewhere.id, person_id=member.person_id))
    client.patches(anna, {"op": "replace", "path": "displayName", "value": "Någon Annan"})
    assert loaded(db, member).person.name == "Anna Öberg"


def test_two_keys_can_be_in_use_and_each_opens_until_it_is_revoked(db, given, site, directory):
    client = directory()
    house, actor = client.organisation, client.admin.actor
    made = administering.create_key(db, actor, house, timedelta(days=90))
    with pytest.raises(Refused, match="Two keys"):
        administering.create_key(db, actor, house, timedelta(days=90))
    second = type(client)(site, made.secret)
    assert second.names() == []
    old = db.query(ScimToken).filter(ScimToken.id != made.row.id).one()
    db.refresh(old, ["directory"])
    db.refresh(old.directory, ["organisation"])
    administering.revoke_key(db, actor, old)
    assert client.gets("/Users").status_code == 401
    assert second.names() == []
    assert made.secret not in {made.row.token_hash, made.row.prefix}
    with pytest.raises(NotAllowed):
        administering.create_key(db, given.actor(Role.organisation_admin), house, timedelta(days=90))
    with pytest.raises(NotAllowed):
        administering.create_key(db, given.actor(Role.testbed_leader, of=house), house, timedelta(days=90))


def test_what_came_in_can_be_thrown_away(db, directory):
    client = directory(approved=False)
    client.groups("G", client.adds("anna", **person("Anna Å")))
    found = db.query(ScimDirectory).one()
    db.refresh(found, ["organisation"])
    administering.discard(db, client.admin.actor, found.organisation)
    assert client.names() == client.names("/Groups") == []
    assert db.query(ScimUser).count() == 0
    found.approved_at = now()
    with pytest.raises(Refused, match="already been approved"):
        administering.discard(db, client.admin.actor, found.organisation)
