"""Writing invitations: the key of the link exists only in the letter."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.administration import actions, queries
from app.jobs.queue import enqueue
from app.mail.letters import Desk, language_of
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


WRITERS = {"write_invitation": write_invitation}
