"""Who invited whom (app/people/duties.py): an invitation stands when its sender leaves."""

from app.administration.models import Invitation, InvitationBatch

TRACES = (Invitation.invited_by_id, Invitation.membership_id, InvitationBatch.invited_by_id)
