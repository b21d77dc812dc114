"""Setting up an organisation's sign-in (page G6): where it stands, and what is left."""

from fastapi import APIRouter, Request, Response

from app.connecting import actions_service as actions
from app.connecting import queries
from app.connecting.findings import Weight, found_before
from app.connecting.guards import Administrator
from app.sign_in.models import SsoPolicy
from app.sign_in.queries import policy_of
from app.web.guards import Db
from app.web.templating import page

router = APIRouter(prefix="/administration/inloggning", include_in_schema=False)


@router.get("", name="sign_in_setup")
def show_setup(request: Request, db: Db, actor: Administrator) -> Response:
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
        draft=draft,
        is_checked=is_checked,
        has_faults=any(one.weight is Weight.fault for one in findings),
        is_tested=bool(draft and queries.good_tests(db, draft.id, actions.coming_version(draft))),
        in_use=queries.in_use(db, actor.organisation_id),
        is_required=policy_of(db, actor.organisation_id).sso is SsoPolicy.required,
    )
