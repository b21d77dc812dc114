"""Who may write to many, and who may read what was written."""

from app.actor import Actor, Role
from app.mailings.models import Mailing
from app.rule import Rule

WRITERS = (Role.region_lead, Role.region_officer, Role.platform_admin)
MANY = 50
"""Above this many receivers somebody other than the one who wrote it looks it through and sends it."""
MOST = 1000
"""Above this many receivers it has to be divided."""


def may_write_to_many(actor: Actor) -> bool:
    return actor.has(*WRITERS)


def they_write_for_the_region(actor: Actor, mailing: Mailing) -> bool:
    """They work for the region, or run the portal."""
    return mailing.belongs_to(actor.organisation_id) & actor.has(*WRITERS)


def it_was_sent_to_them(actor: Actor, mailing: Mailing) -> bool:
    """It was sent to them."""
    return mailing.went_to(actor.membership_id) & actor.is_signed_in


may_view = Rule(Mailing, they_write_for_the_region, it_was_sent_to_them)
may_write = Rule(Mailing, they_write_for_the_region)
