"""Name the two people who open the portal when nobody can sign in, list them, or let one of them go."""

import argparse
import sys
from uuid import UUID

from sqlalchemy.orm import Session

from app.commands.starting import settings_with_database, transaction
from app.emergency import actions, queries
from app.passkeys import queries as keys
from app.passkeys.models import Rescuer, RescuerKind
from app.people import queries as people
from app.refusals import Refused
from app.settings import Settings

BY = "./portal emergency"


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="action", required=True)
    add = acts.add_parser("add", help="name someone, and get the code with which they add a passkey")
    add.add_argument("--name", required=True)
    add.add_argument("--email", required=True)
    code = acts.add_parser("code", help="a new code for someone who is named")
    code.add_argument("id", type=UUID)
    acts.add_parser("list", help="who is named, and whether they have a passkey")
    remove = acts.add_parser("remove", help="let someone go")
    remove.add_argument("id", type=UUID)


def run(asked: argparse.Namespace) -> None:
    settings = settings_with_database()
    acts = {"add": add, "code": code, "list": show, "remove": remove}
    try:
        with transaction(settings.database_url) as db:
            acts[asked.action](db, settings, asked)
    except Refused as refused:
        sys.exit("\n".join(reason.text % reason.values for reason in refused.reasons))


def add(db: Session, settings: Settings, asked: argparse.Namespace) -> None:
    region = people.region(db)
    if region is None:
        sys.exit("There is no region yet.")
    rescuer, made = actions.name_for_platform(db, region.id, asked.name, asked.email)
    print(f"{rescuer.id} {asked.name} is named.")
    _say(settings, made)


def code(db: Session, settings: Settings, asked: argparse.Namespace) -> None:
    _say(settings, actions.new_code(db, _named(db, asked.id).membership_id))


def _say(settings: Settings, made: str) -> None:
    spaced = " ".join(made[at : at + 4] for at in range(0, len(made), 4))
    print(f"  code   {spaced}   works once, for fifteen minutes")
    print(f"  there  {settings.base_url.rstrip('/')}/drift/nodatkomst/nyckel")


def show(db: Session, _: Settings, __: argparse.Namespace) -> None:
    for one in _all(db):
        has = "has a passkey" if queries.has_passkey(db, one.membership) else "has no passkey yet"
        print(f"{one.id}  {one.membership.person.name:<24}{has}")


def remove(db: Session, _: Settings, asked: argparse.Namespace) -> None:
    actions.remove_rescuer(db, _named(db, asked.id), by=BY)
    print("They open the portal no more.")


def _named(db: Session, rescuer_id: UUID) -> Rescuer:
    found = next((one for one in _all(db) if one.id == rescuer_id), None)
    if found is None:
        sys.exit("Nobody of that id is named.")
    return found


def _all(db: Session) -> list[Rescuer]:
    region = people.region(db)
    return list(keys.rescuers_of(db, region.id, RescuerKind.platform)) if region else []
