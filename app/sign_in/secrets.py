"""Secrets at rest: sealed with a key of the installation, named so that keys can be changed without an outage."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Unreadable(Exception):
    """Sealed with a key we no longer have, for something else, or damaged."""


@dataclass(frozen=True)
class Keyring:
    """The keys of the installation by name. The first seals; all of them open."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def first(self) -> str:
        """The name of the key that seals."""
        return next(iter(self.keys))

    def seal(self, secret: str, purpose: str) -> str:
        """What may be stored. It opens only for the same purpose, so that one column cannot be read as another."""
        name, key = next(iter(self.keys.items()))
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, secret.encode(), purpose.encode())
        return f"{name}:{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, purpose: str) -> str:
        """The secret itself.

        Raises:
            Unreadable: it cannot be opened.
        """
        name, _, encoded = sealed.partition(":")
        try:
            packed = base64.b64decode(encoded, validate=True)
            return (
                AESGCM(self.keys[name]).decrypt(packed[:NONCE_BYTES], packed[NONCE_BYTES:], purpose.encode()).decode()
            )
        except (KeyError, ValueError, InvalidTag) as problem:
            raise Unreadable from problem


def new_token() -> str:
    """256 bits nobody can guess, safe in a cookie and an address."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored of a token: enough to recognise it, useless to whoever reads the database."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
