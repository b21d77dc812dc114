"""Who may say who belongs: rows and objects agree."""

import pytest

from app.actor import THE_CLOCK, VISITOR, Role, directory_of
from app.people import rules
from app.people.models import MembershipStatus, Source
from tests import rights


@pytest.fixture
def scene(given):
    town, other = given.organisation("Storbro"), given.organisation("Lillbro")
    admin = given.member(Role.organisation_admin, of=town, name="Ada")
    cast = {
        "visitor": VISITOR,
        "the portal": THE_CLOCK,
        "their directory": directory_of(town.id, town.name),
        "another directory": directory_of(other.id, other.name),
        "administrator": admin.actor,
        "other administrator": given.actor(Role.organisation_admin, of=other),
        "region lead": given.actor(Role.region_lead),
    }
    active = given.member(Role.assessor, of=town)
    cast["the person"] = active.actor
    things = {
        "active": active,
        "asked by people": given.member(Role.assessor, of=town, status=MembershipStatus.active),
        "by the service": given.member(Role.assessor, of=town),
    }
    things["asked by people"].status = MembershipStatus.proposed
    things["by the service"].status, things["by the service"].source = MembershipStatus.proposed, Source.mapping
    given.db.commit()
    return cast, things


def test_the_table_of_rights(scene):
    assert rights.table(rules, *scene) == TABLE.strip()


def test_rows_agree_with_objects(db, scene):
    cast, things = scene
    rights.assert_rows_agree(db, rules, cast, things.values())


TABLE = """
approve       active            -
approve       asked by people   region lead
approve       by the service    administrator
manage        active            the portal, their directory, administrator
manage        asked by people   the portal, their directory, administrator
manage        by the service    the portal, their directory, administrator
leave         active            the portal, their directory, administrator, the person
leave         asked by people   the portal, their directory, administrator
leave         by the service    the portal, their directory, administrator
view          active            administrator, the person
view          asked by people   administrator, region lead
view          by the service    administrator
"""
