"""An organisation's sign-in service: what was agreed, checks, a test, turning it on (page G6, tasks 3, 5 and 6)."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.connecting import actions_saml, checks, checks_saml, queries
from app.connecting import actions_service as actions
from app.connecting.findings import Weight, found_before
from app.connecting.forms import ChangeForm, KindForm, Proof, ServiceForm, Spoken
from app.connecting.forms_more import strength_of
from app.connecting.guards import (
    Administrator,
    Mechanic,
    MendableConnection,
    OwnConnection,
    PatientPreparer,
    PreparedConnection,
    TheOnePreparing,
)
from app.connecting.models import Kind
from app.connecting.ours import described, ours
from app.connecting.results import read_result
from app.connecting.troubles import trouble_of
from app.refusals import NotFound
from app.sign_in import rp_keys
from app.sign_in.arrivals import Errand
from app.sign_in.connections import needs_binding
from app.sign_in.departures import depart
from app.sign_in.door import write
from app.sign_in.guards import means_in
from app.sign_in.means import Means
from app.sign_in.models import AuthMethod, ConnectionStatus, IdpConnection, Protocol, Purpose
from app.sign_in.proposals import as_proposed
from app.sign_in.secrets import Unreadable
from app.web.forms import Form, Pressed, filled
from app.web.guards import Db, recently_proven
from app.web.once import made, made_before
from app.web.templating import address, page, see_other

router = APIRouter(prefix="/administration/inloggning", include_in_schema=False)

OfKind = Annotated[Form[KindForm], filled(KindForm)]
Service = Annotated[Form[ServiceForm], filled(ServiceForm)]
Change = Annotated[Form[ChangeForm], filled(ChangeForm)]
risky = Depends(recently_proven)


@router.get("/tjanst", name="choose_service")
def choose_service(request: Request, db: Db, actor: Mechanic) -> Response:
    if draft := queries.draft_of(db, actor.organisation_id):
        return see_other(request, "connection_settings", connection_id=draft.id)
    return _choose(request, Form(KindForm, {"protocol": Spoken.oidc.value}))


def _choose(request: Request, form: Form[KindForm]) -> Response:
    status = 422 if form.reasons else 200
    return page(request, "connecting/choose.html", status_code=status, form=form, model=KindForm)


@router.post("/tjanst")
def begin(request: Request, db: Db, actor: Mechanic, form: OfKind) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            if form.values.speaks_saml:
                row = actions_saml.begin(db, means_in(request), actor, form.values.kind)
            else:
                row = actions.begin(db, actor, form.values.kind)
            return made(request, db, form, "connection_settings", connection_id=row.id)
    return _choose(request, form)


@router.get("/{connection_id:uuid}", name="connection_settings")
def show_settings(request: Request, db: Db, who: TheOnePreparing, row: PreparedConnection) -> Response:
    if row.status is ConnectionStatus.active:
        return see_other(request, "connection", connection_id=row.id)
    if row.protocol is Protocol.saml:
        return see_other(request, "saml_settings", connection_id=row.id)
    form = Form(ServiceForm, _typed(row))
    form.version = row.version
    return _settings(request, db, who, row, form)


def _typed(row: IdpConnection) -> dict[str, Any]:
    return {
        "issuer": row.issuer,
        "client_id": row.client_id,
        "proof": (Proof.signature if row.auth_method is AuthMethod.private_key_jwt else Proof.secret).value,
        "client_secret": "",
        "secret_expires_on": row.secret_expires_on.isoformat() if row.secret_expires_on else "",
        "subject_source": row.subject_source,
        "binding_claim": row.binding_claim,
        "binding_value": row.binding_value,
        "scopes": row.scopes,
        "strength": strength_of(row).value,
        "acr_values": " ".join(row.acr_values),
        "allow_guests": "true" if row.allow_guests else "",
        "logout_mode": row.logout_mode.value,
        "max_age": "" if row.max_age is None else str(row.max_age // 60),
        "required_claims": " ".join(row.required_claims),
        "algorithms": list(row.algorithms),
        "extra_params": "\n".join(f"{name}={value}" for name, value in row.extra_params.items()),
    }


def _settings(
    request: Request, db: Session, who: TheOnePreparing, row: IdpConnection, form: Form[ServiceForm]
) -> Response:
    return page(
        request,
        "connecting/settings.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=ServiceForm,
        row=row,
        who=who,
        kind=queries.set_up(db, row.id).kind,
        has_secret=bool(row.secret_sealed),
        ours=ours(db, means_in(request), row),
    )


@router.post("/{connection_id:uuid}")
def save_settings(request: Request, db: Db, who: TheOnePreparing, row: PreparedConnection, form: Service) -> Response:
    if row.protocol is not Protocol.oidc:
        raise NotFound
    if form.ok:
        with form.takes_refusals(db):
            actions.fill_in(db, means_in(request), who.actor, row, form.values, form.version)
            return see_other(request, "connection_checks", connection_id=row.id)
    return _settings(request, db, who, row, form)


# Checks


@router.get("/{connection_id:uuid}/kontroll", name="connection_checks")
def show_checks(request: Request, db: Db, who: TheOnePreparing, row: PreparedConnection) -> Response:
    kept = queries.set_up(db, row.id)
    is_current = kept.checked_version == actions.coming_version(row) and kept.checked_at is not None
    findings = found_before(kept.findings) if is_current else []
    return page(
        request,
        "connecting/checks.html",
        row=row,
        who=who,
        findings=findings,
        checked_at=kept.checked_at if is_current else None,
        faults=[one for one in findings if one.weight is Weight.fault],
    )


@router.post("/{connection_id:uuid}/kontroll")
async def run_checks(request: Request, connection_id: UUID, who: PatientPreparer) -> Response:
    """Speak with the service. Seconds go by; no transaction is held meanwhile."""
    means = means_in(request)
    version, subject = await write(request, lambda db: _subject(db, means, who, connection_id))
    if isinstance(subject, checks.Subject):
        findings, read = await checks.check(means.outbound, subject), None
    else:
        findings, read = await checks_saml.check(means.outbound, subject)
    await write(
        request,
        lambda db: actions_saml.keep_what_was_found(db, who.connection(db, connection_id), version, findings, read),
    )
    return see_other(request, "connection_checks", connection_id=connection_id)


def _subject(
    db: Session, means: Means, who: PatientPreparer, connection_id: UUID
) -> tuple[int, checks.Subject | checks_saml.Subject]:
    """What is to be checked, as values, and of which version."""
    row = who.connection(db, connection_id)
    coming = as_proposed(row)
    if row.protocol is Protocol.saml:
        return coming.version, actions_saml.subject_of(db, row)
    signs = coming.auth_method is AuthMethod.private_key_jwt
    secret = _opened(means, coming.secret_sealed)
    subject = checks.Subject(
        issuer=coming.issuer,
        client_id=coming.client_id,
        secret=secret or "",
        is_secret_lost=secret is None,
        scopes=coming.scopes,
        subject_source=coming.subject_source,
        callback=means.callback(row.id),
        signing_key=rp_keys.signing_key(db, means) if signs else "",
        our_keys=means.our_keys,
        is_shared=not coming.binding_claim and needs_binding(db, coming.issuer, row.organisation.slug),
    )
    return coming.version, subject


def _opened(means: Means, sealed: str) -> str | None:
    """None if the installation no longer has the key it was sealed with."""
    try:
        return means.keyring.open(sealed, "client_secret") if sealed else ""
    except Unreadable:
        return None


# The test


@router.get("/{connection_id:uuid}/prova", name="try_connection")
def show_trial(request: Request, db: Db, who: TheOnePreparing, row: PreparedConnection) -> Response:
    tests = queries.good_tests(db, row.id, actions.coming_version(row))
    return page(
        request,
        "connecting/try.html",
        row=row,
        who=who,
        tests=tests,
        latest=queries.latest_tests(db, row.id),
        is_filled_in=_is_filled_in(row),
    )


def _is_filled_in(row: IdpConnection) -> bool:
    return bool(row.issuer and row.client_id)


@router.post("/{connection_id:uuid}/prova")
async def set_out(request: Request, connection_id: UUID, who: PatientPreparer) -> Response:
    """A test sign-in: in this browser, for real, and nobody is signed in by it."""
    if not await write(request, lambda db: _is_filled_in(who.connection(db, connection_id))):
        return see_other(request, "try_connection", connection_id=connection_id)
    errand = Errand(
        purpose=Purpose.test,
        return_path=address(request, "connection_test", connection_id=connection_id, key=uuid4()),
        language=request.state.language,
        membership_id=who.membership_id,
    )
    return await depart(request, connection_id, errand)


@router.get("/{connection_id:uuid}/prov/{key:uuid}", name="connection_test")
def show_result(request: Request, db: Db, who: TheOnePreparing, row: PreparedConnection, key: UUID) -> Response:
    attempt = queries.test_called(db, row.id, key)
    coming = as_proposed(row)
    result = read_result(db, coming, attempt, queries.traces_of(db, attempt))
    return page(
        request,
        "connecting/result.html",
        row=row,
        who=who,
        attempt=attempt,
        is_current=attempt.connection_version == coming.version,
        result=result,
        problem_text=trouble_of(result.problem, row.protocol),
    )


# In use


@router.get("/{connection_id:uuid}/lage", name="connection")
def show_connection(request: Request, db: Db, actor: Mechanic, connection_id: UUID) -> Response:
    """Letters lead here, also when it has been closed since."""
    try:
        row = queries.connection(db, actor.organisation_id, connection_id)
    except NotFound:
        return see_other(request, "sign_in_setup")
    if row.status is not ConnectionStatus.active:
        return see_other(request, "connection_settings", connection_id=row.id)
    return page(
        request,
        "connecting/connection.html",
        row=row,
        coming=as_proposed(row) if row.proposed else None,
        tests=queries.good_tests(db, row.id, actions.coming_version(row)),
        ours=ours(db, means_in(request), row),
        provider=described(db, row),
    )


@router.get("/{connection_id:uuid}/andra", name="change_connection")
def ask_what_to_change(request: Request, row: MendableConnection) -> Response:
    if row.protocol is Protocol.saml:
        return see_other(request, "change_provider", connection_id=row.id)
    coming = as_proposed(row)
    form = Form(ChangeForm, {name: value for name, value in _typed(coming).items() if name in ChangeForm.model_fields})
    form.version = coming.version
    return _change(request, row, form)


def _change(request: Request, row: IdpConnection, form: Form[ChangeForm]) -> Response:
    status = 422 if form.reasons else 200
    return page(
        request,
        "connecting/change.html",
        status_code=status,
        form=form,
        model=ChangeForm,
        row=row,
        our_keys_at=means_in(request).our_keys,
    )


@router.post("/{connection_id:uuid}/andra")
def propose_change(request: Request, db: Db, actor: Mechanic, row: MendableConnection, form: Change) -> Response:
    if row.protocol is not Protocol.oidc:
        raise NotFound
    if form.ok:
        with form.takes_refusals(db):
            if actions.propose(db, means_in(request), actor, row, form.values, form.version):
                return see_other(request, "connection_checks", connection_id=row.id)
            return see_other(request, "connection", connection_id=row.id)
    return _change(request, row, form)


@router.get("/{connection_id:uuid}/sla-pa", name="activate_connection", dependencies=[risky])
def ask_to_turn_on(request: Request, db: Db, actor: Mechanic, row: MendableConnection) -> Response:
    return _turn_on(request, db, actor, row, Form())


def _turn_on(request: Request, db: Session, actor: Mechanic, row: IdpConnection, form: Form[Any]) -> Response:
    return page(
        request,
        "connecting/turn_on.html",
        status_code=422 if form.reasons else 200,
        form=form,
        row=row,
        tests=queries.good_tests(db, row.id, actions.coming_version(row)),
        others=[one for one in queries.in_use(db, actor.organisation_id) if one.id != row.id],
    )


@router.post("/{connection_id:uuid}/sla-pa", dependencies=[risky])
def turn_on(request: Request, db: Db, actor: Mechanic, row: MendableConnection, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.turn_on(db, actor, row)
        return see_other(request, "connection", connection_id=row.id)
    return _turn_on(request, db, actor, row, form)


@router.get("/{connection_id:uuid}/kasta", name="discard_connection")
def ask_to_discard(request: Request, row: MendableConnection) -> Response:
    return page(request, "connecting/discard.html", row=row, form=Form())


@router.post("/{connection_id:uuid}/kasta")
def discard(request: Request, db: Db, actor: Mechanic, row: MendableConnection, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.discard(db, actor, row)
        return see_other(request, "sign_in_setup")
    return page(request, "connecting/discard.html", status_code=422, row=row, form=form)


@router.get("/{connection_id:uuid}/stang", name="close_sign_in_service", dependencies=[risky])
def ask_to_close(request: Request, db: Db, actor: Administrator, row: OwnConnection) -> Response:
    return _close(request, db, actor, row, Form())


def _close(request: Request, db: Session, actor: Administrator, row: IdpConnection, form: Form[Any]) -> Response:
    return page(
        request,
        "connecting/close.html",
        status_code=422 if form.reasons else 200,
        form=form,
        row=row,
        known=queries.known_only_through(db, row),
        others=[one for one in queries.in_use(db, actor.organisation_id) if one.id != row.id],
    )


@router.post("/{connection_id:uuid}/stang", dependencies=[risky])
def close(request: Request, db: Db, actor: Administrator, row: OwnConnection, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.close(db, actor, row)
        return see_other(request, "sign_in_setup")
    return _close(request, db, actor, row, form)


# What to send to IT


@router.get("/{connection_id:uuid}/instruktion", name="connection_guide")
def show_guide(request: Request, db: Db, who: TheOnePreparing, row: PreparedConnection, kind: str = "") -> Response:
    kinds = [one for one in Kind if row.protocol is Protocol.saml or one is not Kind.federation]
    chosen = next((one for one in kinds if one.value == kind), queries.set_up(db, row.id).kind)
    return page(
        request,
        "connecting/guide.html",
        row=row,
        who=who,
        chosen=chosen,
        kinds=kinds,
        ours=ours(db, means_in(request), row),
    )
