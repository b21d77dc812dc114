"""When an organisation's sign-in service is broken: let its people in without it for two hours."""

import argparse
import sys

from app.commands.starting import settings_with_database, transaction
from app.database import SWEDEN
from app.emergency.unlocking import unlock
from app.people import queries as people
from app.refusals import Refused

SHORTEST_REASON = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="action", required=True)
    unlocking = acts.add_parser("unlock", help="what is demanded is demanded again after two hours, by the clock")
    unlocking.add_argument("--organisation", required=True, metavar="SLUG")
    unlocking.add_argument("--reason", required=True, help="written down, and read by everyone it concerns")


def run(asked: argparse.Namespace) -> None:
    reason = asked.reason.strip()
    if len(reason) < SHORTEST_REASON:
        sys.exit("Say in a sentence why.")
    with transaction(settings_with_database().database_url) as db:
        organisation = people.organisation_by_slug(db, asked.organisation)
        if organisation is None:
            sys.exit(f"There is no organisation called {asked.organisation}.")
        try:
            made = unlock(db, organisation.id, reason, by="./portal sso unlock")
        except Refused as refused:
            sys.exit("\n".join(one.text % one.values for one in refused.reasons))
        until = made.until.astimezone(SWEDEN)
        print(f"The people of {organisation.name} can sign in with a passkey or a link until {until:%H:%M}.")
        print("Its administrators and everyone who runs the portal have been told.")
