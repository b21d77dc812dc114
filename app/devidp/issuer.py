"""One issuer: what it has promised to whom, and what it signs. Knows nothing of HTTP."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from app.sign_in.personas import Client, Persona
from app.sign_in.tokens import at_hash

CODE_LASTS = 60  # seconds
TOKEN_LASTS = 600
ALGORITHM = "ES256"
STRENGTHS = ("urn:portal:demo:password", "urn:portal:demo:two-factor")
"""What the invented sign-in counts as: the first, unless the portal asks for the other (acr_values)."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


class Refusal(Exception):
    """An error of OAuth 2: its code, and whether the browser may be sent back with it."""

    def __init__(self, error: str, why: str, *, may_return: bool = True) -> None:
        super().__init__(why)
        self.error = error
        self.why = why
        self.may_return = may_return


@dataclass(frozen=True)
class Granted:
    """Who was let in, on which question, until when; `sid` is what the service calls that session of theirs."""

    persona: Persona
    asked: Mapping[str, str]
    expires: float
    at: int
    sid: str

    @property
    def acr(self) -> str:
        """The first of those asked for that there is."""
        return next((one for one in self.asked.get("acr_values", "").split() if one in STRENGTHS), STRENGTHS[0])


@dataclass
class Issuer:
    address: str
    client: Client
    personas: tuple[Persona, ...]
    key: ECKey = field(
        default_factory=lambda: ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    )
    codes: dict[str, Granted] = field(default_factory=dict)
    tokens: dict[str, Granted] = field(default_factory=dict)
    present: dict[str, Granted] = field(default_factory=dict)  # by `sid`: who is signed in at the portal through us

    def describe(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/end-session",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": list(STRENGTHS),
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "authorization_response_iss_parameter_supported": True,
            "scopes_supported": ["openid", "profile", "email"],
            "claims_supported": ["sub", "name", "email", "email_verified", "auth_time", "acr", "sid"],
            "ui_locales_supported": ["sv", "en"],
        }

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def check(self, asked: Mapping[str, str]) -> None:
        """Raises:
        Refusal: it is not a question we answer. Whoever is not known is never sent anywhere.
        """
        if asked.get("client_id") != self.client.client_id:
            raise Refusal("invalid_client", "unknown client", may_return=False)
        if asked.get("redirect_uri") != self.client.redirect_uri:
            raise Refusal("invalid_request", "the redirect address is another than agreed", may_return=False)
        if asked.get("response_type") != "code":
            raise Refusal("unsupported_response_type", "only code")
        if "openid" not in asked.get("scope", "").split():
            raise Refusal("invalid_scope", "openid is missing")
        if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
            raise Refusal("invalid_request", "PKCE with S256 is required")
        if asked.get("prompt") == "none":
            raise Refusal("login_required", "somebody has to choose")

    def grant(self, asked: Mapping[str, str], subject: str) -> str:
        """A code for the person who was chosen.

        Raises:
            Refusal: the question is not one we answer, or nobody here is called so.
        """
        self.check(asked)
        persona = next((one for one in self.personas if one.subject == subject), None)
        if persona is None:
            raise Refusal("access_denied", "nobody was chosen")
        self._forget()
        code = secrets.token_urlsafe(32)
        self.codes[code] = Granted(
            persona, dict(asked), monotonic() + CODE_LASTS, int(time.time()), secrets.token_urlsafe(16)
        )
        return code

    def _forget(self) -> None:
        now = monotonic()
        self.codes = {code: granted for code, granted in self.codes.items() if granted.expires > now}
        self.tokens = {token: granted for token, granted in self.tokens.items() if granted.expires > now}

    def exchange(self, said: Mapping[str, str], client_id: str, client_secret: str) -> dict[str, Any]:
        """The tokens for a code, once.

        Raises:
            Refusal: the client is not who it says, or the code is not its own, or late, or used.
        """
        known = hmac.compare_digest(client_secret.encode(), self.client.client_secret.encode())
        if client_id != self.client.client_id or not known:
            raise Refusal("invalid_client", "the client is not who it says it is")
        if said.get("grant_type") != "authorization_code":
            raise Refusal("unsupported_grant_type", "only authorization_code")
        granted = self.codes.pop(said.get("code", ""), None)
        if granted is None or granted.expires <= monotonic():
            raise Refusal("invalid_grant", "the code is unknown, late or used")
        if said.get("redirect_uri") != granted.asked["redirect_uri"]:
            raise Refusal("invalid_grant", "the redirect address differs")
        if not hmac.compare_digest(_challenge(said.get("code_verifier", "")), granted.asked["code_challenge"]):
            raise Refusal("invalid_grant", "the verifier does not fit")
        return self._tokens(granted)

    def _tokens(self, granted: Granted) -> dict[str, Any]:
        token, now = secrets.token_urlsafe(32), int(time.time())
        self.tokens[token] = replace(granted, expires=monotonic() + TOKEN_LASTS)
        self.present[granted.sid] = granted
        claims = {
            "iss": self.address,
            "sub": granted.persona.subject,
            "aud": self.client.client_id,
            "iat": now,
            "exp": now + TOKEN_LASTS,
            "auth_time": granted.at,
            "acr": granted.acr,
            "sid": granted.sid,
            "at_hash": at_hash(token, ALGORITHM),
        } | ({"nonce": granted.asked["nonce"]} if "nonce" in granted.asked else {})
        header = {"alg": ALGORITHM, "kid": self.key.kid}
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_LASTS,
            "scope": granted.asked["scope"],
            "id_token": jwt.encode(header, claims, self.key, algorithms=[ALGORITHM]),
        }

    def userinfo(self, token: str) -> dict[str, Any] | None:
        granted = self.tokens.get(token)
        if granted is None or granted.expires <= monotonic():
            return None
        one = granted.persona
        return {"sub": one.subject, "name": one.name, "email": one.email, "email_verified": True}

    def may_return_after_sign_out(self, address: str, hint: str) -> bool:
        """Only to the address that was agreed, and only for a token that we signed."""
        return self.session_in(hint) is not None and address == self.client.after_sign_out

    def session_in(self, hint: str) -> str | None:
        """The session that a token of ours is about; None if it is not ours."""
        try:
            claims = json.loads(jws.deserialize_compact(hint, self.key, algorithms=[ALGORITHM]).payload)
        except (JoseError, ValueError):
            return None
        return str(claims.get("sid", ""))

    def end(self, sid: str) -> str | None:
        """Somebody signs out here: what the portal is told of it (OpenID Connect Back-Channel Logout 1.0, 2.4)."""
        granted = self.present.pop(sid, None)
        if granted is None:
            return None
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": self.client.client_id,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_urlsafe(16),
            "sub": granted.persona.subject,
            "sid": sid,
            "events": {LOGOUT: {}},
        }
        header = {"alg": ALGORITHM, "kid": self.key.kid, "typ": "logout+jwt"}
        return jwt.encode(header, claims, self.key, algorithms=[ALGORITHM])


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode(errors="replace")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
