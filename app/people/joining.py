"""One human being as one person, however many organisations they act for: two rows become one, and one becomes two.

Only ever because they have themselves proven, at the same time, that both are theirs (`app/sign_in/joining.py`).
"""

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.language import N_
from app.people import queries
from app.people.models import Membership, Person
from app.refusals import Reason, Refused, require

HERE_ALREADY = N_("You belong to that organisation already, as somebody else. Ask its administrator to sort it out.")


def join(db: Session, actor: Actor, membership: Membership) -> None:
    """The membership is the actor's from now on. What they are called and where letters go follows the actor.

    Raises:
        Refused: the actor belongs to that organisation already.
    """
    require(actor.is_signed_in)
    member = queries.locked(db, membership.id)
    if queries.memberships_of_person(db, member.organisation_id, actor.person_id):
        raise Refused(Reason(HERE_ALREADY))
    member.person_id = actor.person_id
    db.flush()
    db.refresh(member, ["person"])
    record(db, actor, Happened.account_joined, member)


def part(db: Session, actor: Actor, name: str, email: str) -> Membership:
    """What the actor acts by becomes a person of its own, called and reached as their organisation says.

    Returns that membership.
    """
    require(actor.is_signed_in)
    member = queries.locked(db, actor.membership_id)
    person = Person(
        name=name or member.person.name,
        email=email or member.person.email,
        locale=member.person.locale,
        is_demo=member.person.is_demo,
    )
    db.add(person)
    db.flush()
    member.person_id = person.id
    db.flush()
    db.refresh(member, ["person"])
    record(db, actor, Happened.account_parted, member)
    return member
