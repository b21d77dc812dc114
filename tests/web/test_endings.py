"""A handler that asks the database ends its transaction where it ran, before the answer leaves."""

import asyncio
from threading import get_ident

import pytest
from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import event, text
from sqlalchemy.orm import sessionmaker

from app.main import routes
from app.web.addresses import Portal
from app.web.cofinancing import Cofinancing
from app.web.guards import Db, ends_where_it_runs, transaction


@pytest.fixture
def sessions(connection):
    return sessionmaker(connection, join_transaction_mode="create_savepoint")


@pytest.fixture
def portal(sessions):
    """A portal of one handler, with what a transaction needs."""

    def made(handler, sessions=sessions):
        router = APIRouter()
        router.add_api_route("/behov", handler, methods=["GET", "POST"])
        (route,) = router.routes
        ends_where_it_runs(route)
        site = Portal()
        site.state.places, site.state.sessions = asyncio.Semaphore(1), sessions
        site.state.cofinancing = Cofinancing(lambda _: [], sessions)
        site.lead([router])
        return TestClient(site)

    return made


def test_it_is_kept_in_the_thread_of_the_handler(portal, sessions):
    threads = []

    def handler(db: Db):
        db.execute(text("select 1"))
        threads.append(get_ident())

    kept = sessionmaker(sessions.kw["bind"], join_transaction_mode="create_savepoint")
    event.listen(kept, "after_commit", lambda _: threads.append(get_ident()))
    assert portal(handler, kept).get("/behov").status_code == 200
    assert len(threads) == 2
    assert len(set(threads)) == 1


def test_what_was_written_is_there_when_the_answer_comes(portal, connection):
    def handler(db: Db):
        db.execute(text("create temporary table said (word text)"))
        db.execute(text("insert into said values ('kept')"))

    assert portal(handler).post("/behov").status_code == 200
    assert connection.scalar(text("select word from said")) == "kept"


def test_what_cannot_be_kept_is_undone_and_raises(portal, sessions, connection):
    def handler(db: Db):
        db.execute(text("create temporary table said (word text)"))

    def refuse(_):
        raise LookupError

    refusing = sessionmaker(sessions.kw["bind"], join_transaction_mode="create_savepoint")
    event.listen(refusing, "before_commit", refuse)
    with pytest.raises(LookupError):
        portal(handler, refusing).post("/behov")
    assert connection.scalar(text("select to_regclass('said')")) is None


def test_a_handler_that_fails_keeps_nothing(portal, connection):
    def handler(db: Db):
        db.execute(text("create temporary table said (word text)"))
        raise LookupError

    with pytest.raises(LookupError):
        portal(handler).post("/behov")
    assert connection.scalar(text("select to_regclass('said')")) is None


def test_once_is_enough_and_who_asks_nothing_is_left_alone():
    def asks(db: Db):
        return db

    def asks_nothing(request: Request):
        return request

    async def waits(db: Db):
        return db

    made = {handler: APIRoute("/behov", handler) for handler in (asks, asks_nothing, waits)}
    for route in [*made.values(), *made.values()]:
        ends_where_it_runs(route)
    assert made[asks].dependant.call.__wrapped__ is asks
    assert [made[asks_nothing].dependant.call, made[waits].dependant.call] == [asks_nothing, waits]


def test_every_handler_of_the_portal_that_asks_ends_there(site):
    """Not those that are waited for: they have no thread."""
    left = [
        route.name
        for route in routes()
        if any(one.call is transaction for one in route.dependant.dependencies)
        and not asyncio.iscoroutinefunction(route.endpoint)
        and route.dependant.call is route.endpoint
    ]
    assert left == []
