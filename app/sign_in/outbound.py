"""The one way out: every call to an address that somebody else chose goes through here (sso.md rule 13).

https only, no redirects, no proxy from the environment, short waits, small answers, and the address is checked at the
moment of connecting, so that a name which changes its mind between question and call gains nothing.
"""

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import SOCK_STREAM, gaierror
from typing import Any
from urllib.parse import urlsplit

import httpcore2
from httpcore2 import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream

from app.sign_in.metadata import is_address

WAIT = 5.0  # seconds, for each of connecting, sending, receiving
LONGEST_TALK = 10.0  # seconds, all together
LARGEST_ANSWER = 1024 * 1024
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
OPEN_IPV6 = IPv6Network("2000::/3")  # all that has been given out (RFC 4291, IANA)
COMPATIBLE = IPv6Network("::/96")

USUAL_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "testbed-portal"}

Place = tuple[str, int]
"""An IP address and a port."""


class Unreachable(Exception):
    """No answer could be had, or none that we take; the text is for the log."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


@dataclass(frozen=True)
class Outbound:
    """`allowed` are the local places development may call, also without TLS; production has none."""

    allowed: frozenset[Place] = frozenset()
    ports: frozenset[int] = frozenset({443})
    tls: ssl.SSLContext = field(default_factory=httpcore2.default_ssl_context, repr=False)

    @property
    def plain_http(self) -> bool:
        return bool(self.allowed)

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        return await self._ask("GET", url, headers or {}, None)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        return await self._ask("POST", url, headers, body)

    async def _ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Raises:
        Unreachable: the address is not one to call, or the answer did not come, or it was too much.
        """
        if not is_address(url, plain_http=self.plain_http):
            raise Unreachable("not an address to call")
        backend = GuardedBackend(self.allowed, self.ports, plain=urlsplit(url).scheme == "http")
        sent = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "testbed-portal"} | dict(
            headers
        )
        limits = {"timeout": {"connect": WAIT, "read": WAIT, "write": WAIT, "pool": WAIT}}
        pool = httpcore2.AsyncConnectionPool(ssl_context=self.tls, network_backend=backend, max_keepalive_connections=0)
        try:
            async with asyncio.timeout(LONGEST_TALK), pool:
                pairs = [(name.encode("ascii"), value.encode("ascii")) for name, value in sent.items()]
                async with pool.stream(method, url, headers=pairs, content=body, extensions=limits) as response:
                    return Answer(response.status, await _whole(response))
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as problem:
            raise Unreachable(type(problem).__name__) from problem
        except (TimeoutError, OSError, ValueError) as problem:
            raise Unreachable(type(problem).__name__) from problem


async def _whole(response: httpcore2.Response) -> bytes:
    body = b""
    async for part in response.aiter_stream():
        body += part
        if len(body) > LARGEST_ANSWER:
            raise Unreachable("the answer is too large")
    return body


class GuardedBackend(AsyncNetworkBackend):
    """Looks a name up once, refuses it if any of its addresses is not public, and connects to what it looked at.

    TLS still verifies the name: httpcore asks for the certificate of the host in the address.
    """

    def __init__(self, allowed: Iterable[Place], ports: Iterable[int], *, plain: bool) -> None:
        self.allowed = frozenset(allowed)
        self.ports = frozenset(ports)
        self.plain = plain
        self.network = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        addresses = await _addresses(host, port)
        for address in addresses:
            self._check(address, port)
        return await self.network.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self.network.sleep(seconds)

    def _check(self, address: str, port: int) -> None:
        if (address, port) in self.allowed:
            return
        if self.plain or port not in self.ports or not is_public(address):
            raise Unreachable(f"{address} port {port} is not a place to call")


async def _addresses(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=SOCK_STREAM)
    except (gaierror, UnicodeError) as problem:
        raise Unreachable("no such host") from problem
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def is_public(text: str) -> bool:
    """Whether an address is one of the open internet, also when another one is wrapped inside it."""
    address = ip_address(text)
    inner = _wrapped(address) if isinstance(address, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    if isinstance(address, IPv6Address) and address not in OPEN_IPV6:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address an IPv6 one stands for: mapped, compatible, NAT64, 6to4, Teredo."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in (*NAT64, COMPATIBLE)):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
