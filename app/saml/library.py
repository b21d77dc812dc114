"""The only file that knows pysaml2: questions we sign, answers it verifies (sso.md 5).

Narrow on purpose. What it believes, `believing` still looks at with our own eyes. Everything here blocks and starts
`xmlsec1`: call it in a thread, never while holding a transaction. It is read by the first who asks it something:
organisations that speak OpenID Connect never need it.
"""

import base64
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import clear_frames
from typing import Any
from xml.sax.saxutils import quoteattr

import structlog
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, SAMLError
from saml2.client import Saml2Client
from saml2.config import SPConfig
from saml2.response import AuthnResponse, StatusError
from saml2.saml import Assertion
from saml2.sigver import RSACrypto, SigverError
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

from app.saml.pairs import body_of
from app.saml.parties import PROGRAM, SKEW, Ourselves, Question, Theirs, Wish
from app.sign_in.tokens import Distrust

log = structlog.get_logger()
logging.getLogger("saml2").setLevel(logging.CRITICAL)  # it would write down who signs in, and what was said of them

NO = {StatusError: "provider_refused", SigverError: "saml_signature"}
"""What some of the library's exceptions mean to us."""


def question(ours: Ourselves, theirs: Theirs, request_id: str, relay_state: str, wish: Wish) -> Question:
    """Ask who somebody is.

    Raises:
        Distrust: saml_unavailable.
    """
    with _client(ours, theirs) as client, _signing(client, ours):
        asked: dict[str, Any] = {"force_authn": "true"} if wish.anew else {}
        if wish.contexts:
            asked["requested_authn_context"] = {"authn_context_class_ref": list(wish.contexts), "comparison": "exact"}
        by_form = theirs.binding == BINDING_HTTP_POST
        _, message = client.create_authn_request(
            theirs.address,
            binding=BINDING_HTTP_POST,
            assertion_consumer_service_url=ours.acs,
            nameid_format=wish.name_format or None,
            allow_create="true",
            message_id=request_id,
            sign=by_form,
            sign_alg=SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA256,
            **asked,
        )
        if by_form:
            encoded = base64.b64encode(str(message).encode()).decode()
            return Question(request_id, theirs.address, {"SAMLRequest": encoded, "RelayState": relay_state})
        sent = client.apply_binding(
            BINDING_HTTP_REDIRECT, str(message), theirs.address, relay_state, sign=True, sigalg=SIG_RSA_SHA256
        )
        return Question(request_id, dict(sent["headers"])["Location"], {})


@dataclass(frozen=True)
class Verified:
    """An assertion whose signature is that of the identity provider; `document` is the response with it opened."""

    assertion: Assertion
    response_is_signed: bool
    document: bytes


def verified(ours: Ourselves, theirs: Theirs, encoded: str, request_id: str) -> Verified:
    """The assertion of an answer to `request_id`; to nothing we asked, if that is empty.

    Raises:
        Distrust: what it says cannot be trusted, or it says no.
    """
    with _client(ours, theirs, unsolicited=not request_id) as client:
        answer = _read(client, encoded, ours, request_id)
        if isinstance(answer, str):
            raise Distrust(answer)
        return Verified(answer.assertion, answer.response.signature is not None, str(answer.xmlstr).encode())


def _read(client: Saml2Client, encoded: str, ours: Ourselves, request_id: str) -> AuthnResponse | str:
    """What the library believes, or our code for why it does not."""
    try:
        answer: AuthnResponse | None = client.parse_authn_request_response(
            encoded, BINDING_HTTP_POST, {request_id: "/"} if request_id else {}, conv_info={"entity_id": ours.acs}
        )
    # It speaks through every kind of exception, bare ones too; whatever it is, it is not a yes.
    except Exception as problem:
        code = next((code for kind, code in NO.items() if isinstance(problem, kind)), "saml_refused")
        log.info("saml_answer_refused", reason=code, kind=type(problem).__name__)
        _close_files(problem)
        return code
    # None is how it says that the destination or the time was wrong: no exception, and no yes either.
    if answer is None or answer.assertion is None or len(answer.assertions) != 1:
        return "saml_refused"
    return answer


