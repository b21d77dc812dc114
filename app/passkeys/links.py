"""A link by e-mail: asked for by anyone, answered by the worker, used once by the browser that asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.database import now
from app.jobs.queue import enqueue
from app.language import N_
from app.passkeys import queries
from app.passkeys.models import LinkRequest
from app.people.models import Membership
from app.refusals import Reason, Refused
from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust

LASTS = timedelta(minutes=15)
WINDOW = timedelta(hours=1)
MOST = (4, 12, 40)
"""Within the window: to one address from one place, to one address, from one place (which may be a whole company)."""

TOO_MANY = Reason(N_("Many links have been asked for in the last hour. Look in your inbox, or wait an hour."), "email")


def ask(db: Db, address: str, *, place_hash: str, browser: str, return_path: str, language: str) -> None:
    """Ask for a link. What is done and how long it takes is the same whether or not anyone has the address (rule 36).

    Raises:
        Refused: too many have been asked for.
    """
    address = address.strip().lower()
    at = now()
    asked = queries.asked_lately(db, address=address, place_hash=place_hash, since=at - WINDOW)
    if any(times >= most for times, most in zip(asked, MOST, strict=True)):
        raise Refused(TOO_MANY)
    request = LinkRequest(
        address=address,
        place_hash=place_hash,
        browser_hash=fingerprint(browser),
        return_path=return_path,
        language=language,
        expires_at=at + LASTS,
    )
    db.add(request)
    db.flush()
    enqueue(db, "send_sign_in_link", request_id=str(request.id))


@dataclass(frozen=True)
class Way:
    """A link in the hands of the browser that asked for it, and where it leads."""

    link: LinkRequest
    memberships: Sequence[Membership]


def way(db: Db, token: str, browser: str) -> Way:
    """Where a link leads. Looking at it does not use it up: programs that read mail do that.

    Raises:
        Distrust: it has been used, is too old, or was asked for in another browser.
    """
    link = queries.link(db, fingerprint(token))
    if link is None:
        raise Distrust("link_used_or_old")
    if not browser or link.browser_hash != fingerprint(browser):
        raise Distrust("link_of_another_browser")
    return Way(link, queries.memberships_at(db, link.address))


def use(db: Db, token: str, browser: str, membership_id: UUID) -> tuple[LinkRequest, Membership]:
    """Use a link up, for one of the organisations it leads to.

    Raises:
        Distrust: as for `way`; or somebody was quicker, or it does not lead there.
    """
    found = way(db, token, browser)
    chosen = next((one for one in found.memberships if one.id == membership_id), None)
    if chosen is None:
        raise Distrust("no_access")
    if not queries.used_up(db, found.link.id):
        raise Distrust("link_used_or_old")
    return found.link, chosen
