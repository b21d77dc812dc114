"""What an identity provider says about itself: our own copy, of the few things we use.

Fault by fault there is a sentence that says how to mend it: the reader is an IT person with a file from somebody else's
system. An entityID in here is a claim and proves nothing (sso.md rule 3).
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.database import now
from app.language import N_
from app.refusals import Reason, Refused
from app.saml.reading import DS, MD, Malformed, local, read, text_of
from app.sign_in.metadata import is_address

LARGEST = 1024 * 1024  # bytes
MOST_CERTIFICATES = 10
MOST_SCOPES = 200
LONGEST_NAME = 1024  # SAML core 8.3.6
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
SHIBMD = "{urn:mace:shibboleth:metadata:1.0}"
MDUI = "{urn:oasis:names:tc:SAML:metadata:ui}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

UNREADABLE = {
    "too_large": N_(
        "The metadata is larger than one megabyte. Send the metadata of your own identity provider alone, not of a "
        "whole federation."
    ),
    "not_utf8": N_("The metadata is not written in UTF-8. Save the file again as UTF-8."),
    "has_doctype": N_("The metadata has a document type (DOCTYPE). Remove it, or export the metadata anew."),
    "too_deep": N_("The metadata is nested more deeply than metadata is. Export it anew."),
    "namespace_relative": N_("The metadata uses a namespace that is not a whole address. Export it anew."),
    "not_xml": N_("This is not XML. Give the whole file as your identity provider exports it, from < to >."),
}


@dataclass(frozen=True)
class Described:
    """An identity provider as its metadata says. `certificates` are DER in base64: those that may sign."""

    entity_id: str
    redirect_address: str
    post_address: str
    certificates: tuple[str, ...]
    scopes: tuple[str, ...]
    name_formats: tuple[str, ...]
    wants_signed_requests: bool
    valid_until: datetime | None
    names: tuple[tuple[str, str], ...]

    def name(self, language: str) -> str:
        """What it calls itself, in this language or any."""
        named = dict(self.names)
        return named.get(language) or named.get("en") or next(iter(named.values()), "")

    @property
    def certificates_end(self) -> datetime | None:
        """When the last certificate that may sign runs out."""
        return max((certificate(one).not_valid_after_utc for one in self.certificates), default=None)


def read_metadata(document: bytes, *, plain_http: bool = False) -> Described:
    """The one identity provider that a file, a paste or an address gives.

    `plain_http` allows addresses without TLS: development.

    Raises:
        Refused: it cannot be used; each reason says what to do.
    """
    try:
        root = read(document.strip(), LARGEST)
    except Malformed as problem:
        text = UNREADABLE[problem.code]
        if problem.code in ("not_xml", "has_doctype") and b"<html" in document[:2000].lower():
            text = N_("This is a web page, not metadata. Open the metadata address and save what it answers as a file.")
        raise Refused(Reason(text, field="metadata")) from problem
    return described(_entity(root), root, plain_http=plain_http)


def described(entity: Element, root: Element, *, plain_http: bool) -> Described:
    """Raises:
    Refused: a fault, or several.
    """
    role = entity.find(f"{MD}IDPSSODescriptor")
    if role is None:
        raise Refused(_not_a_provider(entity))
    found = Described(
        entity_id=entity.get("entityID", ""),
        redirect_address=_sign_on(role, REDIRECT),
        post_address=_sign_on(role, POST),
        certificates=tuple(dict.fromkeys(_certificates(role))),
        scopes=tuple(dict.fromkeys(_scopes(entity, role)))[:MOST_SCOPES],
        name_formats=tuple(text_of(one) for one in role.findall(f"{MD}NameIDFormat")),
        wants_signed_requests=role.get("WantAuthnRequestsSigned", "") in ("true", "1"),
        valid_until=_valid_until(entity, root),
        names=tuple(_names(entity, role)),
    )
    if faults := list(_faults(found, role, plain_http=plain_http)):
        raise Refused(*faults)
    return found


def _entity(root: Element) -> Element:
    if root.tag == f"{MD}EntityDescriptor":
        return root
    if root.tag != f"{MD}EntitiesDescriptor":
        raise Refused(
            Reason(
                N_(
                    "This XML is not SAML 2.0 metadata: it begins with %(name)s. It should begin with EntityDescriptor."
                ),
                field="metadata",
                values={"name": local(root.tag)[:60]},
            )
        )
    providers = [one for one in root.iter(f"{MD}EntityDescriptor") if one.find(f"{MD}IDPSSODescriptor") is not None]
    if len(providers) != 1:
        raise Refused(
            Reason(
                N_("The metadata holds %(count)s identity providers. Send a file with yours alone."),
                field="metadata",
                values={"count": len(providers)},
            )
        )
    return providers[0]


def _not_a_provider(entity: Element) -> Reason:
    if entity.find(f"{MD}SPSSODescriptor") is not None:
        return Reason(
            N_(
                "This is the metadata of a service, not of an identity provider. Perhaps it is ours? "
                "Export the metadata of your own identity provider."
            ),
            field="metadata",
        )
    return Reason(N_("The metadata holds no identity provider (IDPSSODescriptor)."), field="metadata")


def _sign_on(role: Element, binding: str) -> str:
    for one in role.findall(f"{MD}SingleSignOnService"):
        if one.get("Binding") == binding:
            return one.get("Location", "")
    return ""


def _certificates(role: Element) -> Iterator[str]:
    for key in role.findall(f"{MD}KeyDescriptor"):
        if key.get("use") in (None, "signing"):
            for one in key.iter(f"{DS}X509Certificate"):
                yield "".join(text_of(one).split())


def _scopes(entity: Element, role: Element) -> Iterator[str]:
    """The part after @ that the provider may say. Patterns are not taken: they are rare, and easily too wide."""
    for place in (entity, role):
        for one in place.findall(f"{MD}Extensions/{SHIBMD}Scope"):
            if one.get("regexp", "false") not in ("true", "1") and (scope := text_of(one).lower()):
                yield scope


def _names(entity: Element, role: Element) -> Iterator[tuple[str, str]]:
    shown = role.findall(f"{MD}Extensions/{MDUI}UIInfo/{MDUI}DisplayName")
    official = entity.findall(f"{MD}Organization/{MD}OrganizationDisplayName")
    for one in [*official, *shown]:
        if name := text_of(one)[:200]:
            yield one.get(LANGUAGE, ""), name


def _valid_until(entity: Element, root: Element) -> datetime | None:
    """The earliest of what the file and the entity say."""
    said = [moment(one.get("validUntil")) for one in {id(one): one for one in (root, entity)}.values()]
    return min((one for one in said if one is not None), default=None)


def moment(text: str | None) -> datetime | None:
    """A time as XML writes it, in UTC.

    Raises:
        Refused: it is none.
    """
    if not text:
        return None
    try:
        said = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise Refused(
            Reason(N_("The metadata says a time we cannot read: %(time)s."), values={"time": text[:40]})
        ) from problem
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def _faults(found: Described, role: Element, *, plain_http: bool) -> Iterator[Reason]:
    if not found.entity_id or len(found.entity_id) > LONGEST_NAME or not _is_plain(found.entity_id):
        yield Reason(N_("The metadata has no entityID that can be used. Export it anew."), field="metadata")
    if PROTOCOL not in role.get("protocolSupportEnumeration", "").split():
        yield Reason(
            N_("The identity provider does not say that it speaks SAML 2.0. Turn SAML 2.0 on."), field="metadata"
        )
    if not found.redirect_address and not found.post_address:
        yield Reason(
            N_(
                "The metadata has no sign-in address (SingleSignOnService) for HTTP-Redirect or HTTP-POST. "
                "Export it anew."
            ),
            field="metadata",
        )
    for there in (found.redirect_address, found.post_address):
        if there and not is_address(there, plain_http=plain_http):
            yield Reason(
                N_("The sign-in address %(address)s is not an https address."),
                field="metadata",
                values={"address": there[:200]},
            )
    if found.valid_until and found.valid_until <= now():
        yield Reason(
            N_("The metadata was valid until %(day)s. Export it anew, or give its address so that we can fetch it."),
            field="metadata",
            values={"day": found.valid_until.date().isoformat()},
        )
    yield from _certificate_faults(found)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def _certificate_faults(found: Described) -> Iterator[Reason]:
    if not found.certificates:
        yield Reason(
            N_("The metadata has no signing certificate. Without one we cannot know who answers: export it anew."),
            field="metadata",
        )
    if len(found.certificates) > MOST_CERTIFICATES:
        yield Reason(N_("The metadata has more than ten signing certificates. Take out old ones."), field="metadata")
        return
    for one in found.certificates:
        try:
            key = certificate(one).public_key()
        except ValueError:
            yield Reason(N_("A signing certificate in the metadata cannot be read. Export it anew."), field="metadata")
            continue
        if not _is_strong(key):
            yield Reason(
                N_(
                    "A signing certificate in the metadata is too weak: it needs an RSA key of at least 2048 bits, "
                    "or P-256."
                ),
                field="metadata",
            )


def _is_strong(key: object) -> bool:
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= 2048
    return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.key_size >= 256


def certificate(encoded: str) -> x509.Certificate:
    """A certificate from DER in base64.

    Raises:
        ValueError: it is none.
    """
    try:
        return x509.load_der_x509_certificate(base64.b64decode(encoded, validate=True))
    except binascii.Error as problem:
        raise ValueError(str(problem)) from problem


def print_of(encoded: str) -> str:
    """The SHA-256 fingerprint of a certificate as people read it aloud: A6:78:…"""
    digest = hashlib.sha256(base64.b64decode(encoded)).hexdigest().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
