"""Who belongs to an organisation, of all that its provider vouches for: the one place where a sign-in decides about
memberships and roles."""

from sqlalchemy.orm import Session as Db

from app.people import actions as people
from app.people import queries as people_queries
from app.people.models import Membership, MembershipStatus
from app.role_mappings.actions import hear_claims
from app.sign_in import queries
from app.sign_in import queries_arriving as arriving
from app.sign_in.arrivals import Arrival
from app.sign_in.models import Identity, IdpConnection
from app.sign_in.tokens import Distrust, is_clean

LONGEST_SHOWN = 200


def admit(
    db: Db, connection: IdpConnection, arrival: Arrival, *, identity: Identity | None, invited: Membership | None
) -> Membership:
    """The membership somebody acts by; asked at every sign-in, of newcomers and old acquaintances alike.

    `identity` is how the connection knows them already, `invited` the membership that this sign-in was begun for.
    Only ever a membership of the connection's own organisation (sso.md 0.4).

    Raises:
        Distrust: they do not belong to the organisation.
    """
    if identity is not None:
        membership = _of_today(db, connection, identity)
    else:
        membership = invited or _expected(db, connection, arrival)
    if membership.status is MembershipStatus.invited:
        people.accept(db, membership)
    hear_claims(db, people_queries.locked(db, membership.id), arrival.claims)
    return membership


def _of_today(db: Db, connection: IdpConnection, identity: Identity) -> Membership:
    membership = queries.membership_of(db, connection.organisation_id, identity.person_id)
    if membership is None:
        raise Distrust("no_access")
    return membership


def _expected(db: Db, connection: IdpConnection, arrival: Arrival) -> Membership:
    """The membership its organisation made for that address. Nothing else is ever created."""
    email = shown(arrival.profile.get("email"))
    if not email or arrival.profile.get("email_verified", True) is not True:
        raise Distrust("no_access")
    membership = arriving.waiting_membership(db, connection.organisation_id, email)
    if membership is None:
        raise Distrust("no_access")
    return membership


def shown(value: object) -> str:
    """A claim that is only shown. What could not be shown is left out."""
    return value if isinstance(value, str) and len(value) <= LONGEST_SHOWN and is_clean(value) else ""
