"""Whether the domain name system says that a domain is an organisation's; several resolvers are asked (rule 4)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from dns.exception import DNSException
from dns.name import from_text
from dns.rdatatype import TXT
from dns.resolver import NXDOMAIN, NoAnswer, NoNameservers, Resolver

LABEL = "_portal-verifiering"
SAYS = "portal-verifiering="
PATIENCE = 4.0  # seconds for one resolver, retries included
MOST_RESOLVERS = 5


class Heard(StrEnum):
    """What one resolver said."""

    found = "found"
    other = "other"  # there is a record, with another text
    missing = "missing"
    silent = "silent"  # it could not be asked


@dataclass(frozen=True)
class Place:
    """A resolver: its IP address and port."""

    address: str
    port: int = 53

    @property
    def resolver(self) -> Resolver:
        made = Resolver(configure=False)
        made.nameservers, made.port = [self.address], self.port
        made.lifetime = PATIENCE
        made.timeout = PATIENCE / 2
        return made


def record_name(domain: str) -> str:
    return f"{LABEL}.{domain}"


def record_text(token: str) -> str:
    return SAYS + token


def resolvers_named(names: Sequence[str]) -> list[Place]:
    """The resolvers an installation has chosen (`9.9.9.9`, `[2620:fe::fe]:53`), or those of the machine."""
    if names:
        return [_place(name) for name in names][:MOST_RESOLVERS]
    return [Place(str(address)) for address in Resolver().nameservers][:MOST_RESOLVERS]


def _place(name: str) -> Place:
    if name.startswith("["):
        address, _, port = name[1:].partition("]")
        return Place(address, int(port.lstrip(":") or 53))
    if name.count(":") == 1:
        address, _, port = name.partition(":")
        return Place(address, int(port))
    return Place(name)


@dataclass(frozen=True)
class Verdict:
    """What the resolvers said together. `is_proven` takes more than half of them; `is_known` says that one of them
    answered at all: silence on our side is nobody's fault."""

    heard: tuple[Heard, ...]

    @property
    def is_proven(self) -> bool:
        return self.heard.count(Heard.found) * 2 > len(self.heard)

    @property
    def is_known(self) -> bool:
        return any(one is not Heard.silent for one in self.heard)

    @property
    def says_other(self) -> bool:
        return Heard.other in self.heard and Heard.found not in self.heard

    @property
    def is_spreading(self) -> bool:
        """Some have it and some do not: it has been added just now, or answers differ by whom one asks."""
        return Heard.found in self.heard and not self.is_proven


def ask(resolvers: Sequence[Place], domain: str, token: str) -> Verdict:
    """Ask all of them at once. Takes seconds: hold no transaction meanwhile."""
    if not resolvers:
        return Verdict(())
    with ThreadPoolExecutor(len(resolvers)) as threads:
        return Verdict(tuple(threads.map(lambda place: _ask_one(place, domain, token), resolvers)))


def _ask_one(place: Place, domain: str, token: str) -> Heard:
    try:
        answer = place.resolver.resolve(from_text(record_name(domain)), TXT, search=False)
    except (NXDOMAIN, NoAnswer):
        return Heard.missing
    except NoNameservers as problem:  # it answered, but with a failure of the domain's own servers
        return Heard.missing if "SERVFAIL" in str(problem) else Heard.silent
    except (DNSException, OSError, ValueError):
        return Heard.silent
    said = [b"".join(row.strings).decode("utf-8", "replace").strip() for row in answer]
    if record_text(token) in said:
        return Heard.found
    return Heard.other if said else Heard.missing
