"""Columns that say who ordered: nobody has anything to do because of them (app/people/duties.py)."""

from app.extracts.models import Extract

TRACES = (Extract.membership_id,)
