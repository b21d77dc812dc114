"""What nobody foresaw is answered inside the other middlewares, so that an error page, too, has their headers."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Accidents:
    """Answers with `unforeseen`, then lets the exception go on: the server logs it and tests see it.

    The framework's own handler for exceptions stands outside all middlewares; its pages would come without a policy.
    """

    def __init__(self, app: ASGIApp, *, unforeseen: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self.app = app
        self.unforeseen = unforeseen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_answered = False

        async def remember(message: Message) -> None:
            nonlocal has_answered
            has_answered = True
            await send(message)

        try:
            await self.app(scope, receive, remember)
        except Exception as problem:
            if scope["type"] == "http" and not has_answered:
                response = await self.unforeseen(Request(scope), problem)
                await response(scope, receive, send)
            raise
