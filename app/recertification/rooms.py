"""The rooms of this feature."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.actor import Actor
from app.language import N_
from app.recertification import queries
from app.web.rooms import Open, Room


def open_lines(db: Session, actor: Actor) -> Sequence[Open]:
    return [
        Open(
            N_("%(count)s people to look through."),
            {"count": len(one.open_lines)},
            "access_review",
            {"ref": one.reference},
        )
        for one in queries.reviews(db, actor)
        if one.done_on is None
    ]


ROOMS = (
    Room(
        "access_reviews",
        N_("Review of access"),
        N_("Once a quarter you look through who has access. Accounts that nobody uses can be suspended by themselves."),
        open_there=open_lines,
        order=12,
    ),
)
