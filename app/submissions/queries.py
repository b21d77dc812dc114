from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.actor import NOBODY
from app.database import now
from app.reading import Typed
from app.submissions.models import ParkedForm, Submission

KEPT = timedelta(hours=2)  # long enough to find one's phone and sign in again


def _hashed(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def claim(db: Session, key: str) -> str | None:
    """None the first time a key is seen; then the address of what the first press made.

    A second press at the same moment waits here until the first has committed.
    """
    press = insert(Submission).values(id=uuid4(), created_at=now(), key_hash=_hashed(key), location="")
    claimed = press.on_conflict_do_nothing(index_elements=[Submission.key_hash]).returning(Submission.id)
    if db.scalar(claimed) is not None:
        return None
    return db.scalar(select(Submission.location).where(Submission.key_hash == _hashed(key)))


def settle(db: Session, key: str, location: str) -> None:
    db.execute(update(Submission).where(Submission.key_hash == _hashed(key)).values(location=location))


def park(db: Session, path: str, typed: Typed, person_id: UUID) -> str:
    """Keep what was typed; returns the handle that the browser's cookie carries."""
    handle = token_urlsafe(32)
    db.execute(delete(ParkedForm).where(ParkedForm.expires_at < now()))
    db.add(
        ParkedForm(handle_hash=_hashed(handle), path=path, typed=typed, person_id=person_id, expires_at=now() + KEPT)
    )
    return handle


def take_back(db: Session, path: str, handle: str, person_id: UUID) -> Typed | None:
    """What this person parked for this page, once. What someone else typed in the same browser stays where it is."""
    taken = (
        delete(ParkedForm)
        .where(
            ParkedForm.handle_hash == _hashed(handle),
            ParkedForm.path == path,
            ParkedForm.expires_at >= now(),
            ParkedForm.person_id.in_((person_id, NOBODY)),
        )
        .returning(ParkedForm.typed)
    )
    return db.scalar(taken)


def forget(db: Session, before: datetime) -> None:
    """Remove keys pressed before that moment, and parked forms whose time is out."""
    db.execute(delete(Submission).where(Submission.created_at < before))
    db.execute(delete(ParkedForm).where(ParkedForm.expires_at < now()))
