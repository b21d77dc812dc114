"""Asking for access, for somebody who was turned away at the door (ux.md 2.16)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.sign_in import newcomers
from app.sign_in.forms import AskForm
from app.sign_in.guards import WhoAsks
from app.sign_in.models_newcomers import AccessRequest
from app.web.forms import Form, filled
from app.web.guards import Db, everyone
from app.web.templating import page, see_other

router = APIRouter(prefix="/logga-in", include_in_schema=False)


@router.get("/be-om-behorighet", name="ask_for_access")
def show_form(request: Request, asked: WhoAsks) -> Response:
    return _form(request, asked, Form(AskForm))


@router.post("/be-om-behorighet")
def ask(request: Request, db: Db, asked: WhoAsks, form: Annotated[Form[AskForm], filled(AskForm)]) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            newcomers.ask(db, asked, form.values.message)
            return see_other(request, "access_asked")
    return _form(request, asked, form)


def _form(request: Request, asked: AccessRequest, form: Form[AskForm]) -> Response:
    status = 422 if form.reasons else 200
    return page(request, "sign_in/ask.html", status_code=status, asked=asked, form=form, model=AskForm)


@router.get("/bett-om-behorighet", name="access_asked", dependencies=[Depends(everyone)])
def show_receipt(request: Request) -> Response:
    return page(request, "sign_in/asked.html")
