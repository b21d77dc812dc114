"""Who is named here, without anything being asked of them."""

from app.role_mappings.models import KnownFacts

TRACES = (KnownFacts.membership_id,)
