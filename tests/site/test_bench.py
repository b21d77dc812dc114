"""The measuring is no part of the gate, but it has to be ready when somebody wants to measure."""

from http.cookies import SimpleCookie
from itertools import islice

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, pool

from app.database import engine_to
from app.main import create_app
from app.settings import Settings
from bench.country import ADDRESSES, COOKIE
from bench.data import COUNTRY, fill
from bench.run import PAGES, details_in, requests_of
from tests.databases import database


@pytest.fixture(scope="module")
def filled(worker_id):
    with database(f"bench_{worker_id}") as url:
        fill(url, needs=200, municipalities=COUNTRY)
        yield url


def test_every_page_that_is_measured_is_there(filled):
    engine = create_engine(engine_to(filled, connections=1).url, poolclass=pool.QueuePool)
    site = create_app(Settings(environment="test", base_url="https://testserver", database_url=filled), engine=engine)
    details = details_in(filled)
    with TestClient(site, base_url="https://testserver", follow_redirects=False) as client:
        of_six = [one for page in PAGES for one in islice(requests_of(page, details), 2)]
        of_country = [(address, COOKIE) for addresses in ADDRESSES.values() for address in addresses]
        for address, cookie in of_six + of_country:
            client.cookies.clear()
            for name, morsel in SimpleCookie(cookie).items():
                client.cookies.set(name, morsel.value)
            answer = client.get(address)
            assert (address, answer.status_code) == (address, 200)
    engine.dispose()
