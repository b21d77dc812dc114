"""Whom an import of earlier tests concerns: nobody has to act on it."""

from app.activity.happenings import Happened
from app.activity.notices import Notices

NOTICES: Notices = {Happened.earlier_imported: None, Happened.earlier_import_undone: None}
