"""Fill an empty database with the invented testbed."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.database import engine_to
from app.demo import organisations, people, queries
from app.demo.stage import Stage
from app.demo.stories import (
    access,
    calls,
    conversations,
    errands,
    grants,
    handovers,
    mailings,
    needs,
    onboarding,
    pilots,
    reports,
    requests,
    research,
    solutions,
    telling,
    ways_in,
)
from app.settings import Settings

BEGINS = timedelta(days=430)  # before the first story
CHAPTERS = (
    needs,
    solutions,
    requests,
    calls,
    pilots,
    research,
    conversations,
    errands,
    grants,
    reports,
    handovers,
    onboarding,
    access,
    mailings,
    ways_in,
    telling,
)


def fill(settings: Settings) -> bool:
    """Seed the database of the settings, in one transaction. False: it holds something already, and is left alone."""
    engine = engine_to(settings.database_url, connections=1)
    try:
        with Session(engine, expire_on_commit=False) as db, db.begin():
            return seed(db, settings)
    finally:
        engine.dispose()


def seed(db: Session, settings: Settings) -> bool:
    """Let the invented past happen, up to now. False: the database holds something already, and is left alone.

    Days are counted from today, so that what is due next week is due next week whenever it is seeded.

    Raises:
        ValueError: this is production, where nothing is invented.
    """
    if settings.environment == "production":
        raise ValueError("nothing is invented in production")
    if not queries.is_empty(db):
        return False
    stage = Stage(db, settings)
    with clock.at(clock.now() - BEGINS):
        made = people.make(db, organisations.make(db), stage.today)
        stage.cast = {key: membership.id for key, membership in made.items()}
    db.expunge_all()
    stage.play(story for chapter in CHAPTERS for story in chapter.stories(stage))
    return True
