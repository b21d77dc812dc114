"""What becomes of answers that somebody has worked on: none is believed, whichever part was signed.

Each starts from a genuine answer of SimpleSAMLphp. Where a right key signs a wrong statement, only our own look is left
to say no.
"""

import base64
import copy

import pytest
from lxml import etree

from app.saml import library
from app.saml.pairs import body_of, new_pair
from tests.saml import forgery
from tests.saml.conftest import ASKED, refusal
from tests.saml.forgery import DS, SAML, SAMLP, assertion_in, closed, opened, sealed, signed

WORKED_ON = [
    ("both", forgery.xsw1), ("both", forgery.xsw2), ("response", forgery.xsw1), ("response", forgery.xsw2),
    ("assertion", forgery.xsw3), ("assertion", forgery.xsw4), ("assertion", forgery.xsw5), ("assertion", forgery.xsw6),
    ("assertion", forgery.xsw7), ("assertion", forgery.xsw8), ("assertion", forgery.duplicate_id),
    ("assertion", forgery.other_namespace_id), ("assertion", forgery.second_reference),
    ("assertion", forgery.no_enveloped_transform), ("both", forgery.stripped), ("both", forgery.tampered),
    ("assertion", forgery.tampered), ("response", forgery.tampered), ("assertion", forgery.tampered_attribute),
    ("assertion", forgery.destination_elsewhere), ("assertion", forgery.answer_to_another),
    ("assertion", forgery.status_refused), ("both", forgery.status_refused), ("sealed", forgery.destination_elsewhere),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["both", "assertion", "response", "sealed"])
def test_a_genuine_answer_is_believed_however_it_is_signed(answers, judged, kind):
    said = judged(answers(kind))
    assert said.claims == {"uid": "anna", "mail": "anna@north.example", "displayName": "Anna Ek"}
    assert said.profile == {"name": "Anna Ek", "email": "anna@north.example"}
    assert len(said.subject) == 40  # SimpleSAMLphp's persistent name: a hash
    assert said.context == "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"


@pytest.mark.parametrize(("kind", "work"), WORKED_ON, ids=lambda value: getattr(value, "__name__", value))
def test_no_answer_that_was_worked_on_is_believed(answers, judged, kind, work):
    """Rule 22"""
    root = opened(answers(kind))
    work(root)
    assert refusal(judged, closed(root))


@pytest.mark.parametrize("work", [forgery.xsw3, forgery.xsw4, forgery.xsw5, forgery.xsw6, forgery.xsw7, forgery.xsw8])
def test_wrapping_is_seen_by_its_shape_before_the_library(answers, judged, work, monkeypatch):
    root = opened(answers("assertion"))
    work(root)
    monkeypatch.setattr(library, "_client", None)  # whoever gets that far falls over
    assert refusal(judged, closed(root)) == "saml_shape"


def _beside(root, other):
    assertion_in(root).addnext(other)


def _second(root, *, is_signed):
    """The same statement once more under another name, with or without a signature."""
    other = copy.deepcopy(assertion_in(root))
    other.set("ID", "_another")
    if not is_signed:
        other.remove(other.find(f"{DS}Signature"))
    return other


def two_of_them(root):
    _beside(root, _second(root, is_signed=False))


def two_signed_ones(root):
    _beside(root, _second(root, is_signed=True))


def one_open_beside_one_that_is_sealed(root):
    _beside(root, etree.Element(f"{SAML}EncryptedAssertion"))


def one_inside_the_other(root):
    assertion_in(root).append(_second(root, is_signed=False))


def none_at_all(root):
    root.remove(assertion_in(root))


@pytest.mark.parametrize(
    "work",
    [two_of_them, two_signed_ones, one_open_beside_one_that_is_sealed, one_inside_the_other, none_at_all],
    ids=lambda work: work.__name__,
)
def test_there_is_exactly_one_assertion(answers, judged, provider, work, monkeypatch):
    """Rule 22: also where the provider itself signs all of it."""
    root = opened(answers("both"))
    work(root)
    whole = signed(root, provider.pair, what=f"{SAMLP}Response")
    monkeypatch.setattr(library, "_client", None)
    assert refusal(judged, closed(whole)) == "saml_shape"


def test_a_foreign_key_is_not_believed_though_its_certificate_comes_along(answers, judged):
    foreign = new_pair("provider")
    root = signed(opened(answers("assertion")), foreign)
    assert refusal(judged, closed(root)) == "saml_signature"
    info = etree.SubElement(root.find(f".//{DS}Signature"), f"{DS}KeyInfo")
    etree.SubElement(etree.SubElement(info, f"{DS}X509Data"), f"{DS}X509Certificate").text = body_of(
        foreign.certificate
    )
    assert refusal(judged, closed(root)) == "saml_signature"


