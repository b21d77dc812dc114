"""Who wrote a message (app/people/duties.py)."""

from app.conversations.models import Message

TRACES = (Message.membership_id,)
