from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.models import Document


def used(db: Session, digests: Collection[str]) -> set[str]:
    """Those of the sums that some document still has."""
    return set(db.scalars(select(Document.sha256).where(Document.sha256.in_(digests))))
