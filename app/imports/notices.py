"""Whom an import concerns."""

from app.activity.happenings import Happened
from app.activity.notices import Notices

NOTICES: Notices = {Happened.cost_imported: None, Happened.cost_import_undone: None}