def test_sha_1_is_refused_before_the_library_which_would_take_it(answers, judged, provider, monkeypatch):
    """Rule 23"""
    root = signed(opened(answers("assertion")), provider.pair, method="rsa-sha1")
    monkeypatch.setattr(library, "_client", None)
    assert refusal(judged, closed(root)) == "saml_algorithm"


def test_the_provider_itself_signing_with_sha_1_is_refused(house, provider, theirs, person, judged):
    """Not our forgery but SimpleSAMLphp set up as many once were."""
    provider.knows(house.metadata)
    provider.behaves(**{"signature.algorithm": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"})
    asked = library.question(house.ours, theirs, ASKED, "state", library.Wish())
    answer = person().proves(asked.address)[1]["SAMLResponse"]
    assert refusal(judged, answer) == "saml_algorithm"


@pytest.mark.parametrize(
    "before",
    [
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b"<!DOCTYPE r>",
        b'<!DOCTYPE r [<!ENTITY a "a"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_document_type_is_refused(answers, judged, before):
    """XXE, XML bombs, DOCTYPE: rules 22 and 37"""
    assert refusal(judged, closed(opened(answers("both")), before)) == "saml_malformed"


def test_comments_do_not_cut_what_is_said(answers, judged, provider):
    """Rule 24: a comment is no part of what is signed, and must not end what is read."""
    root = opened(answers("assertion"))
    name = assertion_in(root).find(f"{SAML}Subject/{SAML}NameID")
    whole = name.text
    name.text, rest = whole[:10], whole[10:]
    name.insert(0, etree.Comment(" cut here "))
    name[0].tail = rest
    assert judged(closed(root)).subject == whole
    mail = next(one for one in root.iter(f"{SAML}AttributeValue") if "@" in one.text)
    mail.text, rest = "anna@north.example"[:4], "anna@north.example"[4:]
    mail.insert(0, etree.Comment(".evil.example"))
    mail[0].tail = rest
    assert judged(closed(root)).profile["email"] == "anna@north.example"


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_another_encoding_is_refused(answers, judged, encoding):
    text = etree.tostring(opened(answers("both")), encoding=encoding)
    assert refusal(judged, base64.b64encode(text).decode()) == "saml_malformed"


@pytest.mark.parametrize("posted", ["", "!", "PGE+", "PGEvPg==", "A" * 600_000, base64.b64encode(b"<a>" * 99).decode()])
def test_garbage_is_refused(judged, posted):
    assert refusal(judged, posted) in ("saml_malformed", "saml_shape")


def test_a_relative_namespace_is_refused(answers, judged):
    text = base64.b64decode(answers("both")).replace(b"<samlp:Response ", b'<samlp:Response xmlns:v="1" ', 1)
    assert refusal(judged, base64.b64encode(text).decode()) == "saml_malformed"


def test_anybody_can_seal_so_a_seal_proves_nothing(answers, judged, house):
    root = opened(answers("assertion"))
    forgery.stripped(root)
    forgery.tampered(root)
    assert refusal(judged, closed(sealed(root, house.opening.certificate))) == "saml_signature"
    foreign = signed(opened(answers("assertion")), new_pair("provider"))
    assert refusal(judged, closed(sealed(foreign, house.opening.certificate))) == "saml_signature"
    two = opened(answers("assertion"))
    assertion_in(two).append(forgery.evil_copy(assertion_in(two)))
    assert refusal(judged, closed(sealed(two, house.opening.certificate)))


def test_sha_1_under_a_seal_is_refused_too(answers, judged, house, provider):
    root = signed(opened(answers("assertion")), provider.pair, method="rsa-sha1")
    assert refusal(judged, closed(sealed(root, house.opening.certificate))) == "saml_algorithm"


def test_a_genuine_statement_sealed_by_the_same_tool_is_believed(answers, judged, house):
    assert judged(closed(sealed(opened(answers("assertion")), house.opening.certificate))).profile["name"] == "Anna Ek"


def test_encryption_where_it_was_agreed(answers, judged):
    assert refusal(judged, answers("both"), wants_encrypted=True) == "not_encrypted"
    assert judged(answers("sealed"), wants_encrypted=True)


def test_weak_encryption_is_refused(answers, judged):
    text = base64.b64decode(answers("sealed"))
    for theirs, weak in (
        (b"xmlenc#rsa-oaep-mgf1p", b"xmlenc#rsa-1_5"),
        (b"xmlenc#aes128-cbc", b"xmlenc#tripledes-cbc"),
    ):
        assert theirs in text
        assert refusal(judged, base64.b64encode(text.replace(theirs, weak)).decode()) == "saml_algorithm"
