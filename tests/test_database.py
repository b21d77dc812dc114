"""Connections to the database: one that stood unused is asked whether it is still there, one in use is not."""

import psycopg
import pytest
from sqlalchemy import text

from app.database import TRUSTED_SECONDS, engine_to


@pytest.fixture
def pool(database_url):
    engine = engine_to(database_url, connections=1)
    yield engine
    engine.dispose()


def who_answers(engine):
    with engine.connect() as connection:
        return connection.scalar(text("select pg_backend_pid()"))


def end(url, process):
    with psycopg.connect(url, autocommit=True) as administrator:
        administrator.execute("select pg_terminate_backend(%s, 5000)", [process])


def grow_old(engine):
    with engine.connect() as connection:
        record = connection.connection._connection_record
    record.info["used_at"] -= TRUSTED_SECONDS + 1


def test_the_same_connection_serves_again(pool):
    assert who_answers(pool) == who_answers(pool)


def test_one_that_ended_while_nobody_asked_is_replaced(pool, database_url):
    ended = who_answers(pool)
    end(database_url, ended)
    grow_old(pool)
    assert who_answers(pool) != ended


def test_what_stands_unused_is_asked_and_what_is_in_use_is_not(pool, monkeypatch):
    asked = []
    ping = pool.dialect.do_ping
    monkeypatch.setattr(pool.dialect, "do_ping", lambda connection: asked.append(connection) or ping(connection))
    who_answers(pool)
    who_answers(pool)
    assert asked == []
    grow_old(pool)
    who_answers(pool)
    assert len(asked) == 1
