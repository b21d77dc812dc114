"""Agree on a sign-in service with an organisation, list those agreed on, or end one."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from app.commands.starting import secret_in, settings_with_database, transaction
from app.main import create_app
from app.refusals import NotFound, Refused
from app.settings import Settings
from app.sign_in import connections, queries


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="a new way in for an organisation, live at once")
    add.add_argument("--organisation", required=True, metavar="SLUG")
    add.add_argument("--issuer", required=True, metavar="URL")
    add.add_argument("--client-id", required=True, metavar="ID")
    add.add_argument("--secret-file", required=True, type=Path, metavar="FILE")
    add.add_argument("--domain", action="append", default=[], dest="domains", metavar="DOMAIN")
    add.add_argument("--binding", default="", metavar="CLAIM=VALUE", help="where several organisations share an issuer")
    actions.add_parser("list", help="every connection")
    disable = actions.add_parser("disable", help="close a way in and end the sessions that came through it")
    disable.add_argument("id", type=UUID)


def run(asked: argparse.Namespace) -> None:
    settings = settings_with_database()
    try:
        {"add": add, "list": show, "disable": disable}[asked.action](settings, asked)
    except Refused as refused:
        sys.exit("\n".join(reason.text % reason.values for reason in refused.reasons))
    except NotFound:
        sys.exit("There is no such connection, or it is closed already.")


def add(settings: Settings, asked: argparse.Namespace) -> None:
    means = create_app(settings).state.sign_in
    claim, _, value = asked.binding.partition("=")
    with transaction(settings.database_url) as db:
        made = connections.add(
            db,
            means,
            asked.organisation,
            issuer=asked.issuer,
            client_id=asked.client_id,
            secret=secret_in(asked.secret_file).get_secret_value(),
            domains=asked.domains,
            binding_claim=claim,
            binding_value=value,
        )
        print(f"{made.id} is live. Tell {made.organisation.name} these addresses:")
        print(f"  redirect    {means.callback(made.id)}")
        print(f"  signed out  {means.after_sign_out}")
        print("  and, where it can tell us that somebody signed out there:")
        for way, address in zip(("back channel", "front channel"), means.told_of_sign_out(made.id), strict=True):
            print(f"  {way:<15}{address}")


def show(settings: Settings, _: argparse.Namespace) -> None:
    with transaction(settings.database_url) as db:
        for one in queries.connections(db):
            print(f"{one.id}  {one.status:<10}{one.organisation.slug:<24}{one.issuer}")


def disable(settings: Settings, asked: argparse.Namespace) -> None:
    with transaction(settings.database_url) as db:
        print(f"Closed; {connections.disable(db, asked.id)} sessions ended.")
