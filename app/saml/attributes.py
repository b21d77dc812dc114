"""Attributes by the names people know them by, whatever an identity provider calls them."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from app.saml.reading import SAML, text_of
from app.sign_in.tokens import is_clean

CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
MICROSOFT = "http://schemas.microsoft.com/"
EDU_PERSON = "urn:oid:1.3.6.1.4.1.5923.1.1.1."
MOST_VALUES = 500
LONGEST_VALUE = 2000

NAMES = {
    f"{EDU_PERSON}1": "eduPersonAffiliation",
    f"{EDU_PERSON}6": "eduPersonPrincipalName",
    f"{EDU_PERSON}7": "eduPersonEntitlement",
    f"{EDU_PERSON}9": "eduPersonScopedAffiliation",
    f"{EDU_PERSON}11": "eduPersonAssurance",
    f"{EDU_PERSON}13": "eduPersonUniqueId",
    f"{EDU_PERSON}16": "eduPersonOrcid",
    "urn:oasis:names:tc:SAML:attribute:subject-id": "subject-id",
    "urn:oasis:names:tc:SAML:attribute:pairwise-id": "pairwise-id",
    "urn:oid:0.9.2342.19200300.100.1.1": "uid",
    "urn:oid:0.9.2342.19200300.100.1.3": "mail",
    "urn:oid:2.16.840.1.113730.3.1.241": "displayName",
    "urn:oid:2.5.4.3": "cn",
    "urn:oid:2.5.4.4": "sn",
    "urn:oid:2.5.4.42": "givenName",
    "urn:oid:2.5.4.10": "o",
    "urn:oid:2.5.4.11": "ou",
    "urn:oid:2.5.4.97": "organizationIdentifier",
    "urn:oid:1.3.6.1.4.1.25178.1.2.9": "schacHomeOrganization",
    "urn:oid:1.2.752.201.3.1": "orgAffiliation",
    "http://sambi.se/attributes/1/employeeHsaId": "employeeHsaId",
    f"{CLAIMS}emailaddress": "mail",
    f"{CLAIMS}givenname": "givenName",
    f"{CLAIMS}surname": "sn",
    f"{CLAIMS}name": "name",
    f"{CLAIMS}upn": "upn",
    f"{MICROSOFT}identity/claims/displayname": "displayName",
    f"{MICROSOFT}identity/claims/objectidentifier": "objectidentifier",
    f"{MICROSOFT}identity/claims/tenantid": "tenantid",
    f"{MICROSOFT}ws/2008/06/identity/claims/groups": "groups",
    f"{MICROSOFT}ws/2008/06/identity/claims/role": "roles",
}
SCOPED = frozenset(
    {"subject-id", "pairwise-id", "eduPersonPrincipalName", "eduPersonScopedAffiliation", "eduPersonUniqueId"}
)
"""What has an organisation's name after @; only those that the federation says are the provider's (rule 8)."""

CHANGING = frozenset({"mail", "email", "upn", "name", "displayName", "cn", "sn", "givenName"})
"""What people change when they marry or their department is renamed: never what we know somebody by (rule 2)."""

NEVER = frozenset(
    {
        "urn:oid:1.2.752.29.4.13",
        "urn:oid:1.3.6.1.4.1.2428.90.1.5",
        "personalIdentityNumber",
        "norEduPersonNIN",
        "http://sambi.se/attributes/1/personalIdentityNumber",
    }
)
"""Personal identity numbers, which we have not asked for and do not read."""

Claims = dict[str, str | list[str]]


def claims_of(assertion: Element) -> Claims:
    """Everything said about the person: one value as a text, several as a list."""
    found: dict[str, list[str]] = {}
    for attribute in assertion.iterfind(f"{SAML}AttributeStatement/{SAML}Attribute"):
        said = attribute.get("Name", "")
        if not said or said in NEVER or attribute.get("FriendlyName") in NEVER or not is_clean(said):
            continue
        values = [text_of(one) for one in attribute.findall(f"{SAML}AttributeValue")]
        kept = [one for one in values if one and len(one) <= LONGEST_VALUE and is_clean(one)]
        found.setdefault(NAMES.get(said, said), []).extend(kept[:MOST_VALUES])
    return {name: values[0] if len(values) == 1 else values for name, values in found.items() if values}


def within_scope(claims: Claims, scopes: frozenset[str]) -> Claims:
    """The same without what the provider has no right to say: another organisation's name after the @."""
    kept: Claims = {}
    for name, said in claims.items():
        values = said if isinstance(said, list) else [said]
        right = [one for one in values if name not in SCOPED or scope_of(one) in scopes]
        if right:
            kept[name] = right[0] if len(right) == 1 else right
    return kept


def scope_of(value: str) -> str:
    """What stands after the one @; empty where there is none, or more than one."""
    before, _, after = value.partition("@")
    return after.lower() if before and "@" not in after else ""


def first(claims: Mapping[str, str | list[str]], *names: str) -> str:
    """The first value there is of the first of these attributes that came."""
    for name in names:
        said = claims.get(name)
        if said:
            return said[0] if isinstance(said, list) else said
    return ""


def profile_of(claims: Mapping[str, str | list[str]]) -> dict[str, str]:
    """What is shown of the person: a name and an address."""
    named = " ".join(part for part in (first(claims, "givenName"), first(claims, "sn")) if part)
    found = {
        "name": first(claims, "displayName") or named or first(claims, "cn"),
        "email": first(claims, "mail", "email"),
    }
    return {name: value for name, value in found.items() if value}
