"""What somebody watches is theirs alone: nobody has to take it over (app/people/duties.py)."""

from app.watching.models import CalendarKey, Watch

TRACES = (Watch.membership_id, CalendarKey.membership_id)
