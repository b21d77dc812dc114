"""Which groups give which roles, as the administrator sees and saves it."""

from app.actor import Role
from app.people.models import Membership, Source
from app.role_mappings import actions, queries
from tests.visitor import each

PATH = "/administration/inloggning/roller"


def test_what_would_change_is_seen_by_name_before_it_is_saved(db, given, visit):
    town = given.organisation()
    admin = visit(given.member(Role.organisation_admin, of=town))
    anna = given.member(Role.unit_contact, of=town, name="Anna Åberg")
    given.member(Role.unit_contact, of=town, name="Bo Aldrig-inloggad")
    actions.keep_facts(db, anna, {"groups": ["TB-ledare"]}, Source.mapping)
    db.commit()
    admin.opens("/administration").follows("Roles from groups")
    admin.fills("Attribute", "groups").fills("Group at your end", "tb-ledare").fills("Role here", "testbed_leader")
    admin.presses("Show what would change")
    assert admin.sees("This would add 1 role and remove 0")
    assert admin.sees("Anna Åberg Testbed leader –")
    assert admin.sees("Bo Aldrig-inloggad")
    assert queries.lines_of(db, town.id) == []
    admin.presses("Save, and give the roles")
    assert admin.sees("The table is saved")
    db.expire_all()
    assert len(queries.lines_of(db, town.id)) == 1
    queries.present(db, town.id)
    assert {row.role for row in db.get(Membership, anna.id).role_rows} == {Role.unit_contact, Role.testbed_leader}
    admin.opens(PATH).presses("Add a group")
    admin.typed |= {"lines-1-claim": ["groups"], "lines-1-value": ["x"], "lines-1-role": ["sponsor"]}
    admin.typed |= {"lines-1-match": ["contains"]}
    admin.presses("Show what would change")
    assert admin.status == 422
    assert "at least three characters" in admin.errors()[0]


def test_what_was_shown_and_has_changed_is_shown_anew(db, given, visit):
    town = given.organisation()
    admin = visit(given.member(Role.organisation_admin, of=town)).opens(PATH)
    admin.fills("Attribute", "groups").fills("Group at your end", "a").fills("Role here", "sponsor")
    admin.presses("Show what would change")
    anna = given.member(Role.unit_contact, of=town, name="Anna Åberg")
    actions.keep_facts(db, anna, {"groups": ["a"]}, Source.mapping)
    db.commit()
    admin.presses("Save, and give the roles")
    assert admin.status == 422
    assert admin.errors() == ["What would change has changed since you looked. Look again before you save."]
    assert admin.sees("This would add 1 role and remove 0")
    admin.presses("Save, and give the roles")
    assert admin.sees("The table is saved")


def test_nobody_else_comes_here_and_no_role_above_the_ceiling_is_taken(given, visit):
    town = given.organisation()
    others = [visit(given.member(role, of=town)) for role in (Role.testbed_leader, Role.sponsor)]
    assert each([*others, visit(given.member(Role.platform_admin))], PATH) == [403, 403, 403]
    admin = visit(given.member(Role.organisation_admin, of=town)).opens(PATH)
    said = {"lines-0-claim": "groups", "lines-0-value": "abc", "lines-0-role": "platform_admin"}
    answer = admin.client.post(PATH, data=said, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422
    assert "kan inte ges av era grupper" in answer.text
    answer = admin.client.post(PATH, data=said | {"save": "x"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422
