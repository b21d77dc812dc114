"""Who may come in by passkey in an emergency (app/people/duties.py).

It is a key of one person's own, so it does not pass to anybody: the one who runs the portal names somebody else.
"""

from app.passkeys.models import Rescuer

TRACES = (Rescuer.membership_id,)
