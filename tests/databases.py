"""Databases for tests: one template built by the migrations, a clone of it for whoever needs one."""

import fcntl
import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import create_engine, make_url, pool

from app import postgres, schema
from app.database import engine_to

FOLDER = schema.ROOT / "var" / "tests"
BUILDING = 7_110_227  # the advisory lock of whoever builds the template


class Databases:
    """On the server of DATABASE_URL, or else on a private one that runs as long as some test run needs it."""

    def __init__(self) -> None:
        FOLDER.parent.mkdir(exist_ok=True)
        self.given = os.environ.get("DATABASE_URL", "")
        self.in_use = FOLDER.with_name("tests.in-use").open("w")
        fcntl.flock(self.in_use, fcntl.LOCK_SH)
        self.server = self.given or postgres.start(FOLDER, database="postgres", durable=False)

    def close(self):
        try:
            fcntl.flock(self.in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            if not self.given:
                postgres.stop(FOLDER)
        finally:
            self.in_use.close()

    @contextmanager
    def one(self, name, *, empty=False):
        """The address of a database that is gone afterwards: a clone of the migrated template, or an empty one."""
        database = f"portal_test_{name}_{os.getpid()}"
        with self._administrator() as administrator:
            template = "template0" if empty else self._template(administrator)
            administrator.exec_driver_sql(f"drop database if exists {database} with (force)")
            administrator.exec_driver_sql(f"create database {database} template {template}")
            _like(administrator, database)
        try:
            yield self._address(database)
        finally:
            with self._administrator() as administrator:
                administrator.exec_driver_sql(f"drop database if exists {database} with (force)")
            self.in_use.close()

    def _template(self, administrator):
        """The name of the migrated template, built first if the migrations have changed since it was."""
        name = f"portal_template_{_fingerprint()}"
        administrator.exec_driver_sql(f"select pg_advisory_lock({BUILDING})")
        try:
            if not _exists(administrator, name):
                _remove_what_is_left_over(administrator)
                administrator.exec_driver_sql("drop database if exists portal_building with (force)")
                administrator.exec_driver_sql("create database portal_building template template0")
                schema.upgrade(self._address("portal_building"))
                administrator.exec_driver_sql(f"alter database portal_building rename to {name}")
        finally:
            administrator.exec_driver_sql(f"select pg_advisory_unlock({BUILDING})")
        return name

    @contextmanager
    def _administrator(self):
        engine = create_engine(
            engine_to(self.server, connections=1).url, poolclass=pool.NullPool, isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            yield connection

    def _address(self, database):
        return make_url(self.server).set(database=database).render_as_string(hide_password=False)


def _like(administrator, database):
    """What a database is told about itself is not cloned with it."""
    administrator.exec_driver_sql(f"alter database {database} set plan_cache_mode = force_custom_plan")


def _exists(administrator, database):
    found = administrator.exec_driver_sql("select 1 from pg_database where datname = %s", (database,))
    return found.first() is not None


def _remove_what_is_left_over(administrator):
    """Templates of earlier migrations, and the databases of runs that were killed."""
    names = administrator.exec_driver_sql(
        r"select datname from pg_database where datname like 'portal\_te%\_%' "
        "and not exists (select from pg_stat_activity where pg_stat_activity.datname = pg_database.datname)"
    )
    for (name,) in names.all():
        if name.startswith("portal_template_") or not _is_running(int(name.rsplit("_", 1)[1])):
            administrator.exec_driver_sql(f"drop database if exists {name}")


def _is_running(pid):
    return Path(f"/proc/{pid}").exists()


def _fingerprint():
    files = [*sorted((schema.ROOT / "migrations").rglob("*.py")), Path(schema.__file__)]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
