"""No request may be larger than the portal has a use for, whether it says its size beforehand or not."""

from contextlib import suppress

from starlette.datastructures import FormData, Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.language import N_
from app.refusals import Reason
from app.web.refusing import Refuse, in_plain_text

TEXT_LIMIT = 2_000_000  # bytes; every field of the longest form at its limit, encoded, is less than half of it
AROUND_A_FILE = 1_000_000  # bytes for the other fields of a form that carries a file
TOO_LARGE = Reason(N_("What you sent is too large. Choose a smaller file, or write less."))


class TooLarge(Exception):
    """The rest of a body will not be read."""


class BodyLimit:
    """Answers 413 to a body over its limit: `file_limit` bytes for forms with files, TEXT_LIMIT for all else."""

    def __init__(self, app: ASGIApp, *, file_limit: int, refuse: Refuse = in_plain_text) -> None:
        self.app = app
        self.file_limit = file_limit
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limit(headers)
        if _announced(headers) > limit:
            await self._answer(scope, receive, send)
            return
        counted = _Counted(limit, receive, send)
        try:
            with suppress(TooLarge):
                await self.app(scope, counted.receive, counted.send)
        finally:
            await _close_files(scope)
        if counted.is_over and not counted.has_answered:
            await self._answer(scope, receive, send)

    def _limit(self, headers: Headers) -> int:
        has_files = headers.get("content-type", "").lower().startswith("multipart/form-data")
        return self.file_limit + AROUND_A_FILE if has_files else TEXT_LIMIT

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.refuse(Request(scope), 413, TOO_LARGE)(scope, receive, send)


class _Counted:
    """A body that is counted while it is read. Once it is over, whatever the application answers is not sent."""

    def __init__(self, limit: int, receive: Receive, send: Send) -> None:
        self.left = limit
        self._receive = receive
        self._send = send
        self.has_answered = False

    @property
    def is_over(self) -> bool:
        return self.left < 0

    async def receive(self) -> Message:
        message = await self._receive()
        self.left -= len(message.get("body", b""))
        if self.is_over:
            raise TooLarge
        return message

    async def send(self, message: Message) -> None:
        if self.is_over and not self.has_answered:
            return
        self.has_answered = True
        await self._send(message)


async def _close_files(scope: Scope) -> None:
    """Files that came with the request are gone when it is over, also those that no handler looked for."""
    submitted = scope.get("state", {}).get("submitted")
    if isinstance(submitted, FormData):
        await submitted.close()


def _announced(headers: Headers) -> int:
    """The size a request says it has; none when it does not say, and the server refuses what is not a number."""
    size = headers.get("content-length", "")
    return int(size) if size.isascii() and size.isdigit() else 0
