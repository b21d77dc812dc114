"""Who may do what with a grant: the whole table, and that objects and rows agree on it."""

import pytest

from app.actor import VISITOR, Role
from app.grants import rules
from app.grants.models import Grant
from tests.rights import assert_every_ground_tells_apart, assert_rows_agree, table

EXPECTED = """
view          of the region     the lead, an officer
write         of the region     the lead, an officer
put_in_force  of the region     the lead
"""


@pytest.fixture
def actors(given, money):
    return {
        "a visitor": VISITOR,
        "the lead": money.lead.actor,
        "an officer": money.officer.actor,
        "an administrator": given.actor(Role.platform_admin),
        "a leader": given.actor(Role.testbed_leader),
        "a decision-maker": given.actor(Role.sponsor),
        "a company": given.actor(Role.company_rep),
        "a researcher": given.actor(Role.researcher),
        "a lead elsewhere": given.actor(Role.region_lead, of=given.organisation()),
    }


@pytest.fixture
def things(money, given):
    return {"of the region": money.grant()}


def test_the_table_of_rights(actors, things):
    assert table(rules, actors, things) == EXPECTED.strip("\n")


def test_rows_agree_with_objects(db, actors, things):
    assert_rows_agree(db, rules, actors, things.values())


def test_the_cast_tells_every_ground_apart(actors, things):
    assert_every_ground_tells_apart(rules, actors, things.values())


def test_only_the_region_comes_near(given, money, visit):
    grant = money.running().grant
    assert isinstance(grant, Grant)
    paths = ["", "/redigera", "/villkor", "/villkor/1/1", "/beslut/nytt", "/beslut/1", "/beslut/1/plan", "/vem-kan-se"]
    for member, status in ((money.lead, 200), (given.member(Role.testbed_leader), 404), (None, 404)):
        someone = visit(as_=member)
        for path in paths:
            assert someone.opens("/finansiering/21rs4368" + path).status == status, path
    assert visit(as_=given.member(Role.company_rep)).opens("/finansiering").status == 403
    assert visit(as_=money.officer).opens("/finansiering/21rs4368/beslut/1/galler").status == 403
