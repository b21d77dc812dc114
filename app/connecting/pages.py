"""Setting up an organisation's sign-in (page G6): where it stands, and what is left."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.connecting import actions_require as requiring
from app.connecting import actions_service as actions
from app.connecting import queries
from app.connecting.findings import Weight, found_before
from app.connecting.guards import Administrator, Mechanic
from app.passkeys import queries as passkeys
from app.role_mappings import queries as mappings
from app.sign_in.guards import means_in
from app.web.forms import Form, Pressed
from app.web.guards import Db, recently_proven
from app.web.templating import page, see_other

router = APIRouter(prefix="/administration/inloggning", include_in_schema=False)


@router.get("", name="sign_in_setup")
def show_setup(request: Request, db: Db, actor: Mechanic) -> Response:
    domains = queries.domains(db, actor)
    draft = queries.draft_of(db, actor.organisation_id)
    kept = queries.set_up(db, draft.id) if draft else None
    is_checked = bool(draft and kept and kept.checked_at and kept.checked_version == draft.version)
    findings = found_before(kept.findings) if kept and is_checked else []
    return page(
        request,
        "connecting/setup.html",
        verified=[row for row in domains if row.is_verified],
        domains=domains,
        has_said_whom_to_ask=queries.has_said_whom_to_ask(db, actor),
        draft=draft,
        is_checked=is_checked,
        has_faults=any(one.weight is Weight.fault for one in findings),
        is_tested=bool(draft and queries.good_tests(db, draft.id, actions.coming_version(draft))),
        in_use=queries.in_use(db, actor.organisation_id),
        is_required=requiring.is_demanded(db, actor),
        gives_roles=len(mappings.lines_of(db, actor.organisation_id)),
    )


@router.get("/krav", name="require_sign_in", dependencies=[Depends(recently_proven)])
def ask_to_require(request: Request, db: Db, actor: Administrator) -> Response:
    return _require(request, db, actor, Form())


def _require(request: Request, db: Session, actor: Administrator, form: Form[Any]) -> Response:
    has_rescuer = passkeys.can_be_rescued(db, actor.organisation_id)
    return page(
        request,
        "connecting/require.html",
        status_code=422 if form.reasons else 200,
        form=form,
        is_required=requiring.is_demanded(db, actor),
        missing=requiring.missing(db, actor, has_rescuer=has_rescuer),
        has_rescuer=has_rescuer,
        in_use=queries.in_use(db, actor.organisation_id),
    )


@router.post("/krav", dependencies=[Depends(recently_proven)])
def require_or_not(request: Request, db: Db, actor: Administrator, form: Pressed) -> Response:
    """The one button: demands it, or stops demanding it, whichever it is not now."""
    with form.takes_refusals(db):
        if requiring.is_demanded(db, actor):
            requiring.stop_demanding(db, actor)
        else:
            has_rescuer = passkeys.can_be_rescued(db, actor.organisation_id)
            requiring.demand(db, means_in(request), actor, has_rescuer=has_rescuer)
        return see_other(request, "sign_in_setup")
    return _require(request, db, actor, form)
