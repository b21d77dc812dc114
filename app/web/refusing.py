"""How a middleware says no. The portal gives its own pages; without them there is a plain sentence."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.refusals import Reason

Refuse = Callable[[Request, int, Reason], Response]


def in_plain_text(_: Request, status: int, reason: Reason) -> Response:
    return PlainTextResponse(reason.text, status)
