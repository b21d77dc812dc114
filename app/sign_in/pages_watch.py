"""How sign-in fares: an organisation's attempts for its administrators, every way in for those who run the portal."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.sign_in import connections, queries_connections
from app.sign_in.guards import ClosableConnection, ReadableConnection
from app.sign_in.models import ConnectionStatus
from app.sign_in.reasons import PURPOSES, STEPS, reason_in_words
from app.sign_in.rules import may_close, may_read_attempts, may_watch_all
from app.web.forms import Form
from app.web.guards import CurrentActor, Db, only, recently_proven
from app.web.templating import page, see_other

router = APIRouter(include_in_schema=False)
Recently = Annotated[None, Depends(recently_proven)]
WORDS = {"reason": reason_in_words, "steps": STEPS, "purposes": PURPOSES}


@router.get("/administration/inloggning/forsok", name="sign_in_attempts", dependencies=[only(may_read_attempts)])
def show_attempts(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(
        request,
        "sign_in/attempts.html",
        attempts=queries_connections.attempts_in(db, actor.organisation_id),
        words=WORDS,
        shows_values=True,
    )


@router.get("/administration/inloggning/forsok/{ref:uuid}", name="idp_connection")
def show_connection(request: Request, db: Db, actor: CurrentActor, connection: ReadableConnection) -> Response:
    """What claims said in a test sign-in is for the organisation's own administrators only."""
    return page(
        request,
        "sign_in/connection.html",
        watched=queries_connections.how_it_fares(db, connection),
        attempts=queries_connections.attempts_of(db, connection.id),
        words=WORDS,
        shows_values=connection.belongs_to(actor.organisation_id),
        is_open=connection.status is ConnectionStatus.active,
        may_close=may_close(actor, connection) and connection.status is ConnectionStatus.active,
    )


@router.get("/drift/inloggningar", name="operations_sign_ins", dependencies=[only(may_watch_all)])
def show_all(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(request, "sign_in/watched.html", watched=queries_connections.watched(db, actor), words=WORDS)


@router.get("/drift/inloggningar/{ref:uuid}/stang", name="close_connection")
def ask_to_close(request: Request, db: Db, connection: ClosableConnection, _: Recently) -> Response:
    return page(
        request,
        "sign_in/close.html",
        form=Form(),
        connection=connection,
        signed_in_now=queries_connections.signed_in_through(db, connection.id),
    )


@router.post("/drift/inloggningar/{ref:uuid}/stang")
def close(request: Request, db: Db, actor: CurrentActor, connection: ClosableConnection, _: Recently) -> Response:
    """Raises:
    NotFound: somebody has closed it already.
    """
    connections.close(db, actor, connection)
    return see_other(request, "idp_connection", ref=connection.reference)
