"""What signing in needs of the installation: where we are, our keys, the way out, how long a session lasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.sign_in.outbound import Outbound, Place
from app.sign_in.secrets import Keyring


@dataclass(frozen=True)
class Means:
    """`origin` is the portal's own address, without a path.

    `idle` and `longest` are how long a session lasts untouched, and at most (sso.md rule 32). `development_provider`
    is the address of the development sign-in service, where there is one.
    """

    origin: str
    keyring: Keyring = field(repr=False)
    outbound: Outbound = field(default_factory=Outbound)
    idle: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(hours=10)
    development_provider: str = ""

    def callback(self, connection_id: object) -> str:
        """The redirect address of one connection: each has its own, so that answers cannot be mixed up (rule 1)."""
        return f"{self.origin}/sso/{connection_id}/callback"

    def told_of_sign_out(self, connection_id: object) -> tuple[str, str]:
        """Where a provider tells that somebody signed out there: by a call of its own, and by a frame."""
        return (
            f"{self.origin}/sso/{connection_id}/backchannel-logout",
            f"{self.origin}/sso/{connection_id}/frontchannel-logout",
        )

    @property
    def our_keys(self) -> str:
        """Where providers fetch the public keys that we sign with (RFC 7517)."""
        return f"{self.origin}/sso/jwks.json"

    @property
    def after_sign_out(self) -> str:
        return f"{self.origin}/logga-ut/klar"


def means_of(
    *,
    origin: str,
    keys: Mapping[str, bytes],
    is_production: bool,
    development_provider: str = "",
    idle_minutes: int = 60,
    longest_minutes: int = 600,
) -> Means:
    """The means as the settings say: in development the way out also leads to the development sign-in service.

    Raises:
        ValueError: a value is unusable, or unsafe in production.
    """
    if is_production and (not origin.startswith("https://") or development_provider):
        raise ValueError("in production: https only, and no development sign-in service")
    if not keys:
        raise ValueError("there is no key to seal secrets with")
    return Means(
        origin=origin,
        keyring=Keyring(keys),
        outbound=Outbound(allowed=frozenset({_place(development_provider)} if development_provider else ())),
        idle=timedelta(minutes=idle_minutes),
        longest=timedelta(minutes=longest_minutes),
        development_provider=development_provider,
    )


def _place(origin: str) -> Place:
    """A local service is named by its IP address: names can change their mind."""
    parts = urlsplit(origin)
    return str(ip_address(parts.hostname or "")), parts.port or (443 if parts.scheme == "https" else 80)
