"""A form on another site cannot make a signed-in person change something here (decision 6; no form token is needed)."""

from collections.abc import Iterable
from re import Pattern
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.language import N_
from app.refusals import Reason
from app.web.refusing import Refuse, in_plain_text

READING = frozenset({"GET", "HEAD", "OPTIONS"})
FOREIGN = Reason(N_("This came from another site, so nothing was changed. Go back to the portal and try again there."))
PORTS = {"http": 80, "https": 443}


class OwnSiteOnly:
    """Refuses (403) every request that changes something and was not made by a page of our own.

    `open_to_others` are the paths of those few routes that other sites post to, as they say where they are declared.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        origin: str,
        refuse: Refuse = in_plain_text,
        open_to_others: Iterable[Pattern[str]] = (),
    ) -> None:
        self.app = app
        self.origin = origin
        self.refuse = refuse
        self.open_to_others = tuple(open_to_others)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in READING and not self._may(scope):
            await self.refuse(Request(scope), 403, FOREIGN)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _may(self, scope: Scope) -> bool:
        return is_our_own(scope, self.origin) or any(path.match(scope["path"]) for path in self.open_to_others)


def is_our_own(scope: Scope, origin: str) -> bool:
    """Whether the browser says that a page of ours made the request.

    `Sec-Fetch-Site: none` (typed, restored or reloaded by the person) needs a matching `Origin` as well, and so does
    a browser that sends no `Sec-Fetch-Site`, as all do without https outside localhost. `same-site` is another site:
    we do not know who has the neighbouring names. A header sent twice, or `Origin: null`, is nobody we know.
    """
    headers = Headers(scope=scope)
    sites, origins = headers.getlist("sec-fetch-site"), headers.getlist("origin")
    if len(sites) > 1 or len(origins) > 1 or not (sites or origins):
        return False
    if origins and not _is_same(origins[0], origin, headers.get("host", "")):
        return False
    return sites == ["same-origin"] or (bool(origins) and sites in ([], ["none"]))


def _is_same(theirs: str, ours: str, host: str) -> bool:
    """Our own address, or the one this request was sent to under our scheme: another site's page has neither."""
    said = _place(theirs)
    return said is not None and said in (_place(ours), _place(f"{urlsplit(ours).scheme}://{host}"))


def _place(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an origin; None of what is no origin."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    if not parts.hostname or parts.path or parts.query or parts.fragment or parts.username is not None:
        return None
    return parts.scheme, parts.hostname, port
