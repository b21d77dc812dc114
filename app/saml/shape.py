"""What a signed document may look like, and which algorithms may have made it; asked before any library sees it.

Everything an attack on XML signatures needs is refused here by its shape: a second assertion, an identifier used
twice, a signature in another place than directly in what it signs, a reference to something else (sso.md rules 22, 23).
"""

from collections import Counter
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from app.saml.reading import DS, MD, SAML, SAMLP, XENC, local, text_of
from app.sign_in.tokens import Distrust

SIGNATURE_METHODS = frozenset(
    f"http://www.w3.org/2001/04/xmldsig-more#{kind}-sha{size}" for kind in ("rsa", "ecdsa") for size in (256, 384, 512)
)
DIGEST_METHODS = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)
CIPHERS = frozenset(
    {f"http://www.w3.org/2009/xmlenc11#aes{size}-gcm" for size in (128, 192, 256)}
    # what ADFS can do; an answer that cannot be opened looks like any other we do not believe, so it tells nobody more
    | {f"http://www.w3.org/2001/04/xmlenc#aes{size}-cbc" for size in (128, 192, 256)}
)
KEY_TRANSPORT = frozenset(
    {"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep"}
)
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
CANONICAL = frozenset({EXCLUSIVE, f"{EXCLUSIVE}WithComments"})
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
REFUSALS = {
    "AuthnFailed": "cancelled",
    "RequestDenied": "cancelled",
    "NoPassive": "cancelled",
    "NoAuthnContext": "acr_refused",
}
"""What of a provider's own words for no (SAML core 3.2.2.2) means something else than that it refuses."""


@dataclass(frozen=True)
class Sent:
    """What a response says of itself. Nothing of it is believed yet: it only tells which question to look up."""

    issuer: str
    in_response_to: str
    destination: str
    is_encrypted: bool
    refusal: str = ""  # our code for its no; it holds no statement then, and no signature is asked of it


def examine_response(root: Element) -> Sent:
    """A response as it came.

    Raises:
        Distrust: its shape or its algorithms are none we accept.
    """
    if root.tag != f"{SAMLP}Response" or root.get("Version") != "2.0":
        raise Distrust("saml_shape")
    if refusal := _refusal(root):
        return _sent(root, is_encrypted=False, refusal=refusal)
    assertion = _only_assertion(root)
    is_encrypted = assertion.tag == f"{SAML}EncryptedAssertion"
    homes = [root] if is_encrypted else [root, assertion]
    signed = _examine_signatures(root, homes)
    _examine_encryption(root)
    if not signed and not is_encrypted:
        raise Distrust("saml_unsigned")
    return _sent(root, is_encrypted=is_encrypted, refusal="")


def _sent(root: Element, *, is_encrypted: bool, refusal: str) -> Sent:
    return Sent(
        issuer=text_of(root.find(f"{SAML}Issuer")),
        in_response_to=root.get("InResponseTo", ""),
        destination=root.get("Destination", ""),
        is_encrypted=is_encrypted,
        refusal=refusal,
    )


def examine_opened(root: Element) -> None:
    """The same response with its assertion opened: what was sealed has to follow the same rules.

    Raises:
        Distrust: it does not.
    """
    inside = [one for one in root.iter() if local(one.tag) == "Assertion"]
    wrappers = root.findall(f"{SAML}EncryptedAssertion")
    if len(inside) != 1 or len(wrappers) != 1 or inside[0].tag != f"{SAML}Assertion":
        raise Distrust("saml_shape")
    if inside[0] not in list(wrappers[0]):
        raise Distrust("saml_shape")
    if not _examine_signatures(root, [root, inside[0]]):
        raise Distrust("saml_unsigned")


def examine_metadata(root: Element) -> None:
    """Metadata signed as a whole: of one entity, or a list that some answer with.

    Raises:
        Distrust: it is not.
    """
    if root.tag not in (f"{MD}EntityDescriptor", f"{MD}EntitiesDescriptor"):
        raise Distrust("metadata_shape")
    if not _examine_signatures(root, [root]):
        raise Distrust("metadata_unsigned")


