"""The private PostgreSQL comes up whatever happened to it before."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from app import postgres
from app.schema import ROOT

KINDS = {"bundled": postgres.bundled_binaries, "system": postgres.system_binaries}
AVAILABLE = [name for name, find in KINDS.items() if find()]


@pytest.fixture(scope="module")
def room():
    """A folder that the server's user can enter; pytest's own are closed to it when run by root."""
    folder = Path(mkdtemp(prefix="portal-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def serving(folder, **how):
    try:
        yield lambda: postgres.start(folder, durable=False, **how)
    finally:
        postgres.remove(folder)


def asked(url, question):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def told(url, order):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(order)


def postmaster(folder):
    return int((postgres._place(folder).data / "postmaster.pid").read_text().splitlines()[0])


def is_gone(pid):
    state, _ = postgres._process(pid)
    return not state or state in "ZX"


@pytest.mark.parametrize("kind", AVAILABLE)
def test_a_cold_start_a_second_start_and_a_stop(room, kind):
    with serving(room / kind, binaries=KINDS[kind]()) as start:
        url = start()
        pid = postmaster(room / kind)
        assert asked(url, "select current_database()") == "portal"
        assert asked(url, "select lower('ÅÄÖ')") == "åäö"
        assert asked(url, "show listen_addresses") == ""
        assert start() == url
        assert postmaster(room / kind) == pid
        postgres.stop(room / kind)
        assert is_gone(pid)
        postgres.stop(room / kind)


def test_what_was_committed_is_there_after_a_crash_and_a_foreign_number(room):
    folder = room / "crashed"
    with serving(folder) as start:
        url = start()
        told(url, "create table kept (word text)")
        told(url, "insert into kept values ('still here')")
        told(url, "checkpoint")  # tests run without fsync

        os.kill(postmaster(folder), signal.SIGKILL)
        assert asked(start(), "select word from kept") == "still here"

        postgres.stop(folder)
        pid_file = postgres._place(folder).data / "postmaster.pid"
        pid_file.write_text(f"{os.getpid()}\n{postgres._place(folder).data}\n")
        os.chown(pid_file, folder.stat().st_uid, folder.stat().st_gid)
        assert asked(start(), "select word from kept") == "still here"


def test_processes_that_start_at_once_share_one_server(room):
    folder = room / "shared"
    with serving(folder):
        code = "import sys, pathlib, app.postgres as p; print(p.start(pathlib.Path(sys.argv[1]), durable=False))"
        starts = [
            subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE, text=True, cwd=ROOT)
            for _ in range(3)
        ]
        urls = {start.communicate()[0].strip() for start in starts}
        assert [start.returncode for start in starts] == [0, 0, 0]
        assert len(urls) == 1
        assert asked(urls.pop(), "select count(*) from pg_stat_activity where backend_type = 'checkpointer'") == 1


def test_a_deep_folder_gets_a_socket_with_a_short_path(room):
    folder = room / ("deep" * 20)
    place = postgres._place(folder)
    assert len(os.fsencode(place.socket / postgres.SOCKET)) <= postgres.LONGEST_SOCKET_PATH
    with serving(folder) as start:
        assert asked(start(), "select 1") == 1
        assert oct(place.socket.stat().st_mode & 0o777) == "0o700"
    assert not place.socket.exists()


def test_a_socket_folder_that_someone_else_made_is_not_used(room):
    trap = room / "trap"
    trap.symlink_to(room)
    with pytest.raises(postgres.NoPostgres, match="someone else"):
        postgres._own(trap, postgres._servant())


def test_a_closed_folder_is_left_closed_also_when_the_server_s_user_may_not_enter_it(room):
    closed = room / "closed"
    closed.mkdir(mode=0o700)
    with serving(closed / "data") as start:
        assert asked(start(), "select 1") == 1
        assert oct(closed.stat().st_mode & 0o777) == "0o700"
        home = postgres._place(closed / "data").home
        assert (home.parent == postgres.SHELTER) if os.geteuid() == 0 else (home == closed / "data")
    assert not home.exists()


def test_variables_meant_for_other_servers_change_nothing(room, monkeypatch):
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "nowhere.example")
    monkeypatch.setenv("PGDATABASE", "nowhere")
    with serving(room / "variables") as start:
        assert asked(start(), "select current_database()") == "portal"
