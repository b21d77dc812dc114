"""Two presses of one button make one thing: the second is led to what the first made (ux.md A051)."""

from secrets import token_urlsafe
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from app.submissions import queries as submissions
from app.web.forms import Form
from app.web.templating import address


def new_key() -> str:
    """The key of one form as it is shown: the `once` of `ui.version`."""
    return token_urlsafe(16)


def made_before(db: Session, form: Form[Any]) -> Response | None:
    """The answer to a second press; None for a first one. Ask before anything is changed."""
    if not form.once:
        return None
    location = submissions.claim(db, form.once)
    return RedirectResponse(location, status_code=303) if location else None


def made(request: Request, db: Session, form: Form[Any], route: str, **path: Any) -> Response:
    """Show what was made, and remember it as the answer to the same press again."""
    location = address(request, route, **path)
    if form.once:
        submissions.settle(db, form.once, location)
    return RedirectResponse(location, status_code=303)


def answered(request: Request, db: Session, form: Form[Any], route: str, **path: Any) -> None:
    """Where the same press leads again, when the first one is answered by a page that is only shown once."""
    if form.once:
        submissions.settle(db, form.once, address(request, route, **path))
