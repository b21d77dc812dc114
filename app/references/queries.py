from uuid import uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.database import now, today
from app.references.models import ReferenceCounter


def next_reference(db: Session, series: str) -> str:
    """The next reference of a series, numbered by year.

    B needs, T requests, P pilots, L solutions, F research, E claims, R reports …

    Two transactions asking at once wait for one another, so numbers have neither twins nor gaps.
    """
    year = today().year
    counted = insert(ReferenceCounter).values(id=uuid4(), created_at=now(), series=series, year=year, last=1)
    counted = counted.on_conflict_do_update(
        index_elements=[ReferenceCounter.series, ReferenceCounter.year], set_={"last": ReferenceCounter.last + 1}
    )
    number = db.scalar(counted.returning(ReferenceCounter.last))
    return f"{series}-{year}-{number:03d}"
