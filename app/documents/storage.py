"""Where files lie: one folder outside the web root, each file named by the sum of its content, written once."""

import os
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

UNUSED_FOR = 24 * 3600  # seconds: an upload under way is never swept away


def keep(folder: Path, content: bytes) -> str:
    """Store the content; returns its sum. Written beside its place and moved there, so half a file is never found."""
    digest = sha256(content).hexdigest()
    place = path_of(folder, digest)
    if place.exists():
        os.utime(place)
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, prefix=".part-", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(place)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return digest


def path_of(folder: Path, digest: str) -> Path:
    """Where a file with this sum lies.

    Raises:
        ValueError: it is not a sum.
    """
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256 sum")
    return folder / digest[:2] / digest


def old_files(folder: Path) -> Iterator[Path]:
    """Files, whole or half, that nobody has touched for a day."""
    if not folder.is_dir():
        return
    limit = time.time() - UNUSED_FOR
    yield from (path for path in folder.glob("[0-9a-f][0-9a-f]/*") if path.stat().st_mtime < limit)
