"""Columns that say who imported: nobody has anything to do because of them (app/people/duties.py)."""

from app.earlier_tests.models import EarlierImport

TRACES = (EarlierImport.membership_id,)
