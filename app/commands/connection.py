"""Agree on a sign-in service with an organisation, list those agreed on, or end one."""

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from app.commands.starting import bytes_in, secret_in, settings_with_database, transaction
from app.main import create_app
from app.refusals import NotFound, Refused
from app.saml import connections as saml_connections
from app.saml import fetching
from app.saml import queries as saml_queries
from app.saml.connections import Given, Wanted
from app.saml.metadata import Described, read_metadata
from app.settings import Settings
from app.sign_in import connections, queries
from app.sign_in.means import Means
from app.sign_in.models import AuthMethod


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="a new way in for an organisation, live at once")
    add.add_argument("--organisation", required=True, metavar="SLUG")
    add.add_argument("--domain", action="append", default=[], dest="domains", metavar="DOMAIN")
    add.add_argument("--binding", default="", metavar="CLAIM=VALUE", help="where several organisations share an issuer")
    oidc = add.add_argument_group("OpenID Connect")
    oidc.add_argument("--issuer", metavar="URL")
    oidc.add_argument("--client-id", metavar="ID")
    oidc.add_argument("--secret-file", type=Path, metavar="FILE", help="without it the portal signs (private_key_jwt)")
    saml = add.add_argument_group("SAML 2.0, instead of that")
    saml.add_argument("--saml", metavar="METADATA", help="a file or an address; with --federation, an entityID")
    saml.add_argument("--federation", default="", metavar="NAME", help="who vouches for it: see `portal saml`")
    saml.add_argument("--subject", default="NameID", metavar="ATTRIBUTE", help="what tells people apart (NameID)")
    saml.add_argument("--encrypted", action="store_true", help="refuse what is not encrypted")
    saml.add_argument("--unasked", action="store_true", help="also accept sign-ins that begin at the provider")
    actions.add_parser("list", help="every connection")
    secret = actions.add_parser("secret", help="give it its provider's new client secret; nobody is signed out")
    secret.add_argument("id", type=UUID)
    secret.add_argument("--secret-file", type=Path, required=True, metavar="FILE")
    secret.add_argument("--expires", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day it stops working")
    disable = actions.add_parser("disable", help="close a way in and end the sessions that came through it")
    disable.add_argument("id", type=UUID)


def run(asked: argparse.Namespace) -> None:
    settings = settings_with_database()
    try:
        {"add": add, "list": show, "secret": change_secret, "disable": disable}[asked.action](settings, asked)
    except Refused as refused:
        sys.exit("\n".join(reason.text % reason.values for reason in refused.reasons))
    except NotFound:
        sys.exit("There is no such connection, or it is closed already.")


def add(settings: Settings, asked: argparse.Namespace) -> None:
    if asked.saml:
        add_saml(settings, asked)
    elif asked.issuer and asked.client_id:
        add_oidc(settings, asked)
    else:
        sys.exit("Give --issuer and --client-id, and --secret-file if there is a secret; or --saml.")


def add_oidc(settings: Settings, asked: argparse.Namespace) -> None:
    means = create_app(settings).state.sign_in
    claim, _, value = asked.binding.partition("=")
    with transaction(settings.database_url) as db:
        made = connections.add(
            db,
            means,
            asked.organisation,
            issuer=asked.issuer,
            client_id=asked.client_id,
            secret=secret_in(asked.secret_file).get_secret_value() if asked.secret_file else "",
            auth_method=AuthMethod.client_secret_basic if asked.secret_file else AuthMethod.private_key_jwt,
            domains=asked.domains,
            binding_claim=claim,
            binding_value=value,
        )
        print(f"{made.id} is live. Tell {made.organisation.name} these addresses:")
        print(f"  redirect    {means.callback(made.id)}")
        print(f"  signed out  {means.after_sign_out}")
        if not asked.secret_file:
            print(f"  our keys    {means.our_keys}")
        print("  and, where it can tell us that somebody signed out there:")
        for way, address in zip(("back channel", "front channel"), means.told_of_sign_out(made.id), strict=True):
            print(f"  {way:<15}{address}")


def add_saml(settings: Settings, asked: argparse.Namespace) -> None:
    means = create_app(settings).state.sign_in
    claim, _, value = asked.binding.partition("=")
    wanted = Wanted(asked.subject, "", claim, value, asked.encrypted, asked.unasked)
    with transaction(settings.database_url) as db:
        organisation = queries.organisation_called(db, asked.organisation)
        if organisation is None:
            sys.exit(f"There is no organisation called {asked.organisation}.")
        read, given = described(db, means, asked)
        made = saml_connections.draft_connection(db, means, organisation, read, wanted, given)
        saml_connections.open_at_once(db, made, asked.domains)
        theirs = saml_connections.for_them(means, made, given.source)
        print(f"{made.id} is live. Tell {made.organisation.name} these values:")
        print(f"  entityID and metadata  {theirs.metadata}")
        print(f"  answers are posted to  {theirs.acs}")


def described(db: Session, means: Means, asked: argparse.Namespace) -> tuple[Described, Given]:
    """The identity provider as a federation, an address or a file has it."""
    if asked.federation:
        federation = saml_queries.federation_called(db, asked.federation)
        if federation is None:
            sys.exit(f"There is no federation called {asked.federation}: see `portal saml`.")
        read = asyncio.run(fetching.from_federation(means.outbound, fetching.voucher(federation), asked.saml))
        return read, Given(federation_id=federation.id)
    if asked.saml.startswith(("https://", "http://")):
        return asyncio.run(fetching.from_address(means.outbound, asked.saml)), Given(address=asked.saml)
    return read_metadata(bytes_in(Path(asked.saml)), plain_http=means.outbound.plain_http), Given()


def show(settings: Settings, _: argparse.Namespace) -> None:
    with transaction(settings.database_url) as db:
        for one in queries.connections(db):
            print(f"{one.id}  {one.status:<10}{one.protocol:<6}{one.organisation.slug:<24}{one.issuer}")


def change_secret(settings: Settings, asked: argparse.Namespace) -> None:
    means = create_app(settings).state.sign_in
    with transaction(settings.database_url) as db:
        secret = secret_in(asked.secret_file).get_secret_value()
        connections.change_secret(db, means, asked.id, secret, expires_on=asked.expires)
    print("The new secret is used from now on.")


def disable(settings: Settings, asked: argparse.Namespace) -> None:
    with transaction(settings.database_url) as db:
        print(f"Closed; {connections.disable(db, asked.id)} sessions ended.")
