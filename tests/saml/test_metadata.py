"""What an IT person may hand us, and the sentence each fault is answered with; and what we hand to them."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from app.database import now
from app.refusals import Refused
from app.saml import connections, own_metadata, pairs
from app.saml.attributes import scope_of, within_scope
from app.saml.connections import Given, Wanted
from app.saml.fetching import from_address
from app.saml.metadata import print_of, read_metadata
from app.sign_in.outbound import Outbound
from tests.saml.conftest import about
from tests.waiting import finished

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


def one(certificate, entity_id="https://idp.example/one", location="https://idp.example/sso", more="", attributes=""):
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity_id}"{attributes}>'
        '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        f'<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
        f"<ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>{more}"
        f'<md:SingleSignOnService Binding="{REDIRECT}" Location="{location}"/></md:IDPSSODescriptor>'
        "</md:EntityDescriptor>"
    )


@pytest.fixture(scope="module")
def certificate(own_pairs):
    return pairs.body_of(own_pairs["signing"].certificate)


def refusals(document):
    with pytest.raises(Refused) as problem:
        read_metadata(document if isinstance(document, bytes) else document.encode())
    return [reason.text % reason.values for reason in problem.value.reasons]


def test_what_a_provider_says_of_itself(certificate, own_pairs):
    other = pairs.body_of(own_pairs["opening"].certificate)
    second = (
        '<md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
        f"<ds:X509Certificate>{other}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
    )
    scopes = (
        '<md:Extensions><s:Scope xmlns:s="urn:mace:shibboleth:metadata:1.0" regexp="false">North.example</s:Scope>'
        '<s:Scope xmlns:s="urn:mace:shibboleth:metadata:1.0" regexp="true">.*</s:Scope></md:Extensions>'
    )
    found = read_metadata(
        one(certificate, more=second + scopes, attributes=' validUntil="2099-01-01T00:00:00Z"').encode()
    )
    assert found.entity_id == "https://idp.example/one"
    assert found.redirect_address == "https://idp.example/sso"
    assert found.certificates == (certificate, other)
    assert found.scopes == ("north.example",)
    assert found.valid_until.year == 2099
    assert found.certificates_end > now()
    assert len(print_of(certificate)) == 95


def test_a_file_with_one_provider_among_services_will_do(certificate):
    both = one(certificate) + (
        '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sp.example">'
        '<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/></md:EntityDescriptor>'
    )
    wrapped = f'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">{both}</md:EntitiesDescriptor>'
    assert read_metadata(wrapped.encode()).entity_id == "https://idp.example/one"
    twice = wrapped.replace(
        "</md:EntitiesDescriptor>", one(certificate, "https://idp.example/two") + "</md:EntitiesDescriptor>"
    )
    assert refusals(twice) == ["The metadata holds 2 identity providers. Send a file with yours alone."]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "This is not XML"),
        ("hello", "This is not XML"),
        ("<!doctype html><html><body>Sign in</body></html>", "This is a web page, not metadata"),
        ("<html><body>Sign in</body></html>", "it begins with html"),
        ("<!DOCTYPE a><a/>", "has a document type"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "has a document type"),
        ("<a/>", "it begins with a"),
        ("<a>" * 100 + "</a>" * 100, "nested more deeply"),
        ('<a xmlns="1"/>', "a namespace that is not a whole address"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a/>", "not written in UTF-8"),
        (b"\xff\xfe<\x00a\x00", "not written in UTF-8"),
        ("<a>" + "x" * 1_100_000 + "</a>", "larger than one megabyte"),
    ],
)
def test_what_is_no_metadata_is_answered_with_what_to_do(document, said):
    """Rule 37"""
    (text,) = refusals(document)
    assert said in text


def test_each_fault_has_its_own_sentence_and_all_are_said_at_once(certificate):
    faults = refusals(one("AAAA", entity_id="not an address\n", location="javascript:alert(1)"))
    assert len(faults) == 3
    assert "no entityID that can be used" in faults[0]
    assert "javascript:alert(1) is not an https address" in faults[1]
    assert "cannot be read" in faults[2]
    assert "is not an https address" in refusals(one(certificate, location="http://idp.example/sso"))[0]
    assert (
        "was valid until 2020-01-01" in refusals(one(certificate, attributes=' validUntil="2020-01-01T00:00:00Z"'))[0]
    )
    assert "a time we cannot read" in refusals(one(certificate, attributes=' validUntil="soon"'))[0]
    assert "no signing certificate" in refusals(one(certificate).replace('use="signing"', 'use="encryption"'))[0]
    assert "no sign-in address" in refusals(one(certificate).replace(REDIRECT, "urn:other"))[0]


def test_our_own_metadata_handed_back_is_recognised(house):
    assert "Perhaps it is ours?" in refusals(house.metadata.partition("?>")[2])[0]


def test_a_weak_key_is_refused(own_pairs):
    key = rsa.generate_private_key(65537, 1024)  # noqa: S505 - weak on purpose
    name = x509.Name([])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now()).not_valid_after(now() + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    assert "too weak" in refusals(one(pairs.body_of(made.public_bytes(Encoding.PEM).decode())))[0]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/metadata", "https://127.0.0.1/metadata", "https://localhost/", "file:///etc/passwd", ""],
)
def test_no_metadata_address_leads_to_our_own_machine(address):
    """Rule 13"""
    with pytest.raises(Refused) as problem:
        finished(from_address(Outbound(), address))
    (reason,) = problem.value.reasons
    assert reason.field == "address"


@pytest.mark.parametrize("attribute", ["mail", "upn", "displayName", ""])
def test_what_people_change_is_not_what_we_know_them_by(db, given, site, certificate, attribute):
    """Rule 2"""
    read = read_metadata(one(certificate).encode())
    organisation = given.organisation()
    with pytest.raises(Refused) as problem:
        connections.draft_connection(db, site.state.sign_in, organisation, read, Wanted(attribute), Given())
    assert [reason.field for reason in problem.value.reasons] == ["subject_source"]


def test_scopes():
    """Rule 8"""
    assert [scope_of(text) for text in ("a@B.example", "a", "@b", "a@b@c", "a@")] == ["b.example", "", "", "", ""]
    claims = {"subject-id": "a@south", "mail": "a@south", "eduPersonScopedAffiliation": ["staff@north", "staff@south"]}
    assert within_scope(claims, frozenset({"north"})) == {
        "mail": "a@south",
        "eduPersonScopedAffiliation": "staff@north",
    }
    assert within_scope(claims, frozenset()) == {"mail": "a@south"}


def test_what_we_say_of_ourselves(house, own_pairs):
    bodies = [pairs.body_of(pair.certificate) for pair in own_pairs.values()]
    text = own_metadata.own_metadata(about(house.ours, bodies, bodies[:1]))
    assert text.count('use="signing"') == 2
    assert text.count('use="encryption"') == 1
    assert "Testbädden &amp; co" in text
    assert "PRIVATE" not in text
