"""A sign-in service that speaks SAML, set up by the organisation itself (sso.md 7.3)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.connecting import queries, rules
from app.connecting.actions_service import IN_USE, SHARED, keep_findings, may_begin, member_behind
from app.connecting.checks_saml import Subject, findings
from app.connecting.findings import Finding
from app.connecting.forms_more import Strength
from app.connecting.forms_saml import KnownBy, SamlChangeForm, SamlForm, Where
from app.connecting.models import Kind, SetUp
from app.language import N_
from app.refusals import NotFound, Overtaken, Reason, Refused
from app.saml import changes, connections
from app.saml import queries as saml
from app.saml.agreement import as_described, keep
from app.saml.connections import Given, Wanted
from app.saml.fetching import Voucher, voucher
from app.saml.metadata import Described
from app.saml.models import Source
from app.saml.parties import is_installed
from app.sign_in import proposals
from app.sign_in.means import Means
from app.sign_in.models import ConnectionStatus, IdpConnection

NOT_INSTALLED = Reason(
    N_("SAML is not ready in this portal. Write to those who run it, or choose OpenID Connect."), field="protocol"
)
NO_METADATA = Reason(N_("Choose the metadata file, or paste all of it."), field="metadata")
NO_FEDERATIONS = Reason(
    N_("No federation is known to this portal yet. Write to those who run it, or give your own metadata meanwhile."),
    field="source",
)
NO_FEDERATION = Reason(N_("Choose which federation."), field="federation")


USUALLY_KNOWN_BY = {Kind.entra: KnownBy.object_id, Kind.federation: KnownBy.subject_id}
"""What is chosen beforehand; a lasting NameID otherwise."""


def begin(db: Session, means: Means, actor: Actor, kind: Kind) -> IdpConnection:
    """Begin to set up a provider that speaks SAML. It is told of us before we know anything of it.

    Raises:
        NotAllowed: the actor administers no organisation.
        Refused: something is being set up already, or the portal cannot speak SAML.
    """
    may_begin(db, actor)
    if not is_installed():
        raise Refused(NOT_INSTALLED)
    source = Source.federation if kind is Kind.federation else Source.address
    house = queries.organisation(db, actor.organisation_id)
    made = connections.begin(db, means, house, source, created_by_id=member_behind(actor))
    made.subject_source = USUALLY_KNOWN_BY.get(kind, KnownBy.name_id).value
    db.add(SetUp(connection_id=made.id, kind=kind))
    record(db, actor, Happened.connection_begun, made)
    return made


def believed_federation(db: Session, federation_id: UUID | None) -> Voucher:
    """Raises:
    Refused: there is none such.
    """
    if federation_id is None:
        raise Refused(NO_FEDERATION if saml.federations(db) else NO_FEDERATIONS)
    try:
        return voucher(saml.federation(db, federation_id))
    except NotFound as problem:
        raise Refused(NO_FEDERATION) from problem


def fill_in(
    db: Session,
    means: Means,
    actor: Actor,
    row: IdpConnection,
    read: Described | None,
    form: SamlForm,
    version: int | None = None,
) -> None:
    """Say what is agreed. `read` is what the metadata says; none if no new file came. Whatever a test has shown before
    no longer counts.

    Raises:
        Refused: it is in use already, or a value cannot be used.
        Overtaken: somebody else saved it meanwhile.
    """
    queries.hold(db, row)
    if row.status not in queries.UNDER_WAY:
        raise Refused(IN_USE)
    if version is not None and version != row.version:
        raise Overtaken(row)
    details = saml.details(db, row.id)
    if read is None and (details.source is not Source.given or not row.issuer):
        raise Refused(NO_METADATA)
    read = read or as_described(row, details)
    given = Given(
        address=form.address if form.source is Where.address else "",
        federation_id=form.federation if form.source is Where.federation else None,
    )
    wanted = Wanted(
        subject_source=form.known_by,
        binding_claim=form.binding_claim,
        binding_value=form.binding_value,
        wants_encrypted=form.wants_encrypted,
        allows_unasked=form.allows_unasked,
    )
    connections.agree(db, means, row, read, wanted, given)
    row.acr_values, row.required_claims = form.acr_values.split(), form.required_claims.split()
    row.demands_strong = form.strength is Strength.strong
    row.version += 1
    row.status = ConnectionStatus.draft
    record(db, actor, Happened.connection_edited, row, version=row.version)
    keep_findings(db, row, row.version, findings(read, subject_of(db, row)))


def propose(
    db: Session,
    actor: Actor,
    row: IdpConnection,
    read: Described | None,
    form: SamlChangeForm,
    version: int | None = None,
) -> bool:
    """Say what shall change in a provider that is in use; until that has been tried out, nothing does. `read` is what
    its metadata says; none if nothing new came. Returns whether there is any change.

    Raises:
        NotAllowed: not of the actor's organisation.
        Refused: the metadata is of another provider, or others use it too and nothing would tell theirs apart.
        Overtaken: somebody else changed it meanwhile.
    """
    rules.may_mend_connection.require(actor, row)
    queries.hold(db, row)
    if version is not None and version != row.version + row.proposals:
        raise Overtaken(row)
    details = changes.details_as_proposed(saml.details(db, row.id), row)
    wanted: dict[str, Any] = {"wants_encrypted": form.wants_encrypted, "allows_unasked": form.allows_unasked}
    if read is not None:
        wanted |= changes.from_metadata(row, read, Source(form.source.value), form.address)
    if not form.binding_claim and connections.is_shared(db, row.organisation_id, row.issuer, details.certificates):
        raise Refused(SHARED)
    coming = proposals.as_proposed(row)
    agreed = {
        "binding_claim": form.binding_claim,
        "binding_value": form.binding_value,
        "acr_values": form.acr_values.split(),
        "demands_strong": form.strength is Strength.strong,
        "required_claims": form.required_claims.split(),
    }
    differs = {name: value for name, value in agreed.items() if getattr(coming, name) != value}
    beside = changes.differing(details, wanted)
    if differs or beside:
        proposals.propose(row, differs, beside)
        record(db, actor, Happened.connection_proposed, row, fields=sorted([*differs, *beside]))
    return bool(differs or beside or row.proposed)


def subject_of(db: Session, row: IdpConnection) -> Subject:
    """What is to be checked, as values."""
    details = changes.details_as_proposed(saml.details(db, row.id), row)
    return Subject(
        known=as_described(row, details),
        source=details.source,
        address=details.address,
        federation=voucher(details.federation) if details.federation else None,
        subject_source=row.subject_source,
    )


def keep_what_was_found(
    db: Session, row: IdpConnection, version: int, found: Sequence[Finding], read: Described | None
) -> None:
    """Remember what the checks found, and what the metadata says now."""
    if read is not None and not proposals.proposed_beside(row):  # what is proposed is kept when it is turned on
        keep(db, row.id, read)
    keep_findings(db, row, version, found)
