"""Who was looked at, and by whom (app/people/duties.py): a review belongs to the role, not to a person."""

from app.recertification.models import AccessLine

TRACES = (AccessLine.membership_id, AccessLine.answered_by_id)
