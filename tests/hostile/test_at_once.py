"""Many at once, on a real server in a database of its own: one press twice makes one thing, and a crowd is served."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from app.actor import Role
from app.challenges.models import Challenge, ChallengeState
from app.database import engine_to
from app.main import create_app
from app.settings import Settings
from app.web.guards import SESSION_COOKIE
from tests.databases import database
from tests.given import Given
from tests.hostile.door import HEADERS

PLACES = 5
CROWD = 60


class Server:
    """`address` answers; `engine` is for looking at what came of it; `key` is the session of a testbed leader."""

    def __init__(self, url, documents):
        self.ear = socket.socket()
        self.ear.bind(("127.0.0.1", 0))
        self.port = self.ear.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.engine = create_engine(engine_to(url, connections=1).url)
        with Session(self.engine, expire_on_commit=False) as db:
            given = Given(db)
            given.challenge(state=ChallengeState.open)
            self.key = given.signs_in(given.member(Role.testbed_leader))
        self.site = create_app(
            Settings(
                environment="test",
                base_url=self.address,
                database_url=url,
                documents=documents,
                connections=PLACES,
            )
        )

    @contextmanager
    def running(self):
        server = uvicorn.Server(uvicorn.Config(self.site, log_config=None, access_log=False, lifespan="off", ws="none"))
        ready = threading.Event()
        started = server.startup

        async def startup(*given, **named):
            await started(*given, **named)
            ready.set()

        server.startup = startup
        thread = threading.Thread(target=server.run, kwargs={"sockets": [self.ear]}, name="portal")
        thread.start()
        assert ready.wait(20), "the web server did not start"
        try:
            yield self
        finally:
            server.should_exit = True
            thread.join(20)
            self.site.state.engine.dispose()
            self.engine.dispose()

    def says(self, raw):
        """What comes back for exactly these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(raw)
            return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.fixture(scope="module")
def server(worker_id, tmp_path_factory):
    with database(f"crowd_{worker_id}") as url, Server(url, tmp_path_factory.mktemp("documents")).running() as server:
        yield server


def together(count, act):
    """Whatever `act` returns, from so many threads that all wait for one another before they begin."""
    gate = threading.Barrier(count)

    def one(number):
        gate.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_one_press_sent_ten_times_makes_one_thing(server):
    def presses(_):
        return httpx.post(
            f"{server.address}/behov/nytt",
            data={"words": "Tryggare nätter för alla", "once": "en-enda-tryckning"},
            headers={"Origin": server.address, "Cookie": f"{SESSION_COOKIE}={server.key}"},
            timeout=60,
        )

    answers = together(10, presses)
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    with Session(server.engine) as db:
        made = select(func.count()).where(Challenge.title == "Tryggare nätter för alla")
        assert db.scalar(made) == 1


def test_a_crowd_is_served_with_few_places(server):
    def opens(number):
        address = server.address + ("/behov" if number % 2 else "/en/behov")
        return httpx.get(address, headers={"Cookie": f"{SESSION_COOKIE}={server.key}"}, timeout=120).status_code

    assert together(CROWD, opens) == [200] * CROWD


# What a server in front would not let through, and no client library would send.
RAW = {
    "bytes in the path": b"GET /beh\xff\xfev HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "NUL in the path": b"GET /behov/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "half a character": b"GET /behov?q=%ED%A0%80&sida=%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "bytes in headers": b"GET /behov HTTP/1.1\r\nHost: \xff\r\nCookie: org=\xff\x80\r\nConnection: close\r\n\r\n",
    "two lengths": b"POST /behov/nytt HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
    "a length below nothing": b"POST /behov/nytt HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "chunks that are none": b"POST /behov/nytt HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "no request": b"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n",
    "the whole address": b"GET http://evil.example/behov HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("raw", RAW.values(), ids=list(RAW))
def test_bytes_that_are_no_request_do_no_harm(server, raw):
    head, _, _ = server.says(raw).partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1])
    assert status < 500
    if b"x-request-id" in head.lower():  # answered by the portal, not by the web server under it
        assert [name for name in HEADERS if name not in head.decode("latin-1").lower()] in (
            [],
            ["strict-transport-security"],
        )
