"""Who may do what with a pilot: the whole table, and that objects and rows agree on it."""

from dataclasses import replace

import pytest

from app.actor import THE_CLOCK, VISITOR, Role
from app.pilots import rules
from app.pilots.models import PilotState
from app.test_requests.models import Standing, TestRequest
from tests.rights import assert_rows_agree, rules_of, table

SHOWN = (PilotState.preparing, PilotState.running, PilotState.stopped)

EXPECTED = """
view          preparing         its company, a researcher, its leader, its deputy, its sponsor, another sponsor, \
its unit contact, a guest, the region, an officer
view          running           a visitor, its company, another company, a researcher, another leader, its leader, \
its deputy, its sponsor, another sponsor, its unit contact, a guest, the region, an officer, the clock
view          stopped           a visitor, its company, another company, a researcher, another leader, its leader, \
its deputy, its sponsor, another sponsor, its unit contact, a guest, the region, an officer, the clock
see_inside    preparing         its company, its leader, its deputy, its sponsor, another sponsor, \
its unit contact, a guest, the region, an officer
see_inside    running           its company, its leader, its deputy, its sponsor, another sponsor, \
its unit contact, a guest, the region, an officer
see_inside    stopped           its company, its leader, its deputy, its sponsor, another sponsor, \
its unit contact, a guest, the region, an officer
see_handling  preparing         its leader, its deputy, its sponsor, another sponsor, its unit contact, the region, \
an officer
see_handling  running           its leader, its deputy, its sponsor, another sponsor, its unit contact, the region, \
an officer
see_handling  stopped           its leader, its deputy, its sponsor, another sponsor, its unit contact, the region, \
an officer
lead          preparing         its leader, its deputy
lead          running           its leader, its deputy
lead          stopped           its leader, its deputy
plan          preparing         its company, its leader, its deputy
plan          running           its company, its leader, its deputy
plan          stopped           its company, its leader, its deputy
start         preparing         its leader, its deputy, its sponsor
start         running           its leader, its deputy, its sponsor
start         stopped           its leader, its deputy, its sponsor
report        preparing         its company, its leader, its deputy, its unit contact
report        running           its company, its leader, its deputy, its unit contact
report        stopped           its company, its leader, its deputy, its unit contact
reply         preparing         its company
reply         running           its company
reply         stopped           its company
decide        preparing         its sponsor
decide        running           its sponsor
decide        stopped           its sponsor
keep_time     preparing         the clock
keep_time     running           the clock
keep_time     stopped           the clock
"""


@pytest.fixture
def actors(given, setting, pilots):
    return {
        "a visitor": VISITOR,
        "its company": setting.company_rep.actor,
        "another company": given.actor(Role.company_rep),
        "a researcher": given.actor(Role.researcher),
        "another leader": given.actor(Role.testbed_leader),
        "its leader": setting.leader.actor,
        "its deputy": given.actor(Role.testbed_deputy, of=setting.town),
        "its sponsor": setting.sponsor.actor,
        "another sponsor": given.actor(Role.sponsor, of=setting.town),
        "its unit contact": given.actor(Role.unit_contact, of=setting.town),
        "a guest": replace(given.actor(Role.sponsor), guest_of=frozenset(pilot.id for pilot in pilots.values())),
        "the region": given.actor(Role.region_lead),
        "an officer": given.actor(Role.region_officer),
        "the clock": THE_CLOCK,
    }


@pytest.fixture
def pilots(setting):
    return {state.value: setting.in_state(state) for state in SHOWN}


class OfPilots:
    """The rules about pilots; the one about requests has a table of its own."""


for _name, _rule in rules_of(rules).items():
    if _rule.model is not TestRequest:
        setattr(OfPilots, _name, _rule)


def test_the_table_of_rights(actors, pilots):
    assert table(OfPilots, actors, pilots) == EXPECTED.strip("\n")


def test_rows_agree_with_objects(db, setting, actors, pilots):
    closed_to_research = setting.in_state(PilotState.preparing)
    closed_to_research.seeks_research = False
    db.commit()
    assert_rows_agree(db, OfPilots, actors, [*pilots.values(), closed_to_research])


def test_only_a_leader_who_has_declared_no_ties_sets_up_a_pilot(setting, actors):
    request = setting.request()
    assert [who for who, actor in actors.items() if rules.may_set_up(actor, request)] == ["its leader"]
    request.assessors[0].standing = Standing.conflicted
    assert not rules.may_set_up(setting.leader.actor, request)


def test_a_pilot_that_does_not_seek_researchers_is_not_shown_to_them_before_it_starts(db, given, setting):
    pilot = setting.in_state(PilotState.preparing)
    researcher = given.actor(Role.researcher)
    assert rules.may_view(researcher, pilot)
    pilot.seeks_research = False
    assert not rules.may_view(researcher, pilot)
