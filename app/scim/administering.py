"""What an organisation's administrator does with its directory: keys, and saying yes to the first sync."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.database import now
from app.language import N_
from app.organisations.models import Organisation
from app.refusals import NotFound, Reason, Refused, require
from app.role_mappings.actions import NO_ADMIN
from app.scim import queries, rules
from app.scim.effect import leaves_nobody, preview
from app.scim.models import ScimDirectory, ScimToken
from app.scim.settling import ENDS, take_effect
from app.sign_in import policies as doors
from app.sign_in.secrets import fingerprint, new_token

MOST_KEYS = 2  # in use at once: the old one and the one that replaces it
SHOWN = 8  # characters of a key, to tell it from another
TOO_MANY = N_("Two keys are in use. Revoke one of them first.")
CHANGED_MEANWHILE = N_("The directory has sent more since you looked. Look again before you approve.")
APPROVED = N_("The first sync has already been approved.")


@dataclass(frozen=True)
class NewKey:
    """A key in the only moment it can be read."""

    row: ScimToken
    secret: str = field(repr=False)


def directory_for(db: Session, organisation: Organisation) -> ScimDirectory:
    """The organisation's directory, made when its first key is."""
    found = queries.directory_of(db, organisation.id)
    if found is None:
        found = ScimDirectory(organisation_id=organisation.id)
        found.organisation = organisation
        db.add(found)
        db.flush()
    return found


def create_key(db: Session, actor: Actor, organisation: Organisation, lasts: timedelta) -> NewKey:
    """A key for the directory's client; two can be in use at once, so that one replaces the other without a stop.

    Raises:
        NotAllowed: not the actor's to do, or another organisation.
        Refused: two are in use.
    """
    require(rules.may_run_directory(actor) and actor.organisation_id == organisation.id)
    directory = directory_for(db, organisation)
    queries.hold_directory(db, organisation.id)
    if len(queries.keys_in_use(db, directory.id)) >= MOST_KEYS:
        raise Refused(Reason(TOO_MANY))
    secret = new_token()
    row = ScimToken(
        directory_id=directory.id,
        prefix=secret[:SHOWN],
        token_hash=fingerprint(secret),
        created_by_id=actor.membership_id,
        created_by_name=actor.person_name,
        expires_at=now() + lasts,
    )
    db.add(row)
    record(db, actor, Happened.directory_token_created, directory, prefix=row.prefix, expires_at=row.expires_at)
    return NewKey(row, secret)


def revoke_key(db: Session, actor: Actor, key: ScimToken) -> None:
    """From the next request on it opens nothing. Twice is once."""
    require(rules.may_run_directory(actor) and actor.organisation_id == key.directory.organisation_id)
    if key.revoked_at is None:
        key.revoked_at = now()
        record(db, actor, Happened.directory_token_revoked, key.directory, prefix=key.prefix)


def approve(db: Session, actor: Actor, organisation: Organisation, key: str) -> None:
    """Say yes to the first sync, exactly as it was shown. From here on the directory decides at once, and a sign-in by
    itself makes nobody a member (sso.md 7.4).

    Raises:
        NotAllowed: not the actor's to do, or another organisation.
        NotFound: there is no directory.
        Refused: it has been approved, more has come in, or nobody would administer the organisation.
    """
    directory = _held(db, actor, organisation)
    shown = preview(db, directory)
    if key != shown.key:
        raise Refused(Reason(CHANGED_MEANWHILE))
    directory.approved_at, directory.approved_by_id = now(), actor.membership_id
    for change in sorted(shown.changes, key=lambda one: one.effect in ENDS):
        take_effect(db, directory, change)
    if leaves_nobody(db, organisation.id):
        raise Refused(Reason(NO_ADMIN))
    doors.let_nobody_in(db, organisation.id)
    counts = Counter(one.effect.value for one in shown.changes)
    record(db, actor, Happened.directory_approved, directory, counts=counts)


def discard(db: Session, actor: Actor, organisation: Organisation) -> None:
    """Throw away what came in before the first sync was approved. The directory has to send it anew.

    Raises:
        NotAllowed, NotFound, Refused: as `approve`.
    """
    directory = _held(db, actor, organisation)
    queries.forget_all(db, organisation.id)
    record(db, actor, Happened.directory_discarded, directory)


def _held(db: Session, actor: Actor, organisation: Organisation) -> ScimDirectory:
    require(rules.may_run_directory(actor) and actor.organisation_id == organisation.id)
    if queries.directory_of(db, organisation.id) is None:
        raise NotFound
    directory = queries.hold_directory(db, organisation.id)
    if directory.is_approved:
        raise Refused(Reason(APPROVED))
    return directory
