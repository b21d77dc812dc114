"""Emergency access: who may have it, asking, agreeing, opening. Every step is written down and told at once."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.actor import NOBODY, THE_CLOCK, Actor, Role
from app.database import now
from app.emergency import queries
from app.emergency.models import EmergencyAccess, EnrolmentCode
from app.jobs.queue import enqueue
from app.language import N_
from app.passkeys import actions as ways
from app.passkeys import queries as keys
from app.passkeys.actions import Caller
from app.passkeys.ceremony import Aim, Asking
from app.passkeys.models import Passkey, Rescuer, RescuerKind
from app.people import actions as people
from app.people.models import Membership, Source
from app.refusals import Reason, Refused
from app.sign_in.arrivals import Entered, Visit
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.means import Means
from app.sign_in.models import AuthEvent, SessionKind
from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust

MOST_NAMED = 2
CODE_LASTS = timedelta(minutes=15)
WAITS = timedelta(minutes=30)  # for somebody to agree
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that sounds or looks like something else on the telephone
WORD_LENGTH = 8
CODE_LENGTH = 16


# Those who may have it


def name_for_platform(db: Db, region_id: UUID, name: str, email: str) -> tuple[Rescuer, str]:
    """One of the two people who open the portal in an emergency, and the code for their first passkey. Someone of that
    address who runs the portal already is the one meant; anyone else is new.

    Raises:
        Refused: there are two already.
    """
    membership = queries.platform_member(db, region_id, email)
    if membership is None:
        membership = people.add(
            db,
            THE_CLOCK,
            queries.organisation(db, region_id),
            email=email,
            name=name,
            roles=(Role.platform_admin,),
            source=Source.manual,
        )
    rescuer = _name(db, membership, RescuerKind.platform, by="./portal emergency")
    return rescuer, new_code(db, membership.id)


def name_for_organisation(db: Db, actor: Actor, membership: Membership) -> Rescuer:
    """Someone an organisation trusts to mend its sign-in.

    Raises:
        Refused: there are two already, or they are one of them.
    """
    return _name(db, membership, RescuerKind.organisation, by=actor.person_name)


def _name(db: Db, membership: Membership, kind: RescuerKind, by: str) -> Rescuer:
    keys.organisation_held(db, membership.organisation_id)
    named = keys.rescuers_of(db, membership.organisation_id, kind)
    if any(one.membership_id == membership.id for one in named):
        raise Refused(Reason(N_("That person is named already."), "membership"))
    if len(named) >= MOST_NAMED:
        raise Refused(Reason(N_("Two people are named already. Remove one of them first."), "membership"))
    rescuer = Rescuer(membership_id=membership.id, organisation_id=membership.organisation_id, kind=kind, named_by=by)
    db.add(rescuer)
    db.flush()
    tell(db, AuthEventType.rescuer_named, membership.organisation_id, membership.person_id, by=by)
    return rescuer


def remove_rescuer(db: Db, rescuer: Rescuer, by: str) -> None:
    """They are no longer one of those who help. Their passkeys go when they are no way in any more."""
    membership = rescuer.membership
    db.delete(rescuer)
    db.flush()
    tell(db, AuthEventType.rescuer_removed, membership.organisation_id, membership.person_id, by=by)


def new_code(db: Db, membership_id: UUID) -> str:
    """A code with which one of the named people adds a passkey, without being signed in. It works once."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    db.add(EnrolmentCode(membership_id=membership_id, code_hash=fingerprint(code), expires_at=now() + CODE_LASTS))
    db.flush()
    return code


def enrol(db: Db, means: Means, code: str, text: str, label: str, browser: str) -> Passkey:
    """The passkey of one of the named people.

    Raises:
        Distrust: the code has been used or is too old, or the browser's answer is not to our question.
    """
    membership_id = queries.code_used(db, fingerprint(code))
    membership = keys.membership(db, membership_id) if membership_id else None
    if membership is None or keys.rescuer(db, membership.id) is None:
        raise Distrust("link_used_or_old")
    as_themselves = Actor(membership.id, membership.organisation_id, person_id=membership.person_id)
    return ways.add(db, means, as_themselves, text, label, Asking(Aim.add, browser, str(membership.id)))


