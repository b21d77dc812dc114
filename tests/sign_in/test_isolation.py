"""Whatever the sign-in service of A says, nothing of B changes or comes into sight."""

from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.database import now
from app.people.models import Membership, MembershipRole, MembershipStatus, Person
from app.sign_in import actions, queries
from app.sign_in.arrivals import Arrival, Back, Visit
from app.sign_in.guards import signed_in_actor
from app.sign_in.models import ConnectionStatus, Identity, IdpConnection, Session, SessionOrganisation
from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust

words = st.sampled_from(["anna", "bo", "eve"]) | st.text(max_size=8)
addresses = st.sampled_from([f"{name}@{house}.example" for name in ("anna", "bo", "Anna") for house in ("a", "b")])
anything = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(words, max_size=2)
claims = st.fixed_dictionaries(
    {"email": addresses | addresses | anything},
    optional={
        "email_verified": st.sampled_from([True, True, False, "true", None]),
        "name": words | anything,
        "preferred_username": addresses,
        "iss": st.just("https://login.b.se"),
        "tid": words,
        "acct": st.just(0) | anything,
        "idp": st.just("https://login.a.se") | anything,
        "roles": st.just(["platform_admin"]),
        "organisation_id": words,
    },
)


@pytest.fixture
def two(db, site, given_rows):
    """A and B with a sign-in service each. Anna belongs to both and has signed in at B only; Bo belongs to B."""
    return given_rows(db, site.state.sign_in)


@pytest.fixture
def given_rows(request):
    given = request.getfixturevalue("given")

    def rows(db, means):
        houses = {}
        for name in ("a", "b"):
            house = given.organisation(name.upper(), slug=name)
            connection = IdpConnection(
                organisation_id=house.id, name=name, issuer=f"https://login.{name}.se", client_id="portal",
                secret_sealed=means.keyring.seal("s", "client_secret"), keys=[], status=ConnectionStatus.active,
            )  # fmt: skip
            houses[name] = given.saved(connection)
        people = {
            key: given.saved(Person(name=key[0], email=f"{key[0]}@{key[1]}.example"))
            for key in (("anna", "a"), ("bo", "b"), ("anna", "b"))
        }
        for person, at in (
            (("anna", "a"), "a"), (("anna", "a"), "b"), (("bo", "b"), "b"), (("anna", "b"), "b"),
        ):  # fmt: skip
            known = person[0] == "anna" and person[1] != at
            row = Membership(
                organisation_id=houses[at].organisation_id,
                person_id=people[person].id,
                status=MembershipStatus.active if known else MembershipStatus.invited,
            )
            row.role_rows = [MembershipRole(role="organisation_admin")]
            given.saved(row)
        given.saved(Identity(connection_id=houses["b"].id, subject="anna", person_id=people["anna", "a"].id))
        return houses["a"], houses["b"]

    return rows


def everything_of(db, house):
    """What the database holds about an organisation and its people's ways in."""
    db.flush()
    db.expire_all()
    organisation_id = house.organisation_id
    rows = [
        *db.execute(select(Membership.__table__).where(Membership.organisation_id == organisation_id)),
        *db.execute(select(IdpConnection.__table__).where(IdpConnection.id == house.id)),
        *db.execute(select(Identity.__table__).where(Identity.connection_id == house.id)),
        *db.execute(
            select(SessionOrganisation.__table__).where(SessionOrganisation.organisation_id == organisation_id)
        ),
        *db.execute(select(Person.__table__)),
    ]
    return sorted(map(str, rows))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subject=words.filter(str.strip), said=claims)
def test_nothing_a_provider_says_reaches_another_organisation(db, site, two, subject, said):
    a, b = two
    means, before = site.state.sign_in, everything_of(db, b)
    with db.begin_nested() as undone:
        back = Back(uuid4(), a.id, a.version, a.organisation_id, "a", "A", now())
        arrival = Arrival(a.id, a.version, subject, {"sub": subject} | said, said, now(), farewell="t")
        try:
            entered = actions.enter(db, means, arrival, back, Visit(correlation_id="x"))
        except Distrust:
            assert db.scalars(select(Session)).all() == []
        else:
            found = signed_in_actor(db, entered.token)
            assert found is not None
            assert found.actor.organisation_id == a.organisation_id
            assert "platform_admin" not in found.actor.roles
            (proof,) = queries.proofs_in(db, found.session_id)
            assert proof.organisation_id == a.organisation_id
            assert queries.live(db, fingerprint(entered.token), now() + timedelta(hours=11)) is None
            assert asdict(found)["memberships"] >= 1
        assert everything_of(db, b) == before
        undone.rollback()
