"""The values that pass between a protocol and the door: why a browser is sent out, what comes back, who has arrived.

OIDC and SAML speak with providers in their own ways; what they hand over here is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.actor import NOBODY
from app.sign_in.models import Purpose

PROVEN_ANEW = frozenset({Purpose.step_up, Purpose.tie})
"""Errands on which the person has to sign in anew at the provider, however lately they did."""


@dataclass(frozen=True)
class Errand:
    """What a browser is sent to a provider for, and where it goes afterwards.

    `membership_id` is whom it is for (see `LoginAttempt`), `session_id` the session that a step-up strengthens.
    """

    purpose: Purpose = Purpose.sign_in
    return_path: str = ""
    language: str = "sv"
    remember: bool = False
    hint: str = ""
    membership_id: UUID | None = None
    session_id: UUID = NOBODY


@dataclass(frozen=True)
class Out:
    """What goes with the browser to the provider. `acr_values` and `max_age` (seconds) are what a step-up asks for."""

    attempt_id: UUID
    purpose: Purpose
    acr_values: Sequence[str]
    max_age: int | None
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Back:
    """An attempt that has come back to the browser it left from, used up now."""

    attempt_id: UUID
    connection_id: UUID
    version: int
    organisation_id: UUID
    organisation_slug: str
    organisation_name: str
    begun_at: datetime
    purpose: Purpose = Purpose.sign_in
    return_path: str = ""
    language: str = "sv"
    remember: bool = False
    membership_id: UUID | None = None
    session_id: UUID = NOBODY
    acr_values: Sequence[str] = ()
    max_age: int | None = None
    iss_required: bool = False
    request_id: str = ""
    nonce_hash: str = ""
    verifier: str = field(default="", repr=False)


@dataclass(frozen=True)
class Arrival:
    """Somebody whom a provider has proven to us, whichever protocol it speaks.

    `subject` is what we know them by, `provider_subject` what their provider calls them, where that differs.

    `claims` are what it signed; `profile` may hold more, for display only. `farewell` is what its log-out needs (the
    ID token; NameID and index) and is sealed before it is stored; `provider_session` is its own name for its session.

    `is_vouched_for` is whether a federation has signed that the provider may speak in the name of the organisation that
    the person is said to belong to: that some attribute of theirs lies within its scopes (rules 6 and 8).
    """

    connection_id: UUID
    version: int
    subject: str
    claims: Mapping[str, Any]
    profile: Mapping[str, Any]
    auth_time: datetime
    acr: str = ""
    farewell: str = field(default="", repr=False)
    provider_session: str = ""
    provider_subject: str = ""
    is_vouched_for: bool = False
    until: datetime | None = None  # no proof of it lasts longer, where the provider says so


@dataclass(frozen=True)
class Visit:
    """The browser somebody arrives with. `correlation_id` is what our log calls it."""

    cookie: str | None = field(default=None, repr=False)
    agent: str = ""
    correlation_id: str = ""


@dataclass(frozen=True)
class Entered:
    """How it ended. `token` is the key of the session; empty when a connection was only tried out, and for somebody
    new who `waits` for the administrator: that they came is kept, and nothing is opened to them."""

    token: str = field(repr=False)
    return_path: str
    organisation_slug: str
    remember: bool
    waits: bool = False
