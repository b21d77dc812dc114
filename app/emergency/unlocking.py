"""When an organisation demands its sign-in service and the service is broken: two hours without the demand."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.actor import NOBODY
from app.database import now
from app.emergency import queries
from app.emergency.actions import tell
from app.language import N_
from app.passkeys import queries as keys
from app.passkeys.models import Unlock
from app.refusals import Reason, Refused
from app.sign_in.happenings import AuthEventType
from app.sign_in.models import SsoPolicy

LASTS = timedelta(hours=2)


def unlock(db: Db, organisation_id: UUID, reason: str, *, by: str, person_id: UUID = NOBODY) -> Unlock:
    """Let an organisation's people in by passkey or link for two hours, although it has a sign-in service, or demands
    it.

    Raises:
        Refused: they can come in already.
    """
    keys.organisation_held(db, organisation_id)
    if keys.may_come_in(db, organisation_id):
        raise Refused(Reason(N_("The organisation's people can already sign in with a passkey or a link.")))
    policy = queries.policy_held(db, organisation_id)
    was_required = policy is not None and policy.sso is SsoPolicy.required
    if policy is not None and was_required:
        policy.sso = SsoPolicy.optional
    made = Unlock(
        organisation_id=organisation_id, reason=reason, by_whom=by, was_required=was_required, until=now() + LASTS
    )
    db.add(made)
    db.flush()
    tell(db, AuthEventType.sso_unlocked, organisation_id, person_id, reason=reason, by=by)
    return made


def raise_again(db: Db) -> int:
    """What the clock does when the time is out; an organisation that has decided otherwise meanwhile is left alone."""
    ended = queries.unlocks_that_ended(db)
    for one in ended:
        one.raised_at = now()
        policy = queries.policy_held(db, one.organisation_id)
        if one.was_required and policy is not None and policy.sso is SsoPolicy.optional:
            policy.sso = SsoPolicy.required
            db.flush()
            tell(db, AuthEventType.sso_raised, one.organisation_id, NOBODY)
    return len(ended)
