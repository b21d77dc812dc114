"""A form on another site cannot make a signed-in person change something here (decision 6; no form token is needed)."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.language import N_
from app.refusals import Reason
from app.web.addresses import DIRECTORIES
from app.web.refusing import Refuse, in_plain_text

READING = frozenset({"GET", "HEAD", "OPTIONS"})
FOREIGN = Reason(N_("This came from another site, so nothing was changed. Go back to the portal and try again there."))
PORTS = {"http": 80, "https": 443}


class OwnSiteOnly:
    """Refuses (403) every request that changes something and was not made by a page of our own.

    `open_to_programs` are the paths where the address itself is the secret, such as that which stops a list.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        origin: str,
        refuse: Refuse = in_plain_text,
        open_to_programs: Sequence[re.Pattern[str]] = (),
    ) -> None:
        self.app = app
        self.open_to_programs = open_to_programs
        self.origin = origin
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in READING and not self._is_welcome(scope):
            await self.refuse(Request(scope), 403, FOREIGN)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_welcome(self, scope: Scope) -> bool:
        if scope["path"].startswith(DIRECTORIES):  # with a token, which no browser sends by itself
            return True
        is_for_programs = any(pattern.match(scope["path"]) for pattern in self.open_to_programs)
        return is_for_programs or is_our_own(scope, self.origin)


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
