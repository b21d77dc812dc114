"""Whom an organisation's sign-in service vouches for and nobody has invited: whether they come in by themselves, wait
for its administrator, or may only ask (sso.md rules 5, 6, 27).

A newcomer is always a person of their own, whoever else has the same address here or elsewhere (rule 2).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex
from typing import Any
from uuid import UUID

import idna
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session as Db

from app.actor import Actor, Role, directory_of
from app.database import now
from app.language import LANGUAGES, N_
from app.organisations.models import Organisation
from app.people import actions as people
from app.people.models import Membership, Source
from app.people.rules import ROLES_OF
from app.refusals import Reason, Refused
from app.sign_in import queries
from app.sign_in import queries_arriving as arriving
from app.sign_in import queries_domains as domains
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.arrivals import Arrival
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.models import AuthEvent, Identity, IdpConnection, JitPolicy, Protocol, SignInPolicy
from app.sign_in.models_newcomers import AccessRequest
from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust, is_clean

LONGEST_SHOWN = 200
MOST_WAITING = 200  # newcomers of one organisation; a service gone astray cannot fill the list beyond that
ASKED_WITHIN = timedelta(minutes=15)
TOO_MANY = N_("So many people wait for an answer that no more can ask now. Write to your administrator.")
MEANWHILE = N_("Your organisation has come to know you in the meantime. Sign in again.")

ON_TRUST = (Role.unit_contact, Role.assessor, Role.company_rep, Role.researcher)
"""The ceiling of what a newcomer gets without anyone deciding about them. Roles that lead a testbed, decide, administer
or act for the region are given by a person, or by a group that the administrator has named."""


@dataclass(frozen=True)
class Newcomer:
    """What a service says of somebody we do not know."""

    subject: str
    name: str
    email: str
    language: str = "sv"


class Stranger(Distrust):
    """Somebody who does not belong, and who may ask their administrator to let them in."""

    def __init__(self, newcomer: Newcomer) -> None:
        super().__init__("no_access")
        self.newcomer = newcomer


def shown(value: object) -> str:
    """A claim that is only shown. What could not be shown is left out."""
    return value if isinstance(value, str) and len(value) <= LONGEST_SHOWN and is_clean(value) else ""


def address_in(profile: Mapping[str, Any]) -> str:
    """The address a service gives for somebody; none if it says itself that nobody has verified it."""
    return shown(profile.get("email")) if profile.get("email_verified", True) is True else ""


def is_guest(connection: IdpConnection, claims: Mapping[str, Any]) -> bool:
    """Somebody the provider only passes on from elsewhere (sso.md 2, Entra ID)."""
    return claims.get("acct") == 1 or claims.get("idp", connection.issuer) != connection.issuer


def roles_on_trust(organisation: Organisation) -> list[Role]:
    """What a newcomer of that kind of organisation can be given without anyone deciding about them."""
    return [role for role in ROLES_OF[organisation.kind] if role in ON_TRUST]


@dataclass(frozen=True)
class Prospect:
    """What becomes of somebody new: in at once, or as a proposal that `waits` for the administrator; `default` is the
    role they get whose groups give none."""

    newcomer: Newcomer
    waits: bool
    default: Role | None


def foresee(
    db: Db, connection: IdpConnection, arrival: Arrival, mapped: Collection[Role], language: str = "sv"
) -> Prospect:
    """What would become of somebody new; changes nothing. `mapped` are the roles that follow from their groups.

    Raises:
        Stranger: the organisation lets nobody in by themselves, or not them; they may ask.
        Distrust: nothing can be asked for either.
    """
    newcomer = _known_well_enough(db, connection, arrival, language)
    policy = queries.policy_of(db, connection.organisation_id)
    if not _comes_in(db, policy, connection, arrival, newcomer):
        raise Stranger(newcomer)
    default = None if mapped else default_role(policy, connection.organisation)
    return Prospect(newcomer, policy.newcomers_wait or not (mapped or default), default)


def take_in(db: Db, connection: IdpConnection, arrival: Arrival, mapped: frozenset[Role], language: str) -> Membership:
    """Somebody new as a member, or as a proposal that waits for the administrator.

    Raises:
        Stranger: the organisation lets nobody in by themselves, or not them; they may ask.
        Distrust: nothing can be asked for either.
    """
    prospect = foresee(db, connection, arrival, mapped, language)
    member = _add(db, connection, prospect.newcomer, is_proposal=prospect.waits)
    if not prospect.waits and prospect.default:  # given by whoever set the policy: claims do not take it back
        people.give_role(db, _service(connection), member, prospect.default)
    return member


def default_role(policy: SignInPolicy, organisation: Organisation) -> Role | None:
    """What newcomers get whose groups give nothing; never one above the ceiling, whatever the row says."""
    return policy.default_role if policy.default_role in roles_on_trust(organisation) else None


def _known_well_enough(db: Db, connection: IdpConnection, arrival: Arrival, language: str) -> Newcomer:
    if connection.protocol is Protocol.local:
        raise Distrust("no_access")
    email = address_in(arrival.profile)
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as problem:
        raise Distrust("address_missing") from problem
    if newcomers.is_address_known(db, connection.organisation_id, email):
        raise Distrust("address_taken")
    name = shown(arrival.profile.get("name")).strip() or email.partition("@")[0]
    return Newcomer(arrival.subject, name, email, language if language in LANGUAGES else LANGUAGES[0])


def _comes_in(db: Db, policy: SignInPolicy, connection: IdpConnection, arrival: Arrival, newcomer: Newcomer) -> bool:
    """Guests never do: they belong elsewhere, and are invited. At the gate a federation's word counts as much as a
    proven domain: it has signed whom the provider may speak for (rule 6)."""
    if policy.jit is JitPolicy.off or is_guest(connection, arrival.claims):
        return False
    if policy.jit is JitPolicy.all_from_connection:
        return True
    return arrival.is_vouched_for or is_in_domains(
        newcomer.email, domains.verified_domains(db, connection.organisation_id)
    )


def is_in_domains(email: str, verified: Collection[str]) -> bool:
    """The domain gate (rule 6): exactly one of these domains, not one below or that ends like it. They are written as
    in the domain name system."""
    domain = email.rpartition("@")[2].strip().lower().rstrip(".")
    try:
        return idna.encode(domain, uts46=True).decode() in verified
    except idna.IDNAError:
        return False


def _service(connection: IdpConnection) -> Actor:
    return directory_of(connection.organisation_id, connection.organisation.name)


def _add(db: Db, connection: IdpConnection, newcomer: Newcomer, *, is_proposal: bool) -> Membership:
    if is_proposal and newcomers.waiting(db, connection.organisation_id) >= MOST_WAITING:
        raise Distrust("too_many_wait")
    try:
        return people.add(
            db,
            _service(connection),
            connection.organisation,
            email=newcomer.email,
            name=newcomer.name,
            roles=(),
            source=Source.mapping,
            is_proposal=is_proposal,
            locale=newcomer.language,
        )
    except Refused as refused:  # the same person, at the same moment, in another tab
        raise Distrust("attempt_used") from refused


# Asking to be let in


def offer(db: Db, connection_id: UUID, newcomer: Newcomer) -> str:
    """Somebody is turned away: the key with which they may ask, once. What was offered before is void."""
    token = token_hex(32)  # it stands in an address, and those are in lower case
    newcomers.keep_request(
        db,
        AccessRequest(
            connection_id=connection_id,
            subject=newcomer.subject,
            name=newcomer.name,
            email=newcomer.email,
            language=newcomer.language,
            token_hash=fingerprint(token),
            expires_at=now() + ASKED_WITHIN,
        ),
    )
    return token


def ask(db: Db, request: AccessRequest, message: str) -> Membership:
    """Somebody who was turned away asks their organisation's administrator to let them in.

    Raises:
        Refused: too many wait already, or the address has come to be known here meanwhile.
    """
    connection = request.connection
    newcomer = Newcomer(request.subject, request.name, request.email, request.language)
    try:
        member = _add(db, connection, newcomer, is_proposal=True)
    except Distrust as problem:
        text = TOO_MANY if problem.code == "too_many_wait" else MEANWHILE
        raise Refused(Reason(text)) from problem
    if arriving.identity(db, connection.id, request.subject) is not None:  # asked where nobody else can be added
        raise Refused(Reason(MEANWHILE))
    db.add(Identity(connection_id=connection.id, subject=request.subject, person_id=member.person_id))
    request.membership_id, request.message = member.id, message
    db.add(
        AuthEvent(
            type=AuthEventType.access_asked,
            outcome=Outcome.ok,
            organisation_id=connection.organisation_id,
            person_id=member.person_id,
            connection_id=connection.id,
        )
    )
    db.flush()
    return member
