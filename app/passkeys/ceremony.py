"""The talk between the portal and a passkey (WebAuthn), as values: nothing here knows of rows or pages.

The challenge says itself what it is for, sealed with the installation's key, so that showing a page writes nothing.
What it was answered for once is kept elsewhere, so that it is not answered twice.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.sign_in.means import Means
from app.sign_in.secrets import Unreadable, fingerprint
from app.sign_in.tokens import Distrust

LASTS = timedelta(minutes=10)
LONGEST_ANSWER = 20_000  # characters
PURPOSE = "passkey_challenge"


class Aim(StrEnum):
    """What a passkey is asked for. An answer to one question is no answer to another."""

    sign_in = "sign_in"
    add = "add"
    emergency = "emergency"
    approve = "approve"


@dataclass(frozen=True)
class Asking:
    """Who asks what: the browser it stands in, and for a new key the identity it is for."""

    aim: Aim
    browser: str = field(repr=False)
    about: str = ""


@dataclass(frozen=True)
class Known:
    """What is stored of a passkey."""

    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class Answer:
    """What a browser sent, not believed yet. `challenge_hash` is by what it can be used once."""

    said: dict[str, Any] = field(repr=False)
    credential_id: str
    challenge: bytes = field(repr=False)

    @property
    def challenge_hash(self) -> str:
        return fingerprint(bytes_to_base64url(self.challenge))


@dataclass(frozen=True)
class Made:
    """A new passkey."""

    credential_id: str
    public_key: bytes
    sign_count: int
    is_synced: bool


def question(means: Means, asking: Asking, at: datetime) -> str:
    """What the browser is to ask a passkey of its choice, as JSON."""
    options = generate_authentication_options(
        rp_id=_host(means),
        challenge=_challenge(means, asking, at),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def invitation(
    means: Means, asking: Asking, at: datetime, *, portal: str, handle: str, name: str, has: list[str]
) -> str:
    """What the browser is to ask for a new passkey, as JSON. `handle` is the identity's own name for itself; `has` are
    the keys it has already, so that one device is not asked twice."""
    options = generate_registration_options(
        rp_id=_host(means),
        rp_name=portal,
        user_id=handle.encode(),
        user_name=name,
        user_display_name=name,
        challenge=_challenge(means, asking, at),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in has],
    )
    return options_to_json(options)


def _host(means: Means) -> str:
    return urlsplit(means.origin).hostname or ""


def _challenge(means: Means, asking: Asking, at: datetime) -> bytes:
    until = int((at + LASTS).timestamp())
    return means.keyring.seal(json.dumps([*_wanted(asking), until]), PURPOSE).encode()


def _wanted(asking: Asking) -> list[str]:
    return [asking.aim.value, fingerprint(asking.browser), asking.about]


def heard(means: Means, text: str, asking: Asking, at: datetime) -> Answer:
    """An answer to a question of ours, asked in this browser, not too long ago.

    Raises:
        Distrust: it is none.
    """
    try:
        if len(text) > LONGEST_ANSWER:
            raise ValueError
        said = json.loads(text)
        credential_id = said["id"]
        client = json.loads(base64url_to_bytes(said["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(client["challenge"])
        *what, until = json.loads(means.keyring.open(challenge.decode(), PURPOSE))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Unreadable) as problem:
        raise Distrust("passkey_malformed") from problem
    if not isinstance(credential_id, str) or what != _wanted(asking):
        raise Distrust("another_browser")
    if until <= at.timestamp():
        raise Distrust("attempt_expired")
    return Answer(said, credential_id, challenge)


def proven(means: Means, answer: Answer, known: Known) -> int:
    """How often the passkey says it has been used, if it is the one we know and its owner was there.

    Raises:
        Distrust: it is not.
    """
    try:
        found = verify_authentication_response(
            credential=answer.said,
            expected_challenge=answer.challenge,
            expected_rp_id=_host(means),
            expected_origin=means.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Distrust("passkey_wrong") from problem
    return found.new_sign_count


def made(means: Means, answer: Answer) -> Made:
    """The new passkey.

    Raises:
        Distrust: it was not made here, or not by someone it knows.
    """
    try:
        found = verify_registration_response(
            credential=answer.said,
            expected_challenge=answer.challenge,
            expected_rp_id=_host(means),
            expected_origin=means.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Distrust("passkey_wrong") from problem
    return Made(
        credential_id=bytes_to_base64url(found.credential_id),
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        is_synced=found.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
    )
