"""Columns that say who explained: nobody has anything to do because of them (app/people/duties.py)."""

from app.neutrality.models import Explanation

TRACES = (Explanation.membership_id,)
