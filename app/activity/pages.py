"""The post of a trial: what would have been sent. In production there is no such page."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from app.activity.models import Mail
from app.mail import queries
from app.mail.letters import SEALED_PLACE
from app.refusals import NotFound
from app.web.guards import Db, everyone
from app.web.templating import page


def only_in_development(request: Request) -> None:
    """Letters are private wherever they are real.

    Raises:
        NotFound: this is not a trial.
    """
    if request.app.state.settings.environment != "development":
        raise NotFound


def the_letter(mail_id: UUID, db: Db, _: Annotated[None, Depends(only_in_development)]) -> Mail:
    found = queries.mail(db, mail_id)
    if found is None:
        raise NotFound
    return found


router = APIRouter(prefix="/demo/post", dependencies=[Depends(only_in_development), Depends(everyone)])


@router.get("", name="demo_post", include_in_schema=False)
def list_letters(request: Request, db: Db) -> HTMLResponse:
    return page(request, "activity/letters.html", letters=queries.outbox(db))


@router.get("/{mail_id:uuid}", name="demo_letter", include_in_schema=False)
def show_letter(request: Request, letter: Annotated[Mail, Depends(the_letter)]) -> HTMLResponse:
    text = letter.text
    if letter.secret_sealed:  # what its reader would see: this is a trial, and the post is all they have
        text = text.replace(SEALED_PLACE, request.app.state.sign_in.keyring.open(letter.secret_sealed, "letter"))
    return page(request, "activity/letter.html", letter=letter, text=text)
