"""Taking in files. Whose they are, and who may, is said by the feature whose thing they belong to."""

from pathlib import Path

from sqlalchemy.orm import Session

from app.actor import Actor
from app.documents import queries, storage
from app.documents.kinds import cleaned_name, kind_of
from app.documents.models import Document


def take_in(
    db: Session, actor: Actor, folder: Path, name: str, content: bytes, *, is_confidential: bool = False, harm: str = ""
) -> Document:
    """Store a file under what it is by its content.

    Raises:
        Refused: empty, too large, locked or of a kind we do not take.
    """
    kind = kind_of(content)
    document = Document(
        name=cleaned_name(name, kind),
        media_type=kind.media_type,
        size=len(content),
        sha256=storage.keep(folder, content),
        uploaded_by_id=actor.membership_id,
        is_confidential=is_confidential,
        harm=harm if is_confidential else "",
    )
    db.add(document)
    db.flush()
    return document


def sweep(db: Session, folder: Path) -> int:
    """Remove files that no document has any more; returns how many."""
    old = list(storage.old_files(folder))
    used = queries.used(db, [path.name for path in old])
    unused = [path for path in old if path.name not in used]
    for path in unused:
        path.unlink(missing_ok=True)
    return len(unused)
