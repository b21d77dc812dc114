"""Who uploaded a file (app/people/duties.py)."""

from app.documents.models import Document

TRACES = (Document.uploaded_by_id,)