# Asking, agreeing, opening


def ask(db: Db, means: Means, text: str, reason: str, browser: str) -> EmergencyAccess:
    """One of the named people asks.

    Raises:
        Distrust: the passkey is none of theirs.
    """
    rescuer = _rescuer(db, means, text, Asking(Aim.emergency, browser))
    access = EmergencyAccess(
        membership_id=rescuer.membership_id,
        reason=reason,
        word="".join(secrets.choice(ALPHABET) for _ in range(WORD_LENGTH)),
        browser_hash=fingerprint(browser),
        expires_at=now() + WAITS,
    )
    db.add(access)
    db.flush()
    tell(db, AuthEventType.emergency_asked, rescuer.organisation_id, rescuer.membership.person_id, reason=reason)
    return access


def _rescuer(db: Db, means: Means, text: str, asking: Asking) -> Rescuer:
    passkey = ways.recognised(db, means, text, asking)
    connection = keys.connection_of(db, passkey.identity.connection_id)
    rescuer = keys.rescuer_behind(db, passkey.identity, connection.organisation_id)
    if rescuer is None or rescuer.kind is not RescuerKind.platform or passkey.identity.disabled_at is not None:
        raise Distrust("passkey_unknown")
    return rescuer


def agree_by_passkey(db: Db, means: Means, access: EmergencyAccess, text: str, browser: str) -> None:
    """The other of the named people agrees.

    Raises:
        Distrust: the passkey is none of theirs.
        Refused: it is their own request, or it is too late.
    """
    rescuer = _rescuer(db, means, text, Asking(Aim.approve, browser, str(access.id)))
    _agree(db, access, rescuer.membership_id, rescuer.membership.person_id)


def agree(db: Db, actor: Actor, access: EmergencyAccess) -> None:
    """Somebody who runs the portal and is signed in agrees.

    Raises:
        Refused: it is their own request, or it is too late.
    """
    _agree(db, access, actor.membership_id, actor.person_id)


def _agree(db: Db, access: EmergencyAccess, membership_id: UUID, person_id: UUID) -> None:
    if access.membership.person_id == person_id:
        raise Refused(Reason(N_("Somebody else has to agree: two people open the portal, never one.")))
    if access.approved_at is not None or access.expires_at <= now():
        raise Refused(Reason(N_("Somebody has agreed already, or it is too late.")))
    access.approved_by_id, access.approved_at = membership_id, now()
    db.flush()
    tell(db, AuthEventType.emergency_agreed, access.membership.organisation_id, person_id, reason=access.reason)


def open_it(db: Db, means: Means, access: EmergencyAccess, browser: str, visit: Visit) -> Entered:
    """Half an hour as someone who runs the portal, in the browser that asked.

    Raises:
        Distrust: nobody has agreed, it was opened already, or it was asked for elsewhere.
    """
    if access.browser_hash != fingerprint(browser):
        raise Distrust("another_browser")
    if access.approved_at is None or access.opened_at is not None or access.expires_at <= now():
        raise Distrust("link_used_or_old")
    membership = access.membership
    if keys.rescuer(db, membership.id) is None:
        raise Distrust("no_access")
    connection = ways.own_way(db, membership.organisation_id)
    identity = ways.identity_at(db, connection, membership)
    entered = ways.come_in_apart(db, means, connection, identity, Caller(visit), SessionKind.emergency)
    access.opened_at, access.session_id = now(), queries.session_by(db, fingerprint(entered.token)).id
    tell(
        db, AuthEventType.emergency_opened, membership.organisation_id, membership.person_id,
        reason=access.reason, session_id=access.session_id,
    )  # fmt: skip
    return entered


def tell(
    db: Db, kind: AuthEventType, organisation_id: UUID, person_id: UUID, *, session_id: UUID = NOBODY, **details: str
) -> None:
    """Write it down, and let everyone who runs the portal and the organisation know at once."""
    event = AuthEvent(
        type=kind,
        outcome=Outcome.ok,
        organisation_id=organisation_id,
        person_id=person_id,
        session_id=session_id,
        details=details,
    )
    db.add(event)
    db.flush()
    enqueue(db, "tell_of_emergency", auth_event_id=str(event.id))
