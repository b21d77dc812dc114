"""The worker, put together in one place: every feature's notices, handlers and automatic steps."""

import asyncio
import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

import app
from app.activity.notices import Listeners, Notices
from app.actor import Actor
from app.connecting import jobs as connecting
from app.connecting.proving import Place, resolvers_named
from app.database import engine_to
from app.documents import actions as documents
from app.extracts import jobs as extracts
from app.extracts.queries import say_progress
from app.grants import queries as grants
from app.jobs.clock import Step
from app.jobs.run import Handler, Pulse, Work, run
from app.mail import actions as mail
from app.mail.letters import Desk
from app.mail.post import Post
from app.main import create_app, desk
from app.saml import jobs as saml
from app.settings import Settings
from app.sign_in.outbound import Outbound
from app.telling.threads import THREADS

CONNECTIONS = 4  # two jobs at once, the clock, and one for what jobs tell meanwhile


def _files(name: str) -> Iterator[ModuleType]:
    """The file of that name of every feature that has one; the foundations' own are no feature's."""
    for package in pkgutil.iter_modules(app.__path__, "app."):
        if package.ispkg and package.name not in ("app.activity", "app.jobs", "app.mail", "app.web"):
            names = {module.name for module in pkgutil.iter_modules([f"{app.__path__[0]}/{package.name[4:]}"])}
            if name in names:
                yield importlib.import_module(f"{package.name}.{name}")


def _merged(file: str, name: str) -> dict[Any, Any]:
    """One table out of all features'.

    Raises:
        ValueError: two features answer the same question.
    """
    merged: dict[Any, Any] = {}
    for module in _files(file):
        for key, value in getattr(module, name, {}).items():
            if key in merged:
                raise ValueError(f"{module.__name__}: {key} is already decided elsewhere")
            merged[key] = value
    return merged


def _joined(name: str) -> tuple[Step, ...]:
    return tuple(step for module in _files("jobs") for step in getattr(module, name, ()))


def look_for_lost_letters(db: Session, actor: Actor) -> None:
    del actor
    mail.find_the_lost(db)


def sweep_documents(db: Session, actor: Actor, *, folder: Path) -> None:
    """Files of documents that were removed do not stay on disk."""
    del actor
    documents.sweep(db, folder)


NOTICES: Notices = _merged("notices", "NOTICES")
HANDLERS: Mapping[str, Handler] = _merged("jobs", "HANDLERS")
LISTENERS: Listeners = tuple(hear for module in _files("jobs") for hear in getattr(module, "LISTENERS", ()))
WRITERS: Mapping[str, Handler] = _merged("jobs", "WRITERS")
"""Handlers that write letters: they are given the `desk` besides."""
EVERY_MINUTE: tuple[Step, ...] = _joined("EVERY_MINUTE")
EVERY_NIGHT: tuple[Step, ...] = (*_joined("EVERY_NIGHT"), ("look_for_lost_letters", look_for_lost_letters))


def post(settings: Settings) -> Post | None:
    """The mail server, or None where letters are only kept to be looked at.

    Raises:
        ValueError: production without a mail server.
    """
    if not settings.smtp_host:
        if settings.environment == "production":
            raise ValueError("production needs a mail server")
        return None
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
    return Post(settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_user, password)


def _written(write: Handler, desk: Desk) -> Handler:
    """A job that writes letters: each says who co-finances at the moment it is written."""

    def job(db: Session, *given: Any, **named: Any) -> object:
        return write(db, *given, desk=desk.saying(grants.lines(db)), **named)

    return job


def _beside(engine: Engine) -> extracts.Tells:
    """How far an extract has come, said in a transaction of its own: that of its making ends when it is made."""

    def tells(extract_id: UUID, done: int, whole: int) -> None:
        with Session(engine) as db, db.begin():
            say_progress(db, extract_id, done, whole)

    return tells


def handlers(
    desk: Desk,
    post: Post | None,
    notices: Notices = NOTICES,
    resolvers: Sequence[Place] = (),
    outbound: Outbound | None = None,
    engine: Engine | None = None,
) -> dict[str, Handler]:
    """What is done for a job of each name."""
    return {
        **HANDLERS,
        **{name: _written(write, desk) for name, write in WRITERS.items()},
        "make_extract": _written(partial(extracts.make_extract, tells=_beside(engine) if engine else None), desk),
        "check_domain": partial(connecting.check_domain, resolvers=resolvers),
        "read_saml_metadata": partial(saml.read_metadata, outbound=outbound or Outbound()),
        "tell_about": _written(partial(mail.tell_about, notices=notices, threads=THREADS, listeners=LISTENERS), desk),
        "send_mail": partial(mail.send_mail, desk=desk, post=post),
    }


def work(settings: Settings, *, pulse: Pulse | None = None) -> None:
    """Work until asked to stop (SIGTERM or SIGINT); what is being done is finished first."""
    engine: Engine = engine_to(settings.database_url, connections=CONNECTIONS)
    try:
        site = create_app(settings, engine=engine)
        office = desk(site, settings)
        sweep: Step = ("sweep_documents", partial(sweep_documents, folder=settings.documents))
        todo = Work(
            handlers(
                office,
                post(settings),
                resolvers=resolvers_named(settings.resolver_names),
                outbound=site.state.sign_in.outbound,
                engine=engine,
            ),
            EVERY_MINUTE,
            (*EVERY_NIGHT, sweep),
            pulse or Pulse(),
        )
        asyncio.run(run(engine, todo))
    finally:
        engine.dispose()
