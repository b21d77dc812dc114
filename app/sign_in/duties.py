"""Whom a session acts as, and who set up a sign-in service (app/people/duties.py): nothing is asked of them."""

from app.sign_in.models import IdpConnection, LoginAttempt, Session
from app.sign_in.models_newcomers import AccessRequest

TRACES = (
    AccessRequest.membership_id,
    IdpConnection.activated_by_id,
    IdpConnection.created_by_id,
    LoginAttempt.membership_id,
    Session.acting_membership_id,
)
