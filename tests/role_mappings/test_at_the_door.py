"""Roles follow from what a sign-in service says, each time somebody comes in."""

from datetime import timedelta

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Role
from app.database import now
from app.people.models import Membership, MembershipStatus, Source
from app.role_mappings import queries
from app.role_mappings.models import Match, RoleMapping
from app.sign_in.admission import admit
from app.sign_in.arrivals import Arrival
from app.sign_in.models import Identity, IdpConnection


def arrives(connection, **claims):
    at = now() - timedelta(seconds=1)
    profile = {"email": claims.pop("email", ""), "email_verified": True}
    return Arrival(connection.id, connection.version, "s", claims, profile, at)


def roles(db, member):
    db.expire_all()
    return {
        (row.role, row.source)
        for one in queries.present(db, member.organisation_id)
        if one.id == member.id
        for row in one.role_rows
    }


def test_claims_give_and_take_roles_at_every_sign_in(db, given):
    town, elsewhere = given.organisation(), given.organisation()
    member = given.member(Role.unit_contact, of=town)
    other = Membership(organisation_id=elsewhere.id, person_id=member.person_id, role_rows=[])
    given.saved(other)
    given.signs_in(member)
    for house in (town, elsewhere):
        line = {"claim": "groups", "match": Match.equals, "value": "Chefer", "role": Role.sponsor, "priority": 0}
        given.saved(RoleMapping(organisation_id=house.id, **line))
    connection = db.query(IdpConnection).filter_by(organisation_id=town.id).one()
    identity = db.query(Identity).filter_by(connection_id=connection.id).one()
    by_hand = (Role.unit_contact, Source.manual)
    admit(db, connection, arrives(connection, groups=["chefer"]), identity=identity, invited=None)
    assert roles(db, member) == {by_hand, (Role.sponsor, Source.mapping)}
    assert roles(db, other) == set(), "the person's membership elsewhere is not touched"
    overage = {"_claim_names": {"groups": "src1"}}
    admit(db, connection, arrives(connection, **overage), identity=identity, invited=None)
    assert roles(db, member) == {by_hand, (Role.sponsor, Source.mapping)}
    admit(db, connection, arrives(connection, groups=[]), identity=identity, invited=None)
    assert roles(db, member) == {by_hand}


def test_somebody_invited_has_joined_when_they_come(db, given):
    member = given.member(Role.sponsor, email="anna@example.se")
    connection = given.saved(
        IdpConnection(
            organisation_id=member.organisation_id,
            name="T",
            issuer="https://i.example",
            client_id="p",
            secret_sealed="",
        )
    )
    member.status = MembershipStatus.invited
    given.saved(member)
    admit(db, connection, arrives(connection, email="ANNA@example.se"), identity=None, invited=None)
    db.expire_all()
    assert db.get(Membership, member.id).status is MembershipStatus.active
    assert db.query(Event).filter_by(subject_id=member.id).one().happening is Happened.member_joined
