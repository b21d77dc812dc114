"""Who made a link for setting up sign-in (app/people/duties.py): it ends by itself."""

from app.connecting.models import SetUpLink

TRACES = (SetUpLink.made_by_id,)
