"""A right key signs a wrong statement: only our own look at what it says is left to say no."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from app.database import now
from app.saml import parties
from app.saml.pairs import body_of, new_pair
from tests.saml.conftest import refusal
from tests.saml.forgery import SAML, SAMLP, assertion_in, closed, opened, signed


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
    assert not parties.is_installed()
