"""The keys of the installation: seal every secret anew with the first key, or change the key the portal signs with."""

import argparse
import sys
from collections import Counter

from app.actor import NOBODY
from app.commands.starting import settings_with_database, transaction
from app.main import create_app
from app.refusals import Refused
from app.settings import Settings
from app.sign_in import queries_keys, resealing, rp_keys
from app.sign_in.means import Means


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="how many secrets are sealed with which key, and which keys the portal signs with")
    actions.add_parser("rotate", help="seal every secret anew with the first of PORTAL_ENCRYPTION_KEYS; may be stopped")
    actions.add_parser("rotate-signing", help="let the next published key sign from now on")


def run(asked: argparse.Namespace) -> int:
    settings = settings_with_database()
    means: Means = create_app(settings).state.sign_in
    try:
        return {"list": show, "rotate": rotate, "rotate-signing": rotate_signing}[asked.action](settings, means)
    except Refused as refused:
        sys.exit("\n".join(reason.text % reason.values for reason in refused.reasons))


def show(settings: Settings, means: Means) -> int:
    with transaction(settings.database_url) as db:
        counted = resealing.in_use(db)
        signing = [(key.status, key.kid, key.since) for key in queries_keys.published(db)]
    _print_counts(counted, means)
    for status, kid, since in signing:
        print(f"signs    {status:<10}{kid}  since {since:%Y-%m-%d %H:%M}")
    return 0


def _print_counts(counted: Counter[str], means: Means) -> None:
    for key in sorted(counted.keys() | means.keyring.keys.keys()):
        note = "  (the first: it seals)" if key == means.keyring.first else ""
        note = note or ("" if key in means.keyring.keys else "  (NOT AMONG THE KEYS OF THE INSTALLATION)")
        print(f"sealed   {key:<20}{counted[key]:>8}{note}")


def rotate(settings: Settings, means: Means) -> int:
    """Every batch is a transaction of its own; 1 if something could not be opened."""
    done = lost = 0
    for sealed in resealing.all_sealed():
        after = NOBODY
        while True:
            with transaction(settings.database_url) as db:
                after, some_done, some_lost = resealing.some(db, means.keyring, sealed, after)
            done, lost = done + some_done, lost + some_lost
            if after == NOBODY:
                break
    print(f"{done} secrets are now sealed with {means.keyring.first}.")
    if lost:
        print(f"{lost} could not be opened: their key is not among PORTAL_ENCRYPTION_KEYS.")
    with transaction(settings.database_url) as db:
        _print_counts(resealing.in_use(db), means)
    return 1 if lost else 0


def rotate_signing(settings: Settings, means: Means) -> int:
    with transaction(settings.database_url) as db:
        signs = rp_keys.rotate(db, means).kid
    print(f"{signs} signs from now on. The key before it stays published until the next change.")
    return 0
