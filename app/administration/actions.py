"""Inviting people, and welcoming them."""

from datetime import timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Actor
from app.administration import queries
from app.administration.forms import InviteForm
from app.administration.models import Invitation, InvitationBatch, Outcome
from app.database import now
from app.jobs.queue import enqueue
from app.language import N_
from app.organisations.models import Organisation
from app.people import actions as people_actions
from app.people import beginning, first, own
from app.people.models import Membership, MembershipStatus
from app.refusals import Reason, Refused
from app.sign_in.secrets import fingerprint

LASTS = timedelta(days=7)


def invite(db: Session, actor: Actor, form: InviteForm) -> InvitationBatch:
    """Ask everyone in the list; each address has its own outcome, and none stops the others.

    Raises:
        NotAllowed: the actor does not administer the organisation.
    """
    organisation = queries.own_organisation(db, actor)
    domains = queries.domains_of(db, organisation.id)
    results: list[dict[str, Any]] = []
    for email in form.addresses:
        is_outside = email.rpartition("@")[2] not in domains
        try:
            with db.begin_nested():
                membership = people_actions.invite(
                    db,
                    actor,
                    organisation,
                    email=email,
                    roles=[form.role],
                    valid_to=form.valid_to,
                    is_proposal=is_outside,
                )
                _write(db, actor, membership, form.message)
        except Refused as refused:
            if refused.reasons[0].text != beginning.KNOWN:
                raise
            results.append({"email": email, "outcome": Outcome.known.value})
            continue
        results.append({"email": email, "outcome": (Outcome.outside if is_outside else Outcome.sent).value})
    batch = InvitationBatch(organisation_id=organisation.id, invited_by_id=actor.membership_id, results=results)
    db.add(batch)
    db.flush()
    return batch


def invite_the_first_administrator(db: Session, actor: Actor, organisation: Organisation, email: str) -> None:
    """Ask somebody to administer an organisation on its way in, by a letter with a link.

    Raises:
        NotAllowed: the actor does not receive new organisations.
        Refused: somebody administers it already, or has been asked to.
    """
    membership = first.invite_the_first_administrator(db, actor, organisation, email)
    _write(db, actor, membership, "")


def approve(db: Session, actor: Actor, member: Membership) -> None:
    """Say yes to a proposal; if a person made it, the invitation goes now.

    Raises:
        NotAllowed: not the actor's to approve.
        Refused: it is no longer a proposal.
    """
    people_actions.approve(db, actor, member)
    if invitation := queries.invitation_of(db, member.id):
        _send(db, invitation)


def invite_again(db: Session, actor: Actor, member: Membership) -> None:
    """A new link; the old one no longer works.

    Raises:
        Refused: they have come already.
    """
    if member.status is not MembershipStatus.invited:
        raise Refused(Reason(N_("They are not waiting for an invitation.")))
    _write(db, actor, member, "")


def _write(db: Session, actor: Actor, member: Membership, message: str) -> None:
    db.flush()
    invitation = queries.invitation_of(db, member.id) or Invitation(membership_id=member.id)
    invitation.invited_by_id, invitation.message = actor.membership_id, message or invitation.message or ""
    invitation.token_hash = invitation.expires_at = None
    db.add(invitation)
    db.flush()
    if member.status is MembershipStatus.invited:
        _send(db, invitation)


def _send(db: Session, invitation: Invitation) -> None:
    enqueue(db, "write_invitation", invitation_id=str(invitation.id))


def key_to(invitation: Invitation) -> str:
    """A new key for the link; from now on it is the only one, and it works for seven days."""
    key = token_hex(32)  # addresses are in lower case
    invitation.token_hash, invitation.expires_at = fingerprint(key), now() + LASTS
    return key


def welcome(db: Session, actor: Actor, member: Membership, name: str, locale: str) -> None:
    """A newcomer says what they are called and which language they read."""
    own.set_name(db, actor, member, name, locale)
