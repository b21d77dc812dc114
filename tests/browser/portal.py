"""The portal as a browser meets it: a web server on loopback, a database of its own, something in every state."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socket import socket
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from app.database import engine_to
from app.main import create_app
from app.settings import Settings
from tests.browser.county import County
from tests.databases import database
from tests.given import Given


@dataclass
class Portal:
    """`address` is where it is; `county` who and what there is; `keys` the session of each of its people; `asked` how
    often the database has been asked what, since it was last cleared."""

    address: str
    site: FastAPI
    county: County
    keys: dict[str, str]
    db: Session
    asked: Counter[str] = field(default_factory=Counter)


@contextmanager
def running_portal(name: str, documents: Any) -> Iterator[Portal]:
    with socket() as ear:
        ear.bind(("127.0.0.1", 0))
        port = ear.getsockname()[1]
    address = f"http://localhost:{port}"
    with database(name) as url:
        settings = Settings(environment="development", base_url=address, database_url=url, documents=documents)
        engine = create_engine(engine_to(url, connections=settings.connections).url, pool_size=settings.connections)
        # What the portal logs of an accident is one line: drawing it takes longer than the browser waits.
        structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()])
        with Session(engine, expire_on_commit=False) as db:
            given = Given(db)
            county = County(given, documents)
            keys = {who: county.signs_in(who) for who in county.people}
            site = create_app(settings, engine=engine)
            portal = Portal(address, site, county, keys, db)
            event.listen(engine, "before_cursor_execute", lambda _1, _2, said, *_: portal.asked.update([said]))
            with _served(site, port):
                yield portal
        engine.dispose()


@contextmanager
def _served(site: FastAPI, port: int) -> Iterator[None]:
    server = uvicorn.Server(
        uvicorn.Config(site, host="localhost", port=port, log_config=None, access_log=False, lifespan="off", ws="none")
    )
    ready = threading.Event()
    started = server.startup

    async def startup(*given: Any, **named: Any) -> None:
        await started(*given, **named)
        ready.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, name="portal")
    thread.start()
    assert ready.wait(20), "the web server did not start"
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(20)
