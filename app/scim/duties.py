"""Who is named in what a directory has told us: nothing of it asks anything of them."""

from app.scim.models import ScimDirectory, ScimToken, ScimUser

TRACES = (ScimDirectory.approved_by_id, ScimToken.created_by_id, ScimUser.membership_id)
