"""What signing in needs of the installation: where we are, our keys, the way out, how long a session lasts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.sign_in.outbound import Outbound, Place
from app.sign_in.personas import Persona
from app.sign_in.secrets import Keyring


@dataclass(frozen=True)
class Means:
    """`origin` is the portal's own address, without a path. `personas` stand on the sign-in page in development.

    `idle` and `longest` are how long a session lasts untouched, and at most (sso.md rule 32).
    """

    origin: str
    keyring: Keyring = field(repr=False)
    outbound: Outbound = field(default_factory=Outbound)
    idle: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(hours=10)
    personas: tuple[Persona, ...] = ()

    def callback(self, connection_id: object) -> str:
        """The redirect address of one connection: each has its own, so that answers cannot be mixed up (rule 1)."""
        return f"{self.origin}/sso/{connection_id}/callback"

    @property
    def after_sign_out(self) -> str:
        return f"{self.origin}/logga-ut/klar"


def means_of(
    *,
    origin: str,
    secret_keys: str,
    is_production: bool,
    local_providers: Iterable[str] = (),
    personas: tuple[Persona, ...] = (),
    idle_minutes: int = 60,
    longest_hours: int = 10,
) -> Means:
    """The means as the settings say. `local_providers` are `address:port` of development sign-in services.

    Raises:
        ValueError: a value is unusable, or unsafe in production.
    """
    allowed = frozenset(_place(text) for text in local_providers)
    parts = urlsplit(origin)
    if not parts.hostname or parts.scheme not in ("https", "http") or parts.path.strip("/"):
        raise ValueError("the portal's own address must look like https://portal.example")
    if is_production and (parts.scheme != "https" or allowed or personas):
        raise ValueError("in production: https only, no local sign-in services, no invented people to sign in as")
    return Means(
        origin=f"{parts.scheme}://{parts.netloc}",
        keyring=Keyring.read(secret_keys),
        outbound=Outbound(allowed=allowed),
        idle=timedelta(minutes=idle_minutes),
        longest=timedelta(hours=longest_hours),
        personas=personas,
    )


def _place(text: str) -> Place:
    address, _, port = text.rpartition(":")
    return str(ip_address(address.strip("[]"))), int(port)
