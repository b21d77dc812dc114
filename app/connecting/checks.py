"""Everything about a provider that can be known before anybody signs in (sso.md 7.3). Speaks with it; writes nothing.

The checks explain. What decides is still `sign_in.metadata`: if that refuses what all checks found good, so do they.
"""

import base64
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from app.connecting.findings import Finding, Weight
from app.database import now
from app.sign_in.metadata import (
    ENDPOINTS,
    OPTIONAL_ENDPOINTS,
    discovery_address,
    is_address,
    read_description,
    read_keys,
)
from app.sign_in.outbound import Answer, Outbound, Unreachable
from app.sign_in.rp_keys import ASSERTION_TYPE, client_assertion
from app.sign_in.secrets import new_token
from app.sign_in.tokens import ALGORITHMS, Distrust, is_clean

LONGEST_SAID = 200
REFUSALS_OF_CLIENT = ("invalid_client", "unauthorized_client")
ENTRA = "https://login.microsoftonline.com/"


@dataclass(frozen=True)
class Subject:
    """What is checked: what was written, and our own address that the answer would go to."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    scopes: str
    subject_source: str
    callback: str
    signing_key: str = field(default="", repr=False)  # a private JWK, where a signature proves us instead of a secret
    our_keys: str = ""  # where the service fetches its public part
    is_secret_lost: bool = False  # it was sealed with a key that the installation no longer has
    is_shared: bool = False  # several organisations use the issuer, and no claim tells them apart yet

    @property
    def signs(self) -> bool:
        return bool(self.signing_key)


async def check(outbound: Outbound, subject: Subject) -> list[Finding]:
    """All that can be found, in the order of the way; the first fault that makes the rest pointless ends it."""
    read = await _read(outbound, subject)
    if isinstance(read, Finding):
        return [read]
    answer, said = read
    found = [Finding("reached"), *_about_itself(outbound, subject, said)]
    if all(one.weight is not Weight.fault for one in found):
        try:
            description = read_description(answer.body, subject.issuer, plain_http=outbound.plain_http)
        except Distrust:
            return [*found, Finding("unusable")]
        found.append(await _keys(outbound, description))
        found.append(await _client(outbound, subject, description))
    return found + _about_agreement(subject, said)


async def _read(outbound: Outbound, subject: Subject) -> Finding | tuple[Answer, dict[str, Any]]:
    """Its description of itself, or why there is none."""
    if not is_address(subject.issuer, plain_http=outbound.plain_http) or "?" in subject.issuer:
        return Finding("address_wrong", {"issuer": _cut(subject.issuer)})
    where = discovery_address(subject.issuer)
    try:
        answer = await outbound.get(where)
    except Unreachable as problem:
        return _unreachable(where, problem)
    if answer.status != 200:
        return Finding("status", {"address": where, "status": answer.status})
    said = _object(answer)
    return Finding("no_document", {"address": where}) if said is None else (answer, said)


def _unreachable(where: str, problem: Unreachable) -> Finding:
    host, why = urlsplit(where).hostname or "", str(problem)
    if why == "no such host":
        return Finding("no_such_host", {"host": host})
    if "is not a place to call" in why:
        return Finding("inside", {"host": host})
    if "Timeout" in why:
        return Finding("too_slow", {"host": host})
    if "certificate" in str(problem.__cause__).lower():
        return Finding("certificate", {"host": host})
    return Finding("unreachable", {"address": where})


def _object(answer: Answer) -> dict[str, Any] | None:
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _about_itself(outbound: Outbound, subject: Subject, said: dict[str, Any]) -> list[Finding]:
    """What its description says, rule by rule (rules 14 and 15)."""
    issuer = said.get("issuer")
    if issuer == subject.issuer:
        found = [Finding("issuer_same")]
    else:
        found = [Finding("issuer_differs", {"said": _cut(issuer), "issuer": _cut(subject.issuer)})]
    unsafe = [name for name in ENDPOINTS + OPTIONAL_ENDPOINTS if _is_unsafe(outbound, said, name)]
    found += [Finding("endpoint", {"name": name}) for name in unsafe] or [Finding("endpoints")]
    if "code" not in _texts(said, "response_types_supported", ["code"]):
        found.append(Finding("no_code"))
    if "code_challenge_methods_supported" not in said:
        found.append(Finding("s256_unsaid"))
    else:
        offered = _texts(said, "code_challenge_methods_supported", [])
        found.append(Finding("s256" if "S256" in offered else "no_s256"))
    signing = _texts(said, "id_token_signing_alg_values_supported", ["RS256"])
    ours = [name for name in ALGORITHMS if name in signing]
    found.append(Finding("algorithm", {"algorithms": ", ".join(ours)}) if ours else Finding("no_algorithm"))
    ways = _texts(said, "token_endpoint_auth_methods_supported", ["client_secret_basic"])
    wanted = ("private_key_jwt",) if subject.signs else ("client_secret_basic", "client_secret_post")
    if not set(ways) & set(wanted):
        found.append(Finding("no_signature_auth" if subject.signs else "no_client_auth"))
    return found


def _is_unsafe(outbound: Outbound, said: dict[str, Any], name: str) -> bool:
    if name not in said and name in OPTIONAL_ENDPOINTS:
        return False
    return not is_address(said.get(name), plain_http=outbound.plain_http)


async def _keys(outbound: Outbound, description: dict[str, Any]) -> Finding:
    where = description["jwks_uri"]
    try:
        answer = await outbound.get(where)
        return Finding("keys", {"count": len(read_keys(answer.body if answer.status == 200 else b""))})
    except (Unreachable, Distrust):
        return Finding("keys_unreadable", {"address": where})


async def _client(outbound: Outbound, subject: Subject, description: dict[str, Any]) -> Finding:
    """Ask for tokens with a code that never was. Who knows us says that the code is wrong; who does not says that we
    are (RFC 6749, 5.2). Anything else tells nothing."""
    if not (subject.signs or subject.secret) or not subject.client_id:
        return Finding("client_unsaid")
    fields = {
        "grant_type": "authorization_code",
        "code": new_token(),
        "redirect_uri": subject.callback,
        "code_verifier": new_token(),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if subject.signs:
        assertion = client_assertion(subject.signing_key, subject.client_id, subject.issuer, now())
        fields |= {
            "client_id": subject.client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion,
        }
    elif "client_secret_basic" in description["client_auth"]:
        pair = f"{quote_plus(subject.client_id)}:{quote_plus(subject.secret)}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        fields |= {"client_id": subject.client_id, "client_secret": subject.secret}
    try:
        answer = await outbound.post(description["token_endpoint"], urlencode(fields).encode(), headers)
    except Unreachable as problem:
        return _unreachable(description["token_endpoint"], problem)
    error = (_object(answer) or {}).get("error")
    if error in REFUSALS_OF_CLIENT or answer.status == 401:
        return Finding("signature_refused", {"keys": subject.our_keys}) if subject.signs else Finding("client_refused")
    if error == "invalid_grant":
        return Finding("signature_accepted" if subject.signs else "client_accepted")
    return Finding("signature_unsaid" if subject.signs else "client_unsaid")


def _about_agreement(subject: Subject, said: dict[str, Any]) -> list[Finding]:
    """What is wrong, or could be better, about what was agreed with it."""
    found = [Finding("secret_lost")] if subject.is_secret_lost else []
    offered = _texts(said, "scopes_supported", [])
    missing = [scope for scope in ("profile", "email") if scope in subject.scopes.split() and scope not in offered]
    if offered and missing:
        found.append(Finding("no_scope", {"scopes": ", ".join(missing)}))
    if "end_session_endpoint" not in said:
        found.append(Finding("no_sign_out"))
    if subject.is_shared:
        found.append(Finding("shared"))
    if subject.issuer.startswith(ENTRA) and subject.subject_source == "sub":
        found.append(Finding("subject_changes"))
    return found


def _texts(said: dict[str, Any], name: str, default: list[str]) -> list[str]:
    value = said.get(name, default)
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _cut(value: Any) -> str:
    """What somebody else wrote, as far as it can be shown."""
    text = value if isinstance(value, str) and is_clean(value) else "?"
    return text if len(text) <= LONGEST_SAID else text[:LONGEST_SAID] + "…"
