"""Ending the sessions of others, and saying how long sessions last."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.actor import Actor
from app.language import N_
from app.people.models import Membership
from app.refusals import Reason, Refused
from app.sessions import queries, rules
from app.sessions.forms import LimitsForm
from app.sign_in import leaving, policies
from app.sign_in import queries as doors
from app.sign_in.actions import end
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.means import Means
from app.sign_in.models import AuthEvent, Ended, SignInPolicy


def end_member(db: Db, actor: Actor, membership: Membership, session_id: UUID | None = None) -> int:
    """Sign a member out of the organisation: everywhere, or in one browser. Returns in how many that was.

    Only what they have proven to this organisation ends; what they do for another goes on (sso.md rule 39).
    """
    rules.may_end.require(actor, membership)
    ended = [one for one in queries.proofs_at(db, membership) if session_id in (None, one.session_id)]
    for proof in ended:
        leaving.withdraw(db, proof, Ended.ended_by_administrator)
        _note(db, actor, membership.organisation_id, membership.person_id, proof.session_id)
    return len(ended)


def end_whole(db: Db, actor: Actor, session_id: UUID) -> None:
    """End a session altogether, for whoever it acts.

    Raises:
        NotFound: it is over already.
    """
    session = queries.session(db, session_id)
    for proof in doors.proofs_in(db, session.id):
        _note(db, actor, proof.organisation_id, session.person_id, session.id)
    end(session, Ended.ended_by_administrator)


def end_person(db: Db, actor: Actor, person_id: UUID) -> int:
    """Sign a person out everywhere, for whichever organisations. Returns in how many browsers that was."""
    sessions = queries.sessions_of(db, person_id)
    for session_id in sessions:
        end_whole(db, actor, session_id)
    return len(sessions)


def _note(db: Db, actor: Actor, organisation_id: UUID, person_id: UUID, session_id: UUID) -> None:
    db.add(
        AuthEvent(
            type=AuthEventType.session_ended,
            outcome=Outcome.ok,
            organisation_id=organisation_id,
            person_id=person_id,
            session_id=session_id,
            details={"by": actor.person_name},
        )
    )
    db.flush()


def set_limits(db: Db, means: Means, actor: Actor, policy: SignInPolicy, form: LimitsForm) -> None:
    """How long sessions of the organisation last from now on; those that are under way are shortened at once.

    Raises:
        Refused: longer than the portal allows.
    """
    too_long = [
        Reason(N_("The portal allows at most %(minutes)s minutes."), field=name, values={"minutes": minutes})
        for name, wanted, minutes in (
            ("idle_minutes", form.idle_minutes, _minutes(means.idle)),
            ("absolute_minutes", form.absolute_minutes, _minutes(means.longest)),
        )
        if wanted is not None and wanted > minutes
    ]
    if too_long:
        raise Refused(*too_long)
    policy.idle_minutes, policy.absolute_minutes = form.idle_minutes, form.absolute_minutes
    db.add(policy)
    db.add(
        AuthEvent(
            type=AuthEventType.limits_changed,
            outcome=Outcome.ok,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            details={"idle_minutes": form.idle_minutes, "absolute_minutes": form.absolute_minutes},
        )
    )
    db.flush()
    policies.apply_limits(db, means, actor.organisation_id)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
