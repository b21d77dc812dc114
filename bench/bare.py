"""The bare server: the least that shows the same rows. Statements by hand, one small template a page, no rights, no
languages, no forms; the rest of each page is filler, up to the size of the portal's.

    BENCH_PORT=PORT python -m bench.bare DATABASE SIZES

SIZES is a JSON object with the bytes of each page. The pages have the portal's addresses.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import psycopg
import uvicorn
from jinja2 import Environment
from psycopg.rows import namedtuple_row
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.search.words import words
from app.sign_in.secrets import fingerprint
from bench import statements as sql
from bench.load import HOST

CONNECTIONS = 20
KEPT_SECONDS = 60
PER_PAGE = 25
FEWEST_BYTES = 200_000  # filler, more than any page holds
FILLER = " " * FEWEST_BYTES

ROWS = """<!doctype html><title>{{ title }}</title><h2>{{ total }}</h2><ul>
{% for row in rows %}<li><a class="title" href="/behov/{{ row.reference }}">{{ row.title }}</a>
<p class="meta">{{ row.name }}{% for other in shared[row.id] %}, {{ other }}{% endfor %} · {{ row.reference }} · \
<span class="badge badge-{{ row.state }}"><span class="dot"></span>{{ row.state }}</span></p>
{% if row.state == "open" %}<p class="due">Sista dag<br><time datetime="{{ row.closes_on }}">{{ row.closes_on }}</time></p>{% endif %}</li>
{% endfor %}</ul>"""
ONE = """<!doctype html><title>{{ need.title }}</title><h1>{{ need.title }}</h1><p>{{ need.summary }}</p>
<p>{{ need.problem }}</p><p>{{ need.desired }}</p><dl>{% for value in need %}<dt>{{ loop.index }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
{% for other in shared %}<p>{{ other }}</p>{% endfor %}
<ol>{% for line in lines %}<li>{{ line.happening }} {{ line.organisation_name }} {{ line.at }}</li>{% endfor %}</ol>"""
START = """<!doctype html><title>Start</title>{% for each in county %}<p>{{ each.short_name }} {{ each.n }}</p>{% endfor %}
<p>{{ river }}</p><ul>{% for row in rows %}<li><a href="/behov/{{ row.reference }}">{{ row.title }}</a> {{ row.name }}
<time datetime="{{ row.closes_on }}">{{ row.closes_on }}</time></li>{% endfor %}</ul>"""
HOME = """<!doctype html><title>{{ who.name }}</title><p>{{ count }}</p>
{% for part in (tasks, handed_on, underway, news) %}<ul>{% for row in part %}<li>{% for value in row %}{{ value }} {% endfor %}</li>
{% endfor %}</ul>{% endfor %}{{ done }}"""


class Bare:
    """One database, a handful of connections, the templates."""

    def __init__(self, url: str, sizes: dict[str, int]) -> None:
        self.url = url
        self.sizes = sizes
        self.free: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()
        env = Environment(autoescape=True)
        self.templates = {
            name: env.from_string(text)
            for name, text in (("rows", ROWS), ("one", ONE), ("start", START), ("home", HOME))
        }
        self.kept: dict[str, tuple[float, Any]] = {}

    @asynccontextmanager
    async def running(self, _: Starlette) -> AsyncIterator[None]:
        for _number in range(CONNECTIONS):
            connection = await psycopg.AsyncConnection.connect(
                self.url, autocommit=True, prepare_threshold=0, row_factory=namedtuple_row
            )
            self.free.put_nowait(connection)
        yield
        while not self.free.empty():
            await self.free.get_nowait().close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        connection = await self.free.get()
        try:
            yield connection
        finally:
            self.free.put_nowait(connection)

    async def keep(self, name: str, ask: Callable[[], Awaitable[Any]]) -> Any:
        at, value = self.kept.get(name, (0.0, None))
        if value is None or monotonic() - at > KEPT_SECONDS:
            value = await ask()
            self.kept[name] = (monotonic(), value)
        return value

    def page(self, kind: str, template: str, **values: Any) -> Response:
        body = self.templates[template].render(**values).encode()
        return HTMLResponse(body + FILLER[: max(0, self.sizes[kind] - len(body))].encode())

    async def challenges(self, request: Request) -> Response:
        asked = request.query_params
        where = sql.public()
        values: dict[str, Any] = {"offset": (int(asked.get("sida", "1")) - 1) * PER_PAGE}
        kind = "list"
        async with self.connection() as db:
            if text := asked.get("q"):
                kind = "search"
                where, values = where + sql.FOUND, values | {"asked": await self._asked(db, text)}
            elif "kommun" in asked:
                kind = "filtered"
                owners = await _all(db, sql.OWNER, {"slugs": asked.getlist("kommun")})
                where += sql.OWNED
                values |= {"owners": [row.id for row in owners], "states": asked.getlist("lage")}
            found = await (await db.execute(sql.rows(where), values)).fetchall()
            total = await _one(db, sql.counted(where), values)
            shared = await self._shared(db, [row.id for row in found])
            await self.keep("owners", lambda: _all(db, sql.OWNERS))
        return self.page(kind, "rows", title="Behov", rows=found[:PER_PAGE], shared=shared, total=total.n)

    async def _asked(self, db: psycopg.AsyncConnection[Any], text: str) -> str:
        sought = words(text)
        forms = {row.form: row.lemma for row in await _all(db, sql.FORMS, {"words": sought})}
        return " & ".join(f"({word}:* | {forms.get(word, word)})" for word in sought)

    async def _shared(self, db: psycopg.AsyncConnection[Any], ids: list[Any]) -> dict[Any, list[str]]:
        shared: dict[Any, list[str]] = {id_: [] for id_ in ids}
        for row in await _all(db, sql.SHARED, {"ids": ids}):
            shared[row.challenge_id].append(row.short_name)
        return shared

    async def challenge(self, request: Request) -> Response:
        reference = "-".join(request.path_params["ref"].split("-")[:3]).upper()
        async with self.connection() as db:
            need = await _one(db, sql.ONE, {"reference": reference})
            about = {"id": need.id}
            shared = (await self._shared(db, [need.id]))[need.id]
            await _all(db, sql.ENDORSEMENTS, about)
            await _all(db, sql.ANNOUNCEMENTS, about)
            lines = await _all(db, sql.LINES, about)
        return self.page("detail", "one", need=need, shared=shared, lines=lines)

    async def start(self, _: Request) -> Response:
        async with self.connection() as db:
            rows = await _all(db, sql.CLOSING)
            await self._shared(db, [row.id for row in rows])
            county = await self.keep("county", lambda: _all(db, sql.COUNTY))
            river = await self.keep("river", lambda: _all(db, sql.RIVER))
        return self.page("landing", "start", rows=rows, county=county, river=river)

    async def todo(self, request: Request) -> Response:
        at = datetime.now(UTC)
        async with self.connection() as db:
            token = {"token": fingerprint(request.cookies["__Host-sid"]), "at": at}
            who = await _one(db, sql.SESSION, token)
            me = {
                "person": who.person_id,
                "membership": who.id,
                "organisation": who.organisation_id,
                "roles": who.roles,
                "session": who.session_id,
            }
            tasks = await _all(db, sql.TASKS, me)
            handed_on = await _all(db, sql.HANDED_ON, me)
            underway = await _all(db, sql.UNDERWAY, me)
            ids = {"ids": [row.id for row in underway]}
            await _all(db, sql.STEPS, ids)
            seen = await _one(db, sql.LAST_VISIT, me)
            news = await _all(db, sql.NEWS, me | {"since": seen.at or at - timedelta(days=7)})
            done = await _one(db, sql.DONE, me)
        return self.page(
            "home",
            "home",
            who=who,
            count=len(tasks),
            tasks=tasks,
            handed_on=handed_on,
            underway=underway,
            news=news,
            done=done,
        )


async def _all(db: psycopg.AsyncConnection[Any], statement: str, values: dict[str, Any] | None = None) -> list[Any]:
    return await (await db.execute(statement, values)).fetchall()


async def _one(db: psycopg.AsyncConnection[Any], statement: str, values: dict[str, Any]) -> Any:
    """The row there always is: the data is our own."""
    return await (await db.execute(statement, values)).fetchone()


def application(url: str, sizes: dict[str, int]) -> Starlette:
    bare = Bare(url, sizes)
    routes = [
        Route("/", bare.start),
        Route("/behov", bare.challenges),
        Route("/behov/{ref}", bare.challenge),
        Route("/att-gora", bare.todo),
    ]
    return Starlette(routes=routes, lifespan=bare.running)


if __name__ == "__main__":
    uvicorn.run(
        application(sys.argv[1], json.loads(sys.argv[2])),
        host=HOST,
        port=int(os.environ["BENCH_PORT"]),
        access_log=False,
        log_config=None,
    )
