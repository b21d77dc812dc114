"""Emergency access to the portal: asking, agreeing, opening (ux.md H11). Open to everyone, for nobody may be able to
sign in when it is needed; what counts is the passkey."""

from typing import Annotated
from uuid import uuid4

import structlog
from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from app.database import now
from app.emergency import actions, queries, rules
from app.emergency.forms import Agreement, FirstKey, TheCode, TheWord, Wanted
from app.emergency.guards import TheAccess
from app.emergency.models import EmergencyAccess
from app.language import N_
from app.passkeys import ceremony
from app.passkeys.ceremony import Aim, Asking
from app.people.models import Membership
from app.refusals import NotFound, Reason
from app.sign_in.agents import agent_label
from app.sign_in.arrivals import Visit
from app.sign_in.door import browser_of, welcome
from app.sign_in.guards import keep_browser, means_in
from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust
from app.web.forms import Form, Pressed, filled
from app.web.guards import SESSION_COOKIE, CurrentActor, Db, everyone, only, recently_proven
from app.web.templating import page, see_other

log = structlog.get_logger()
router = APIRouter(prefix="/drift/nodatkomst", include_in_schema=False, dependencies=[Depends(everyone)])

NOT_KNOWN = Reason(N_("The passkey is not one of those that open the portal in an emergency."))
NO_SUCH_CODE = Reason(N_("Nobody is waiting under that code. Ask your colleague to read it out again."), "kod")
CODE_OVER = Reason(
    N_("The code has been used, or it is more than fifteen minutes old. Make a new one on the server."), "code"
)
Text = Annotated[str, Query()]


