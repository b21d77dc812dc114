"""What becomes of answers that somebody has worked on: none is believed, whichever part was signed.

Each starts from a genuine answer of SimpleSAMLphp. Where a right key signs a wrong statement, only our own look is left
to say no.
"""

import base64
import copy
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from app.database import now
from app.saml import library
from app.saml.believing import Expected, believe, receive
from app.saml.pairs import body_of, new_pair
from app.sign_in.tokens import Distrust
from tests.saml import forgery
from tests.saml.conftest import ASKED
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


@pytest.fixture
def judged(house, theirs):
    """`judged(answer)` is what we believe of it."""

    def judged(encoded, at=None, whom=None, **expected):
        wanted = Expected(**({"request_id": ASKED, "subject_source": "NameID"} | expected))
        return believe(house.ours, whom or theirs, receive(encoded), wanted, at or now())

    return judged


def refusal(judged, encoded, **expected):
    with pytest.raises(Distrust) as problem:
        judged(encoded, **expected)
    return problem.value.code


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


def later(root, **by):
    """Every time in an assertion, moved."""
    return str(now() + timedelta(**by)).replace(" ", "T")[:19] + "Z"


def audience_of_another(assertion):
    assertion.find(f".//{SAML}Audience").text = "https://testserver/sso/two/metadata"


def no_audience(assertion):
    conditions = assertion.find(f"{SAML}Conditions")
    conditions.remove(conditions.find(f"{SAML}AudienceRestriction"))


def no_conditions(assertion):
    assertion.remove(assertion.find(f"{SAML}Conditions"))


def recipient_elsewhere(assertion):
    assertion.find(f".//{SAML}SubjectConfirmationData").set("Recipient", "https://elsewhere.example/acs")


def recipient_missing(assertion):
    assertion.find(f".//{SAML}SubjectConfirmationData").attrib.pop("Recipient")


def confirmation_of_another_question(assertion):
    assertion.find(f".//{SAML}SubjectConfirmationData").set("InResponseTo", "_another")


def confirmation_of_no_question(assertion):
    assertion.find(f".//{SAML}SubjectConfirmationData").attrib.pop("InResponseTo")


def confirmation_without_end(assertion):
    assertion.find(f".//{SAML}SubjectConfirmationData").attrib.pop("NotOnOrAfter")


def confirmation_over(assertion):
    assertion.find(f".//{SAML}SubjectConfirmationData").set("NotOnOrAfter", later(assertion, seconds=-120))


def not_a_bearer(assertion):
    confirmation = assertion.find(f".//{SAML}SubjectConfirmation")
    confirmation.set("Method", "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches")


def conditions_over(assertion):
    assertion.find(f"{SAML}Conditions").set("NotOnOrAfter", later(assertion, seconds=-120))


def conditions_not_begun(assertion):
    assertion.find(f"{SAML}Conditions").set("NotBefore", later(assertion, seconds=120))


def written_long_ago(assertion):
    assertion.set("IssueInstant", later(assertion, minutes=-12))


def written_tomorrow(assertion):
    assertion.set("IssueInstant", later(assertion, minutes=3))


def issuer_another(assertion):
    assertion.find(f"{SAML}Issuer").text = "https://elsewhere.example/idp"


def session_over(assertion):
    assertion.find(f"{SAML}AuthnStatement").set("SessionNotOnOrAfter", later(assertion, minutes=-5))


def no_authn_statement(assertion):
    assertion.remove(assertion.find(f"{SAML}AuthnStatement"))


def two_authn_statements(assertion):
    assertion.append(etree.fromstring(etree.tostring(assertion.find(f"{SAML}AuthnStatement"))))


def name_transient(assertion):
    name = assertion.find(f"{SAML}Subject/{SAML}NameID")
    name.set("Format", "urn:oasis:names:tc:SAML:2.0:nameid-format:transient")


def name_an_address(assertion):
    name = assertion.find(f"{SAML}Subject/{SAML}NameID")
    name.set("Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")
    name.text = "anna@north.example"


def name_missing(assertion):
    subject = assertion.find(f"{SAML}Subject")
    subject.remove(subject.find(f"{SAML}NameID"))


def name_with_a_newline(assertion):
    assertion.find(f"{SAML}Subject/{SAML}NameID").text = "one\nother"


