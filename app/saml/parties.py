"""Who talks to whom in SAML, what is asked, and whether this machine can speak it at all."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.language import N_
from app.refusals import Reason, Refused

PROGRAM = "xmlsec1"
SKEW = 60  # seconds by which the clocks of two houses may differ (sso.md rule 18)
MISSING = N_("SAML needs the program xmlsec1, which is not installed here. Install the system package xmlsec1.")


@dataclass(frozen=True)
class Ourselves:
    """The portal as one identity provider knows it. Keys and certificates are PEM."""

    entity_id: str
    acs: str
    signing_certificate: str
    signing_key: str = field(repr=False)
    opening_keys: Sequence[str] = field(repr=False, default=())


@dataclass(frozen=True)
class Theirs:
    """The identity provider of one connection, and nobody else's."""

    entity_id: str
    certificates: Sequence[str]
    address: str
    binding: str


@dataclass(frozen=True)
class Wish:
    """What the sign-in has to be like: anew, and by one of these AuthnContext classes."""

    anew: bool = False
    contexts: Sequence[str] = ()
    name_format: str = ""


@dataclass(frozen=True)
class Question:
    """A signed AuthnRequest on its way with the browser. With a GET everything stands in `address`."""

    request_id: str
    address: str
    fields: dict[str, str]


def is_installed() -> bool:
    return shutil.which(PROGRAM) is not None


def require_program() -> None:
    """Raises:
    Refused: this machine cannot speak SAML.
    """
    if not is_installed():
        raise Refused(Reason(MISSING))
