"""Our own addresses, which a sign-in service has to know. Nothing of it is secret."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.saml import queries as saml
from app.saml.agreement import acs_of
from app.saml.metadata import print_of
from app.sign_in.means import Means
from app.sign_in.models import IdpConnection, Protocol


@dataclass(frozen=True)
class Ours:
    """`callback` is where answers go: the redirect address, or the ACS address of SAML, which also has an `entity_id`
    that is the address of our metadata. `keys` is where a service that knows us by our signature fetches our keys."""

    origin: str
    callback: str
    after_sign_out: str
    back_channel: str
    front_channel: str
    entity_id: str = ""
    keys: str = ""


@dataclass(frozen=True)
class Known:
    """What we know of a provider that speaks SAML, to be shown: prints are of the certificates that may sign."""

    source: str
    read_at: datetime
    prints: list[str]
    certificates_end: datetime | None
    valid_until: datetime | None
    wants_encrypted: bool
    allows_unasked: bool


def described(db: Session, row: IdpConnection) -> Known | None:
    """None where it speaks OpenID Connect, which tells us of itself each time."""
    if row.protocol is not Protocol.saml:
        return None
    details = saml.details(db, row.id)
    return Known(
        source=details.federation.name if details.federation else details.address,
        read_at=details.read_at,
        prints=[print_of(one) for one in details.certificates],
        certificates_end=details.certificates_end,
        valid_until=details.valid_until,
        wants_encrypted=details.wants_encrypted,
        allows_unasked=details.allows_unasked,
    )


def ours(db: Session, means: Means, row: IdpConnection) -> Ours:
    back, front = means.told_of_sign_out(row.id)
    if row.protocol is not Protocol.saml:
        return Ours(means.origin, means.callback(row.id), means.after_sign_out, back, front, keys=means.our_keys)
    answers = acs_of(means, row.id, saml.details(db, row.id).source)
    return Ours(means.origin, answers, means.after_sign_out, "", "", row.client_id)
