"""Asking somebody to be the first administrator of an organisation: nobody there can ask anybody yet."""

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor, Role
from app.language import N_
from app.organisations.models import Organisation
from app.people import queries, rules
from app.people.beginning import made
from app.people.models import Membership, MembershipStatus, Source
from app.refusals import Reason, Refused, require

HAS_ONE = N_("Somebody administers the organisation already, or has been asked to.")


def invite_the_first_administrator(db: Session, actor: Actor, organisation: Organisation, email: str) -> Membership:
    """Ask somebody to administer an organisation that nobody administers yet: the region, of one on its way in.

    Raises:
        NotAllowed: the actor does not receive new organisations, or it is not on its way in.
        Refused: somebody administers it, or has been asked to; or the address has a membership there.
    """
    require(rules.may_invite_the_first_administrator(actor, organisation))
    if queries.administrators(db, organisation.id):
        raise Refused(Reason(HAS_ONE, field="email"))
    membership = made(db, actor, organisation, email, "", "", "sv", (Role.organisation_admin,), Source.manual)
    membership.status = MembershipStatus.invited
    record(db, actor, Happened.member_invited, membership, roles=[Role.organisation_admin])
    return membership
