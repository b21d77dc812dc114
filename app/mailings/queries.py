"""What was written to many, whom it goes to, and how it went."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, and_, delete, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.activity.groups import Frequency, Group
from app.activity.models import Mail, Notification, Task
from app.actor import NOBODY, Actor, Role
from app.database import today
from app.mail.models import Preference, Suppression
from app.mailings.models import Among, Mailing, MailingLetter
from app.mailings.rules import may_view
from app.organisations.models import Organisation, OrganisationKind
from app.people import queries as people
from app.people.models import Membership, MembershipRole, Person
from app.refusals import NotFound


def _whole() -> Select[Mailing]:
    """With its letters and whom they go to."""
    letters = selectinload(Mailing.letters)
    member = letters.joinedload(MailingLetter.membership)
    return select(Mailing).options(
        joinedload(Mailing.author).joinedload(Membership.person),
        joinedload(Mailing.organisation),
        letters.joinedload(MailingLetter.mail),
        member.joinedload(Membership.person),
        member.joinedload(Membership.organisation),
        member.selectinload(Membership.role_rows),
    )


def mailings(db: Session, actor: Actor) -> Sequence[Mailing]:
    """What the actor may see, what is held first, then the latest."""
    query = _whole().where(may_view.rows(actor))
    return db.scalars(query.order_by(Mailing.state != "held", Mailing.state_since.desc(), Mailing.id)).all()


def mailing(db: Session, actor: Actor, reference: str) -> Mailing:
    """The one with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    query = _whole().where(Mailing.reference == reference, may_view.rows(actor))
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def held_still(db: Session, mailing: Mailing) -> Mailing:
    """The same, read anew, that nobody else changes until the transaction ends."""
    db.flush()
    db.execute(select(Mailing.id).where(Mailing.id == mailing.id).with_for_update())
    return db.scalars(_whole().where(Mailing.id == mailing.id).execution_options(populate_existing=True)).one()


def receivers(
    db: Session, roles: Collection[Role], municipalities: Collection[UUID], among: Among, but: UUID
) -> list[Membership]:
    """Those with the roles, by organisation and name: each address once, and never the one who writes.

    Only people who can sign in: nobody is written to who has not come yet, or has left.
    """
    query = (
        select(Membership)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(Person, Person.id == Membership.person_id)
        .where(people.counts(), Membership.role_rows.any(MembershipRole.role.in_(roles)), Membership.id != but)
        .options(joinedload(Membership.person), joinedload(Membership.organisation), selectinload(Membership.role_rows))
    )
    if municipalities:
        query = query.where(Membership.organisation_id.in_(municipalities))
    if among is not Among.everyone:
        query = query.where(_something_waits(is_late=among is Among.late).exists())
    order = people.swedish_order
    found = sorted(
        db.scalars(query).all(), key=lambda one: (order(one.organisation.name), order(one.person.name), str(one.id))
    )
    once: dict[str, Membership] = {}
    for one in found:
        once.setdefault(one.person.email.strip().lower(), one)
    return list(once.values())


def _something_waits(*, is_late: bool) -> Select[UUID]:
    """A task for the membership, or for a role it has in its organisation."""
    theirs = and_(Task.membership_id == Membership.id, Task.membership_id != NOBODY)
    has_role = Membership.role_rows.any(MembershipRole.role == func.any(Task.roles))
    roles = and_(Task.membership_id == NOBODY, Task.organisation_id == Membership.organisation_id, has_role)
    query = select(Task.id).where(or_(theirs, roles)).correlate(Membership)
    return query.where(Task.due_on < today()) if is_late else query


def municipalities(db: Session) -> list[Organisation]:
    """Those where somebody could be written to."""
    query = select(Organisation).where(Organisation.kind == OrganisationKind.municipality)
    return sorted(db.scalars(query).all(), key=lambda one: people.swedish_order(one.short_name))


def do_not_want(db: Session, membership_ids: Collection[UUID]) -> set[UUID]:
    """Those of them who have turned such letters off."""
    query = select(Preference.membership_id).where(
        Preference.membership_id.in_(membership_ids),
        Preference.group == Group.many,
        Preference.frequency == Frequency.never,
    )
    return set(db.scalars(query))


def come_back(db: Session, addresses: Collection[str]) -> set[str]:
    """Those of the addresses, in lower case, to which nothing is sent because letters come back."""
    wanted = {address.strip().lower() for address in addresses}
    return set(db.scalars(select(Suppression.address).where(Suppression.address.in_(wanted))))


def read_by(db: Session, mailing: Mailing) -> set[UUID]:
    """Those who have seen in the portal that it came."""
    mails = [letter.membership_id for letter in mailing.letters]
    query = (
        select(Notification.membership_id)
        .where(Notification.membership_id.in_(mails), Notification.read_at.is_not(None))
        .where(Notification.event.has(subject_id=mailing.id))
    )
    return set(db.scalars(query))


def letter_by_token(db: Session, token: str) -> MailingLetter | None:
    return db.scalar(select(MailingLetter).where(MailingLetter.token == token))


def throw_away(db: Session, mail_ids: Collection[UUID]) -> None:
    """Letters that were written and never sent: what they said is kept with the mailing."""
    if mail_ids:
        db.execute(delete(Mail).where(Mail.id.in_(mail_ids)))