def _only_assertion(root: Element) -> Element:
    """The one assertion, whatever namespace others would hide in, and directly in the response."""
    found = [one for one in root.iter() if local(one.tag) in ("Assertion", "EncryptedAssertion")]
    if len(found) != 1 or found[0] not in list(root):
        raise Distrust("saml_shape")
    if found[0].tag not in (f"{SAML}Assertion", f"{SAML}EncryptedAssertion"):
        raise Distrust("saml_shape")
    return found[0]


def _refusal(root: Element) -> str:
    """Why there is no statement in it, if it says so."""
    said = root.find(f"{SAMLP}Status/{SAMLP}StatusCode")
    if said is None or any(local(one.tag) in ("Assertion", "EncryptedAssertion") for one in root.iter()):
        return ""
    codes = [one.get("Value", "").rpartition(":")[2] for one in said.iter(f"{SAMLP}StatusCode")]
    if codes[0] == "Success":
        return ""
    return next((REFUSALS[code] for code in codes if code in REFUSALS), "provider_refused")


def _examine_signatures(root: Element, homes: list[Element]) -> int:
    """How many signatures there are; each has to stand in one of the `homes`, once, and be about that one."""
    _identifiers(root)
    everywhere = [one for one in root.iter() if local(one.tag) == "Signature"]
    at_home = [(home, one) for home in homes for one in home.findall(f"{DS}Signature")]
    if len(everywhere) != len(at_home) or any(len(home.findall(f"{DS}Signature")) > 1 for home in homes):
        raise Distrust("saml_shape")
    for home, signature in at_home:
        _examine(signature, home.get("ID", ""))
    return len(at_home)


def _identifiers(root: Element) -> None:
    """Every identifier once, and none in a disguise that only some readers see through."""
    known: Counter[str] = Counter()
    for element in root.iter():
        for name, value in element.attrib.items():
            if local(name).lower() == "id":
                if name.startswith("{"):
                    raise Distrust("saml_shape")
                known[value] += 1
    if known and max(known.values()) > 1:
        raise Distrust("saml_shape")


def _examine(signature: Element, signed: str) -> None:
    infos = [one for one in signature.iter() if local(one.tag) == "SignedInfo"]
    references = [one for one in signature.iter() if local(one.tag) == "Reference"]
    objects = [one for one in signature.iter() if local(one.tag) in ("Object", "Manifest")]
    if len(infos) != 1 or len(references) != 1 or objects or infos[0] not in list(signature):
        raise Distrust("saml_shape")
    if references[0] not in list(infos[0]) or not signed or references[0].get("URI") != f"#{signed}":
        raise Distrust("saml_shape")
    transforms = [one.get("Algorithm") for one in signature.iter() if local(one.tag) == "Transform"]
    if ENVELOPED not in transforms or len(transforms) > 2 or not set(transforms) <= CANONICAL | {ENVELOPED}:
        raise Distrust("saml_shape")
    _among(signature, "CanonicalizationMethod", CANONICAL)
    _among(signature, "SignatureMethod", SIGNATURE_METHODS)
    _among(signature, "DigestMethod", DIGEST_METHODS)


def _among(signature: Element, what: str, accepted: frozenset[str]) -> None:
    used = [one.get("Algorithm", "") for one in signature.iter() if local(one.tag) == what]
    if len(used) != 1 or used[0] not in accepted:
        raise Distrust("saml_algorithm")


def _examine_encryption(root: Element) -> None:
    for element in root.iter():
        if local(element.tag) not in ("EncryptedData", "EncryptedKey"):
            continue
        accepted = CIPHERS if local(element.tag) == "EncryptedData" else KEY_TRANSPORT
        method = element.find(f"{XENC}EncryptionMethod")
        if method is None or method.get("Algorithm") not in accepted:
            raise Distrust("saml_algorithm")
        if any(local(one.tag) == "CipherReference" for one in element.iter()):  # leads out of the document
            raise Distrust("saml_shape")
