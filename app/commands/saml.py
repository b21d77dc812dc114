"""What an installation needs for SAML: federations whose word counts, and keys of its own that follow one another."""

import argparse
import sys
from pathlib import Path

from app.commands.starting import bytes_in, settings_with_database, transaction
from app.main import create_app
from app.refusals import Refused
from app.saml import connections, keys, queries
from app.saml.parties import MISSING, is_installed
from app.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    federation = actions.add_parser("federation", help="believe what a federation signs about identity providers")
    federation.add_argument("name", metavar="NAME")
    federation.add_argument("--mdq", required=True, metavar="URL", help="for example https://mds.swamid.se")
    federation.add_argument("--signer", required=True, type=Path, metavar="FILE", help="its certificate, as PEM")
    actions.add_parser("show", help="the federations, our keys, and whether xmlsec1 is installed")
    actions.add_parser("announce-keys", help="put the next keys into our metadata; wait until providers have read it")
    actions.add_parser("take-keys", help="sign with the announced key from now on")


def run(asked: argparse.Namespace) -> None:
    settings = settings_with_database()
    does = {"federation": federation, "show": show, "announce-keys": announce, "take-keys": take}
    try:
        does[asked.action](settings, asked)
    except Refused as refused:
        sys.exit("\n".join(reason.text % reason.values for reason in refused.reasons))


def federation(settings: Settings, asked: argparse.Namespace) -> None:
    plain_http = create_app(settings).state.sign_in.outbound.plain_http
    certificate = bytes_in(asked.signer).decode(errors="replace")
    with transaction(settings.database_url) as db:
        made = connections.add_federation(db, asked.name, asked.mdq, certificate, plain_http=plain_http)
        print(f"{made.name} is believed. Register this portal there: {settings.origin}/sso/saml/metadata")


def show(settings: Settings, _: argparse.Namespace) -> None:
    print("xmlsec1 is installed." if is_installed() else MISSING)
    with transaction(settings.database_url) as db:
        for one in queries.federations(db):
            print(f"{one.name:<24}{one.mdq_address}")
        for key in queries.keys(db):
            print(f"{key.use:<9}{key.status:<10}until {key.ends_at:%Y-%m-%d}")


def announce(settings: Settings, _: argparse.Namespace) -> None:
    means = create_app(settings).state.sign_in
    with transaction(settings.database_url) as db:
        keys.announce_next(db, means)
    print("The next keys stand in our metadata. When providers have read it, run `portal saml take-keys`.")


def take(settings: Settings, _: argparse.Namespace) -> None:
    with transaction(settings.database_url) as db:
        keys.take_next(db)
    print("Signed with the next key from now on. What was sealed for the one before can still be opened.")
