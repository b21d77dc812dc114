"""An organisation's e-mail domains (page G6, task 2)."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.connecting import actions, proving, queries
from app.connecting.domain_names import shown_domain
from app.connecting.forms import DomainForm
from app.connecting.guards import Administrator, OwnDomain, PatientAdministrator
from app.refusals import NotFound
from app.sign_in.door import write
from app.sign_in.models import SignInDomain
from app.web.forms import Form, Pressed, filled
from app.web.guards import Db
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/administration/inloggning/domaner", include_in_schema=False)

Filled = Annotated[Form[DomainForm], filled(DomainForm)]


@router.get("", name="organisation_domains")
def list_domains(request: Request, db: Db, actor: Administrator) -> Response:
    return _list(request, db, actor, Form(DomainForm))


def _list(request: Request, db: Db, actor: Administrator, form: Form[DomainForm]) -> Response:
    return page(
        request,
        "connecting/domains.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=DomainForm,
        domains=[(row, shown_domain(row.domain)) for row in queries.domains(db, actor)],
    )


@router.post("")
def add_domain(request: Request, db: Db, actor: Administrator, form: Filled) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            row = actions.add_domain(db, actor, form.values)
            return made(request, db, form, "organisation_domain", domain=row.domain)
    return _list(request, db, actor, form)


@router.get("/{domain}", name="organisation_domain")
def show_domain(request: Request, db: Db, actor: Administrator, domain: str) -> Response:
    """A letter about a domain that was removed leads to the others."""
    try:
        row = queries.domain(db, actor, domain)
    except NotFound:
        return see_other(request, "organisation_domains")
    return page(request, "connecting/domain.html", **_shown(row), taken=queries.verified_elsewhere(db, row) is not None)


def _shown(row: SignInDomain) -> dict[str, Any]:
    return {
        "row": row,
        "shown": shown_domain(row.domain),
        "record_name": proving.record_name(row.domain),
        "record_text": proving.record_text(row.token),
        "verdict": proving.Verdict(tuple(proving.Heard(one) for one in row.heard)),
    }


@router.post("/{domain}/kontrollera", name="check_domain")
async def check_domain(request: Request, domain: str, actor: PatientAdministrator) -> Response:
    """Ask the resolvers now. Seconds go by; no transaction is held meanwhile."""
    row = await write(request, lambda db: queries.domain(db, actor, domain))
    verdict = await run_in_threadpool(proving.ask, request.app.state.resolvers, row.domain, row.token)
    await write(request, lambda db: actions.hear(db, actor, row.id, verdict))
    return see_other(request, "organisation_domain", domain=domain)


@router.get("/{domain}/ta-bort", name="remove_domain")
def ask_to_remove(request: Request, row: OwnDomain) -> Response:
    return page(request, "connecting/remove_domain.html", **_shown(row))


@router.post("/{domain}/ta-bort")
def remove_domain(request: Request, db: Db, actor: Administrator, row: OwnDomain, _: Pressed) -> Response:
    actions.remove_domain(db, actor, row)
    return see_other(request, "organisation_domains")
