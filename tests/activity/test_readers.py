"""Who can see a thing, and why."""

from app.activity.readers import readers
from app.actor import Role
from app.people.models import MembershipStatus
from app.rule import Rule
from tests.activity.cast import Thing, member, organisation


def it_is_published(_, thing):
    """It is published."""
    return thing.label == "Published"


def their_organisation_owns_it(actor, thing):
    """Their organisation owns it."""
    return thing.organisation_id == actor.organisation_id


def they_decide(actor, thing):
    """They decide about it."""
    return (thing.organisation_id == actor.organisation_id) & actor.has(Role.sponsor)


MAY_SEE = Rule(Thing, it_is_published, their_organisation_owns_it, they_decide)


def test_each_group_is_told_with_its_reasons_and_the_owner_comes_first(db):
    owner, other = organisation(db, "Sampleton"), organisation(db, "Another")
    member(db, Role.unit_contact, of=owner, name="Robin Sample")
    member(db, Role.sponsor, of=owner, name="Alex Sample")
    member(db, Role.sponsor, of=owner, name="Gone Sample", status=MembershipStatus.removed)
    member(db, Role.sponsor, of=other)
    found = readers(db, MAY_SEE, Thing(owner.id))
    assert found.everyone == ()
    (only,) = found.organisations
    assert only.organisation.name == "Sampleton"
    assert {(group.people, group.roles, group.why) for group in only.groups} == {
        (("Robin Sample",), (Role.unit_contact,), ("Their organisation owns it.",)),
        (("Alex Sample",), (Role.sponsor,), ("Their organisation owns it.", "They decide about it.")),
    }


def test_what_everyone_can_see_is_said_once(db):
    owner = organisation(db)
    member(db, Role.assessor, of=owner)
    found = readers(db, MAY_SEE, Thing(organisation(db).id, label="Published"))
    assert found.everyone == ("It is published.",)
    assert found.organisations == ()
