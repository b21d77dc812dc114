"""Whether an answer is believed: our own look at what the library has verified, and before it sees anything.

The order of sso.md 5. Every no has a code of its own for the trace; the person sees the same words for all of them.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from app.late import late
from app.saml.attributes import SCOPED, Claims, claims_of, first, profile_of, within_scope
from app.saml.parties import SKEW, Ourselves, Theirs
from app.saml.reading import SAML, Malformed, read, text_of
from app.saml.shape import Sent, examine_opened, examine_response
from app.sign_in.tokens import Distrust, is_clean

if TYPE_CHECKING:
    from app.saml import library
else:
    library = late("app.saml.library")

LARGEST = 256 * 1024  # bytes of XML
OLDEST = timedelta(minutes=10)  # how long ago an answer may have been written (sso.md rule 18)
CLOCKS = timedelta(seconds=SKEW)
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:"
TRANSIENT = f"{FORMAT}transient"
PERSISTENT = f"{FORMAT}persistent"
ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
NAME_ID = "NameID"
LONGEST_SUBJECT = 255


@dataclass(frozen=True)
class Expected:
    """What an answer has to fit. `scopes` is None where nobody but the provider itself has said which are its own."""

    request_id: str
    subject_source: str
    contexts: Sequence[str] = ()
    anew_since: datetime | None = None
    wants_encrypted: bool = False
    scopes: frozenset[str] | None = None
    oldest: timedelta = OLDEST


@dataclass(frozen=True)
class Statement:
    """What the identity provider says, believed."""

    subject: str
    claims: Claims
    profile: dict[str, str]
    auth_time: datetime
    context: str
    assertion_id: str
    written_at: datetime
    session_index: str
    farewell: str = field(repr=False)
    until: datetime | None = None  # how long the provider lets its word count (SessionNotOnOrAfter)


@dataclass(frozen=True)
class Received:
    """An answer as it came, of an acceptable shape; to find out which question it belongs to."""

    encoded: str = field(repr=False)
    sent: Sent


def receive(posted: str) -> Received:
    """Raises:
    Distrust: it is not a response that we would show to the library.
    """
    if len(posted) > LARGEST * 2:
        raise Distrust("saml_malformed")
    try:
        document = base64.b64decode("".join(posted.split()), validate=True)
        sent = examine_response(read(document, LARGEST))
    except (binascii.Error, ValueError) as problem:
        raise Distrust("saml_malformed") from problem
    return Received(base64.b64encode(document).decode(), sent)


def believe(ours: Ourselves, theirs: Theirs, received: Received, expected: Expected, at: datetime) -> Statement:
    """Raises:
    Distrust: the answer is not one to this question, by this provider, for us, of now.
    """
    sent = received.sent
    if sent.in_response_to != expected.request_id:
        raise Distrust("in_response_to_wrong")
    if sent.issuer not in ("", theirs.entity_id):
        raise Distrust("issuer_wrong")
    if sent.destination not in ("", ours.acs):
        raise Distrust("destination_wrong")
    if sent.refusal:
        raise Distrust(sent.refusal)
    if expected.wants_encrypted and not sent.is_encrypted:
        raise Distrust("not_encrypted")
    proven = library.verified(ours, theirs, received.encoded, expected.request_id)
    assertion = _assertion(proven.document, sent, proven.assertion.id)
    if text_of(assertion.find(f"{SAML}Issuer")) != theirs.entity_id:
        raise Distrust("issuer_wrong")
    written_at = _written(assertion, expected.oldest, at)
    _for_us(assertion, ours, at)
    _handed_to_us(assertion, ours, expected.request_id, at)
    how = _how(assertion, expected, at)
    claims = claims_of(assertion)
    trusted = claims if expected.scopes is None else within_scope(claims, expected.scopes)
    return Statement(
        subject=_subject(assertion, claims, trusted, expected.subject_source),
        claims=trusted,
        profile=profile_of(trusted),
        auth_time=how.auth_time,
        context=how.context,
        assertion_id=assertion.get("ID", ""),
        written_at=written_at,
        farewell=_farewell(assertion, how.session_index),
        session_index=how.session_index,
        until=how.until,
    )


def _assertion(document: bytes, sent: Sent, verified_id: str) -> Element:
    """The one assertion of the document that was verified, opened if it came sealed."""
    try:
        root = read(document, LARGEST * 2)
    except Malformed as problem:
        raise Distrust("saml_malformed") from problem
    if sent.is_encrypted:
        examine_opened(root)
    else:
        examine_response(root)
    assertion = next(root.iter(f"{SAML}Assertion"))
    if assertion.get("ID", "") != verified_id or not verified_id:
        raise Distrust("saml_shape")
    return assertion


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        said = datetime.fromisoformat(text)
    except ValueError as problem:
        raise Distrust("saml_malformed") from problem
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def _written(assertion: Element, oldest: timedelta, at: datetime) -> datetime:
    written = _moment(assertion.get("IssueInstant"))
    if written is None or not at - oldest - CLOCKS <= written <= at + CLOCKS:
        raise Distrust("saml_time")
    return written


def _for_us(assertion: Element, ours: Ourselves, at: datetime) -> None:
    """The audience is us, said at least once and nowhere otherwise: the library takes silence for consent."""
    conditions = assertion.findall(f"{SAML}Conditions")
    if len(conditions) != 1:
        raise Distrust("audience_wrong")
    restrictions = conditions[0].findall(f"{SAML}AudienceRestriction")
    audiences = [[text_of(one) for one in each.findall(f"{SAML}Audience")] for each in restrictions]
    if not audiences or any(ours.entity_id not in named for named in audiences):
        raise Distrust("audience_wrong")
    _within(conditions[0], at)


def _within(element: Element, at: datetime) -> None:
    begins, ends = _moment(element.get("NotBefore")), _moment(element.get("NotOnOrAfter"))
    if (begins is not None and begins > at + CLOCKS) or (ends is not None and ends <= at - CLOCKS):
        raise Distrust("saml_time")


def _handed_to_us(assertion: Element, ours: Ourselves, request_id: str, at: datetime) -> None:
    """One bearer confirmation at least that names our address, our question, and an end (SAML profiles 4.1.4.2)."""
    for one in assertion.findall(f"{SAML}Subject/{SAML}SubjectConfirmation"):
        data = one.find(f"{SAML}SubjectConfirmationData")
        if one.get("Method") != BEARER or data is None or data.get("Recipient") != ours.acs:
            continue
        if data.get("InResponseTo", "") != request_id or not data.get("NotOnOrAfter") or data.get("NotBefore"):
            continue
        _within(data, at)
        return
    raise Distrust("recipient_wrong")


@dataclass(frozen=True)
class How:
    """When and in which way they proved themselves, until when that counts, and the provider's name for its session."""

    auth_time: datetime
    context: str
    session_index: str
    until: datetime | None


