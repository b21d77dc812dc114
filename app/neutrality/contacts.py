"""What companies get and say: which happenings are contacts with a company, and to how many they reached.

The log of contacts is the audit trail read by this table, so that the two agree line by line.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.activity.happenings import Happened
from app.language import N_, Worded


class Contact(Worded):
    sent = "sent", N_("Sent in by a company")
    information = "information", N_("Information or a question")
    decision = "decision", N_("A decision")
    test = "test", N_("A place to test")


class Reach(Worded):
    one = "one", N_("One company")
    all = "all", N_("Everyone")


KINDS = ("request", "question", "pilot", "message")
"""Happenings of these kinds are about a company, or might be: each is decided below."""

CONTACTS: dict[Happened, tuple[Contact, Reach] | None] = {
    Happened.challenge_announced: (Contact.information, Reach.all),
    Happened.message_sent: (Contact.information, Reach.one),  # to all who take part; what is written inside is not
    Happened.message_changed: None,
    Happened.question_asked: (Contact.sent, Reach.all),  # who asked is told nobody
    Happened.question_answered: (Contact.information, Reach.all),
    # Requests
    Happened.request_submitted: (Contact.sent, Reach.one),
    Happened.request_proposed: (Contact.sent, Reach.one),
    Happened.request_completed: (Contact.sent, Reach.one),
    Happened.request_withdrawn: (Contact.sent, Reach.one),
    Happened.request_linked: (Contact.information, Reach.one),
    Happened.request_screened: (Contact.information, Reach.one),
    Happened.request_completion_asked: (Contact.information, Reach.one),
    Happened.request_accepted: (Contact.decision, Reach.one),
    Happened.request_waitlisted: (Contact.decision, Reach.one),
    Happened.request_declined: (Contact.decision, Reach.one),
    Happened.request_referred: (Contact.decision, Reach.one),
    Happened.request_expired: (Contact.decision, Reach.one),
    # Inside the handling, or the company's own space: nothing reaches the company or comes from it
    Happened.request_drafted: None,
    Happened.request_discarded: None,
    Happened.request_closing: None,  # the portal reminds everyone with a draft in the same words
    Happened.request_offered: None,
    Happened.request_assigned: None,
    Happened.request_released_assessor: None,
    Happened.request_conflict_declared: None,
    Happened.request_cleared: None,
    Happened.request_assessed: None,
    Happened.request_decision_prepared: None,
    Happened.request_agreed: None,
    Happened.request_objected: None,
    # Pilots
    Happened.pilot_created: (Contact.test, Reach.one),
    Happened.pilot_started: (Contact.test, Reach.one),
    Happened.pilot_paused: (Contact.test, Reach.one),
    Happened.pilot_resumed: (Contact.test, Reach.one),
    Happened.pilot_stopped: (Contact.test, Reach.one),
    Happened.pilot_ended: (Contact.test, Reach.one),
    Happened.pilot_final_reported: (Contact.information, Reach.all),
    Happened.pilot_company_replied: (Contact.sent, Reach.one),
    Happened.pilot_decided: (Contact.decision, Reach.one),
    # The work of a pilot that both parties do together
    Happened.pilot_edited: None,
    Happened.pilot_plan_sent: None,
    Happened.pilot_plan_approved: None,
    Happened.pilot_plan_reopened: None,
    Happened.pilot_reported: None,
    Happened.pilot_reached_halfway: None,
    Happened.pilot_evaluated: None,
    Happened.pilot_followed_up: None,
    Happened.pilot_closed: None,
}
"""None: no contact with a company."""

COUNTED = {happening: what for happening, what in CONTACTS.items() if what is not None}


def of(contact: Contact) -> list[Happened]:
    return [happening for happening, (kind, _) in COUNTED.items() if kind is contact]


def reaching(reach: Reach, contact: Contact) -> list[Happened]:
    return [happening for happening, what in COUNTED.items() if what == (contact, reach)]


@dataclass(frozen=True)
class Line:
    """One contact: one line of the audit trail. `company` is empty where it reached everyone."""

    event_id: UUID
    at: datetime
    happening: Happened
    reference: str
    label: str
    route: str
    company: str
    slug: str
    by: str

    @property
    def contact(self) -> Contact:
        return COUNTED[self.happening][0]

    @property
    def reach(self) -> Reach:
        return COUNTED[self.happening][1]
