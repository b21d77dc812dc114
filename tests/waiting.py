"""Waiting, in a synchronous test: for asynchronous code, whatever else runs in this thread, and for a condition."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def finished(coroutine):
    """What a coroutine comes to, run in a loop and a thread of its own."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


LONGEST_WAIT = 60  # seconds, before a test gives up; none of them counts on it


def until(condition, failed="what was waited for never happened"):
    """Wait for a condition; returns what it found."""
    give_up = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < give_up:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(failed)
