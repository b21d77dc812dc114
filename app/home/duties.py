"""Who answered a report, and who has hidden the guide (app/people/duties.py)."""

from app.home.models import BarrierReport, HiddenGuide

TRACES = (BarrierReport.answered_by_id, HiddenGuide.membership_id)
