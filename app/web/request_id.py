"""Every request gets an id: on each log line it causes, and in the response for whoever reports a fault."""

from time import perf_counter
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()
HEADER = "X-Request-ID"
QUIET = frozenset({"/livez", "/readyz"})


class RequestId:
    """Outermost of all. The id is our own: one that is sent along could be anything, also someone's name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        status, began = 500, perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        path, method = scope["path"], scope["method"]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_with_id)
            finally:
                if path not in QUIET:  # the path without its query, which may hold what someone searched for
                    ms = round((perf_counter() - began) * 1000, 1)
                    log.info("request", method=method, path=path, status=status, ms=ms)
