"""Who held which post from when to when, also those who have gone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, cast, func, select, union_all
from sqlalchemy.orm import Session

from app.actor import Role
from app.database import SWEDEN
from app.people import queries
from app.people.models import Membership, MembershipRole, Person, Post

LEADING = (Role.testbed_leader, Role.testbed_deputy)


@dataclass(frozen=True)
class OnPost:
    """Somebody who holds, or held, a post. `until` is the last day, also one that is to come."""

    role: Role
    name: str
    since: date
    until: date | None
    percent: int | None
    is_there: bool


def posts_of(db: Session, ids: Sequence[UUID]) -> dict[UUID, list[OnPost]]:
    """Those who hold or held the posts of leader and deputy, by organisation, the latest first."""
    found: dict[UUID, list[OnPost]] = defaultdict(list)
    written = (
        select(Post, Membership, Person.name)
        .join(Membership, Membership.id == Post.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Post.organisation_id.in_(ids), Post.role.in_(LEADING))
        .order_by(Post.since.desc(), Post.id)
    )
    open_posts = set()
    for post, member, name in db.execute(written):
        if post.until is None:
            open_posts.add((member.id, post.role))
        is_there = post.until is None and member.is_active
        found[post.organisation_id].append(
            OnPost(post.role, name, post.since, post.until or member.valid_to, member.fte_percent, is_there)
        )
    for member, role, name in db.execute(_holders(ids)):  # given a role before posts were written
        if (member.id, role) not in open_posts:
            since = member.valid_from or member.created_at.astimezone(SWEDEN).date()
            found[member.organisation_id].append(
                OnPost(role, name, since, member.valid_to, member.fte_percent, is_there=True)
            )
    return found


def stretches_led(db: Session) -> Mapping[UUID, Sequence[tuple[date, date | None]]]:
    """From which day to which somebody has led the testbed, by organisation: every organisation at once, no names.

    The same as `posts_of` says of leaders, asked for without the people.
    """
    is_leader, is_open = Post.role == Role.testbed_leader, Post.until.is_(None)
    written = select(Post.organisation_id, Post.since, func.coalesce(Post.until, Membership.valid_to)).join(
        Membership, Membership.id == Post.membership_id
    )
    has_post = select(Post.id).where(Post.membership_id == Membership.id, is_leader, is_open).exists()
    since = func.coalesce(Membership.valid_from, cast(func.timezone(SWEDEN.key, Membership.created_at), Date))
    unwritten = (
        select(Membership.organisation_id, since, Membership.valid_to)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(MembershipRole.role == Role.testbed_leader, queries.counts(), ~has_post)
    )
    found: dict[UUID, list[tuple[date, date | None]]] = {}
    rows: Sequence[Any] = db.execute(union_all(written.where(is_leader), unwritten)).all()
    for home, first, last in rows:
        found.setdefault(home, []).append((first, last))
    return found


def _holders(ids: Sequence[UUID]) -> Select[Membership, Role, str]:
    return (
        select(Membership, MembershipRole.role, Person.name)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id.in_(ids), MembershipRole.role.in_(LEADING), queries.counts())
    )
