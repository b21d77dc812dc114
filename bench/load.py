"""Asking for pages, a bounded number at a time, over connections that stay open."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

HOST = "127.0.0.1"
ANSWER_SECONDS = 30


class Unanswered(Exception):
    """A page did not come, or was not a page."""


@dataclass
class Round:
    """What one round of asking came to."""

    seconds: list[float] = field(default_factory=list)
    size: int = 0  # bytes of all bodies

    def at(self, share: float) -> float:
        """The time within which that share of the answers came, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def ask(port: int, requests: Sequence[tuple[str, str]], at_once: int) -> Round:
    """Ask for each (address, cookie) in turn, `at_once` of them at the same time.

    Raises:
        Unanswered: something else than 200 came back.
    """
    return asyncio.run(_ask(port, requests, at_once))


async def _ask(port: int, requests: Sequence[tuple[str, str]], at_once: int) -> Round:
    found, left = Round(), iter(requests)

    async def one_reader() -> None:
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            for address, cookie in left:
                began = perf_counter()
                body = await asyncio.wait_for(_answer(reader, writer, port, address, cookie), ANSWER_SECONDS)
                found.seconds.append(perf_counter() - began)
                found.size += len(body)
        finally:
            writer.close()
            await writer.wait_closed()

    await asyncio.gather(*(one_reader() for _ in range(at_once)))
    return found


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, address: str, cookie: str
) -> bytes:
    said = f"GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n"
    said += f"Cookie: {cookie}\r\n" if cookie else ""
    writer.write(f"{said}\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    status = head.split(b" ", 2)[1]
    if status != b"200":
        raise Unanswered(f"{address} answered {status.decode()}")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.split(b":")[1]))
