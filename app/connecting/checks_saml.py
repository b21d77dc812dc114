"""What can be known of a provider that speaks SAML before anybody has signed in through it (sso.md 7.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.connecting.findings import Finding
from app.database import now
from app.refusals import Refused
from app.saml.believing import NAME_ID, PERSISTENT
from app.saml.fetching import Voucher, from_address, from_federation
from app.saml.metadata import Described, print_of
from app.saml.models import Source
from app.saml.parties import is_installed
from app.sign_in.outbound import Outbound

SOON = timedelta(days=30)
UNSAID = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"


@dataclass(frozen=True)
class Subject:
    """What is checked: our copy of the metadata, where it is published, and what people are known by."""

    known: Described
    source: Source
    address: str
    federation: Voucher | None
    subject_source: str


async def check(outbound: Outbound, subject: Subject) -> tuple[list[Finding], Described | None]:
    """What is found, and what the metadata says now, where it could be read anew."""
    if subject.source is Source.given:
        return findings(subject.known, subject), None
    try:
        read = await _read_anew(outbound, subject)
    except Refused as refused:
        return [_unread(refused), *findings(subject.known, subject)], None
    if read.entity_id != subject.known.entity_id:
        other = Finding("saml_of_another", {"said": read.entity_id[:200], "known": subject.known.entity_id})
        return [other, *findings(subject.known, subject)], None
    return findings(read, subject), read


async def _read_anew(outbound: Outbound, subject: Subject) -> Described:
    if subject.federation is not None:
        return await from_federation(outbound, subject.federation, subject.known.entity_id)
    return await from_address(outbound, subject.address)


def _unread(refused: Refused) -> Finding:
    why = refused.reasons[0]
    return Finding("saml_unread", dict(why.values), advice=why.text)


def findings(read: Described, subject: Subject, *, at: datetime | None = None) -> list[Finding]:
    """Everything, in the order one would look at it."""
    return list(_findings(read, subject, at or now()))


def _findings(read: Described, subject: Subject, at: datetime) -> Iterator[Finding]:
    yield Finding("saml_program" if is_installed() else "saml_no_program")
    yield Finding("saml_read", {"entity_id": read.entity_id})
    yield Finding("saml_sign_on", {"address": read.redirect_address or read.post_address})
    yield _certificates(read, at)
    yield _validity(read, at)
    yield Finding("saml_by_hand" if subject.source is Source.given else "saml_renews")
    if subject.source is Source.federation:
        yield Finding("saml_scopes", {"scopes": ", ".join(read.scopes)}) if read.scopes else Finding("saml_no_scopes")
    if subject.subject_source == NAME_ID:
        yield _name_id(read)


def _certificates(read: Described, at: datetime) -> Finding:
    ends = read.certificates_end
    values = {
        "count": len(read.certificates),
        "day": ends.date().isoformat() if ends else "",
        "print": print_of(read.certificates[-1]) if read.certificates else "",
    }
    if not read.certificates:
        return Finding("saml_no_certificate")
    return Finding("saml_certificates" if ends is None or ends > at + SOON else "saml_certificate_ends", values)


def _validity(read: Described, at: datetime) -> Finding:
    until = read.valid_until
    day = {"day": until.date().isoformat() if until else ""}
    if until is None:
        return Finding("saml_no_end")
    return Finding("saml_valid", day) if until > at else Finding("saml_over", day)


def _name_id(read: Described) -> Finding:
    """Whether the provider says that it can name people by something that stays the same."""
    if PERSISTENT in read.name_formats:
        return Finding("saml_lasting_name")
    return Finding("saml_no_lasting_name" if set(read.name_formats) - {UNSAID} else "saml_name_unsaid")
