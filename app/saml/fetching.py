"""Metadata from an address, or from a federation that signs it: through the one way out, believed as agreed.

An address proves what TLS proves: that its owner said so. A federation's signature proves the entityID too; wrongly
signed or unsigned, what it answers is nothing (sso.md rules 3, 13).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi.concurrency import run_in_threadpool

from app.database import now
from app.language import N_
from app.late import late
from app.refusals import Reason, Refused
from app.saml.metadata import LARGEST, Described, described, read_metadata
from app.saml.models import Federation
from app.saml.parties import require_program
from app.saml.reading import MD, Malformed, local, read
from app.saml.shape import examine_metadata
from app.sign_in.metadata import is_address
from app.sign_in.outbound import Outbound, Unreachable
from app.sign_in.tokens import Distrust

if TYPE_CHECKING:
    from app.saml import library
else:
    library = late("app.saml.library")

METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
ACCEPTED = {"Accept": "application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.8"}


@dataclass(frozen=True)
class Voucher:
    """A federation as values, so that asking it holds no transaction."""

    name: str
    mdq_address: str
    signer_certificate: str


def voucher(federation: Federation) -> Voucher:
    return Voucher(federation.name, federation.mdq_address, federation.signer_certificate)


async def from_address(outbound: Outbound, address: str) -> Described:
    """What an address of an organisation's own gives.

    Raises:
        Refused: it cannot be fetched or used; each reason says what to do.
    """
    document = await _fetched(outbound, address, field="address")
    return read_metadata(document, plain_http=outbound.plain_http)


async def from_federation(outbound: Outbound, federation: Voucher, entity_id: str) -> Described:
    """What a federation vouches for (Metadata Query Protocol, SAML profile).

    Raises:
        Refused: it does not know the provider, or what it says is not signed by it or no longer holds.
    """
    address = f"{federation.mdq_address.rstrip('/')}/entities/{quote(entity_id, safe='')}"
    document = await _fetched(outbound, address, field="entity_id")
    return await run_in_threadpool(vouched, document, federation, entity_id, plain_http=outbound.plain_http)


def vouched(document: bytes, federation: Voucher, entity_id: str, *, plain_http: bool = False) -> Described:
    """Metadata with the federation's own signature around it.

    Raises:
        Refused: it is not, or not about this provider, or does not say until when it holds.
    """
    require_program()
    try:
        root = read(document, LARGEST)
        examine_metadata(root)
    except (Malformed, Distrust) as problem:
        raise Refused(_unsigned(federation)) from problem
    if not library.is_signed_by(
        document, f"{METADATA}:{local(root.tag)}", root.get("ID", ""), federation.signer_certificate
    ):
        raise Refused(_unsigned(federation))
    named = [one for one in root.iter(f"{MD}EntityDescriptor") if one.get("entityID") == entity_id]
    if len(named) != 1:
        raise Refused(
            Reason(
                N_("%(federation)s does not know this identity provider. Check the entityID, letter by letter."),
                field="entity_id",
                values={"federation": federation.name},
            )
        )
    found = described(named[0], root, plain_http=plain_http)
    if found.valid_until is None or found.valid_until <= now():
        raise Refused(
            Reason(
                N_(
                    "What %(federation)s says of the identity provider does not hold any longer, or does not say until "
                    "when it does. Tell whoever runs the portal."
                ),
                field="entity_id",
                values={"federation": federation.name},
            )
        )
    return found


def _unsigned(federation: Voucher) -> Reason:
    return Reason(
        N_(
            "The answer is not signed by %(federation)s, so nothing in it is believed. "
            "Tell whoever runs the portal: the federation may have changed its certificate."
        ),
        field="entity_id",
        values={"federation": federation.name},
    )


async def _fetched(outbound: Outbound, address: str, *, field: str) -> bytes:
    if not is_address(address, plain_http=outbound.plain_http):
        raise Refused(
            Reason(N_("%(address)s is not an https address."), field=field, values={"address": address[:200]})
        )
    try:
        answer = await outbound.get(address, ACCEPTED)
    except Unreachable as problem:
        raise Refused(
            Reason(
                N_(
                    "%(address)s could not be fetched. It must be open to the internet, with https and without a "
                    "redirect. Otherwise send the metadata as a file."
                ),
                field=field,
                values={"address": address[:200]},
            )
        ) from problem
    if answer.status != 200:
        raise Refused(
            Reason(
                N_(
                    "%(address)s answered with status %(status)s. Open it in a browser and check that it shows "
                    "metadata."
                ),
                field=field,
                values={"address": address[:200], "status": answer.status},
            )
        )
    return answer.body
