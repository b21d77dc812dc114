"""Who looks through an organisation's access."""

from app.actor import Actor, Role
from app.recertification.models import AccessReview
from app.rule import Rule


def they_administer_it(actor: Actor, review: AccessReview) -> bool:
    """They administer the organisation whose access is looked through."""
    return review.belongs_to(actor.organisation_id) & actor.has(Role.organisation_admin)


may_answer = Rule(AccessReview, they_administer_it)


def may_look_through(actor: Actor) -> bool:
    return actor.has(Role.organisation_admin)
