"""Whom what is said of equal terms concerns."""

from app.activity.happenings import Happened
from app.activity.notices import Notices

NOTICES: Notices = {Happened.neutrality_explained: None}
