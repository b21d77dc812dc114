"""What one can be responsible for about a letter to many (app/people/duties.py): while it is held somebody sends it."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, selectinload

from app.activity.tasks import Waits
from app.language import N_
from app.mailings.models import Mailing, MailingLetter, MailingState
from app.mailings.rules import WRITERS
from app.mailings.tasks import waits
from app.people.duties import Duty
from app.people.passing import passing


def _is_held() -> ColumnElement[bool]:
    return Mailing.state == MailingState.held


def _waits(_: Session, mailing: Mailing) -> list[Waits]:
    return waits(mailing)


DUTIES = (
    Duty(
        "mailings.author",
        N_("A letter to many that is held"),
        Mailing.author_id,
        _is_held,
        WRITERS,
        "mailing",
        passing(Mailing.author_id, "author", _waits),
        options=(selectinload(Mailing.letters),),
    ),
)
TRACES = (Mailing.sender_id, MailingLetter.membership_id)
