"""Whom each thing that happens to a claim concerns."""

from app.activity.happenings import Happened
from app.activity.notices import Notice, Notices, Urgency
from app.grants.notices import its_leads, its_staff

NOTICES: Notices = {
    Happened.claim_started: Notice(its_leads, "claims/started", route="claim"),
    Happened.claim_document_added: None,
    Happened.claim_discarded: Notice(its_staff, "claims/discarded", Urgency.digest, route="claim"),
    Happened.claim_sent: Notice(its_staff, "claims/sent", route="claim"),
    Happened.claim_approved: Notice(its_staff, "claims/answered", route="claim"),
    Happened.claim_approved_in_part: Notice(its_staff, "claims/answered", route="claim"),
    Happened.claim_refused: Notice(its_staff, "claims/answered", route="claim"),
    Happened.claim_paid: Notice(its_staff, "claims/paid", Urgency.digest, route="claim"),
    Happened.claim_due: Notice(its_staff, "claims/due", route="claims"),
}
