"""Who belongs to an organisation, of all that its provider vouches for: the one place where a sign-in decides about
memberships and roles."""

from sqlalchemy.orm import Session as Db

from app.people import actions as people
from app.people import queries as people_queries
from app.people.models import Membership, MembershipStatus
from app.role_mappings.actions import hear_claims, roles_from
from app.sign_in import queries_arriving as arriving
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.arrivals import Arrival
from app.sign_in.models import Identity, IdpConnection
from app.sign_in.newcomers import address_in, take_in
from app.sign_in.tokens import Distrust


def admit(
    db: Db,
    connection: IdpConnection,
    arrival: Arrival,
    *,
    identity: Identity | None,
    invited: Membership | None,
    language: str = "sv",
) -> Membership:
    """The membership somebody acts by; asked at every sign-in, of newcomers and old acquaintances alike. One that is
    only proposed waits for the administrator: nobody acts by it.

    `identity` is how the connection knows them already, `invited` the membership that this sign-in was begun for.
    Only ever a membership of the connection's own organisation (sso.md 0.4).

    Raises:
        Distrust: they do not belong to the organisation.
    """
    if identity is not None:
        membership = _of_today(db, connection, identity)
    else:
        membership = invited or _expected(db, connection, arrival) or _newcomer(db, connection, arrival, language)
    if membership.status is MembershipStatus.invited:
        people.accept(db, membership)
    hear_claims(db, people_queries.locked(db, membership.id), arrival.claims)
    return membership


def _of_today(db: Db, connection: IdpConnection, identity: Identity) -> Membership:
    """What somebody known is here. Who has left, and is invited again, comes back by the way they came before."""
    membership = newcomers.membership_in(db, connection.organisation_id, identity.person_id)
    if membership is not None and membership.status is MembershipStatus.proposed:
        raise Distrust("waits_for_approval")
    if membership is None or membership.status not in (MembershipStatus.active, MembershipStatus.invited):
        raise Distrust("no_access")
    return membership


def _expected(db: Db, connection: IdpConnection, arrival: Arrival) -> Membership | None:
    """The membership its organisation made for that address."""
    email = address_in(arrival.profile)
    return arriving.waiting_membership(db, connection.organisation_id, email) if email else None


def _newcomer(db: Db, connection: IdpConnection, arrival: Arrival, language: str) -> Membership:
    return take_in(db, connection, arrival, roles_from(db, connection.organisation, arrival.claims), language)
