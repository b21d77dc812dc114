"""What we tell identity providers about ourselves (SAML metadata, with the user interface extension)."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from app.saml.attributes import EDU_PERSON
from app.saml.metadata import POST, PROTOCOL

PERSONALIZED = "https://refeds.org/category/personalized"
"""The one entity category we ask a federation for: several, and providers release for the least of them (sso.md 2)."""

WANTED = (
    ("urn:oasis:names:tc:SAML:attribute:subject-id", "subject-id", True),
    ("urn:oid:2.16.840.1.113730.3.1.241", "displayName", True),
    ("urn:oid:0.9.2342.19200300.100.1.3", "mail", True),
    (f"{EDU_PERSON}9", "eduPersonScopedAffiliation", False),
    (f"{EDU_PERSON}11", "eduPersonAssurance", False),
)
NAME_FORMATS = ("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",)


@dataclass(frozen=True)
class AboutUs:
    """`signing` and `opening` are certificates (base64 of DER), the one in use first, then the one that follows."""

    entity_id: str
    acs: str
    name: str
    home: str
    privacy: str
    support: str
    signing: Sequence[str]
    opening: Sequence[str]
    in_federation: bool = False


def own_metadata(us: AboutUs) -> str:
    """An EntityDescriptor. It has no end: certificates say themselves how long they last."""
    category = _category() if us.in_federation else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
        ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"'
        f" entityID={quoteattr(us.entity_id)}>{category}"
        '<md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true"'
        f' protocolSupportEnumeration="{PROTOCOL}">'
        f"{_shown(us)}{_keys('signing', us.signing)}{_keys('encryption', us.opening)}"
        f"{''.join(f'<md:NameIDFormat>{one}</md:NameIDFormat>' for one in NAME_FORMATS)}"
        f'<md:AssertionConsumerService Binding="{POST}" Location={quoteattr(us.acs)} index="1" isDefault="true"/>'
        f"{_wanted(us)}</md:SPSSODescriptor>{_contact(us)}</md:EntityDescriptor>\n"
    )


def _category() -> str:
    return (
        '<md:Extensions><mdattr:EntityAttributes xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute">'
        '<saml:Attribute xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
        ' Name="http://macedir.org/entity-category"'
        ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">'
        f"<saml:AttributeValue>{PERSONALIZED}</saml:AttributeValue></saml:Attribute>"
        "</mdattr:EntityAttributes></md:Extensions>"
    )


def _both(tag: str, swedish: str, english: str) -> str:
    return f'<{tag} xml:lang="sv">{escape(swedish)}</{tag}><{tag} xml:lang="en">{escape(english)}</{tag}>'


def _shown(us: AboutUs) -> str:
    return (
        "<md:Extensions><mdui:UIInfo>"
        f"{_both('mdui:DisplayName', us.name, us.name)}"
        f"{_both('mdui:InformationURL', us.home, us.home)}"
        f"{_both('mdui:PrivacyStatementURL', us.privacy, us.privacy)}"
        "</mdui:UIInfo></md:Extensions>"
    )


def _keys(use: str, certificates: Sequence[str]) -> str:
    return "".join(
        f'<md:KeyDescriptor use="{use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{one}</ds:X509Certificate>'
        "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        for one in certificates
    )


def _wanted(us: AboutUs) -> str:
    asked = "".join(
        f'<md:RequestedAttribute Name="{name}" FriendlyName="{friendly}"'
        ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"' + (' isRequired="true"/>' if required else "/>")
        for name, friendly, required in WANTED
    )
    return (
        f'<md:AttributeConsumingService index="1">{_both("md:ServiceName", us.name, us.name)}{asked}'
        "</md:AttributeConsumingService>"
    )


def _contact(us: AboutUs) -> str:
    return (
        f"<md:Organization>{_both('md:OrganizationName', us.name, us.name)}"
        f"{_both('md:OrganizationDisplayName', us.name, us.name)}"
        f"{_both('md:OrganizationURL', us.home, us.home)}</md:Organization>"
        '<md:ContactPerson contactType="technical">'
        f"<md:EmailAddress>mailto:{escape(us.support)}</md:EmailAddress></md:ContactPerson>"
    )
