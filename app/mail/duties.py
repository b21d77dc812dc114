"""What somebody wants to hear of, and what they have been told (app/people/duties.py): nobody else takes it over."""

from app.mail.models import Digest, Preference, Reminder

TRACES = (Digest.membership_id, Preference.membership_id, Reminder.membership_id)
