"""Agreeing on an identity provider that speaks SAML with an organisation. Drafts let nobody in (sso.md 7.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session as Db

from app.database import now
from app.language import N_
from app.organisations.models import Organisation
from app.refusals import Reason, Refused
from app.saml import queries
from app.saml.agreement import acs_of, entity_id_of, write_down
from app.saml.attributes import CHANGING
from app.saml.believing import NAME_ID, PERSISTENT
from app.saml.metadata import Described
from app.saml.models import Federation, SamlDetails, Source
from app.saml.pairs import end_of
from app.saml.parties import require_program
from app.sign_in import actions, queries_domains
from app.sign_in import queries as sign_in
from app.sign_in.connections import DOMAIN, vouch
from app.sign_in.happenings import AuthEventType
from app.sign_in.means import Means
from app.sign_in.metadata import is_address
from app.sign_in.models import ConnectionStatus, IdpConnection, Protocol

USUAL_SUBJECTS = (NAME_ID, "subject-id", "eduPersonPrincipalName", "employeeHsaId", "objectidentifier", "uid")
"""What providers know people by that does not change with their name; another attribute may be agreed on."""

LONGEST_NAME = 200


@dataclass(frozen=True)
class Wanted:
    """What an organisation wants of its connection, beside what the metadata says."""

    subject_source: str = NAME_ID
    name: str = ""
    binding_claim: str = ""
    binding_value: str = ""
    wants_encrypted: bool = False
    allows_unasked: bool = False


@dataclass(frozen=True)
class Given:
    """Where the metadata came from: `address` of an address, `federation_id` of a federation, neither of a file."""

    address: str = ""
    federation_id: UUID | None = None

    @property
    def source(self) -> Source:
        if self.federation_id is not None:
            return Source.federation
        return Source.address if self.address else Source.given


@dataclass(frozen=True)
class ForThem:
    """What the organisation's IT people enter in their identity provider; nothing of it is secret."""

    entity_id: str
    acs: str
    metadata: str


def draft_connection(
    db: Db,
    means: Means,
    organisation: Organisation,
    read: Described,
    wanted: Wanted,
    given: Given,
    *,
    created_by_id: UUID | None = None,
) -> IdpConnection:
    """A new way in that nobody can use yet, but the one who tries it out.

    Raises:
        Refused: a value cannot be used; each reason says what to do.
    """
    require_program()
    if faults := faults_of(db, organisation.id, read, wanted, given):
        raise Refused(*faults)
    connection = begin(db, means, organisation, given.source, created_by_id=created_by_id)
    agree(db, means, connection, read, wanted, given)
    return connection


def begin(
    db: Db, means: Means, organisation: Organisation, source: Source, *, created_by_id: UUID | None = None
) -> IdpConnection:
    """A draft of which nothing is known yet but whence its metadata will come: enough to tell the provider of us."""
    connection_id = uuid4()
    connection = IdpConnection(
        id=connection_id,
        organisation_id=organisation.id,
        organisation=organisation,
        name=organisation.name,
        protocol=Protocol.saml,
        status=ConnectionStatus.draft,
        issuer="",
        client_id=entity_id_of(means, connection_id, source),
        subject_source=NAME_ID,
        created_by_id=created_by_id,
    )
    db.add(connection)
    db.flush()
    db.add(SamlDetails(connection_id=connection.id, source=source, certificates=[], read_at=now()))
    db.flush()
    return connection


def agree(db: Db, means: Means, connection: IdpConnection, read: Described, wanted: Wanted, given: Given) -> None:
    """Write into a draft what its provider says of itself, and what is wanted of it.

    Raises:
        Refused: a value cannot be used; each reason says what to do.
    """
    if faults := faults_of(db, connection.organisation_id, read, wanted, given):
        raise Refused(*faults)
    details = queries.details(db, connection.id)
    connection.issuer, connection.client_id = read.entity_id, entity_id_of(means, connection.id, given.source)
    connection.name = wanted.name or read.name("sv") or connection.organisation.name
    connection.subject_source = wanted.subject_source
    connection.binding_claim, connection.binding_value = wanted.binding_claim, wanted.binding_value
    details.source, details.address, details.federation_id = given.source, given.address, given.federation_id
    details.name_format = PERSISTENT if wanted.subject_source == NAME_ID else ""
    details.wants_encrypted, details.allows_unasked = wanted.wants_encrypted, wanted.allows_unasked
    write_down(connection, details, read)
    db.flush()


