"""A file as a response: always saved, never opened inside the portal. The routes are the owners' own."""

from pathlib import Path

from fastapi.responses import FileResponse

from app.documents import storage
from app.documents.models import Document
from app.refusals import NotFound

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def download(folder: Path, document: Document) -> FileResponse:
    """The document to save, under its own name.

    Raises:
        NotFound: the file itself is gone.
    """
    path = storage.path_of(folder, document.sha256)
    if not path.is_file():
        raise NotFound
    return FileResponse(
        path,
        media_type=document.media_type,
        filename=document.name,
        content_disposition_type="attachment",
        headers=HEADERS,
    )
