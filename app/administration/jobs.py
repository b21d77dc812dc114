"""Writing invitations: the key of the link exists only in the letter."""

from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.administration import actions, queries
from app.jobs.queue import enqueue
from app.mail import queries as outbox
from app.mail.letters import Desk, Recipient, language_of
from app.people import queries as people
from app.people.models import MembershipStatus


def write_invitation(db: Session, invitation_id: str, *, desk: Desk) -> None:
    """Write the letter with its link, once: a second call finds it written."""
    invitation = queries.invitation(db, UUID(invitation_id))
    if invitation is None or invitation.token_hash is not None:
        return
    member = people.any_membership(db, invitation.membership_id)
    sender = people.any_membership(db, invitation.invited_by_id)
    if member is None or sender is None or member.status is not MembershipStatus.invited:
        return
    link = desk.link(language_of(member), "invitation", actions.key_to(invitation))
    values = {
        "link": link,
        "sender": sender.person.name,
        "roles": sorted(member.roles),
        "message": invitation.message,
        "expires_at": invitation.expires_at,
        "organisation": member.organisation.name,
    }
    mail = desk.to_reader(member, "administration/invited", values, thread=f"invitation-{invitation.id}")
    db.add(mail)
    db.flush()
    enqueue(db, "send_mail", mail_id=str(mail.id))


def tell_not_let_in(db: Session, membership_id: str, *, desk: Desk) -> None:
    """Tell somebody who asked for access that the answer was no. They have no account, so nothing else tells them."""
    member = people.any_membership(db, UUID(membership_id))
    if member is None or member.status is not MembershipStatus.removed:
        return
    letter_id = uuid5(member.id, "not let in")
    if outbox.mail(db, letter_id) is not None:
        return
    mail = desk.to_anyone(
        Recipient(member.person.email, member.person.name, language_of(member)),
        "administration/not_let_in",
        {"link": desk.link(language_of(member), "about"), "organisation": member.organisation.name},
    )
    mail.id = letter_id
    db.add(mail)
    db.flush()
    enqueue(db, "send_mail", mail_id=str(mail.id))


WRITERS = {"write_invitation": write_invitation, "tell_not_let_in": tell_not_let_in}
