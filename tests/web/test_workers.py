"""Several web processes at one address: all answer, one that dies is replaced, and none is left behind."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from app.schema import ROOT
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are made by forking")

ANSWERS = """
import os, uvicorn
from app.web.workers import several

async def site(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(os.getpid()).encode()})

several(2, uvicorn.Config(site, port=PORT, log_config=None, lifespan="off", timeout_graceful_shutdown=2))
"""
PATIENT = ANSWERS.replace("several(2", "import app.web.workers as w; w.HARDLY_BEGUN_SECONDS = 0; several(2")
FAILS = """
import os, uvicorn
from app.web.workers import several

async def site(scope, receive, send):
    os._exit(7)

several(2, uvicorn.Config(site, port=PORT, log_config=None, lifespan="on"))
"""


@contextmanager
def serving(program):
    """The program on a free port: the process, and who of those it made answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", program.replace("PORT", str(port))],
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def answering():
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            return int(connection.getresponse().read())
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    try:
        yield process, answering
    finally:
        process.kill()
        process.wait()


def made_by(process):
    """The processes that a process has made and that are alive."""
    of_threads = (Path("/proc") / str(process.pid) / "task").glob("*/children")
    return {int(pid) for each in of_threads for pid in each.read_text().split()}


def is_gone(pid):
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_all_answer_and_all_end_when_they_are_told():
    with serving(ANSWERS) as (process, answering):
        until(answering)
        workers = made_by(process)
        assert len(workers) == 2
        answered = set()
        until(lambda: answered.add(answering()) or answered >= workers, "only some of them ever answered")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert all(is_gone(pid) for pid in workers)


def test_one_that_dies_is_replaced():
    with serving(PATIENT) as (process, answering):
        until(answering)
        before = made_by(process)
        os.kill(min(before), signal.SIGKILL)
        after = until(lambda: len(made_by(process)) == 2 and made_by(process) != before and made_by(process))
        assert len(before & after) == 1
        assert until(answering)


def test_none_is_left_when_the_first_is_killed():
    with serving(ANSWERS) as (process, answering):
        until(answering)
        workers = made_by(process)
        process.kill()
        until(lambda: all(is_gone(pid) for pid in workers), "they went on alone")


def test_who_ends_at_once_is_not_begun_again_for_ever():
    with serving(FAILS) as (process, _):
        assert process.wait(30) == 1
