"""The portal behind a door through which anything can be said: no client library mends what is sent.

Whatever a request does is undone after it, so that each one meets the same world."""

import asyncio
import html
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode

from sqlalchemy import text

from app.tables import metadata
from app.web.guards import SESSION_COOKIE
from app.web.headers import security_headers

OWN_SITE = (("sec-fetch-site", "same-origin"), ("origin", "https://testserver"))
FORM = "application/x-www-form-urlencoded"
HEADERS = {name.lower(): value for name, value in security_headers(is_https=True).items()}
# What is kept about visits and presses is no change of anything anyone works with.
OF_VISITS = {"sessions", "submissions", "parked_forms", "auth_events", "login_attempts", "connection_traces"}
BAD_GATEWAY = 502  # our own page about somebody else's sign-in service that does not answer


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    changed: set[str] = field(default_factory=set)
    accident: str = ""

    @property
    def text(self):
        return self.body.decode()

    @property
    def is_page(self):
        return self.headers.get("content-type", "").startswith("text/html")

    def says(self, words):
        """Whether a reader finds the words, or the address of a field that holds them, on the page."""
        return _plain(words) in _plain(html.unescape(self.text))

    def faults(self, language):
        """What no answer may be, whoever asks for whatever."""
        if self.accident or (self.status >= 500 and not (self.status == BAD_GATEWAY and self.is_page)):
            return [f"{self.status} {self.accident}"]
        lacking = [name for name in HEADERS if name not in self.headers]
        found = [f"lacks {', '.join(lacking)}"] if lacking else []
        if self.is_page and f'<html lang="{language}"' not in self.text[:400] and "<html" in self.text[:400]:
            found.append(f"is not in {language}")
        if self.status >= 400 and self.changed:
            found.append(f"is refused ({self.status}) and changes {sorted(self.changed)}")
        return found


def _plain(words):
    return re.sub(r"\s+", " ", words).strip()


class Door:
    """`door.asks("POST", "/behov/nytt", key=…, fields=[("words", "natt")])`."""

    def __init__(self, site, connection):
        self.site = site
        self.connection = connection
        self.loop = asyncio.new_event_loop()
        self.thread = ThreadPoolExecutor(1)  # of its own: a browser may keep a loop in ours
        self.tables = sorted(set(metadata.tables) - OF_VISITS)
        self.at_rest = self._contents()

    def asks(self, method, target, *, key="", fields=None, body=b"", kind=FORM, headers=(), own=True, watch=True):
        """One request, and what it changed; afterwards it has not happened."""
        if fields is not None:
            body = urlencode(fields, errors="surrogatepass").encode()
        said = [("host", "testserver"), *headers]
        if method not in ("GET", "HEAD"):
            said += [*(OWN_SITE if own else ()), ("content-type", kind), ("content-length", str(len(body)))]
        if key:
            said.append(("cookie", f"{SESSION_COOKIE}={key}"))
        said = [(name.lower().encode(), value.encode("latin-1")) for name, value in said if value is not None]
        with self._undone():
            answer = self._finished(self._answer(method, target, said, body))
            if watch:
                answer.changed = self._changed()
        return answer

    async def _answer(self, method, target, headers, body):
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(path),  # as uvicorn does
            "raw_path": path.encode(),
            "query_string": query.encode("ascii"),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 50000),
            "server": ("testserver", 443),
            "state": {},
        }
        left = [body[at : at + 65536] for at in range(0, len(body), 65536)] or [b""]
        sent = []

        async def receive():
            if not left:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

        async def send(message):
            sent.append(message)

        accident = ""
        try:
            await self.site(scope, receive, send)
        except Exception as problem:
            accident = f"{type(problem).__name__}: {str(problem)[:300]}"
        starts = [message for message in sent if message["type"] == "http.response.start"]
        if len(starts) != 1:
            return Answer(599, {}, b"", accident=accident or f"{len(starts)} answers")
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in starts[0]["headers"]}
        return Answer(
            starts[0]["status"], headers, b"".join(message.get("body", b"") for message in sent), accident=accident
        )

    @contextmanager
    def _undone(self):
        point = self.connection.begin_nested()
        self.written = self._touched()
        yield
        point.rollback()

    def _touched(self):
        """How much this transaction has written, by table: cheap, but counts also what was undone on the way."""
        return dict(map(tuple, self.connection.execute(TOUCHED)))

    def _changed(self):
        if all(self.written.get(table) == count for table, count in self._touched().items() if table in self.tables):
            return set()
        contents = self._contents()
        return {table for table in self.tables if contents[table] != self.at_rest[table]}

    def _contents(self):
        each = " union all ".join(
            f"select '{table}', count(*)::text || coalesce(sum(hashtextextended(t::text, 0))::text, '') from {table} t"
            for table in self.tables
        )
        return dict(map(tuple, self.connection.execute(text(each))))

    def close(self):
        with suppress(RuntimeError):
            self._finished(self.loop.shutdown_default_executor())
        self.loop.close()
        self.thread.shutdown()

    def _finished(self, coroutine):
        return self.thread.submit(self.loop.run_until_complete, coroutine).result()


TOUCHED = text("select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables")
