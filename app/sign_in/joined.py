"""Two sign-ins become one person's, and are separated again, by the person's own yes (sso.md rule 26).

What a sign-in proves is only its own organisation's (rule 39): of the other person nothing else moves. Both addresses
get a letter.
"""

from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.actor import NOBODY, Actor
from app.jobs.queue import enqueue
from app.language import N_
from app.people import joining as people
from app.refusals import NotFound, Reason, Refused, require
from app.sign_in import leaving, queries
from app.sign_in import queries_arriving as arriving
from app.sign_in import queries_joining as joining
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.models import AuthEvent, Identity, IdpConnection

OVER = N_("It took too long, or it has been done already. Begin again.")
ALONE = N_("There is nothing to separate: you act for one organisation only.")


def accept(db: Db, actor: Actor, session_id: UUID) -> None:
    """The person's yes: from now on both sign-ins are theirs. Every sign-in of the other one ends.

    Raises:
        NotFound: nothing waits for it.
        Refused: it has changed meanwhile.
    """
    require(actor.membership_id != NOBODY)
    offered = joining.offer_to(db, session_id)
    if offered is None:
        raise NotFound
    connection = offered.connection
    identity = arriving.identity(db, connection.id, offered.subject)
    other = identity.person_id if identity else actor.person_id
    joining.held_people(db, actor.person_id, other)
    if identity is None:
        if queries.membership_of(db, connection.organisation_id, actor.person_id) is None:
            raise Refused(Reason(OVER))
        db.add(Identity(connection_id=connection.id, subject=offered.subject, person_id=actor.person_id))
    else:
        _move(db, actor, connection, other)
    joining.forget_offer(db, session_id)
    _note(db, actor, connection.organisation_id, AuthEventType.accounts_joined, other, connection_id=connection.id)


def _move(db: Db, actor: Actor, connection: IdpConnection, other: UUID) -> None:
    """The membership of that organisation, and all that its ways in know of it."""
    membership = newcomers.membership_in(db, connection.organisation_id, other)
    if membership is None or other == actor.person_id:
        raise Refused(Reason(OVER))
    leaving.end_in(db, other, connection.organisation_id)
    theirs = joining.identities_in(db, other, connection.organisation_id)
    people.join(db, actor, membership)
    for one in theirs:
        one.person_id = actor.person_id
    db.flush()


def part(db: Db, actor: Actor) -> None:
    """What the actor acts for is somebody of its own again, apart from all else they were. They are signed out there.

    Raises:
        Refused: they act for nobody else.
    """
    require(actor.membership_id != NOBODY)
    joining.held_people(db, actor.person_id)
    if len(joining.memberships_that_count(db, actor.person_id)) < 2:
        raise Refused(Reason(ALONE))
    theirs = joining.identities_in(db, actor.person_id, actor.organisation_id)
    latest = max(theirs, key=lambda one: one.last_seen_at or one.created_at, default=None)
    leaving.end_in(db, actor.person_id, actor.organisation_id)
    member = people.part(db, actor, latest.shown_name if latest else "", latest.shown_email if latest else "")
    for one in theirs:
        one.person_id = member.person_id
    db.flush()
    _note(db, actor, actor.organisation_id, AuthEventType.accounts_parted, member.person_id)


def _note(
    db: Db, actor: Actor, organisation_id: UUID, kind: AuthEventType, other: UUID, *, connection_id: UUID | None = None
) -> None:
    """Written down for the organisation whose sign-in moved, and told at both addresses."""
    event = AuthEvent(
        type=kind,
        outcome=Outcome.ok,
        organisation_id=organisation_id,
        person_id=actor.person_id,
        **({"connection_id": connection_id} if connection_id else {}),
    )
    db.add(event)
    db.flush()
    for person_id in {actor.person_id, other}:
        enqueue(db, "tell_of_joining", auth_event_id=str(event.id), person_id=str(person_id))
