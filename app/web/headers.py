"""What a browser is told never to do with our pages."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "browsing-topics")
TWO_YEARS = 63_072_000  # seconds


def security_headers(*, is_https: bool) -> dict[str, str]:
    """The headers of every response. No inline code: a text that slips through as markup can still do nothing."""
    headers = {
        "Content-Security-Policy": _written(POLICY, is_https=is_https),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{what}=()" for what in UNUSED),
    }
    if is_https:
        headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
    return headers


def _written(policy: dict[str, str], *, is_https: bool) -> str:
    said = "; ".join(f"{what} {where}" for what, where in policy.items())
    return said + ("; upgrade-insecure-requests" if is_https else "")


def leads_to_other_sites(response: Response, *, is_https: bool) -> None:
    """For the one page whose form goes to somebody else's server, and from there to servers we cannot know."""
    policy = POLICY | {"form-action": "https:" if is_https else "*"}
    response.headers["Content-Security-Policy"] = _written(policy, is_https=is_https)


class SecurityHeaders:
    """Adds them where a response has not said something of its own, such as a stricter policy for a file."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self.app = app
        self.headers = security_headers(is_https=is_https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
