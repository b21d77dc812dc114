"""How long one stays signed in, and who else is (ux.md 2.18, B6, G2)."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Form as Submitted
from fastapi.responses import JSONResponse, Response

from app.sessions import actions, queries, rules
from app.sessions.forms import LimitsForm
from app.sessions.guards import LookedAfter, TimeLeft
from app.sign_in import queries as doors
from app.sign_in.guards import TheOneSignedIn, means_in
from app.sign_in.models import SsoPolicy
from app.sign_in.policies import LONGEST_REQUIRED
from app.sign_in.return_path import safe_path
from app.web.errors import sign_in_and_return_to
from app.web.forms import Form, filled, refilled
from app.web.guards import SESSION_COOKIE, CurrentActor, Db, everyone, only, recently_proven, signed_in
from app.web.templating import page, see_other

router = APIRouter(include_in_schema=False)

LONGEST_WORDS = 100
Text = Annotated[str, Query()]
Limits = Annotated[Form[LimitsForm], filled(LimitsForm)]


# The warning before one is signed out


@router.get("/konto/tid-kvar", name="time_left")
def show_time_left(left: TimeLeft) -> Response:
    """For the script that warns in time. To ask is not to use."""
    return JSONResponse(asdict(left), headers={"Cache-Control": "no-store"})


@router.post("/konto/tid-kvar", dependencies=[Depends(signed_in)])
def stay(request: Request, db: Db, me: TheOneSignedIn) -> Response:
    """The person is still there."""
    queries.touch(db, me.session_id)
    left = queries.left(db, request.cookies.get(SESSION_COOKIE, ""))
    return JSONResponse(asdict(left), headers={"Cache-Control": "no-store"})


@router.post("/logga-in/fortsatt", name="sign_in_and_continue", dependencies=[Depends(everyone)])
async def sign_in_and_continue(request: Request, back: Annotated[str, Query(alias="next")] = "") -> Response:
    """What was typed on a page is kept, whatever that page would have done with it, and given back after signing in."""
    return await sign_in_and_return_to(request, safe_path(back) or "/")


# For an organisation


@router.get("/administration/inloggningstid", name="session_limits", dependencies=[only(rules.may_set_limits)])
def show_limits(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _limits(request, db, actor, refilled(doors.policy_of(db, actor.organisation_id), LimitsForm))


@router.post("/administration/inloggningstid", dependencies=[only(rules.may_set_limits), Depends(recently_proven)])
def save_limits(request: Request, db: Db, actor: CurrentActor, form: Limits) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            policy = doors.policy_of(db, actor.organisation_id)
            actions.set_limits(db, means_in(request), actor, policy, form.values)
            return see_other(request, "session_limits", {"sparat": "1"})
    return _limits(request, db, actor, form)


def _limits(request: Request, db: Any, actor: CurrentActor, form: Form[LimitsForm]) -> Response:
    means = means_in(request)
    policy = doors.policy_of(db, actor.organisation_id)
    longest = min(means.longest, LONGEST_REQUIRED) if policy.sso is SsoPolicy.required else means.longest
    return page(
        request,
        "sessions/limits.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=LimitsForm,
        idle=int(means.idle.total_seconds() // 60),
        longest=int(longest.total_seconds() // 60),
        is_saved=request.method == "GET" and "sparat" in request.query_params,
    )


@router.get("/administration/personer/{ref:uuid}/inloggningar", name="member_sessions")
def show_member(request: Request, db: Db, member: LookedAfter) -> Response:
    return page(
        request,
        "sessions/member.html",
        member=member,
        windows=queries.windows(queries.proofs_at(db, member)),
        last=doors.last_sign_ins(db, member.person_id, [member.organisation_id]),
    )


@router.post("/administration/personer/{ref:uuid}/inloggningar")
def end_member(
    request: Request, db: Db, actor: CurrentActor, member: LookedAfter, which: Annotated[str, Submitted()] = "all"
) -> Response:
    """`which` is one session, or all of them."""
    actions.end_member(db, actor, member, None if which == "all" else _session_id(which))
    return see_other(request, "member_sessions", ref=member.id)


def _session_id(which: str) -> UUID:
    try:
        return UUID(which)
    except ValueError:
        return UUID(int=0)  # nobody's


# For the portal


@router.get("/drift/inloggade", name="all_sessions", dependencies=[only(rules.may_see_all)])
def show_all(request: Request, db: Db, q: Text = "", sida: Annotated[str, Query(alias="page")] = "") -> Response:
    words = "".join(sign for sign in q.strip()[:LONGEST_WORDS] if sign.isprintable())
    number = int(sida) if sida.isascii() and sida.isdecimal() and len(sida) <= 5 else 1
    found = queries.everyone_signed_in(db, words, max(number, 1))
    return page(
        request,
        "sessions/all.html",
        region="sessions/_all.html",
        proofs=found,
        windows=queries.windows(found.rows),
        words=words,
    )


@router.post("/drift/inloggade", dependencies=[only(rules.may_see_all)])
def end_some(
    request: Request,
    db: Db,
    actor: CurrentActor,
    which: Annotated[str, Submitted()] = "",
    person: Annotated[str, Submitted()] = "",
) -> Response:
    """`which` is one session, `person` all of somebody's."""
    if person:
        actions.end_person(db, actor, _session_id(person))
    else:
        actions.end_whole(db, actor, _session_id(which))
    return see_other(request, "all_sessions")
