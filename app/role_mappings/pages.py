"""Which groups give which roles: what a change would do is seen by name before it is saved (ux.md G7)."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Form as Submitted
from sqlalchemy.orm import Session

from app.organisations.models import Organisation
from app.refusals import Refused
from app.role_mappings import actions, queries, rules
from app.role_mappings.actions import Preview
from app.role_mappings.forms import TableForm
from app.role_mappings.models import RoleMapping
from app.role_mappings.reckoning import ceiling
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only, recently_proven
from app.web.templating import page, see_other

router = APIRouter(
    prefix="/administration/inloggning/roller",
    include_in_schema=False,
    dependencies=[only(rules.may_map_roles)],
)

Table = Annotated[Form[TableForm], filled(TableForm)]


@router.get("", name="role_mappings")
def show_table(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    house = queries.organisation(db, actor.organisation_id)
    form = Form(TableForm, {"lines": [_typed(line) for line in queries.lines_of(db, house.id)]})
    table = queries.table_of(db, house.id)
    form.version = table.version if table else 1
    return _shown(request, house, form, saved=bool(sparat))


def _typed(line: RoleMapping) -> dict[str, str]:
    return {"claim": line.claim, "match": line.match.value, "value": line.value, "role": line.role.value}


@router.post("", dependencies=[Depends(recently_proven)])
def preview_or_save(
    request: Request,
    db: Db,
    actor: CurrentActor,
    form: Table,
    save: Annotated[str, Submitted()] = "",
) -> Response:
    """`save` is the key of what was shown; without one the difference is shown, and nothing is saved."""
    house = queries.organisation(db, actor.organisation_id)
    if form.changes_rows:
        form.reasons = []
        return _shown(request, house, form)
    if not form.ok:
        return _shown(request, house, form)
    if save:
        with form.takes_refusals(db):
            actions.save(db, actor, house, form.values.drafts, version=form.version, key=save)
            return see_other(request, "role_mappings", {"sparat": "ja"})
        db.expire_all()
    return _shown(request, house, form, preview=_preview(db, house, form))


def _preview(db: Session, house: Organisation, form: Form[TableForm]) -> Preview | None:
    """What would change; nothing when it may not be saved, which the form then says."""
    try:
        actions.check_ceiling(house, form.values.drafts)
    except Refused as refused:
        form.reasons += [reason for reason in refused.reasons if reason not in form.reasons]
        return None
    return actions.preview(db, house, form.values.drafts)


def _shown(
    request: Request,
    house: Organisation,
    form: Form[TableForm],
    *,
    preview: Preview | None = None,
    saved: bool = False,
) -> Response:
    choices: dict[str, Sequence[Any]] = {"roles": list(ceiling(house))}
    return page(
        request,
        "role_mappings/table.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=TableForm,
        choices=choices,
        preview=preview,
        no_admin=actions.NO_ADMIN,
        unheard=[one.name for one in preview.differences if one.unknown] if preview else [],
        saved=saved,
    )