def name_too_long(assertion):
    assertion.find(f"{SAML}Subject/{SAML}NameID").text = "n" * 256


MISTAKEN = {
    audience_of_another: "saml_refused", no_audience: "audience_wrong", no_conditions: "audience_wrong",
    recipient_elsewhere: "saml_refused", recipient_missing: "saml_refused",
    confirmation_of_another_question: "saml_refused", confirmation_of_no_question: "saml_refused",
    confirmation_without_end: "recipient_wrong", confirmation_over: "saml_refused", not_a_bearer: "recipient_wrong",
    conditions_over: "saml_refused", conditions_not_begun: "saml_refused", written_long_ago: "saml_time",
    written_tomorrow: "saml_time", issuer_another: "saml_signature", session_over: "saml_refused",
    no_authn_statement: "saml_refused", two_authn_statements: "saml_refused", name_transient: "subject_transient",
    name_an_address: "subject_is_address", name_missing: "subject_missing", name_with_a_newline: "subject_unusable",
    name_too_long: "subject_unusable",
}  # fmt: skip


@pytest.mark.parametrize("work", MISTAKEN, ids=lambda work: work.__name__)
def test_a_wrong_statement_is_refused_though_the_right_key_signed_it(answers, judged, provider, work):
    root = opened(answers("assertion"))
    work(assertion_in(root))
    assert refusal(judged, closed(signed(root, provider.pair))) == MISTAKEN[work]


def test_two_right_statements_are_one_too_many(answers, judged, provider):
    root = opened(answers("both"))
    root.append(etree.fromstring(etree.tostring(assertion_in(root)).replace(b'ID="_', b'ID="_2')))
    assert refusal(judged, closed(signed(root, provider.pair, f"{SAMLP}Response"))) == "saml_shape"


def test_what_the_provider_says_when_it_says_no(answers, judged, provider):
    codes = {
        "AuthnFailed": "cancelled",
        "RequestDenied": "cancelled",
        "NoAuthnContext": "acr_refused",
        "X": "provider_refused",
    }
    for said, code in codes.items():
        root = opened(answers("both"))
        root.remove(assertion_in(root))
        status = root.find(f"{SAMLP}Status/{SAMLP}StatusCode")
        status.set("Value", "urn:oasis:names:tc:SAML:2.0:status:Responder")
        etree.SubElement(status, f"{SAMLP}StatusCode").set("Value", f"urn:oasis:names:tc:SAML:2.0:status:{said}")
        assert refusal(judged, closed(signed(root, provider.pair, f"{SAMLP}Response"))) == code


def test_several_certificates_and_none_of_theirs(answers, judged, theirs):
    other = body_of(new_pair("the next").certificate)
    assert judged(answers("both"), whom=replace(theirs, certificates=[other, *theirs.certificates]))
    assert refusal(judged, answers("both"), whom=replace(theirs, certificates=[other])) == "saml_signature"


def test_another_providers_answer_is_refused(answers, judged, theirs):
    assert (
        refusal(judged, answers("both"), whom=replace(theirs, entity_id="https://elsewhere.example/idp"))
        == "issuer_wrong"
    )


def test_an_answer_nobody_asked_for_is_refused_unless_that_is_agreed(answers, judged):
    assert refusal(judged, answers("both"), request_id="_other") == "in_response_to_wrong"
    assert refusal(judged, answers("both"), request_id="") == "in_response_to_wrong"


def test_an_old_answer_is_refused(answers, judged):
    assert refusal(judged, answers("both"), at=now() + timedelta(minutes=12)) == "saml_time"


def test_asking_for_more_is_not_receiving_it(answers, judged):
    """Rule 33"""
    assert refusal(judged, answers("both"), contexts=["http://id.sambi.se/loa/loa3"]) == "acr_refused"
    assert judged(answers("both"), contexts=["urn:oasis:names:tc:SAML:2.0:ac:classes:Password"])
    assert refusal(judged, answers("both"), anew_since=now() + timedelta(minutes=5)) == "signed_in_too_long_ago"


def test_without_the_program_nothing_is_believed_and_it_is_said(answers, judged, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert refusal(judged, answers("both")) == "saml_unavailable"
    assert not library.is_installed()
