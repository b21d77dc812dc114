"""Columns that say who was told: nobody has anything to do because of them (app/people/duties.py)."""

from app.activity.models import Mail, Notification

TRACES = (Mail.membership_id, Notification.membership_id)
