"""Keeping certificates of aid. Before anything is given, all that was given is summed up."""

from pathlib import Path

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.asking import stored
from app.database import now
from app.documents import actions as documents
from app.documents.models import Document
from app.language import N_
from app.references.queries import next_reference
from app.refusals import Reason, Refused, require
from app.state_aid import queries, rules
from app.state_aid.ceiling import CEILING, Aid, room
from app.state_aid.forms import CertificateForm
from app.state_aid.models import Certificate, CertificateDocument

MOST_DOCUMENTS = 5
OVER = N_(
    "With this the company would have %(total)s euro in three years. At most %(ceiling)s is allowed: %(left)s is left."
)


def keep(db: Session, actor: Actor, form: CertificateForm, *, is_demo: bool = False) -> Certificate:
    """Write down what a company certified, and the aid that it is given.

    Raises:
        NotAllowed: not the actor's.
        Refused: there is no such company, or the ceiling would be passed.
    """
    require(rules.may_keep(actor))
    company = queries.held_company(db, form.company_id)
    if company is None:
        raise Refused(Reason(N_("Choose a company."), field="company_id"))
    said = [Aid(row.giver, row.decided_on, row.amount) for row in form.received]
    stands = room(form.planned_on, [*queries.own(db, company.id), *said])
    if not stands.holds(form.planned):
        values = {"total": _euro(stands.total + form.planned), "ceiling": _euro(CEILING), "left": _euro(stands.left)}
        raise Refused(Reason(OVER, field="planned", values=values))
    certificate = Certificate(
        reference=next_reference(db, "S"),
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        documents=[],
        is_demo=is_demo,
        **{name: stored(value) if name == "received" else value for name, value in form},
    )
    db.add(certificate)
    record(db, actor, Happened.aid_certified, certificate, note=company.name)
    return certificate


def _euro(amount: object) -> str:
    return f"{amount:,.2f}".replace(",", " ").removesuffix(".00")


def cancel(db: Session, actor: Actor, certificate: Certificate) -> None:
    """The aid was never given: it counts no more. A second press changes nothing.

    Raises:
        NotAllowed: not the actor's.
    """
    rules.may_view.require(actor, certificate)
    queries.hold(db, certificate)
    if certificate.cancelled_at is None:
        certificate.cancelled_at = now()
        record(db, actor, Happened.aid_cancelled, certificate)


def attach(db: Session, actor: Actor, certificate: Certificate, folder: Path, name: str, content: bytes) -> Document:
    """Add the signed certificate as a file.

    Raises:
        NotAllowed: not the actor's.
        Refused: there are enough, or the file is not one we take.
    """
    rules.may_view.require(actor, certificate)
    queries.hold(db, certificate)
    if len(certificate.documents) >= MOST_DOCUMENTS:
        raise Refused(Reason(N_("There are as many files as a certificate can have."), field="file"))
    document = documents.take_in(db, actor, folder, name, content)
    certificate.documents.append(CertificateDocument(document=document, document_id=document.id))
    record(db, actor, Happened.aid_document_added, certificate, note=document.name, sha256=document.sha256)
    return document
