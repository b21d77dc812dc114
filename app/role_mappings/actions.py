"""Roles that follow from what an organisation's own services say of its people."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor, Role, directory_of
from app.database import now
from app.language import N_, Words
from app.organisations.models import Organisation
from app.people import actions as people
from app.people.models import Membership, Source
from app.people.queries import holders, is_last_with
from app.refusals import Overtaken, Reason, Refused, require
from app.role_mappings import queries, rules
from app.role_mappings.models import KnownFacts, MappingTable, RoleMapping
from app.role_mappings.reckoning import (
    ALWAYS_KEPT,
    Difference,
    Draft,
    Facts,
    Held,
    Line,
    ceiling,
    changes,
    granted,
    known_from,
)

NO_ADMIN = N_("At least one person must have the role of administrator.")
ABOVE = N_("The role “%(role)s” cannot be given by your groups.")
CHANGED_MEANWHILE = N_("What would change has changed since you looked. Look again before you save.")


@dataclass(frozen=True)
class Preview:
    """What a table would change. `key` stands for exactly this: saving asks whether it is still so."""

    differences: Sequence[Difference]
    key: str
    without_admin: bool = False
    added: int = field(init=False)
    removed: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "added", sum(len(one.gains) for one in self.differences))
        object.__setattr__(self, "removed", sum(len(one.losses) for one in self.differences))


def preview(db: Session, organisation: Organisation, lines: Sequence[Line]) -> Preview:
    """The difference for everyone who is present, before anything is saved. Nothing is changed."""
    facts = queries.all_facts(db, organisation.id)
    members = queries.present(db, organisation.id)
    found = [_difference(member, facts.get(member.id), lines) for member in members]
    after = [
        member
        for member, one in zip(members, found, strict=True)
        if Role.organisation_admin in (member.roles | set(one.gains)) - set(one.losses)
    ]
    return Preview(found, _key(lines, found), without_admin=not after)


def _difference(member: Membership, known: KnownFacts | None, lines: Sequence[Line]) -> Difference:
    said: Facts = known.facts if known else {}
    gains, losses = changes(lines, said, held(member), ceiling(member.organisation))
    unknown = tuple(sorted({line.claim for line in lines} - set(said)))
    return Difference(member.id, member.person.name, gains, losses, unknown)


def held(member: Membership) -> list[Held]:
    return [Held(row.role, row.source) for row in member.role_rows]


def _key(lines: Sequence[Line], found: Sequence[Difference]) -> str:
    said = [(line.claim, line.match, line.value, line.role) for line in lines]
    shown = sorted((str(one.membership_id), one.gains, one.losses) for one in found)
    return sha256(repr((said, shown)).encode(errors="backslashreplace")).hexdigest()


def table_for(db: Session, organisation: Organisation) -> MappingTable:
    """The table of an organisation, made when it is first asked for."""
    table = queries.table_of(db, organisation.id)
    if table is None:
        table = MappingTable(organisation_id=organisation.id)
        table.organisation = organisation
        db.add(table)
        db.flush()
    return table


def save(
    db: Session, actor: Actor, organisation: Organisation, lines: Sequence[Draft], *, version: int | None, key: str
) -> Preview:
    """Save the table and give and take the roles, exactly as was shown.

    Raises:
        NotAllowed: mapping roles is not the actor's right, or it is another organisation.
        Overtaken: somebody else saved it meanwhile.
        Refused: a role is above the ceiling, nobody would be administrator, or it is no longer as it was shown.
    """
    require(rules.may_map_roles(actor) and actor.organisation_id == organisation.id)
    table = table_for(db, organisation)
    queries.hold(db, table)
    if version is not None and version != table.version:
        raise Overtaken(table)
    check_ceiling(organisation, lines)
    shown = preview(db, organisation, lines)
    if shown.without_admin:
        raise Refused(Reason(NO_ADMIN, field="lines"))
    if key != shown.key:
        raise Refused(Reason(CHANGED_MEANWHILE))
    before = [_told(line) for line in queries.lines_of(db, organisation.id)]
    saved = _replace(db, organisation.id, lines)
    table.version += 1
    record(db, actor, Happened.role_mappings_changed, table, before=before, after=[_told(line) for line in saved])
    _apply(db, actor, queries.present(db, organisation.id), shown.differences, saved)
    return shown


def check_ceiling(organisation: Organisation, lines: Sequence[Line]) -> None:
    """Raises:
    Refused: a line gives what claims can never give here.
    """
    for line in lines:
        if line.role not in ceiling(organisation):
            raise Refused(Reason(ABOVE, field="lines", values={"role": Words(line.role.label)}))


def _told(line: Line) -> str:
    return f"{line.claim} {line.match.value} {line.value} → {line.role.value}"


def _replace(db: Session, organisation_id: UUID, lines: Sequence[Draft]) -> list[RoleMapping]:
    """Lines that stay keep their identity, which roles remember."""
    present = {(row.claim, row.match, row.value, row.role): row for row in queries.lines_of(db, organisation_id)}
    saved: list[RoleMapping] = []
    for number, line in enumerate(lines):
        row = present.pop((line.claim, line.match, line.value, line.role), None)
        if row is None:
            row = RoleMapping(organisation_id=organisation_id, **vars(line))
            db.add(row)
        row.priority = number
        saved.append(row)
    for row in present.values():
        db.delete(row)
    db.flush()
    return saved


def _apply(
    db: Session, actor: Actor, members: Sequence[Membership], found: Sequence[Difference], lines: Sequence[RoleMapping]
) -> None:
    """First what is given, so that nobody is without somebody to answer for what is taken."""
    by_id = {member.id: member for member in members}
    known = queries.all_facts(db, actor.organisation_id)
    for one in found:
        _give(db, actor, by_id[one.membership_id], one.gains, lines, known.get(one.membership_id))
    for one in found:
        for role in one.losses:
            people.take_role_at_once(db, actor, by_id[one.membership_id], role)


def _give(
    db: Session,
    actor: Actor,
    member: Membership,
    roles: Sequence[Role],
    lines: Sequence[RoleMapping],
    known: KnownFacts | None,
) -> None:
    said: Facts = known.facts if known else {}
    source = known.source if known else Source.mapping
    from_line = granted(lines, said, ceiling(member.organisation))
    for role in roles:
        line = from_line[role]
        mapping_id = line.id if isinstance(line, RoleMapping) else None
        people.give_role(db, actor, member, role, source=source, mapping_id=mapping_id)


def wanted_claims(db: Session, organisation_id: UUID) -> set[str]:
    """What is kept of what a sign-in service says."""
    return set(ALWAYS_KEPT) | {line.claim for line in queries.lines_of(db, organisation_id)}


def roles_from(db: Session, organisation: Organisation, claims: Mapping[str, Any]) -> frozenset[Role]:
    """The roles that claims give in an organisation, whoever's they are."""
    facts = known_from(claims, wanted_claims(db, organisation.id))
    return frozenset(granted(queries.lines_of(db, organisation.id), facts, ceiling(organisation)))


