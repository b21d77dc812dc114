"""Two at the same moment, on a real database: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from app.main import create_app
from app.people.models import Person
from app.settings import Settings
from tests.databases import database
from tests.given import Given
from tests.scim.conftest import CORE, Client, token_for


@pytest.fixture(scope="module")
def real(worker_id, tmp_path_factory):
    """The portal on a database where what is done is done, and a directory's token."""
    with database(f"scim_at_once_{worker_id}") as url:
        folder = tmp_path_factory.mktemp("documents")
        site = create_app(
            Settings(environment="test", base_url="https://testserver", database_url=url, documents=folder)
        )
        with Session(site.state.engine, expire_on_commit=False) as db:
            given = Given(db)
            yield site, token_for(given, given.organisation()), db
        site.state.engine.dispose()


def together(site, token, *acts):
    """Do all of these at the same moment; returns what each got."""
    start = Barrier(len(acts))

    def act(do):
        client = Client(site, token)
        start.wait(20)
        return do(client)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def test_of_two_patches_with_the_same_version_one_is_refused(real):
    site, token, _ = real
    person = Client(site, token).adds("anna@example.se")
    version = {"If-Match": person["meta"]["version"]}

    def titled(title):
        return lambda client: client.patches(person, {"op": "replace", "path": "title", "value": title}, **version)

    answers = together(site, token, *(titled(f"Titel {number}") for number in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    assert Client(site, token).http.get(person["meta"]["location"]).json() == winner


def test_of_two_who_come_with_one_name_or_one_address_one_is_refused(real):
    site, token, db = real

    def comes(name):
        said = {"schemas": [CORE + "User"], "userName": name, "emails": [{"value": "bo@example.se"}]}
        return lambda client: client.asks("POST", "/Users", said)

    answers = together(site, token, comes("bo"), comes("BO"), comes("bo.ek"))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert db.query(Person).filter_by(email="bo@example.se").count() == 1


def test_members_added_to_one_group_at_once_are_all_there(real):
    site, token, _ = real
    client = Client(site, token)
    people = [client.adds(f"m{number}@example.se") for number in range(4)]
    group = client.groups("Alla")

    def joins(one):
        return lambda client: client.patches(group, {"op": "add", "path": "members", "value": [{"value": one["id"]}]})

    assert {answer.status_code for answer in together(site, token, *map(joins, people))} == {200}
    found = client.http.get(group["meta"]["location"]).json()
    assert {one["value"] for one in found["members"]} == {one["id"] for one in people}
