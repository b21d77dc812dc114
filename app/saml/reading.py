"""XML from outside: small, in one encoding, without a document type (sso.md rule 37).

Read the same way by everyone who reads it after us: two readers that see different things are how signatures are got
around (rule 22).
"""

import re
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

DEEPEST = 60
MOST_ELEMENTS = 20_000
DECLARATION = re.compile(r"\s*<\?xml(?P<said>[^>]*)\?>")
ENCODING = re.compile(r"encoding\s*=\s*[\"'](?P<name>[^\"']*)[\"']")

MD = "{urn:oasis:names:tc:SAML:2.0:metadata}"
SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
SAMLP = "{urn:oasis:names:tc:SAML:2.0:protocol}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
XENC = "{http://www.w3.org/2001/04/xmlenc#}"


class Malformed(ValueError):
    """Nothing we read. `code` says why, for a log or to choose a sentence by."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(document: bytes, largest: int) -> Element:
    """The root of a document of at most `largest` bytes.

    Raises:
        Malformed: too_large, not_utf8, has_doctype, too_deep, namespace_relative or not_xml.
    """
    if len(document) > largest:
        raise Malformed("too_large")
    _one_encoding(document)
    depth = elements = 0
    try:
        events = iterparse(BytesIO(document), events=("start", "end", "start-ns"), forbid_dtd=True)
        for event, what in events:
            if event == "start-ns":
                _absolute(what[1])
            depth += {"start": 1, "end": -1}.get(event, 0)
            elements += event == "start"
            if depth > DEEPEST or elements > MOST_ELEMENTS:
                raise Malformed("too_deep")
        root: Element = events.root
    except DefusedXmlException as problem:
        raise Malformed("has_doctype") from problem
    except (ParseError, ValueError, LookupError) as problem:
        if isinstance(problem, Malformed):
            raise
        raise Malformed("not_xml") from problem
    return root


def _one_encoding(document: bytes) -> None:
    """UTF-8 and nothing else: in another encoding the next reader may see other text."""
    try:
        text = document.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Malformed("not_utf8") from problem
    declared = DECLARATION.match(text)
    encoding = ENCODING.search(declared["said"]) if declared else None
    if encoding and encoding["name"].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Malformed("not_utf8")


def _absolute(namespace: str) -> None:
    """A relative namespace makes canonicalisation fail, and what then is signed differs between libraries."""
    if namespace and ":" not in namespace:
        raise Malformed("namespace_relative")


def text_of(element: Element | None) -> str:
    """The text of an element, over comments: `a<!-- -->b` is ab, never a (rule 24)."""
    return "".join(element.itertext()).strip() if element is not None else ""


def local(tag: object) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
