"""Answer requests until told to stop; those in hand are answered first."""

import argparse
import gc
import sys
from typing import Any

import uvicorn

from app import logs
from app.commands.starting import settings_with_database, transaction
from app.main import create_app
from app.refusals import Refused
from app.settings import Settings
from app.sign_in import connections
from app.web.workers import several

LAST_ANSWERS_SECONDS = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # what there is to decide is a setting


def run(_: argparse.Namespace) -> None:
    answer(settings_with_database())


def answer(settings: Settings) -> None:
    logs.configure(settings.log_format)
    if settings.environment == "production":
        refuse_unsafe_connections(settings)
    site = create_app(settings)
    gc.collect()
    gc.freeze()  # what is there now stays: looking through it for what nobody needs would be a tenth of every page
    how: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "proxy_headers": True,
        "forwarded_allow_ips": settings.trusted_proxies,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": LAST_ANSWERS_SECONDS,
    }
    if settings.processes > 1:
        several(settings.processes, uvicorn.Config(site, **how))
    else:
        uvicorn.run(site, **how)


def refuse_unsafe_connections(settings: Settings) -> None:
    try:
        with transaction(settings.database_url) as db:
            connections.refuse_unsafe(db)
    except Refused as refused:
        sys.exit("\n".join(reason.text % reason.values for reason in refused.reasons))
