"""Columns that say who wrote it down: nobody has anything to do because of them (app/people/duties.py)."""

from app.state_aid.models import Certificate

TRACES = (Certificate.membership_id,)
