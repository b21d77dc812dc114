"""Columns that say who issued: nobody has anything to do because of them (app/people/duties.py)."""

from app.reports.models import Report

TRACES = (Report.membership_id,)
