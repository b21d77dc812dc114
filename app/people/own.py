"""What people say of themselves."""

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.people import queries
from app.people.models import Membership
from app.refusals import require


def set_name(db: Session, actor: Actor, membership: Membership, name: str, locale: str) -> None:
    """Somebody says what they are called and which language they read.

    Raises:
        NotAllowed: not their own membership.
    """
    member = queries.locked(db, membership.id)
    require(member.id == actor.membership_id)
    if (member.person.name, member.person.locale) != (name, locale):
        member.person.name, member.person.locale = name, locale
        record(db, actor, Happened.member_changed, member, fields=["name", "locale"])
