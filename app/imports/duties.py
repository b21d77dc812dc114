"""Columns that say who imported: nobody has anything to do because of them (app/people/duties.py)."""

from app.imports.models import CostImport

TRACES = (CostImport.membership_id,)
