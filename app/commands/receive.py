"""Take in one letter from standard input: a report that a letter of ours came back, or one that stops a list.

The mail server hands it over, one call a letter: addresses of the portal with a + in them go here.
"""

import argparse
import sys

from sqlalchemy.orm import Session

from app import logs
from app.commands.starting import settings_with_database
from app.database import engine_to
from app.mail import actions as mail
from app.mail.returns import LARGEST, Returned, Unsubscribed, understood
from app.refusals import NotFound
from app.telling import actions as telling
from app.watching import actions as watching
from app.watching import queries as watches


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipient", help="the address the letter was sent to, as the mail server received it")


def run(asked: argparse.Namespace) -> None:
    settings = settings_with_database()
    logs.configure(settings.log_format)
    engine = engine_to(settings.database_url, connections=1)
    try:
        with Session(engine) as db, db.begin():
            print("taken" if take_in(db, sys.stdin.buffer.read(LARGEST), asked.recipient) else "of no concern")
    finally:
        engine.dispose()


def _stop(db: Session, token: str) -> bool:
    """Stop what the token stops: the watches of a letter, the summaries, or letters to many."""
    watch = watches.by_token(db, token)
    if watch is not None:
        watching.stop_all_of(db, watch)
        return True
    try:
        telling.stop(db, token)
    except NotFound:
        return False
    return True


def take_in(db: Session, content: bytes, recipient: str) -> bool:
    """Do what one incoming letter means; whether it meant anything."""
    found = understood(content, recipient)
    if isinstance(found, Returned):
        return mail.came_back(db, found)
    if isinstance(found, Unsubscribed):
        return _stop(db, found.token)
    return False