def _how(assertion: Element, expected: Expected, at: datetime) -> How:
    statements = assertion.findall(f"{SAML}AuthnStatement")
    if len(statements) != 1:
        raise Distrust("saml_shape")
    statement = statements[0]
    auth_time, until = _moment(statement.get("AuthnInstant")), _moment(statement.get("SessionNotOnOrAfter"))
    if auth_time is None or auth_time > at + CLOCKS or (until is not None and until <= at - CLOCKS):
        raise Distrust("saml_time")
    context = text_of(statement.find(f"{SAML}AuthnContext/{SAML}AuthnContextClassRef"))
    if expected.contexts and context not in expected.contexts:  # asking is not receiving (rule 33)
        raise Distrust("acr_refused")
    if expected.anew_since is not None and auth_time < expected.anew_since - CLOCKS:
        raise Distrust("signed_in_too_long_ago")
    return How(auth_time, context, statement.get("SessionIndex", ""), until)


def _subject(assertion: Element, claims: Claims, trusted: Claims, source: str) -> str:
    """What we know the person by: something that the provider promises never to give to anybody else."""
    if source == NAME_ID:
        subject = _name_id(assertion)
    else:
        subject = first(trusted, source)
        if not subject and source in SCOPED and first(claims, source):
            raise Distrust("scope_wrong")
        if isinstance(trusted.get(source), list):
            raise Distrust("subject_several")
    if not subject:
        raise Distrust("subject_missing")
    if len(subject) > LONGEST_SUBJECT or not is_clean(subject):
        raise Distrust("subject_unusable")
    return subject


def _name_id(assertion: Element) -> str:
    name = assertion.find(f"{SAML}Subject/{SAML}NameID")
    if name is None:
        return ""
    kind, text = name.get("Format", ""), text_of(name)
    if kind == TRANSIENT:
        raise Distrust("subject_transient")
    if kind == ADDRESS or (kind != PERSISTENT and "@" in text):
        raise Distrust("subject_is_address")
    return text


def _farewell(assertion: Element, index: str) -> str:
    """What a log-out at the provider would have to name."""
    name = assertion.find(f"{SAML}Subject/{SAML}NameID")
    said = {} if name is None else {"name_id": text_of(name), "format": name.get("Format", "")}
    return json.dumps(said | {"session_index": index})