@router.get("", name="emergency")
def show(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _asking(request, db, actor, Form(Wanted))


def _asking(request: Request, db: Session, actor: CurrentActor, form: Form[Wanted]) -> Response:
    agrees = rules.may_agree(actor)
    browser = browser_of(request)
    response = page(
        request,
        "emergency/ask.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=Wanted,
        question=ceremony.question(means_in(request), Asking(Aim.emergency, browser), now()),
        agrees=agrees,
        waiting=queries.waiting(db) if agrees else [],
        latest=queries.latest(db) if agrees else [],
    )
    return _kept(response, browser)


def _kept(response: Response, browser: str) -> Response:
    keep_browser(response, browser)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("")
def ask(request: Request, db: Db, actor: CurrentActor, form: Annotated[Form[Wanted], filled(Wanted)]) -> Response:
    if form.ok:
        try:
            with form.takes_refusals(db):
                access = actions.ask(
                    db, means_in(request), form.values.credential, form.values.reason, browser_of(request)
                )
                return see_other(request, "emergency_access", access_id=access.id)
        except Distrust as problem:
            log.warning("emergency_refused", reason=problem.code)
            form.reasons.append(NOT_KNOWN)
    return _asking(request, db, actor, form)


@router.get("/godkann", name="agree_to_emergency")
def show_agreement(request: Request, db: Db, actor: CurrentActor, kod: Text = "") -> Response:
    word = as_said(kod)
    if not word:
        return _agreement(request, actor, Form(TheWord), None)
    form = Form(TheWord, {"kod": word})
    try:
        access = queries.access_called(db, word)
    except NotFound:
        form.reasons.append(NO_SUCH_CODE)
        return _agreement(request, actor, form, None)
    return _agreement(request, actor, form, access)


def _agreement(request: Request, actor: CurrentActor, form: Form[TheWord], access: EmergencyAccess | None) -> Response:
    browser = browser_of(request)
    asking = Asking(Aim.approve, browser, str(access.id) if access else "")
    response = page(
        request,
        "emergency/agree.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=TheWord,
        access=access,
        agrees=rules.may_agree(actor),
        question=ceremony.question(means_in(request), asking, now()) if access else "",
    )
    return _kept(response, browser)


@router.post("/{access_id:uuid}/nyckel", name="agree_by_passkey")
def agree_by_passkey(
    request: Request,
    db: Db,
    actor: CurrentActor,
    access: TheAccess,
    form: Annotated[Form[Agreement], filled(Agreement)],
) -> Response:
    try:
        with form.takes_refusals(db):
            actions.agree_by_passkey(db, means_in(request), access, form.typed["credential"], browser_of(request))
            return page(request, "emergency/agreed.html", access=access)
    except Distrust as problem:
        log.warning("emergency_refused", reason=problem.code)
        form.reasons.append(NOT_KNOWN)
    return _not_agreed(request, actor, access, form.reasons)


def _not_agreed(request: Request, actor: CurrentActor, access: EmergencyAccess, reasons: list[Reason]) -> Response:
    form = Form(TheWord, {"kod": access.word})
    form.reasons = list(reasons)
    return _agreement(request, actor, form, access)


@router.post(
    "/{access_id:uuid}/godkann",
    name="agree_as_admin",
    dependencies=[only(rules.may_agree), Depends(recently_proven)],
)
def agree_as_admin(request: Request, db: Db, actor: CurrentActor, access: TheAccess, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.agree(db, actor, access)
        return page(request, "emergency/agreed.html", access=access)
    return _not_agreed(request, actor, access, form.reasons)


@router.get("/{access_id:uuid}", name="emergency_access")
def show_access(request: Request, access: TheAccess) -> Response:
    """For the browser that asked, and for no other."""
    _is_theirs(request, access)
    response = page(request, "emergency/waits.html", access=access, is_over=access.expires_at <= now())
    return _kept(response, browser_of(request))


def _is_theirs(request: Request, access: EmergencyAccess) -> None:
    if access.browser_hash != fingerprint(browser_of(request)):
        raise NotFound


@router.post("/{access_id:uuid}")
def open_it(request: Request, db: Db, access: TheAccess) -> Response:
    _is_theirs(request, access)
    visit = Visit(
        cookie=request.cookies.get(SESSION_COOKIE),
        agent=agent_label(request.headers.get("user-agent", "")),
        correlation_id=uuid4().hex[:8].upper(),
    )
    try:
        with db.begin_nested():
            entered = actions.open_it(db, means_in(request), access, browser_of(request), visit)
    except Distrust as problem:
        log.warning("emergency_refused", reason=problem.code)
        return see_other(request, "emergency_access", access_id=access.id)
    return welcome(request, entered)


# The first passkey of one of the named people. The code is typed, for what stands in an address is kept in logs.


@router.get("/nyckel", name="enrol_emergency_key")
def show_enrolment(request: Request) -> Response:
    return _asking_for_code(request, Form(TheCode))


def _asking_for_code(request: Request, form: Form[TheCode]) -> Response:
    status = 422 if form.reasons else 200
    return page(request, "emergency/code.html", status_code=status, form=form, model=TheCode)


@router.post("/nyckel")
def show_invitation(request: Request, db: Db, form: Annotated[Form[TheCode], filled(TheCode)]) -> Response:
    if form.ok:
        code = as_said(form.values.code)
        if membership := queries.code_for(db, fingerprint(code)):
            return _enrolment(request, membership, Form(FirstKey, {"code": code, "label": form.values.label}))
        form.reasons.append(CODE_OVER)
    return _asking_for_code(request, form)


def _enrolment(request: Request, membership: Membership, form: Form[FirstKey]) -> Response:
    browser = browser_of(request)
    response = page(
        request,
        "emergency/enrol.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=FirstKey,
        person=membership.person.name,
        invitation=ceremony.invitation(
            means_in(request),
            Asking(Aim.add, browser, str(membership.id)),
            now(),
            portal=request.app.state.settings.testbed_name,
            handle=str(membership.id),
            name=f"{membership.person.name}, {membership.organisation.name}",
            has=[],
        ),
    )
    return _kept(response, browser)


@router.post("/nyckel/ny", name="add_emergency_key")
def enrol(request: Request, db: Db, form: Annotated[Form[FirstKey], filled(FirstKey)]) -> Response:
    code = as_said(str(form.typed.get("code", "")))
    membership = queries.code_for(db, fingerprint(code))
    if membership is None:
        asked = Form(TheCode, {"label": form.typed.get("label", "")})
        asked.reasons.append(CODE_OVER)
        return _asking_for_code(request, asked)
    if form.ok:
        try:
            with form.takes_refusals(db):
                said = form.values
                actions.enrol(db, means_in(request), code, said.credential, said.label, browser_of(request))
                return page(request, "emergency/enrolled.html")
        except Distrust as problem:
            log.warning("emergency_refused", reason=problem.code)
            form.reasons.append(Reason(N_("The passkey was not added. Try again, or use another device.")))
    return _enrolment(request, membership, form)


def as_said(code: str) -> str:
    """A code as it was made, however it was written down."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
