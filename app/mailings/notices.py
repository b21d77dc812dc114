"""Whom a letter to many concerns: its letters are written before it is sent, one by one, and not from here."""

from app.activity.happenings import Happened
from app.activity.notices import Notices

NOTICES: Notices = {
    Happened.mailing_held: None,
    Happened.mailing_changed: None,
    Happened.mailing_sent: None,
    Happened.mailing_cancelled: None,
}
