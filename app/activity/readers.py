"""Who can see a thing, and why: the rule that guards it, asked of everyone."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from app.actor import VISITOR, Role
from app.mail import queries
from app.organisations.models import Organisation
from app.people.models import Membership
from app.rule import Rule

Row = TypeVar("Row")
MOST_ORGANISATIONS = 40


@dataclass(frozen=True)
class Group:
    """People of one organisation who may for the same reasons. `roles` are those that one or more of them have."""

    why: tuple[str, ...]
    roles: tuple[Role, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    organisation: Organisation
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Readers:
    """`everyone` says why anyone may, also without signing in; `organisations` who else has reasons of their own.

    `more` is how many organisations are left out of the list.
    """

    everyone: tuple[str, ...]
    organisations: tuple[Found, ...]
    more: int = 0


def readers(db: Session, rule: Rule[Row], row: Row) -> Readers:
    """Ask `rule` about `row` for everyone with an active membership. The row's relations must be loaded.

    The owner comes first, then the others by name. Reasons that hold for everyone are said once.
    """
    everyone = tuple(rule.why(VISITOR, row))
    may: dict[Organisation, dict[tuple[str, ...], list[Membership]]] = defaultdict(lambda: defaultdict(list))
    for membership in queries.all_readers(db):
        why = tuple(reason for reason in rule.why(membership.actor, row) if reason not in everyone)
        if why:
            may[membership.organisation][why].append(membership)
    owner = getattr(row, "organisation_id", None)
    found = [
        Found(organisation, tuple(_group(why, members) for why, members in groups.items()))
        for organisation, groups in sorted(may.items(), key=lambda item: (item[0].id != owner, item[0].name))
    ]
    return Readers(everyone, tuple(found[:MOST_ORGANISATIONS]), max(0, len(found) - MOST_ORGANISATIONS))


def _group(why: tuple[str, ...], members: list[Membership]) -> Group:
    roles = frozenset[Role]().union(*(member.roles for member in members))
    return Group(
        why,
        tuple(role for role in Role if role in roles),
        tuple(sorted(member.person.name for member in members)),
    )
