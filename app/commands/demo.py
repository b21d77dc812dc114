"""Try the portal: database, invented data, sign-in service, worker and web server, all in one. Ctrl-C stops it all."""

import argparse
import multiprocessing
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import wait as wait_for_one
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import FrameType

from app import postgres, schema
from app.commands.devidp import ROSTER, vouch
from app.commands.seed import fill
from app.commands.serve import answer
from app.commands.starting import DATABASE_FOLDER, VAR, private_database, transaction
from app.commands.work import labour
from app.demo.organisations import ALONE
from app.main import create_app
from app.schema import ROOT
from app.settings import Settings
from app.sign_in.demo import open_doors
from app.sign_in.personas import Roster, write_roster
from app.web.catalogue import translations

LOG = VAR / "demo.log"
SCHEMA = VAR / "postgres.schema"  # the fingerprint of the schema that the kept data was made with
PATIENCE_SECONDS = 1.0  # a step that takes longer says what it does
LAST_WORDS_SECONDS = 25  # for a process to finish what is in hand
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PARTS: dict[str, Callable[[Settings], None]] = {"serve": answer, "work": labour, "devidp": vouch}
# What is imported once need not be imported three times more; only Linux is known to fork safely.
PROCESSES: ForkContext | SpawnContext = (
    multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")
)


class Stopped(Exception):
    """Someone asked us to stop."""


class Failed(Exception):
    """A part could not go on; the message says which."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="of the web server; the next one is for sign-in")
    parser.add_argument("--reset", action="store_true", help="throw away what an earlier demo kept")


def run(asked: argparse.Namespace) -> int:
    for port in (asked.port, asked.port + 1):
        if not _is_free(port):
            sys.exit(f"Port {port} is busy: choose another with --port N (the demo uses N and N + 1).")
    for one in SIGNALS:
        signal.signal(one, _stop)
    try:
        with ExitStack() as running:
            settings = _prepare(running, asked)
            processes = [running.enter_context(_process(name, PARTS[name], settings)) for name in ("serve", "work")]
            roster = _open_doors(settings)
            processes.append(running.enter_context(_process("devidp", PARTS["devidp"], settings)))
            with _saying("Starting the web server"):
                _wait_until_ready(settings, processes)
            _show(settings, roster)
            _watch(processes)
    except Stopped:
        print("\nStopped. What you did is kept for the next time.")
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _prepare(running: ExitStack, asked: argparse.Namespace) -> Settings:
    if asked.reset:
        with _saying("Throwing away what the last demo kept"):
            postgres.remove(DATABASE_FOLDER)
            SCHEMA.unlink(missing_ok=True)
            shutil.rmtree(VAR / "documents", ignore_errors=True)
    settings = _settings(asked.port)
    if not settings.database_url:
        refuse_other_schema()
        running.callback(postgres.stop, DATABASE_FOLDER)
        with _saying("Starting PostgreSQL"):
            settings = settings.model_copy(update={"database_url": private_database()})
    with _saying("Bringing the database up to date"):
        schema.upgrade(settings.database_url)
    with _saying("Inventing organisations, people and needs"):
        fill(settings)
    return settings


def refuse_other_schema() -> None:
    """Before the first release the first migration is written anew, so that older data cannot be brought along.

    Raises:
        Failed: what is kept was made with another schema.
    """
    if DATABASE_FOLDER.exists() and (not SCHEMA.exists() or SCHEMA.read_text() != schema.fingerprint()):
        raise Failed("What the last demo kept was made by another version of the portal: start once with --reset.")
    SCHEMA.write_text(schema.fingerprint())


def _settings(port: int) -> Settings:
    VAR.mkdir(exist_ok=True)
    LOG.write_bytes(b"")
    return Settings(
        environment="development",
        base_url=f"http://localhost:{port}",
        host="127.0.0.1",
        port=port,
        development_identity_provider=f"http://127.0.0.1:{port + 1}",
        documents=VAR / "documents",
        smtp_host="",
        log_format="console",
    )


def _open_doors(settings: Settings) -> Roster:
    """Ways in for the invented people, and the list of them that the sign-in service reads."""
    site = create_app(settings)
    swedish, _, _ = translations("sv")
    with transaction(settings.database_url) as db:
        roster = open_doors(db, site.state.sign_in, swedish, ALONE)
    write_roster(ROSTER, roster)
    return roster


@contextmanager
def _process(name: str, part: Callable[[Settings], None], settings: Settings) -> Iterator[BaseProcess]:
    """A part of the portal in a process of its own, asked to stop when we do."""
    process = PROCESSES.Process(target=_apart, args=(part, settings), name=name)
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(LAST_WORDS_SECONDS)
        process.kill()
        process.join()


def _apart(part: Callable[[Settings], None], settings: Settings) -> None:
    """In the new process: out of reach of Ctrl-C, which is meant for the demo as a whole, and writing to the log."""
    os.setsid()
    for one in SIGNALS:
        signal.signal(one, signal.SIG_DFL)
    with LOG.open("ab", buffering=0) as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    part(settings)


def _wait_until_ready(settings: Settings, processes: list[BaseProcess]) -> None:
    while not _answers(settings.port):
        _check(processes, wait=0.1)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, HTTPException):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    return False


def _watch(processes: list[BaseProcess]) -> None:
    while True:
        _check(processes, wait=0.5)


def _check(processes: list[BaseProcess], wait: float) -> None:
    """Wait a little, and see whether all of them are still there.

    Raises:
        Failed: one has ended.
    """
    wait_for_one([process.sentinel for process in processes], timeout=wait)
    for process in processes:
        if process.exitcode is not None:
            raise Failed(f"`portal {process.name}` has ended. Its last words are in {LOG.relative_to(ROOT)}.")


def _show(settings: Settings, roster: Roster) -> None:
    print(f"\n  The portal is at  {settings.base_url}\n")
    names = {client.organisation_slug: client.organisation_name for client in roster.clients}
    for slug, organisation in names.items():
        print(f"  {organisation}")
        for persona in roster.personas:
            if persona.organisation_slug == slug:
                print(f"    {persona.name:<24}{persona.role_words[1]}")
    if names:
        print("\n  All of them are invented. Sign in as any of them: choose the organisation, then the person.")
    print("  Ctrl-C stops everything; what you do is kept until you start with --reset.\n", flush=True)


@contextmanager
def _saying(what: str) -> Iterator[None]:
    """Say what takes more than a moment, and nothing about what does not."""
    timer = threading.Timer(PATIENCE_SECONDS, lambda: print(f"{what} …", flush=True))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # no thread may be left when a process is made by forking


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _stop(signum: int, frame: FrameType | None) -> None:
    """Once: while we are stopping, another Ctrl-C changes nothing."""
    del signum, frame
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    raise Stopped
