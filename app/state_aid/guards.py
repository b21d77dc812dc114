"""The certificate named in the path: 404 unless it may be seen."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.refusals import NotFound
from app.state_aid import queries
from app.state_aid.models import Certificate, CertificateDocument
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Certificate:
    return queries.certificate(db, actor, ref)


VisibleCertificate = Annotated[Certificate, Depends(visible)]


def document_of(certificate: VisibleCertificate, document_id: UUID) -> CertificateDocument:
    found = next((one for one in certificate.documents if one.document_id == document_id), None)
    if found is None:
        raise NotFound
    return found


CertifiedDocument = Annotated[CertificateDocument, Depends(document_of)]
