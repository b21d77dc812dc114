"""Whom a session acts as (app/people/duties.py): it ends with the membership."""

from app.sign_in.models import Session

TRACES = (Session.acting_membership_id,)