def open_at_once(db: Db, connection: IdpConnection, domains: Iterable[str] = ()) -> None:
    """For whoever runs the portal and has seen to it that it works: everybody else tries a draft out first. They also
    vouch for e-mail domains that lead to it.

    Raises:
        Refused: a domain is none, or another organisation's.
    """
    wanted = list(dict.fromkeys(domain.strip().lower().rstrip(".") for domain in domains))
    taken = queries_domains.domains_taken(db, wanted, but_of=connection.organisation.slug)
    faults = [
        Reason(N_("%(domain)s is not an e-mail domain."), values={"domain": one})
        for one in wanted
        if not DOMAIN.fullmatch(one)
    ]
    faults += [
        Reason(N_("%(domain)s already leads to another sign-in service."), values={"domain": one}) for one in taken
    ]
    if faults:
        raise Refused(*faults)
    connection.status, connection.activated_at = ConnectionStatus.active, now()
    actions.note(db, AuthEventType.connection_added, connection)
    for domain in wanted:
        vouch(db, connection, domain)
    db.flush()


def add_federation(db: Db, name: str, mdq_address: str, certificate: str, *, plain_http: bool = False) -> Federation:
    """Believe what somebody signs about identity providers. Only those who run the portal may say so.

    Raises:
        Refused: the name is taken, or a value cannot be used.
    """
    faults: list[Reason] = []
    if queries.federation_called(db, name) is not None:
        faults.append(Reason(N_("There is a federation called %(name)s already."), values={"name": name}))
    if not is_address(mdq_address, plain_http=plain_http):
        faults.append(Reason(N_("%(address)s is not an https address."), values={"address": mdq_address[:200]}))
    try:
        end_of(certificate)
    except ValueError:
        faults.append(Reason(N_("The federation's certificate cannot be read. It should be a PEM file.")))
    if faults:
        raise Refused(*faults)
    made = Federation(name=name, mdq_address=mdq_address, signer_certificate=certificate)
    db.add(made)
    db.flush()
    return made


def for_them(means: Means, connection: IdpConnection, source: Source) -> ForThem:
    """What to hand to whoever sets up the identity provider."""
    return ForThem(connection.client_id, acs_of(means, connection.id, source), connection.client_id)


def faults_of(db: Db, organisation_id: UUID, read: Described, wanted: Wanted, given: Given) -> list[Reason]:
    """Why a connection like this cannot be made."""
    found: list[Reason] = []
    if (
        not wanted.subject_source
        or len(wanted.subject_source) > LONGEST_NAME
        or not wanted.subject_source.isprintable()
    ):
        found.append(Reason(N_("Say which attribute tells people apart, for example NameID."), field="subject_source"))
    if wanted.subject_source in CHANGING:
        found.append(
            Reason(
                N_(
                    "%(attribute)s changes when somebody changes their name, and can be given to somebody else later. "
                    "Choose one that never changes: a persistent NameID, subject-id or employeeHsaId."
                ),
                field="subject_source",
                values={"attribute": wanted.subject_source},
            )
        )
    if bool(wanted.binding_claim) != bool(wanted.binding_value):
        found.append(Reason(N_("A binding needs both an attribute and the value it must have."), field="binding_value"))
    if not wanted.binding_claim and is_shared(db, organisation_id, read.entity_id, read.certificates):
        found.append(
            Reason(
                N_(
                    "Other organisations sign in through this identity provider too. Say which attribute tells your "
                    "organisation from theirs, and its value."
                ),
                field="binding_claim",
            )
        )
    if (
        given.source is Source.federation
        and not read.scopes
        and wanted.subject_source in ("subject-id", "eduPersonPrincipalName")
    ):
        found.append(
            Reason(
                N_(
                    "The federation does not say which scopes the provider may use, so %(attribute)s cannot be "
                    "believed. Ask the federation to add shibmd:Scope."
                ),
                field="subject_source",
                values={"attribute": wanted.subject_source},
            )
        )
    return found


def is_shared(db: Db, organisation_id: UUID, entity_id: str, certificates: Iterable[str]) -> bool:
    """Whether another organisation has the same provider: the same name and a key in common. A name alone is anyone's
    to paste, and must not stand in the way of those it belongs to (sso.md rules 3 and 7)."""
    others = [
        one.id
        for one in sign_in.connections(db)
        if one.issuer == entity_id
        and one.organisation_id != organisation_id
        and one.status is not ConnectionStatus.disabled
    ]
    theirs = queries.details_of(db, others)
    return any(set(one.certificates) & set(certificates) for one in theirs.values())
