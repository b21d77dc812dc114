"""What a directory's word changes: worked out first, as a value that a page can show, and only then done.

The preview of the first sync and what every later request does are the same reckoning, so they cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from app.actor import Role
from app.people.models import Membership, MembershipStatus
from app.role_mappings import queries as mappings
from app.role_mappings.actions import held, wanted_claims
from app.role_mappings.models import KnownFacts, RoleMapping
from app.role_mappings.reckoning import ceiling, changes
from app.scim import queries
from app.scim.models import ScimDirectory, ScimUser
from app.scim.resources import Employment, Someone
from app.scim.shapes import contact_address, shown_name, user_resource

Facts = dict[str, list[str]]


class Effect(StrEnum):
    """What happens to one person."""

    add = "add"
    suspend = "suspend"
    reinstate = "reinstate"
    change = "change"  # their roles
    same = "same"
    stays_out = "stays_out"  # inactive in the directory, and not here
    no_address = "no_address"  # nobody can be told, or found, without an e-mail address
    address_taken = "address_taken"  # somebody else of the directory, or several people here, have the same address
    left_here = "left_here"  # an administrator ended their access by hand; the directory does not undo that


@dataclass(frozen=True)
class Change:
    """What the directory's word means for one person. `member` is who they already are here, if anybody."""

    user: ScimUser
    said: Someone
    effect: Effect
    name: str
    email: str
    facts: Facts
    member: Membership | None = None
    is_tied: bool = False
    gains: tuple[Role, ...] = ()
    losses: tuple[Role, ...] = ()

    @property
    def unit(self) -> str:
        """Where in the organisation they work."""
        work = self.said[Employment]
        return (work and work.department) or ""

    @property
    def is_new_tie(self) -> bool:
        """Somebody who is here already, and from now on follows the directory."""
        return self.member is not None and not self.is_tied


@dataclass(frozen=True)
class Preview:
    """What the first sync would do. `key` stands for exactly this; `untouched` are not in the directory."""

    changes: Sequence[Change]
    untouched: Sequence[Membership]
    key: str

    def of(self, *effects: Effect) -> list[Change]:
        return [change for change in self.changes if change.effect in effects]


def changes_for(db: Session, directory: ScimDirectory, users: Sequence[ScimUser]) -> list[Change]:
    """What each of these means now, in a handful of questions however many they are."""
    house = directory.organisation_id
    said = {user.id: user_resource(user, (), "") for user in users}
    tied = queries.members_by_id(db, [user.membership_id for user in users if user.membership_id])
    at = queries.members_by_address(db, house, {contact_address(one).lower() for one in said.values()} - {""})
    taken = queries.tied_members(db, [member.id for members in at.values() for member in members])
    groups = queries.facts_of(db, list(said))
    reckoning = _Reckoning(mappings.lines_of(db, house), ceiling(directory.organisation), at, taken)
    wanted = wanted_claims(db, house)
    return [
        reckoning.change(
            user,
            said[user.id],
            tied.get(user.membership_id) if user.membership_id else None,
            facts_from(said[user.id], groups.get(user.id, []), wanted),
        )
        for user in users
    ]


@dataclass
class _Reckoning:
    """`at` is who is here under each address, `taken` whom somebody of the directory already is; each person that is
    reckoned takes their address, so that two with the same one are not both let in."""

    lines: Sequence[RoleMapping]
    ceiling: Sequence[Role]
    at: Mapping[str, list[Membership]]
    taken: set[UUID]
    addresses: set[str] = field(default_factory=set)

    def change(self, user: ScimUser, said: Someone, tied: Membership | None, facts: Facts) -> Change:
        name, email = shown_name(said), contact_address(said)
        member = tied or self._same(email)
        if member is not None:
            effect = _effect_on(user, member)
            self.taken.add(member.id)
        else:
            effect = self._effect_of_stranger(user, email)
        gains: tuple[Role, ...] = ()
        losses: tuple[Role, ...] = ()
        if effect in (Effect.add, Effect.reinstate, Effect.change):
            gains, losses = changes(self.lines, facts, held(member) if member else [], self.ceiling)
            if effect is Effect.change and not (gains or losses):
                effect = Effect.same
        return Change(user, said, effect, name, email, facts, member, tied is not None, gains, losses)

    def _same(self, email: str) -> Membership | None:
        """The one member here with that address whom nobody of the directory is yet."""
        found = self.at.get(email.lower(), []) if email else []
        return found[0] if len(found) == 1 and found[0].id not in self.taken else None

    def _effect_of_stranger(self, user: ScimUser, email: str) -> Effect:
        if not user.active:
            return Effect.stays_out
        if not email:
            return Effect.no_address
        if self.at.get(email.lower()) or email.lower() in self.addresses:
            return Effect.address_taken
        self.addresses.add(email.lower())
        return Effect.add


def _effect_on(user: ScimUser, member: Membership) -> Effect:
    if member.status is MembershipStatus.removed:
        return Effect.left_here if user.active else Effect.stays_out
    if member.status is not MembershipStatus.suspended:
        return Effect.change if user.active else Effect.suspend
    if not user.active:
        return Effect.same
    return Effect.reinstate if user.is_let_go else Effect.left_here


def facts_from(said: Someone, groups: Sequence[tuple[str, str | None]], wanted: set[str]) -> Facts:
    """What roles can depend on: groups by name and by the directory's own key, and where somebody works. A directory
    decides alone: what it does not say is not so."""
    work = said[Employment]
    facts: Facts = {name: [] for name in wanted}
    facts["groups"] = sorted({text for name, key in groups for text in (name, key) if text})
    facts["title"] = [said.title] if said.title else []
    facts["department"] = [work.department] if work and work.department else []
    return facts


def preview(db: Session, directory: ScimDirectory) -> Preview:
    """What approving the first sync would do, by name. Nothing is changed."""
    users = queries.users(db, directory.organisation_id, queries.Narrowing())
    found = sorted(changes_for(db, directory, users), key=lambda change: (change.name.casefold(), str(change.user.id)))
    concerned = {change.member.id for change in found if change.member}
    untouched = [one for one in mappings.present(db, directory.organisation_id) if one.id not in concerned]
    return Preview(found, untouched, _key(found))


def _key(found: Sequence[Change]) -> str:
    shown = [
        (str(one.user.id), one.effect, one.name, one.email, str(one.member and one.member.id), one.gains, one.losses)
        for one in found
    ]
    return sha256(repr(sorted(shown)).encode(errors="backslashreplace")).hexdigest()


def leaves_nobody(db: Session, organisation_id: UUID) -> bool:
    """Whether nobody administers the organisation any more."""
    return not any(Role.organisation_admin in one.roles for one in mappings.present(db, organisation_id))


def is_said_anew(change: Change, known: KnownFacts | None) -> bool:
    """Whether what roles depend on is other than it was, or not the directory's word yet."""
    return known is None or known.source != "scim" or known.facts != change.facts
