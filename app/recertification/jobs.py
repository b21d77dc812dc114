"""What the clock does: a review each quarter, reminders, and accounts that nobody uses."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import today
from app.recertification import actions, queries


def begin_reviews(db: Session, actor: Actor) -> None:
    quarter = queries.quarter_of(today())
    for organisation in queries.to_begin(db, quarter):
        actions.begin(db, actor, organisation, quarter)


def follow_reviews(db: Session, actor: Actor) -> None:
    for review in queries.open_reviews(db):
        actions.follow(db, actor, review)


def mind_the_unseen(db: Session, actor: Actor) -> None:
    actions.mind_the_unseen(db, actor)


EVERY_NIGHT = (
    ("begin_access_reviews", begin_reviews),
    ("follow_access_reviews", follow_reviews),
    ("mind_the_unseen", mind_the_unseen),
)
