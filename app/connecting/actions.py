"""An organisation's e-mail domains: added, proven by the domain name system, watched, removed (sso.md rule 4)."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.connecting import queries, rules
from app.connecting.forms import DomainForm
from app.connecting.proving import Verdict
from app.database import now
from app.language import N_
from app.refusals import NotFound, Reason, Refused, require
from app.sign_in import queries_domains as sign_in
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.models import AuthEvent, DomainProof, DomainStatus, SignInDomain

MOST_DOMAINS = 50
MOST_FAILURES = 3  # a record that is missing in so many checks in a row is gone


def add_domain(db: Session, actor: Actor, form: DomainForm) -> SignInDomain:
    """Add a domain, to be proven.

    Raises:
        NotAllowed: the actor administers no organisation.
        Refused: it is there already, or there are too many.
    """
    require(rules.may_connect(actor))
    if sign_in.domain_of(db, actor.organisation_id, form.domain):
        raise Refused(Reason(N_("The domain is in the list already."), field="domain"))
    if queries.count_domains(db, actor.organisation_id) >= MOST_DOMAINS:
        raise Refused(Reason(N_("There are %(most)s domains already. Remove one first."), "domain", {"most": 50}))
    row = SignInDomain(organisation_id=actor.organisation_id, domain=form.domain)
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError as problem:  # twice at the same moment
        raise Refused(Reason(N_("The domain is in the list already."), field="domain")) from problem
    record(db, actor, Happened.domain_added, row)
    return row


def hear(db: Session, actor: Actor, domain_id: UUID, verdict: Verdict) -> SignInDomain:
    """Write down what the resolvers said. Nobody but they decide, whoever asked them.

    Raises:
        NotFound: the domain has been removed meanwhile.
    """
    row = queries.held(db, domain_id)
    if row is None:
        raise NotFound
    row.heard, row.checked_at = list(verdict.heard), now()
    if verdict.is_proven:
        _found(db, actor, row)
    elif verdict.is_known and not verdict.is_spreading:
        _not_found(db, actor, row)
    db.flush()
    return row


def _found(db: Session, actor: Actor, row: SignInDomain) -> None:
    row.failures = 0
    if row.status is DomainStatus.verified and row.proof is DomainProof.dns:
        return
    if other := queries.verified_elsewhere(db, row):
        _contest(db, actor, other)
        return
    row.proof, row.verified_at = DomainProof.dns, now()
    try:
        with db.begin_nested():
            row.status = DomainStatus.verified
    except IntegrityError:  # another organisation, at the same moment
        db.refresh(row)
        return
    _note(db, AuthEventType.domain_verified, row, actor)
    record(db, actor, Happened.domain_verified, row)


def _contest(db: Session, actor: Actor, other: SignInDomain) -> None:
    """A domain is never moved silently: it stays where it is, and those who have it are told."""
    record(db, actor, Happened.domain_contested, other)


def _not_found(db: Session, actor: Actor, row: SignInDomain) -> None:
    if row.status is not DomainStatus.verified or row.proof is not DomainProof.dns:
        return
    row.failures += 1
    if row.failures < MOST_FAILURES:
        record(db, actor, Happened.domain_failing, row, left=MOST_FAILURES - row.failures)
        return
    row.status, row.failures = DomainStatus.lapsed, 0
    _note(db, AuthEventType.domain_lapsed, row, actor)
    record(db, actor, Happened.domain_lapsed, row)


def remove_domain(db: Session, actor: Actor, row: SignInDomain) -> None:
    """Let go of a domain: addresses in it no longer lead here.

    Raises:
        NotAllowed: not one of the actor's organisation.
    """
    rules.may_manage_domain.require(actor, row)
    _note(db, AuthEventType.domain_removed, row, actor)
    record(db, actor, Happened.domain_removed, row)
    db.delete(row)


def _note(db: Session, kind: AuthEventType, row: SignInDomain, actor: Actor) -> None:
    db.add(AuthEvent(type=kind, outcome=Outcome.ok, organisation_id=row.organisation_id, person_id=actor.person_id))
