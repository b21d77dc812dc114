"""Which roles follow; and that what is shown beforehand is what then happens, whatever the table and the people."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as st

from app.actor import Role
from app.organisations.models import OrganisationKind
from app.people.models import Membership, MembershipRole, Source
from app.refusals import NotAllowed, Overtaken, Refused
from app.role_mappings import actions, queries
from app.role_mappings.models import Match
from app.role_mappings.reckoning import Draft, Held, applies, changes, granted, known_from

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
CEILING = (Role.testbed_leader, Role.sponsor, Role.organisation_admin)


def line(value, role=Role.sponsor, claim="groups", match=Match.equals):
    return Draft(claim, match, value, role)


@pytest.mark.parametrize(
    ("value", "match", "said", "does"),
    [
        ("Chefer", Match.equals, ["chefer"], True),
        ("Åtgärd", Match.equals, ["A\u030aTGÄRD"], True),
        ("Chef", Match.equals, ["Chefer"], False),
        ("chef", Match.contains, ["CN=Chefer,OU=Vård"], True),
        ("chef", Match.contains, [], False),
        ("STRASSE", Match.equals, ["straße"], True),
    ],
)
def test_a_line_applies_whatever_the_case(value, match, said, does):
    assert applies(line(value, match=match), {"groups": said}) is does


def test_no_role_above_the_ceiling_is_ever_given():
    lines = [line("a", role) for role in Role]
    assert set(granted(lines, {"groups": ["a"]}, CEILING)) == set(CEILING)


def test_what_is_not_known_takes_nothing_away():
    """Somebody in more groups than the token can hold keeps what groups give."""
    claims = {"_claim_names": {"groups": "src1"}, "roles": ["x"], "department": 7, "title": ["a" * 301, "\x00", True]}
    facts = known_from(claims, ["groups", "roles", "department", "title"])
    assert facts == {"roles": ["x"], "department": ["7"], "title": []}
    held = [Held(Role.sponsor, Source.mapping), Held(Role.testbed_leader, Source.mapping)]
    lines = [line("Chefer"), line("y", Role.testbed_leader, "roles")]
    assert changes(lines, facts, held, CEILING) == ((), (Role.testbed_leader,))
    assert known_from({"hasgroups": True}, ["groups"]) == {}


def test_what_a_person_gave_stays():
    held = [Held(Role.sponsor, Source.manual), Held(Role.testbed_leader, Source.scim)]
    assert changes([], {}, held, CEILING) == ((), (Role.testbed_leader,))


def roles_now(db, house):
    db.expire_all()
    return {member.id: {(row.role, row.source) for row in member.role_rows} for member in queries.present(db, house.id)}


def test_what_is_shown_is_what_happens(db, given):
    kept = (Role.testbed_leader, Role.sponsor, Role.unit_contact, Role.organisation_admin)
    sources = st.sampled_from([Source.manual, Source.mapping, Source.scim])
    people = st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(kept), sources, max_size=3),
            st.one_of(
                st.none(),
                st.dictionaries(st.sampled_from(["groups", "title"]), st.lists(st.sampled_from("abc"), max_size=3)),
            ),
        ),
        max_size=4,
    )
    lines = st.lists(
        st.builds(line, st.sampled_from("abc"), st.sampled_from(kept), st.sampled_from(["groups", "title"])),
        max_size=5,
        unique=True,
    )

    @FEW
    @for_any(people, lines)
    def agrees(members, drafts):
        house = given.organisation()
        admin = given.member(Role.organisation_admin, of=house)
        for held, facts in members:
            member = given.member(of=house)
            member.role_rows.clear()
            db.flush()
            member.role_rows += [MembershipRole(role=role, source=source) for role, source in held.items()]
            if facts is not None:
                actions.keep_facts(db, member, facts, Source.mapping)
        db.flush()
        before = roles_now(db, house)
        shown = actions.preview(db, house, drafts)
        assert roles_now(db, house) == before, "showing changes nothing"
        expected = {
            one.membership_id: {role for role, _ in before[one.membership_id]} - set(one.losses) | set(one.gains)
            for one in shown.differences
        }
        done = actions.save(db, admin.actor, house, drafts, version=None, key=shown.key)
        after = roles_now(db, house)
        assert {key: {role for role, _ in roles} for key, roles in after.items()} == expected
        for key, roles in before.items():
            assert {row for row in roles if row[1] is Source.manual} <= after[key], "given by hand is left alone"
        assert [one.is_none for one in actions.preview(db, house, drafts).differences] == [True] * len(after)
        assert (done.added, done.removed) == (shown.added, shown.removed)

    agrees()


def test_a_table_that_would_leave_no_administrator_is_not_saved(db, given):
    house = given.organisation()
    admin = given.member(Role.organisation_admin, of=house)
    admin.role_rows[0].source = Source.mapping
    given.saved(admin)
    shown = actions.preview(db, house, [])
    assert shown.without_admin
    with pytest.raises(Refused, match="role of administrator"):
        actions.save(db, admin.actor, house, [], version=1, key=shown.key)
    assert roles_now(db, house)[admin.id] == {(Role.organisation_admin, Source.mapping)}


def test_only_what_was_shown_is_saved_and_only_by_those_who_may(db, given):
    house = given.organisation()
    admin = given.member(Role.organisation_admin, of=house)
    drafts = [line("Chefer")]
    key = actions.preview(db, house, drafts).key
    for actor in (given.actor(Role.organisation_admin), given.actor(Role.testbed_leader, of=house)):
        with pytest.raises(NotAllowed):
            actions.save(db, actor, house, drafts, version=1, key=key)
    with pytest.raises(Refused, match="changed since"):
        actions.save(db, admin.actor, house, drafts, version=1, key="other")
    key = actions.preview(db, house, drafts).key
    actions.save(db, admin.actor, house, drafts, version=1, key=key)
    with pytest.raises(Overtaken):
        actions.save(db, admin.actor, house, drafts, version=1, key=key)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.municipality, Role.platform_admin),
        (OrganisationKind.municipality, Role.region_lead),
        (OrganisationKind.company, Role.testbed_leader),
        (OrganisationKind.region, Role.platform_admin),
    ],
)
def test_a_role_above_the_ceiling_is_refused(db, given, kind, role):
    house = given.organisation(kind=kind)
    admin = given.member(Role.organisation_admin, of=house)
    with pytest.raises(Refused, match="cannot be given"):
        actions.save(db, admin.actor, house, [line("a", role)], version=1, key="")


def test_a_sign_in_gives_and_takes_what_claims_say_and_the_directory_is_not_overruled(db, given):
    house = given.organisation()
    admin = given.member(Role.organisation_admin, of=house)
    member = given.member(Role.unit_contact, of=house)
    drafts = [line("Chefer"), line("IT", Role.testbed_leader, "department")]
    actions.save(db, admin.actor, house, drafts, version=1, key=actions.preview(db, house, drafts).key)

    def hears(**claims):
        db.expire_all()
        fresh = next(one for one in queries.present(db, house.id) if one.id == member.id)
        actions.hear_claims(db, fresh, claims)
        return roles_now(db, house)[member.id]

    by_hand = (Role.unit_contact, Source.manual)
    assert hears(groups=["chefer"], department="it") == {
        by_hand,
        (Role.sponsor, Source.mapping),
        (Role.testbed_leader, Source.mapping),
    }
    assert hears(groups="chefer") == {by_hand, (Role.sponsor, Source.mapping)}
    assert set(queries.facts_of(db, member.id).facts) == actions.wanted_claims(db, house.id)
    member = next(one for one in queries.present(db, house.id) if one.id == member.id)
    actions.hear(db, member, {"groups": [], "department": []}, Source.scim)
    assert hears(groups=["chefer"]) == {by_hand}


def test_a_mapping_that_goes_takes_its_roles_and_one_that_stays_is_remembered(db, given):
    house = given.organisation()
    admin = given.member(Role.organisation_admin, of=house)
    member = given.member(Role.unit_contact, of=house)
    actions.keep_facts(db, member, {"groups": ["a", "b"]}, Source.mapping)

    actor = admin.actor

    def saves(*drafts):
        db.expire_all()
        actions.save(db, actor, house, drafts, version=None, key=actions.preview(db, house, drafts).key)
        queries.present(db, house.id)
        return {row.role: row.mapping_id for row in db.get(Membership, member.id).role_rows}

    first = saves(line("a"), line("b", Role.testbed_leader))
    second = saves(line("a"))
    assert set(first) == {Role.unit_contact, Role.sponsor, Role.testbed_leader}
    assert set(second) == {Role.unit_contact, Role.sponsor}
    assert second[Role.sponsor] == first[Role.sponsor] == queries.lines_of(db, house.id)[0].id
