"""Databases for tests: one template built by the migrations, a clone of it for whoever needs one."""

import fcntl
import os
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import create_engine, make_url, pool

from app import postgres, schema
from app.database import engine_to

FOLDER = schema.ROOT / "var" / "tests"
BUILDING = 7_110_227  # the advisory lock of whoever builds the template


@contextmanager
def server():
    """The address of the server of DATABASE_URL, or else of a private one that runs as long as some test needs it."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    FOLDER.parent.mkdir(exist_ok=True)
    with FOLDER.with_name("tests.in-use").open("w") as in_use:
        fcntl.flock(in_use, fcntl.LOCK_SH)
        yield postgres.start(FOLDER, database="postgres", durable=False)
        with suppress(BlockingIOError):
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            postgres.stop(FOLDER)


@contextmanager
def database(name, *, empty=False):
    """The address of a database that is gone afterwards: a clone of the migrated template, or an empty one."""
    own = f"portal_test_{name}_{os.getpid()}"
    with server() as address:
        with _administrator(address) as administrator, _building(administrator):
            template = "template0" if empty else _template(address, administrator)
            administrator.exec_driver_sql(f"drop database if exists {own} with (force)")
            administrator.exec_driver_sql(f"create database {own} template {template}")
            if not empty:  # what a database is told about itself is not cloned with it
                administrator.exec_driver_sql(f"alter database {own} set plan_cache_mode = force_custom_plan")
        try:
            yield _within(address, own)
        finally:
            with _administrator(address) as administrator:
                administrator.exec_driver_sql(f"drop database if exists {own} with (force)")


def _template(address, administrator):
    """The name of the migrated template, built first if the migrations have changed since it was."""
    name = f"portal_template_{schema.fingerprint()}"
    if not _exists(administrator, name):
        _remove_what_is_left_over(administrator)
        administrator.exec_driver_sql("drop database if exists portal_building with (force)")
        administrator.exec_driver_sql("create database portal_building template template0")
        schema.upgrade(_within(address, "portal_building"))
        administrator.exec_driver_sql(f"alter database portal_building rename to {name}")
    return name


@contextmanager
def _building(administrator):
    """One at a time: a template is not removed while it is being cloned."""
    administrator.exec_driver_sql(f"select pg_advisory_lock({BUILDING})")
    yield
    administrator.exec_driver_sql(f"select pg_advisory_unlock({BUILDING})")


@contextmanager
def _administrator(address):
    engine = create_engine(engine_to(address, connections=1).url, poolclass=pool.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def _within(address, name):
    return make_url(address).set(database=name).render_as_string(hide_password=False)


def _exists(administrator, database):
    found = administrator.exec_driver_sql("select 1 from pg_database where datname = %s", (database,))
    return found.first() is not None


def _remove_what_is_left_over(administrator):
    """Templates of earlier migrations, and the databases of runs that were killed."""
    names = administrator.exec_driver_sql(
        "select datname from pg_database where datname ~ '^portal_(template|test)_' "
        "and not exists (select from pg_stat_activity where pg_stat_activity.datname = pg_database.datname)"
    )
    for (name,) in names.all():
        if name.startswith("portal_template_") or not _is_running(int(name.rsplit("_", 1)[1])):
            administrator.exec_driver_sql(f"drop database if exists {name}")


def _is_running(pid):
    return Path(f"/proc/{pid}").exists()