def _close_files(problem: BaseException | None) -> None:
    """Of what failed nothing stays open: the library leaves its temporary files to whoever tidies up memory."""
    while problem is not None:
        clear_frames(problem.__traceback__)
        problem = problem.__context__


def is_signed_by(document: bytes, entity_tag: str, identifier: str, certificate: str) -> bool:
    """Whether the element with that identifier is signed by the holder of the certificate (PEM)."""
    nobody = Ourselves("urn:x", "https://portal.invalid/acs", "", "")
    with _client(nobody, None) as client, TemporaryDirectory() as place:
        pinned = Path(place) / "signer.pem"
        pinned.write_text(certificate)
        try:
            return bool(client.sec.verify_signature(document, str(pinned), node_name=entity_tag, node_id=identifier))
        except (SigverError, SAMLError):
            return False


@contextmanager
def _client(ours: Ourselves, theirs: Theirs | None, *, unsolicited: bool = False) -> Iterator[Saml2Client]:
    """A client that knows one identity provider, and whose keys lie in a folder of ours for as long as it lives."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise Distrust("saml_unavailable")
    with TemporaryDirectory(prefix="portal-saml-") as place:  # only this user may look into it
        folder = Path(place)
        said: dict[str, Any] = {
            "entityid": ours.entity_id,
            "xmlsec_binary": program,
            "accepted_time_diff": SKEW,
            "delete_tmpfiles": True,
            "metadata": {"inline": [_metadata(theirs)] if theirs else []},
            "service": {
                "sp": {
                    "endpoints": {"assertion_consumer_service": [(ours.acs, BINDING_HTTP_POST)]},
                    "allow_unsolicited": unsolicited,
                    "authn_requests_signed": True,
                    "want_assertions_signed": False,
                    "want_response_signed": False,
                    "want_assertions_or_response_signed": True,
                    "only_use_keys_in_metadata": True,
                    "signing_algorithm": SIG_RSA_SHA256,
                    "digest_algorithm": DIGEST_SHA256,
                }
            },
            "allow_unknown_attributes": True,
        }
        said["encryption_keypairs"] = [
            {"key_file": _written(folder / f"open-{number}.key", key), "cert_file": None}
            for number, key in enumerate(ours.opening_keys)
        ]
        yield Saml2Client(config=SPConfig().load(said))


@contextmanager
def _signing(client: Saml2Client, ours: Ourselves) -> Iterator[None]:
    """With our key, but without the check of its primes that OpenSSL does at each reading: a third of a second, for a
    key that we made."""
    with TemporaryDirectory(prefix="portal-saml-") as place:
        key = load_pem_private_key(ours.signing_key.encode(), None, unsafe_skip_rsa_key_validation=True)
        client.sec.sec_backend = RSACrypto(key)
        client.sec.key_file = _written(Path(place) / "sign.key", ours.signing_key)
        client.sec.my_cert = body_of(ours.signing_certificate)
        yield


def _written(path: Path, text: str) -> str:
    path.touch(mode=0o600)
    path.write_text(text)
    return str(path)


def _metadata(theirs: Theirs) -> str:
    """Metadata of our own making, of what we have agreed to believe: the library never sees anybody else's."""
    keys = "".join(
        '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
        f"<ds:X509Certificate>{one}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        for one in theirs.certificates
    )
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID={quoteattr(theirs.entity_id)}>'
        f'<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{keys}'
        f"<md:SingleSignOnService Binding={quoteattr(theirs.binding)} Location={quoteattr(theirs.address)}/>"
        "</md:IDPSSODescriptor></md:EntityDescriptor>"
    )
