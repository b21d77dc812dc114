"""One's own sign-ins: tying another one to oneself, and separating them (sso.md rule 26, ux.md B8)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.actor import NOBODY
from app.database import now
from app.refusals import NotAllowed, NotProven
from app.sign_in import joined, leaving, queries, queries_joining
from app.sign_in.arrivals import Errand
from app.sign_in.departures import depart
from app.sign_in.door import write
from app.sign_in.guards import TheOneSignedIn, anyone_at_the_door, forget_session
from app.sign_in.models import Purpose
from app.sign_in.tokens import is_clean
from app.web.forms import Form, Pressed
from app.web.guards import RECENT, SESSION_COOKIE, Db, SignedIn, recently_proven, signed_in
from app.web.templating import address, page, see_other

router = APIRouter(prefix="/konto/koppla", include_in_schema=False)

LONGEST_WORDS = 200


@router.get("", name="join_sign_in", dependencies=[Depends(signed_in)])
def show_own(
    request: Request, db: Db, me: TheOneSignedIn, organisation: Annotated[str, Query()] = "", sparat: str = ""
) -> Response:
    words = organisation.strip()[:LONGEST_WORDS]
    words = words if is_clean(words) else ""
    return page(
        request,
        "sign_in/join.html",
        belongs=queries_joining.memberships_that_count(db, me.actor.person_id),
        words=words,
        doors=queries.doors(db, words),
        saved=bool(sparat),
    )


@router.post("/till/{connection_id:uuid}", name="join_sign_in_start", dependencies=[Depends(anyone_at_the_door)])
async def start(request: Request, connection_id: UUID) -> Response:
    """To the other organisation's service, to sign in there anew. Raises: NotProven: who asks has to prove it first."""
    cookie = request.cookies.get(SESSION_COOKIE)
    me: SignedIn | None = await write(request, lambda db: request.app.state.who(db, cookie))
    if me is None or me.actor.membership_id == NOBODY:
        raise NotAllowed
    request.state.actor = me.actor
    if me.proven_at is None or me.proven_at + RECENT < now():
        raise NotProven
    errand = Errand(
        purpose=Purpose.tie,
        return_path=address(request, "join_confirm"),
        language=request.state.language,
        membership_id=me.actor.membership_id,
        session_id=me.session_id,
    )
    return await depart(request, connection_id, errand)


@router.get("/bekrafta", name="join_confirm", dependencies=[Depends(signed_in)])
def show_both(request: Request, db: Db, me: TheOneSignedIn) -> Response:
    return _confirm(request, db, me, Form())


@router.post("/bekrafta", dependencies=[Depends(signed_in), Depends(recently_proven)])
def join(request: Request, db: Db, me: TheOneSignedIn, form: Pressed) -> Response:
    with form.takes_refusals(db):
        joined.accept(db, me.actor, me.session_id)
        return see_other(request, "join_sign_in", {"sparat": "ja"})
    return _confirm(request, db, me, form)


def _confirm(request: Request, db: Session, me: SignedIn, form: Form[Any]) -> Response:
    """Both, side by side; without an offer there is nothing to say yes to, and one is told how to begin."""
    return page(
        request,
        "sign_in/join_confirm.html",
        status_code=422 if form.reasons else 200,
        form=form,
        offer=queries_joining.offer_to(db, me.session_id),
        mine=queries_joining.person(db, me.actor.person_id),
    )


@router.post("/skilj", name="part_sign_in", dependencies=[Depends(signed_in), Depends(recently_proven)])
def part(request: Request, db: Db, me: TheOneSignedIn) -> Response:
    joined.part(db, me.actor)
    leaving.sign_out_here(db, request.cookies.get(SESSION_COOKIE, ""))
    response = see_other(request, "signed_out")
    forget_session(response)
    return response
