"""Whatever the sign-in service of A says, nothing of B changes or comes into sight."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.activity.models import Event, Task
from app.actor import Role
from app.database import now
from app.people import queries as colleagues
from app.people.models import Membership, MembershipRole, MembershipStatus, Person
from app.sign_in import actions, newcomers, queries, queries_live
from app.sign_in.arrivals import Arrival, Back, Visit
from app.sign_in.guards import signed_in_actor
from app.sign_in.models import (
    AuthEvent,
    ConnectionStatus,
    ConnectionTrace,
    Identity,
    IdpConnection,
    JitPolicy,
    LoginAttempt,
    Purpose,
    Session,
    SessionOrganisation,
    SignInPolicy,
)
from app.sign_in.models_newcomers import AccessRequest
from app.sign_in.newcomers import Stranger
from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust, is_clean

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


ABOUT = {
    Membership: Membership.organisation_id,
    MembershipRole: None,
    IdpConnection: IdpConnection.organisation_id,
    SignInPolicy: SignInPolicy.organisation_id,
    SessionOrganisation: SessionOrganisation.organisation_id,
    AuthEvent: AuthEvent.organisation_id,
    Event: Event.subject_organisation_id,
    Task: Task.organisation_id,
}
"""What the database holds about an organisation, by the column that says whose it is."""


def everything_of(db, house, people):
    """What the database holds about an organisation, its people and their ways in."""
    db.flush()
    db.expire_all()
    rows = []
    for model, whose in ABOUT.items():
        wanted = select(model.__table__)
        if whose is None:
            theirs = select(Membership.id).where(Membership.organisation_id == house.organisation_id)
            rows += db.execute(wanted.where(MembershipRole.membership_id.in_(theirs)))
        else:
            rows += db.execute(wanted.where(whose == house.organisation_id))
    for model in (Identity, LoginAttempt, ConnectionTrace, AccessRequest):
        rows += db.execute(select(model.__table__).where(model.connection_id == house.id))
    rows += db.execute(select(Person.__table__).where(Person.id.in_(people)))
    through_it = select(SessionOrganisation.session_id).where(
        SessionOrganisation.organisation_id == house.organisation_id
    )
    rows += db.execute(select(Session.__table__).where(Session.id.in_(through_it)))
    return sorted(map(str, rows))


@dataclass
class Scene:
    """A and B; who there is; what of B can be named by whoever is on an errand at A."""

    a: IdpConnection
    b: IdpConnection
    people: list[Any]
    memberships: list[Any]
    session: Any
    cookie: str


@pytest.fixture
def scene(db, given, two):
    """Anna is signed in at B, in a browser of her own."""
    a, b = two
    anna = db.scalars(select(Identity).where(Identity.connection_id == b.id)).one().person_id
    at_b = db.scalars(select(Membership).where(Membership.organisation_id == b.organisation_id)).all()
    at_a = db.scalars(select(Membership).where(Membership.organisation_id == a.organisation_id)).all()
    cookie = given.signs_in(next(one for one in at_b if one.person_id == anna))
    people = list(db.scalars(select(Person.id)))
    members = [None, *(one.id for one in (*at_b, *at_a))]
    return Scene(a, b, people, members, queries.session_of(db, fingerprint(cookie)).id, cookie)


policies = st.fixed_dictionaries(
    {
        "jit": st.sampled_from(list(JitPolicy)),
        "newcomers_wait": st.booleans(),
        "default_role": st.sampled_from([None, *Role]),
    }
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    subject=words.filter(lambda said: said.strip() and is_clean(said)),  # others are refused before (subject_unusable)
    said=claims,
    policy=policies,
    purpose=st.sampled_from([Purpose.sign_in, Purpose.test, Purpose.link, Purpose.step_up, Purpose.tie]),
    whom=st.integers(0, 4),
    in_hers=st.booleans(),
)
def test_nothing_a_provider_says_reaches_another_organisation(
    db, site, scene, subject, said, policy, purpose, whom, in_hers
):
    """Whatever the claims, on whatever errand, for whichever membership somebody names, whatever A's own policy: A can
    only change what is A's, and what it opens is A's alone. A step-up, and what would tie two
    sign-ins, may even come from Anna's browser at B."""
    a, b, means = scene.a, scene.b, site.state.sign_in
    before = everything_of(db, b, scene.people)
    sessions = set(db.scalars(select(Session.id)))
    with db.begin_nested() as undone:
        db.add(SignInPolicy(organisation_id=a.organisation_id, **policy))
        in_hers = in_hers and purpose in (Purpose.step_up, Purpose.tie)
        back = Back(
            uuid4(), a.id, a.version, a.organisation_id, "a", "A", now(), purpose=purpose,
            membership_id=scene.memberships[whom % len(scene.memberships)], session_id=scene.session,
        )  # fmt: skip
        arrival = Arrival(a.id, a.version, subject, {"sub": subject} | said, said, now(), farewell="t")
        visit = Visit(cookie=scene.cookie if in_hers else None, correlation_id="x")
        try:
            with db.begin_nested():
                entered = actions.enter(db, means, arrival, back, visit)
        except Stranger as stranger:
            newcomers.offer(db, a.id, stranger.newcomer)
            assert set(db.scalars(select(Session.id))) == sessions
        except Distrust:
            assert set(db.scalars(select(Session.id))) == sessions
        else:
            if entered.token:
                only_a_is_open_to(db, a, entered)
            else:
                assert entered.waits or purpose in (Purpose.test, Purpose.tie)
                assert set(db.scalars(select(Session.id))) == sessions
        assert everything_of(db, b, scene.people) == before
        undone.rollback()


def only_a_is_open_to(db, a, entered):
    found = signed_in_actor(db, entered.token)
    assert found is not None
    assert found.actor.organisation_id == a.organisation_id
    assert not {Role.platform_admin, Role.region_lead} & found.actor.roles
    (proof,) = queries.proofs_in(db, found.session_id)
    assert proof.organisation_id == a.organisation_id
    assert queries_live.live(db, fingerprint(entered.token), now() + timedelta(hours=11)) is None
    assert {row.organisation_id for row in colleagues.people_of(db, found.actor.organisation_id)} == {a.organisation_id}