def hear_claims(db: Session, membership: Membership, claims: Mapping[str, Any]) -> None:
    """A sign-in: keep what roles can depend on, and give and take what follows. The directory's word, where there is
    one, is not overruled. Needs the membership with person, organisation and roles."""
    known = queries.facts_of(db, membership.id)
    if known is not None and known.source is Source.scim:
        return
    hear(db, membership, known_from(claims, wanted_claims(db, membership.organisation_id)), Source.mapping)


def hear(db: Session, membership: Membership, facts: Facts, source: Source) -> Difference:
    """Keep what is said of a member, and give and take the roles that follow. The last administrator stays one."""
    keep_facts(db, membership, facts, source)
    lines = queries.lines_of(db, membership.organisation_id)
    gains, losses = changes(lines, facts, held(membership), ceiling(membership.organisation))
    losses = tuple(role for role in losses if not _would_leave_nobody(db, membership, role))
    service = directory_of(membership.organisation_id, membership.organisation.name)
    _give(db, service, membership, gains, lines, queries.facts_of(db, membership.id))
    for role in losses:
        with suppress(Refused), db.begin_nested():  # kept while nobody at all could answer for what it carries
            people.take_role_at_once(db, service, membership, role)
    return Difference(membership.id, membership.person.name, gains, losses)


def _would_leave_nobody(db: Session, membership: Membership, role: Role) -> bool:
    return role is Role.organisation_admin and is_last_with(db, membership, role)


def keep_facts(db: Session, membership: Membership, facts: Facts, source: Source) -> None:
    known = queries.facts_of(db, membership.id)
    if known is None:
        known = KnownFacts(membership_id=membership.id)
        db.add(known)
    known.facts = {name: list(values) for name, values in facts.items()}
    known.source, known.said_at = source, now()
    db.flush()


def has_administrator(db: Session, organisation_id: UUID) -> bool:
    return bool(holders(db, organisation_id, Role.organisation_admin))
