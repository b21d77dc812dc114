"""No way of being responsible for something can be forgotten: every column that names a member says what it means."""

from app.actor import Role
from app.people.duties import KEPT_BY_ACTIONS, duties, retellers, traces
from app.tables import metadata


def columns_naming_members():
    return {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "memberships.id"
    }


def name(attribute):
    return f"{attribute.class_.__tablename__}.{attribute.key}"


def test_every_column_that_names_a_member_is_a_duty_or_a_trace():
    """In the feature's own duties.py: `DUTIES` if somebody has to do something, `TRACES` if they only did it."""
    responsible = {name(duty.column) for duty in duties()}
    decided = [*responsible, *map(name, traces()), *map(name, KEPT_BY_ACTIONS)]
    assert columns_naming_members() - set(decided) == set()
    assert len(decided) == len(set(decided)), "a column is decided twice"


def test_duties_have_keys_of_their_own_and_can_be_held_by_somebody():
    keys = [duty.key for duty in duties()]
    assert len(keys) == len(set(keys))
    assert all(duty.may_hold and set(duty.may_hold) <= set(Role) for duty in duties())


def test_a_duty_leads_to_a_page(site):
    assert {duty.route for duty in duties()} <= site.state.route_names


def test_what_is_said_anew_is_a_table(site):
    tables = {mapper.class_.__name__ for mapper in duties()[0].model.registry.mappers}
    assert set(retellers()) <= tables
