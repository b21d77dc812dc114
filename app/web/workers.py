"""Several web processes at one address, each made from one that has read everything.

What that one holds is shared by all of them until they change it, so a further process costs less memory than the
first. One that dies is replaced. Told to stop, all answer what they have in hand and end; so they do when the one they
were made from is gone.
"""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from threading import Thread
from time import monotonic
from types import FrameType
from typing import cast

import structlog
import uvicorn

log = structlog.get_logger()

TOLD_BY = (signal.SIGTERM, signal.SIGINT)
HARDLY_BEGUN_SECONDS = 5
"""Who ends so soon would do so again: better that all end, and whoever keeps watch over them sees it."""
GRACE_SECONDS = 5  # beyond the time that uvicorn gives the last answers


class _Told(Exception):
    """Somebody has said that it is time to stop."""


def several(number: int, config: uvicorn.Config) -> None:
    """Answer with so many processes until told to stop. Nothing may have been asked of the database before: processes
    cannot share a connection."""
    address = config.bind_socket()
    running: dict[int, tuple[ForkProcess, float]] = {}
    ends_well = False
    try:
        with _hearing():
            while True:
                while len(running) < number:
                    with _deaf():
                        process = _begun(config, address)
                        running[process.sentinel] = process, monotonic()
                for ended in wait(list(running)):
                    process, began = running.pop(cast(int, ended))
                    process.join()
                    log.error("a web process ended by itself", exit_code=process.exitcode)
                    if monotonic() - began < HARDLY_BEGUN_SECONDS:
                        return
    except _Told:
        ends_well = True
    finally:
        _end([process for process, _ in running.values()], (config.timeout_graceful_shutdown or 0) + GRACE_SECONDS)
        address.close()
        if not ends_well:
            sys.exit(1)


@contextmanager
def _hearing() -> Iterator[None]:
    def told(_: int, __: FrameType | None) -> None:
        raise _Told

    before = {each: signal.signal(each, told) for each in TOLD_BY}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _deaf() -> Iterator[None]:
    """While a process begins: what is said meanwhile is heard once it is among those that will be told."""
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD_BY)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD_BY)


def _begun(config: uvicorn.Config, address: socket.socket) -> ForkProcess:
    process = get_context("fork").Process(target=_answer, args=(config, address))
    process.start()
    return process


def _answer(config: uvicorn.Config, address: socket.socket) -> None:
    for each in TOLD_BY:
        signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD_BY)
    Thread(target=_end_with_the_first, daemon=True).start()
    uvicorn.Server(config).run(sockets=[address])


def _end_with_the_first() -> None:
    first = parent_process()
    if first is not None:
        first.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _end(processes: list[ForkProcess], patience: float) -> None:
    for process in processes:
        process.terminate()
    until = monotonic() + patience
    for process in processes:
        process.join(max(0.0, until - monotonic()))
        if process.is_alive():
            process.kill()
            process.join()
