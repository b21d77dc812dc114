from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.actor import Actor
from app.connecting import rules
from app.refusals import NotFound
from app.sign_in.models import DomainProof, DomainStatus, IdpConnection, SignInDomain


def domains(db: Session, actor: Actor) -> Sequence[SignInDomain]:
    """The domains of the actor's organisation."""
    query = select(SignInDomain).where(rules.may_manage_domain.rows(actor))
    return db.scalars(query.order_by(SignInDomain.domain)).all()


def domain(db: Session, actor: Actor, name: str) -> SignInDomain:
    """One of them.

    Raises:
        NotFound: the actor's organisation has not added it.
    """
    query = select(SignInDomain).where(rules.may_manage_domain.rows(actor), SignInDomain.domain == name)
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


def count_domains(db: Session, organisation_id: UUID) -> int:
    return db.scalar(select(func.count()).where(SignInDomain.organisation_id == organisation_id)) or 0


def verified_elsewhere(db: Session, row: SignInDomain) -> SignInDomain | None:
    """The row of another organisation that has the same domain verified."""
    return db.scalar(
        select(SignInDomain).where(
            SignInDomain.domain == row.domain,
            SignInDomain.status == DomainStatus.verified,
            SignInDomain.organisation_id != row.organisation_id,
        )
    )


def held(db: Session, domain_id: UUID) -> SignInDomain | None:
    """The row as it is now; nobody else changes it until the transaction ends."""
    query = select(SignInDomain).where(SignInDomain.id == domain_id).with_for_update()
    return db.scalar(query.execution_options(populate_existing=True))


def due_for_a_check(db: Session, before: datetime) -> Sequence[UUID]:
    """Domains proven by a record that nobody has looked for since then."""
    query = select(SignInDomain.id).where(
        SignInDomain.status == DomainStatus.verified,
        SignInDomain.proof == DomainProof.dns,
        or_(SignInDomain.checked_at.is_(None), SignInDomain.checked_at <= before),
    )
    return db.scalars(query.order_by(SignInDomain.checked_at.nulls_first(), SignInDomain.id).limit(500)).all()


def connections(db: Session, organisation_id: UUID) -> Sequence[IdpConnection]:
    """Every way in an organisation has or is setting up, the newest first."""
    query = select(IdpConnection).where(IdpConnection.organisation_id == organisation_id)
    return db.scalars(query.order_by(IdpConnection.created_at.desc(), IdpConnection.id)).all()
