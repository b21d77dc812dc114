"""Two at the same moment, in an order that is the same every time: the second begins while the first has done its part
and not committed it, waits, and then sees what the first did."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, pool, text
from sqlalchemy.orm import Session

from app.actor import Role
from app.database import engine_to, now
from app.passkeys import queries as passkeys
from app.passkeys.models import LinkRequest
from app.people.models import Membership, Person
from app.scim import actions as directory
from app.scim.models import ScimDirectory
from app.scim.resources import Someone
from app.sign_in import actions, newcomers, queries_newcomers
from app.sign_in import queries_arriving as arriving
from app.sign_in.arrivals import Arrival, Back, Visit
from app.sign_in.models import ConnectionStatus, IdpConnection, JitPolicy, LoginAttempt, Purpose, SignInPolicy
from app.sign_in.models import Session as SignedIn
from app.sign_in.newcomers import Newcomer
from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust
from tests.databases import database
from tests.given import Given

LOCKED = text("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")


@pytest.fixture(scope="module")
def real(worker_id):
    """A database where what is committed stays, and an organisation with a sign-in service and a directory."""
    with database(f"sign_in_at_once_{worker_id}") as url:
        engine = create_engine(engine_to(url, connections=1).url, poolclass=pool.NullPool)
        with Session(engine, expire_on_commit=False) as db:
            yield Given(db), engine
        engine.dispose()


@pytest.fixture
def house(real):
    given, _ = real
    town = given.organisation()
    connection = IdpConnection(
        organisation_id=town.id, name="North", issuer=f"https://{uuid4()}.se", client_id="portal", keys=[],
        status=ConnectionStatus.active,
    )  # fmt: skip
    connection.organisation = town
    return given.saved(connection)


@pytest.fixture
def one_after_the_other(real):
    """`one_after_the_other(first, second)`: what each came to. `second` waits for `first`, which is shown to."""
    _, engine = real

    def run(act):
        with Session(engine, expire_on_commit=False) as db, db.begin():
            try:
                return act(db)
            except Exception as refused:
                db.rollback()
                return refused

    def both(first, second, *, ends="commit"):
        with ThreadPoolExecutor(1) as threads, Session(engine, expire_on_commit=False) as db:
            one = first(db)
            db.flush()
            other = threads.submit(run, second)
            with engine.connect() as looking:
                while not looking.execute(LOCKED).scalar():
                    assert not wait([other], 0.01).done, f"it did not wait: {other.result()!r}"
                    looking.rollback()
            getattr(db, ends)()
            return one, other.result(20)

    return both


@pytest.mark.parametrize(("ends", "then"), [("commit", False), ("rollback", True)])
def test_a_link_by_e_mail_is_used_by_one_of_two(real, one_after_the_other, ends, then):
    given, _ = real
    link = given.saved(
        LinkRequest(
            address="disa@ljusverket.example", place_hash="x", browser_hash="x", token_hash=uuid4().hex,
            return_path="", language="sv", expires_at=now() + timedelta(minutes=15),
        )
    )  # fmt: skip

    def press(db):
        return passkeys.used_up(db, link.id)

    assert one_after_the_other(press, press, ends=ends) == (True, then)


def test_an_answer_of_a_provider_is_used_by_one_of_two(real, house, one_after_the_other):
    given, _ = real
    attempt = given.saved(
        LoginAttempt(
            state_hash=uuid4().hex, connection_id=house.id, connection_version=1, purpose=Purpose.sign_in,
            browser_hash="x", expires_at=now() + timedelta(minutes=10),
        )
    )  # fmt: skip

    def back(db):
        return arriving.consumed(db, attempt.id)

    assert one_after_the_other(back, back) == (True, False)


def test_of_two_whom_a_directory_sends_with_one_address_one_comes_in(real, one_after_the_other):
    given, _ = real
    town = given.organisation()
    given.member(Role.organisation_admin, of=town)
    house = given.saved(ScimDirectory(organisation_id=town.id, approved_at=now()))
    house.organisation = town
    email = f"{uuid4().hex}@example.se"

    def sent(name):
        said = Someone.model_validate(
            {"userName": name, "active": True, "displayName": name, "emails": [{"value": email}]}
        )
        return lambda db: directory.create_user(db, db.merge(house), said)

    first, second = one_after_the_other(sent("bo"), sent("bo.ek"))
    assert first.membership_id
    assert type(second).__name__ == "UniquenessException"
    assert given.db.query(Person).filter_by(email=email).count() == 1


def test_a_newcomer_in_two_tabs_is_one_person(real, site, house, one_after_the_other):
    given, _ = real
    given.saved(
        SignInPolicy(
            organisation_id=house.organisation_id, jit=JitPolicy.all_from_connection, newcomers_wait=False,
            default_role=Role.unit_contact,
        )
    )  # fmt: skip
    email = f"{uuid4().hex}@example.se"
    said = {"sub": "eve", "email": email}

    def comes(db):
        arrival = Arrival(house.id, 1, "eve", said, said, now())
        back = Back(uuid4(), house.id, 1, house.organisation_id, "north", "North", now())
        return actions.enter(db, site.state.sign_in, arrival, back, Visit())

    first, second = one_after_the_other(comes, comes)
    assert first.token
    assert getattr(second, "code", second) == "attempt_used"
    assert given.db.query(Person).filter_by(email=email).count() == 1
    assert given.db.query(SignedIn).filter_by(token_hash=fingerprint(first.token)).count() == 1


def test_of_two_newcomers_with_one_address_one_comes_in(real, site, house, one_after_the_other):
    """Two subjects, whom nothing but the address would tell to be a clash."""
    given, _ = real
    given.saved(
        SignInPolicy(
            organisation_id=house.organisation_id, jit=JitPolicy.all_from_connection, newcomers_wait=False,
            default_role=Role.unit_contact,
        )
    )  # fmt: skip
    email = f"{uuid4().hex}@example.se"

    def comes_as(subject):
        def comes(db):
            said = {"sub": subject, "email": email}
            back = Back(uuid4(), house.id, 1, house.organisation_id, "north", "North", now())
            arrival = Arrival(house.id, 1, subject, said, said, now())
            return actions.enter(db, site.state.sign_in, arrival, back, Visit())

        return comes

    first, second = one_after_the_other(comes_as("eve"), comes_as("eva"))
    assert first.token
    assert isinstance(second, Distrust)
    assert given.db.query(Person).filter_by(email=email).count() == 1


def test_who_asks_for_access_twice_at_once_asks_once(real, house, one_after_the_other):
    given, _ = real
    token = newcomers.offer(given.db, house.id, Newcomer("eve", "Eve", f"{uuid4().hex}@example.se"))
    given.db.commit()

    def asks(db):
        found = queries_newcomers.open_request(db, fingerprint(token))
        return newcomers.ask(db, found, "please") if found else None

    first, second = one_after_the_other(asks, asks)
    assert second is None
    assert given.db.get(Membership, first.id) is not None
