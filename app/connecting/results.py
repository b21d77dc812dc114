"""A test sign-in in words: what came, who that would be here, and what to look out for (ux.md 2.10, journey K6)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Role
from app.asking import looks_like_personnummer
from app.connecting import queries
from app.database import now
from app.language import N_
from app.people import queries as people
from app.people.models import Membership, MembershipStatus
from app.refusals import Reason
from app.role_mappings import actions as mapping
from app.role_mappings import queries as mappings
from app.role_mappings.models import RoleMapping
from app.role_mappings.reckoning import Line, ceiling, changes, granted, known_from
from app.sign_in import queries as sign_in
from app.sign_in import queries_arriving as arriving
from app.sign_in import queries_domains
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.actions import missing_of
from app.sign_in.arrivals import Arrival
from app.sign_in.models import ConnectionTrace, IdpConnection, LoginAttempt, Protocol, TraceStep
from app.sign_in.newcomers import Stranger, address_in, foresee
from app.sign_in.tokens import Distrust

NAMES = ("name", "given_name", "family_name", "displayName")
ADDRESSES = ("email", "mail")
MACHINERY = frozenset(
    {"aio", "at_hash", "aud", "auth_time", "azp", "c_hash", "exp", "iat", "iss", "jti", "nbf", "nonce", "rh", "s_hash",
     "sid", "uti", "ver", "xms_tcdt"}
)  # fmt: skip
"""Claims that say nothing of the person: shown last."""
GROUPS = ("groups", "roles", "eduPersonAffiliation", "eduPersonScopedAffiliation", "memberOf")


class Stands(StrEnum):
    """How whoever signed in as a test stands here."""

    known = "known"  # has come in through this connection before
    expected = "expected"  # would come in now, for the first time
    elsewhere = "elsewhere"  # belongs here, and comes in through another service
    shut_out = "shut_out"  # has been suspended or has left
    waits = "waits"  # would wait, or waits already, for an administrator's answer
    newcomer = "newcomer"  # nobody has invited them, and they would come in all the same
    stranger = "stranger"  # would not come in, and could ask to
    unnamed = "unnamed"  # nobody can come in for the first time without a usable address


@dataclass(frozen=True)
class Row:
    """One claim: its name, what it said, and what we do with it."""

    name: str
    said: str
    use: str


@dataclass(frozen=True)
class Result:
    """`problem` is one of our codes when it did not go well, `stopped` how far it came then.

    `roles` are those the person would have once they had come in; `mapped` those that follow from what came, each with
    the line of the table that gives it, if the organisation has such a table at all (`maps_roles`). `missing` are the
    attributes without which nobody comes in and that did not come.
    """

    problem: str = ""
    stopped: TraceStep | None = None
    rows: Sequence[Row] = ()
    subject: str = ""
    shown_name: str = ""
    address: str = ""
    membership: Membership | None = None
    stands: Stands = Stands.stranger
    roles: Sequence[Role] = ()
    mapped: Sequence[tuple[Role, Line]] = ()
    maps_roles: bool = False
    warnings: Sequence[Reason] = field(default=())
    missing: Sequence[str] = ()


def read_result(db: Session, row: IdpConnection, attempt: LoginAttempt, traces: Sequence[ConnectionTrace]) -> Result:
    """What a test sign-in came to. `row` is the connection as it was tried out."""
    last = next((one for one in reversed(traces) if one.step is TraceStep.admitted), None)
    if last is None or not last.details:
        stopped = next((one for one in reversed(traces) if one.reason), None)
        return Result(problem=attempt.outcome or "under_way", stopped=stopped.step if stopped else None)
    claims, profile = last.details.get("claims", {}), last.details.get("profile", {})
    said = profile | claims
    subject, address = str(last.details.get("subject", "")), _first(said, ADDRESSES)
    came = claims if row.protocol is Protocol.saml else said  # there the profile is read from the attributes
    table = mappings.lines_of(db, row.organisation_id)
    arrival = Arrival(
        row.id, row.version, subject, claims, profile, now(), is_vouched_for=last.details.get("is_vouched_for", False)
    )
    stands, found, default = _stands(db, row, arrival)
    membership = people.any_membership(db, found.id) if found else None
    roles, mapped = _roles(db, row, table, claims, membership)
    roles = roles or [role for role in (default,) if role]
    return Result(
        problem=last.reason,
        stopped=last.step if last.reason else None,
        rows=_rows(row, came, subject),
        subject=subject,
        shown_name=_first(said, NAMES),
        address=address,
        membership=membership,
        stands=stands,
        roles=roles,
        mapped=mapped,
        maps_roles=bool(table),
        warnings=_warnings(db, row, subject, address, said),
        missing=missing_of(row, claims),
    )


def _stands(db: Session, row: IdpConnection, arrival: Arrival) -> tuple[Stands, Membership | None, Role | None]:
    """What would become of whoever signed in, asked in the order of `sign_in.admission`: how they stand, the membership
    that would be theirs, and the role a newcomer would get without one from their groups."""
    address = address_in(arrival.profile)
    if identity := arriving.identity(db, row.id, arrival.subject):
        theirs = newcomers.membership_in(db, row.organisation_id, identity.person_id)
        if theirs and sign_in.membership_of(db, row.organisation_id, identity.person_id):
            return Stands.known, theirs, None
        return _not_yet(theirs), theirs, None
    if expected := arriving.waiting_membership(db, row.organisation_id, address) if address else None:
        return _not_yet(expected), expected, None
    return _as_newcomer(db, row, arrival, address)


def _as_newcomer(
    db: Session, row: IdpConnection, arrival: Arrival, address: str
) -> tuple[Stands, Membership | None, Role | None]:
    """The same of somebody whom nobody has invited."""
    try:
        prospect = foresee(db, row, arrival, mapping.roles_from(db, row.organisation, arrival.claims))
    except Stranger:
        return Stands.stranger, None, None
    except Distrust as problem:
        if problem.code != "address_taken":
            return Stands.unnamed, None, None
        same = queries.with_address(db, row.organisation_id, address)
        return (Stands.elsewhere if same else Stands.shut_out), same, None
    return (Stands.waits if prospect.waits else Stands.newcomer), None, prospect.default


def _not_yet(membership: Membership | None) -> Stands:
    """How somebody stands who cannot act by that membership today."""
    if membership is None or membership.status not in (MembershipStatus.invited, MembershipStatus.proposed):
        return Stands.shut_out
    return Stands.expected if membership.status is MembershipStatus.invited else Stands.waits


def _roles(
    db: Session,
    row: IdpConnection,
    table: Sequence[RoleMapping],
    claims: dict[str, Any],
    membership: Membership | None,
) -> tuple[list[Role], list[tuple[Role, Line]]]:
    """What the person would have, and what of it follows from what came: the same reckoning as at the door."""
    facts = known_from(claims, mapping.wanted_claims(db, row.organisation_id))
    allowed = ceiling(row.organisation)
    mapped = granted(table, facts, allowed)
    before = mapping.held(membership) if membership else []
    gains, losses = changes(table, facts, before, allowed)
    after = ({one.role for one in before} | set(gains)) - set(losses)
    return [role for role in Role if role in after], [(role, mapped[role]) for role in Role if role in mapped]


def _first(said: dict[str, Any], names: Sequence[str]) -> str:
    found = (said.get(name) for name in names)
    return next((text for text in found if isinstance(text, str) and text), "")


def _rows(row: IdpConnection, said: dict[str, Any], subject: str) -> list[Row]:
    said = {row.subject_source: subject} | said  # a NameID is no attribute
    ordered = sorted(said, key=lambda name: (name in MACHINERY, name != row.subject_source, name))
    return [Row(name, _words(said[name]), _use(row, name)) for name in ordered]


def _words(value: Any) -> str:
    text = ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return "••••••••" if looks_like_personnummer(text) else text


def _use(row: IdpConnection, name: str) -> str:
    if name == row.subject_source:
        return N_("Identifies the person, for ever")
    if name == row.binding_claim:
        return N_("Must be %(value)s")
    if name in NAMES:
        return N_("Shown as the name")
    if name in ADDRESSES:
        return N_("Shown, and used once to find the person who was invited")
    if name in GROUPS:
        return N_("Can give roles")
    return N_("Technical") if name in MACHINERY else N_("Not used")


def _warnings(db: Session, row: IdpConnection, subject: str, address: str, said: dict[str, Any]) -> list[Reason]:
    found = []
    if not _first(said, NAMES):
        found.append(Reason(N_("No name came. People are shown by the name they were invited with.")))
    if not address:
        found.append(
            Reason(N_("No e-mail address came. Nobody can come in for the first time: send it as email or mail."))
        )
    elif said.get("email_verified", True) is not True:
        found.append(Reason(N_("The service says that the address is not verified, so we do not use it.")))
    elif (domain := address.rpartition("@")[2].lower()) not in _domains(db, row):
        found.append(Reason(N_("%(domain)s is not one of your verified e-mail domains."), values={"domain": domain}))
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", subject) and row.subject_source in ("sub", "oid"):
        found.append(
            Reason(N_("What identifies the person looks like an e-mail address. Addresses change and are given to "
                      "others: choose something that is not."))
        )  # fmt: skip
    if "hasgroups" in said or "_claim_names" in said:
        found.append(Reason(N_("The person is in too many groups for them to be sent. Use app roles instead.")))
    if any(looks_like_personnummer(str(value)) for value in said.values()):
        found.append(Reason(N_("A personal identity number came. The portal has no use for it: do not send it.")))
    return found


def _domains(db: Session, row: IdpConnection) -> list[str]:
    return queries_domains.verified_domains(db, row.organisation_id)
