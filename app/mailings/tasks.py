"""What waits while a letter to many is held."""

from app.activity.tasks import Waits
from app.language import N_
from app.mailings import rules
from app.mailings.models import Mailing


def going(mailing: Mailing) -> int:
    """How many get it. Needs its letters loaded."""
    return sum(not letter.is_left_out for letter in mailing.letters)


def waits(mailing: Mailing) -> list[Waits]:
    """Whoever wrote it sends it; where it goes to many, somebody else does."""
    if not mailing.is_held:
        return []
    if going(mailing) > rules.MANY:
        why = N_("It goes to many, so another than the one who wrote it looks it through")
        return [Waits(N_("Look through a letter to many"), "mailing", mailing.organisation_id, rules.WRITERS, why=why)]
    return [
        Waits(
            N_("Send a letter that is held, or cancel it"),
            "mailing",
            mailing.organisation_id,
            membership_id=mailing.author_id,
            why=N_("You wrote it"),
        )
    ]
