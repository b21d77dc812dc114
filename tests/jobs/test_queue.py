"""Work that is asked for is part of the transaction that asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.jobs.queue import enqueue
from app.schema import one_connection
from tests.databases import database


@pytest.fixture
def own_database(worker_id):
    """A database where commits are real."""
    with database(f"queue_{worker_id}") as url:
        yield url


def jobs(url):
    with one_connection(url) as connection:
        return connection.execute(text("select task_name, args from procrastinate_jobs order by id")).all()


def test_a_saved_change_and_its_job_are_saved_together(own_database):
    with one_connection(own_database) as connection, Session(connection) as db:
        db.execute(text("create table kept (what text)"))
        db.execute(text("insert into kept values ('a row')"))
        enqueue(db, "greet", name='Åke "100 %" {O\'Neill}')
        assert jobs(own_database) == []
        db.commit()
        assert jobs(own_database) == [("greet", {"name": 'Åke "100 %" {O\'Neill}'})]


def test_an_undone_change_asks_for_nothing(own_database):
    with one_connection(own_database) as connection, Session(connection) as db:
        enqueue(db, "greet")
        db.rollback()
        with db.begin_nested() as part:
            enqueue(db, "greet")
            part.rollback()
        enqueue(db, "stay")
        db.commit()
        assert jobs(own_database) == [("stay", {})]
