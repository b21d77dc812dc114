"""Every question asked of the table of certificates."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actor import Actor
from app.organisations.models import Organisation, OrganisationKind
from app.people.queries import swedish_order
from app.refusals import NotFound
from app.state_aid import rules
from app.state_aid.ceiling import Aid
from app.state_aid.models import Certificate, CertificateDocument


def _whole() -> Select[Certificate]:
    return select(Certificate).options(
        joinedload(Certificate.company),
        selectinload(Certificate.documents).joinedload(CertificateDocument.document),
    )


def certificates(db: Session, actor: Actor) -> Sequence[Certificate]:
    """Those the actor may see, the latest first."""
    query = _whole().where(rules.may_view.rows(actor))
    return db.scalars(query.order_by(Certificate.planned_on.desc(), Certificate.reference.desc()).limit(200)).all()


def certificate(db: Session, actor: Actor, reference: str) -> Certificate:
    """The certificate with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.scalar(_whole().where(rules.may_view.rows(actor), Certificate.reference == reference))
    if found is None:
        raise NotFound
    return found


def hold(db: Session, certificate: Certificate) -> None:
    """Let nobody else change it meanwhile."""
    db.refresh(certificate, with_for_update={"of": Certificate}, attribute_names=["cancelled_at"])


def companies(db: Session) -> list[Organisation]:
    """Those that can be given aid, by name."""
    found = db.scalars(select(Organisation).where(Organisation.kind == OrganisationKind.company)).all()
    return sorted(found, key=lambda one: swedish_order(one.name))


def held_company(db: Session, company_id: UUID) -> Organisation | None:
    """The company, locked: two who give it aid at once wait for one another, so that the sum is whole."""
    query = select(Organisation).where(Organisation.id == company_id, Organisation.kind == OrganisationKind.company)
    return db.scalar(query.with_for_update())


def given(db: Session, company_id: UUID, but: UUID | None = None) -> list[Aid]:
    """All that is known to have been given to a company: here, and by others as its latest certificate says."""
    query = select(Certificate).where(Certificate.company_id == company_id, Certificate.cancelled_at.is_(None))
    if but is not None:
        query = query.where(Certificate.id != but)
    rows = db.scalars(query.order_by(Certificate.certified_on, Certificate.reference)).all()
    own = [Aid("", one.planned_on, one.planned) for one in rows]
    return [*own, *(received(rows[-1]) if rows else [])]


def own(db: Session, company_id: UUID, but: UUID | None = None) -> list[Aid]:
    """What has been given to a company here."""
    return [aid for aid in given(db, company_id, but) if not aid.giver]


def received(certificate: Certificate) -> list[Aid]:
    """What others gave, as the company certified it."""
    return [
        Aid(str(row["giver"]), date.fromisoformat(row["decided_on"]), Decimal(str(row["amount"])))
        for row in certificate.received
    ]
