"""That everyone of an organisation has to come in through its own service, and that nobody is locked out by it
(sso.md rule 29)."""

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.connecting import queries, rules
from app.database import now
from app.language import N_
from app.refusals import Reason, Refused, require
from app.sign_in import actions as door
from app.sign_in import leaving
from app.sign_in import queries as sign_in
from app.sign_in.happenings import AuthEventType
from app.sign_in.means import Means
from app.sign_in.models import IdpConnection, SsoPolicy
from app.sign_in.policies import apply_limits

NO_SERVICE = Reason(N_("Turn a sign-in service on."))
NO_TEST = Reason(N_("Sign in as a test yourself, through the service that is in use. It counts for 24 hours."))
NO_RESCUER = Reason(N_("Name somebody for emergency access, and see that they have a passkey."))


def tried_by(db: Session, actor: Actor) -> IdpConnection | None:
    """A service in use that the actor themselves has signed in through as a test within a day, as it is now."""
    for row in queries.in_use(db, actor.organisation_id):
        if queries.good_tests(db, row.id, row.version, actor.membership_id):
            return row
    return None


def missing(db: Session, actor: Actor, *, has_rescuer: bool) -> list[Reason]:
    """What has to be in place first. `has_rescuer`: somebody can come in by passkey and mend the sign-in."""
    wanted = [
        (bool(queries.in_use(db, actor.organisation_id)), NO_SERVICE),
        (tried_by(db, actor) is not None, NO_TEST),
        (has_rescuer, NO_RESCUER),
    ]
    return [reason for is_there, reason in wanted if not is_there]


def demand(db: Session, means: Means, actor: Actor, *, has_rescuer: bool) -> None:
    """Everyone has to come in through the organisation's own service. What was proven otherwise ends.

    Raises:
        NotAllowed: the actor administers no organisation.
        Refused: somebody could be locked out; each reason says what to do first.
    """
    require(rules.may_connect(actor))
    policy = queries.policy_held(db, actor.organisation_id)
    if policy.sso is SsoPolicy.required:
        raise Refused(Reason(N_("Own sign-in is required already.")))
    if reasons := missing(db, actor, has_rescuer=has_rescuer):
        raise Refused(*reasons)
    policy.sso = SsoPolicy.required
    db.flush()
    apply_limits(db, means, actor.organisation_id)
    row = tried_by(db, actor)
    for other in queries.local_ones(db, actor.organisation_id):
        leaving.end_all_by(db, other)
    if row is not None:
        door.note(db, AuthEventType.sso_required, row, person_id=actor.person_id)
        record(db, actor, Happened.connection_required, row, at=now())


def stop_demanding(db: Session, actor: Actor) -> None:
    """Other ways in are open again, where there are any.

    Raises:
        NotAllowed: the actor administers no organisation.
        Refused: it is not required.
    """
    require(rules.may_connect(actor))
    policy = queries.policy_held(db, actor.organisation_id)
    if policy.sso is not SsoPolicy.required:
        raise Refused(Reason(N_("Own sign-in is not required.")))
    policy.sso = SsoPolicy.optional
    if found := queries.in_use(db, actor.organisation_id):
        door.note(db, AuthEventType.sso_optional, found[0], person_id=actor.person_id)
        record(db, actor, Happened.connection_not_required, found[0])


def is_demanded(db: Session, actor: Actor) -> bool:
    return sign_in.policy_of(db, actor.organisation_id).sso is SsoPolicy.required
