"""What you have been told, how often you want letters, and the page that stops the summaries."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.activity.groups import FIXED, Group
from app.asking import Asked
from app.database import now
from app.mail import queries as mail
from app.mail.letters import page_of
from app.telling import actions, choices, queries
from app.telling.forms import Preferences
from app.telling.guards import WhatStops
from app.web.forms import Form, Pressed, filled
from app.web.guards import CurrentActor, Db, from_anywhere, signed_in
from app.web.templating import page, see_other

router = APIRouter(include_in_schema=False)


class Seen(Asked):
    """When the page with the notices was shown, in whole seconds since 1970."""

    upto: str = ""


@router.get("/aviseringar", name="told", dependencies=[Depends(signed_in)])
def list_told(request: Request, db: Db, actor: CurrentActor, sida: int = 1, lasta: str = "") -> Response:
    return page(
        request,
        "telling/told.html",
        told=queries.told(db, actor, min(max(sida, 1), 10_000)),
        subjects=queries.SUBJECTS,
        own_address_fails=queries.own_address_fails(db, actor),
        page_of=page_of,
        was_read=bool(lasta),
        upto=now().isoformat(),
    )


@router.post("/aviseringar", dependencies=[Depends(signed_in)])
def mark_all_read(request: Request, db: Db, actor: CurrentActor, form: Annotated[Form[Seen], filled(Seen)]) -> Response:
    actions.mark_all_read(db, actor, _moment(form.typed.get("upto", "")))
    return see_other(request, "told", {"lasta": "ja"})


@router.post("/aviseringar/{notification_id:uuid}/last", name="mark_told", dependencies=[Depends(signed_in)])
def mark_read(request: Request, db: Db, actor: CurrentActor, notification_id: UUID, _: Pressed) -> Response:
    actions.mark_read(db, actor, notification_id)
    return see_other(request, "told")


def _moment(text: str) -> datetime:
    """What the page said it was; what is no moment is long ago, and marks nothing."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@router.get("/konto/aviseringar", name="letter_choices", dependencies=[Depends(signed_in)])
def show_choices(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    chosen = choices.in_force(actor, mail.chosen(db, actor.membership_id))
    form = Form(Preferences, {group.value: often.value for group, often in chosen.items()})
    return _choices(request, form, saved=bool(sparat))


@router.post("/konto/aviseringar", dependencies=[Depends(signed_in)])
def save_choices(
    request: Request, db: Db, actor: CurrentActor, form: Annotated[Form[Preferences], filled(Preferences)]
) -> Response:
    if form.ok:
        actions.choose(db, actor, form.values)
        return see_other(request, "letter_choices", {"sparat": "ja"})
    return _choices(request, form)


def _choices(request: Request, form: Form[Preferences], *, saved: bool = False) -> Response:
    return page(
        request,
        "telling/choices.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=Preferences,
        fixed=[group for group in Group if group in FIXED],
        saved=saved,
    )


@router.get("/aviseringar/avsluta/{token}", name="stop_summaries")
def ask_to_stop(request: Request, stops: WhatStops) -> Response:
    """Programs open links to look for harm: opening this one changes nothing."""
    return page(request, "telling/stop.html", stops=stops, stopped=False)


@router.post("/aviseringar/avsluta/{token}", dependencies=[Depends(from_anywhere)])
def stop(request: Request, db: Db, stops: WhatStops) -> Response:
    """One press in a mail program (RFC 8058): no session, no redirect, in force at once."""
    actions.stop(db, stops.token)
    return page(request, "telling/stop.html", stops=stops, stopped=True)
