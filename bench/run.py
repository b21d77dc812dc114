"""Measuring: the portal and the bare server over the same database, turn and turn about, so that whatever else the
machine does meets both."""

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from time import monotonic, sleep
from urllib.parse import quote

import psycopg

from app import postgres
from app.references.slugs import in_address
from app.schema import ROOT
from app.web.guards import SESSION_COOKIE
from bench import usage
from bench.data import ORGANISATIONS, filled, key_of
from bench.load import HOST, Round, ask
from bench.texts import SEARCHES

FOLDER = ROOT / "var" / "bench"
SIZES = (1_000, 100_000)
PAGES = ("list", "filtered", "search", "detail", "landing", "home")
AT_ONCE = 8
WORKERS = 2
UP_SECONDS = 60
Requests = list[tuple[str, str]]  # address and cookie


@dataclass(frozen=True)
class Effort:
    """How much is asked for: rounds of so many pages, at one and at eight at a time."""

    rounds: int = 6
    alone: int = 40
    together: int = 120
    before: int = 60  # pages that are not counted: connections are opened and statements prepared


QUICK = Effort(rounds=3, alone=20, together=60, before=30)


@dataclass
class Cost:
    """What a page cost one of the servers: milliseconds of processor time, and of waiting."""

    pages: int = 0
    web: float = 0.0
    database: float = 0.0
    alone: list[Round] = field(default_factory=list)
    together: list[Round] = field(default_factory=list)
    bytes: int = 0

    @property
    def cpu(self) -> float:
        return (self.web + self.database) / self.pages

    def waited(self, at_once: int, share: float) -> float:
        """The median over the rounds: one disturbed round does not decide."""
        return median(one.at(share) for one in (self.alone if at_once == 1 else self.together))


@dataclass
class Server:
    port: int
    pid: int


@dataclass(frozen=True)
class Memory:
    """Megabytes: of a process that answers alone; and of two workers the larger one, with the one they are made from,
    what they share being counted by shares."""

    alone: float
    worker: float
    first: float


@dataclass
class Measured:
    """One size: the cost of each page on both servers, and what the portal holds."""

    needs: int
    portal: dict[str, Cost]
    bare: dict[str, Cost]
    memory: Memory


def requests_of(page: str, details: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The addresses of a kind of page, with the cookie where one has to be signed in: endless, and always the same."""
    chance = random.Random(page)  # noqa: S311 - a mix of addresses, no secret
    while True:
        town = chance.randrange(ORGANISATIONS)
        if page == "list":
            yield f"/behov?sida={chance.randrange(1, 4)}", ""
        elif page == "filtered":
            towns = "&".join(f"kommun=kommun-{(town + each * 11) % ORGANISATIONS}" for each in range(4))
            yield f"/behov?{towns}&lage=published&lage=open&lage=resolved", ""
        elif page == "search":
            yield f"/behov?q={quote(chance.choice(SEARCHES))}", ""
        elif page == "detail":
            yield chance.choice(details), ""
        elif page == "landing":
            yield "/", ""
        else:
            yield "/att-gora", f"{SESSION_COOKIE}={key_of(town)}"


def details_in(url: str) -> list[str]:
    """The addresses of some needs."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select reference, title from challenges order by md5(reference) limit 200"
        ).fetchall()
    return [f"/behov/{in_address(*row)}" for row in rows]


def measured(effort: Effort, say: Callable[[str], None], sizes: Sequence[int] = SIZES) -> list[Measured]:
    """Both servers over a database of each size."""
    address = postgres.start(FOLDER, database="postgres", durable=False)
    try:
        found = []
        for needs in sizes:
            say(f"{needs} needs: filling the database (once a day, a minute at most) …")
            url = filled(address, needs)
            say(f"{needs} needs: asking for pages …")
            with both(url) as (portal, bare):
                found.append(compare(url, needs, portal, bare, effort))
        return found
    finally:
        postgres.stop(FOLDER)


@contextmanager
def both(url: str) -> Iterator[tuple[Server, Server]]:
    """The portal and the bare server over one database. The bare pages are as long as the portal's."""
    details = details_in(url)
    with running(["-m", "app", "serve"], url) as portal:
        sizes = {page: ask(portal.port, some(requests_of(page, details), 12), 1).size // 12 for page in PAGES}
        with running(["-m", "bench.bare", url, json.dumps(sizes)], url) as bare:
            yield portal, bare


@contextmanager
def running(words: list[str], url: str, **more: str) -> Iterator[Server]:
    """A server of its own on a free port of the loopback; ended with us, whatever happens."""
    port = _free_port()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": url,
        "PORTAL_ENVIRONMENT": "test",
        "PORTAL_PORT": str(port),
        "BENCH_PORT": str(port),
        "PORTAL_BASE_URL": f"http://localhost:{port}",
        **more,
    }
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, *words], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            if not _answers(process, port):
                said.seek(0)
                raise RuntimeError(said.read().decode(errors="replace")[-2000:] or "it did not answer in time")
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(UP_SECONDS)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def _answers(process: "subprocess.Popen[bytes]", port: int) -> bool:
    until = monotonic() + UP_SECONDS
    while monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return True
        except OSError:
            sleep(0.05)
    return False


def memory(alone: int, url: str, effort: Effort) -> Memory:
    """What is held once all the pages have been asked for; `alone` is a process that has been."""
    details = details_in(url)
    with running(["-m", "app", "serve"], url, PORTAL_PROCESSES=str(WORKERS)) as portal:
        for page in PAGES * WORKERS:
            ask(portal.port, some(requests_of(page, details), effort.together), AT_ONCE)
        workers = [usage.share(pid) for pid in usage.children(portal.pid)]
        return Memory(usage.memory(alone), max(workers), usage.share(portal.pid))


def compare(url: str, needs: int, portal: Server, bare: Server, effort: Effort) -> Measured:
    """Turn and turn about, the same addresses to both."""
    details, postmaster = details_in(url), postmaster_of(url)
    servers = (portal, bare)
    costs: list[dict[str, Cost]] = [{page: Cost() for page in PAGES} for _ in servers]
    for page in PAGES:
        asked = requests_of(page, details)
        before = some(asked, effort.before)
        for server in servers:
            ask(server.port, before, AT_ONCE)
        for _ in range(effort.rounds):
            alone, together = some(asked, effort.alone), some(asked, effort.together)
            for server, found in zip(servers, costs, strict=True):
                add(found[page], server, postmaster, alone, together)
    return Measured(needs, costs[0], costs[1], memory(portal.pid, url, effort))


def add(cost: Cost, server: Server, postmaster: int, alone: Requests, together: Requests) -> None:
    """What a round of the page costs the server, one reader at a time and several at once."""
    web, database = usage.cpu(server.pid), usage.cpu_of_family(postmaster)
    one, many = ask(server.port, alone, 1), ask(server.port, together, AT_ONCE)
    cost.web += usage.cpu(server.pid) - web
    cost.database += usage.cpu_of_family(postmaster) - database
    cost.pages += len(alone) + len(together)
    cost.bytes += one.size + many.size
    cost.alone.append(one)
    cost.together.append(many)


def some(asked: Iterator[tuple[str, str]], number: int) -> Requests:
    """The next ones."""
    return list(islice(asked, number))


def postmaster_of(url: str) -> int:
    """The process of the server: the parent of the one that answers us. It runs on this machine."""
    with psycopg.connect(url) as connection:
        return usage.parent(connection.info.backend_pid)
