"""Bookings are many, and tell nobody; the claims made of them do."""

from app.activity.happenings import Happened
from app.activity.notices import Notices

NOTICES: Notices = {
    Happened.cost_entered: None,
    Happened.cost_changed: None,
    Happened.cost_corrected: None,
    Happened.cost_document_added: None,
    Happened.hours_added: None,
}
