"""An identity provider that speaks SAML: what we tell it, and what its metadata tells us (page G6, task 3)."""

import dataclasses
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from app.connecting import actions_saml as actions
from app.connecting import queries
from app.connecting.forms_more import strength_of
from app.connecting.forms_saml import Changing, KnownBy, SamlChangeForm, SamlForm, Where
from app.connecting.guards import (
    MendableConnection,
    PatientMechanic,
    PatientPreparer,
    PreparedConnection,
    Preparer,
    TheOnePreparing,
)
from app.connecting.ours import ours
from app.refusals import NotFound, Overtaken, Reason, Refused
from app.saml import changes
from app.saml import queries as saml
from app.saml.fetching import Voucher, from_address, from_federation
from app.saml.metadata import Described, read_metadata
from app.saml.models import Source
from app.sign_in.door import write
from app.sign_in.guards import means_in
from app.sign_in.means import Means
from app.sign_in.models import ConnectionStatus, IdpConnection, Protocol
from app.sign_in.proposals import as_proposed
from app.web.forms import Form, filled
from app.web.guards import Db
from app.web.templating import page, see_other

router = APIRouter(prefix="/administration/inloggning", include_in_schema=False)

Provider = Annotated[Form[SamlForm], filled(SamlForm)]
ProviderChange = Annotated[Form[SamlChangeForm], filled(SamlChangeForm)]


@router.get("/{connection_id:uuid}/saml", name="saml_settings")
def show_settings(request: Request, db: Db, who: TheOnePreparing, row: PreparedConnection) -> Response:
    if row.protocol is not Protocol.saml or row.status is ConnectionStatus.active:
        return see_other(request, "connection_settings", connection_id=row.id)
    form = Form(SamlForm, _typed(db, row))
    form.version = row.version
    return _page(request, who, form, _view(db, means_in(request), row))


def _typed(db: Session, row: IdpConnection) -> dict[str, Any]:
    details = saml.details(db, row.id)
    known = {one.value for one in KnownBy}
    is_usual = row.subject_source in known
    return {
        "source": details.source.value,
        "address": details.address,
        "metadata": "",
        "federation": str(details.federation_id) if details.federation_id else "",
        "entity_id": row.issuer if details.federation_id else "",
        "subject_source": row.subject_source if is_usual else KnownBy.other.value,
        "subject_attribute": "" if is_usual else row.subject_source,
        "binding_claim": row.binding_claim,
        "binding_value": row.binding_value,
        "strength": strength_of(row).value,
        "acr_values": " ".join(row.acr_values),
        "required_claims": " ".join(row.required_claims),
        "wants_encrypted": "true" if details.wants_encrypted else "",
        "allows_unasked": "true" if details.allows_unasked else "",
    }


def _view(db: Session, means: Means, row: IdpConnection) -> dict[str, Any]:
    """What the page shows beside the form."""
    federations = saml.federations(db)
    return {
        "row": row,
        "kind": queries.set_up(db, row.id).kind,
        "ours": ours(db, means, row),
        "choices": {"federations": [(str(one.id), one.name) for one in federations]},
    }


def _page(request: Request, who: Preparer, form: Form[SamlForm], view: dict[str, Any]) -> Response:
    status = 422 if form.reasons else 200
    return page(request, "connecting/saml.html", status_code=status, form=form, model=SamlForm, who=who, **view)


@router.post("/{connection_id:uuid}/saml")
async def save_settings(request: Request, connection_id: UUID, who: PatientPreparer, form: Provider) -> Response:
    """Reads the metadata where it is published. Seconds may go by; no transaction is held meanwhile."""
    means = means_in(request)
    view = await write(request, lambda db: _view(db, means, _row(db, who, connection_id)))
    if form.ok:
        try:
            read = await _read(request, means, form.values)
            await write(
                request,
                lambda db: actions.fill_in(
                    db, means, who.actor, _row(db, who, connection_id), read, form.values, form.version
                ),
            )
            return see_other(request, "connection_checks", connection_id=connection_id)
        except Overtaken:
            raise
        except Refused as refused:
            form.reasons += [_where_it_is_asked(reason, form.values.source) for reason in refused.reasons]
    return _page(request, who, form, view)


def _row(db: Session, who: Preparer, connection_id: UUID) -> IdpConnection:
    """Raises:
    NotFound: it is not theirs, or speaks another language, or is in use.
    """
    row = who.connection(db, connection_id)
    if row.protocol is not Protocol.saml or row.status not in queries.UNDER_WAY:
        raise NotFound
    return row


async def _read(request: Request, means: Means, said: SamlForm) -> Described | None:
    """What the metadata says; none if no new file came.

    Raises:
        Refused: it cannot be had, or not be used; each reason says what to do.
    """
    if said.source is Where.federation:
        believed: Voucher = await write(request, lambda db: actions.believed_federation(db, said.federation))
        return await from_federation(means.outbound, believed, said.entity_id)
    if said.source is Where.address:
        return await from_address(means.outbound, said.address)
    if not said.metadata:
        return None
    return await run_in_threadpool(read_metadata, said.metadata.encode(), plain_http=means.outbound.plain_http)


@router.get("/{connection_id:uuid}/andra-saml", name="change_provider")
def ask_what_to_change(request: Request, db: Db, who: TheOnePreparing, row: MendableConnection) -> Response:
    if row.protocol is not Protocol.saml or row.status is not ConnectionStatus.active:
        return see_other(request, "connection_settings", connection_id=row.id)
    coming = as_proposed(row)
    form = Form(SamlChangeForm, _to_change(db, row))
    form.version = coming.version
    return _change(request, who, form, _what_it_is(db, row))


def _to_change(db: Session, row: IdpConnection) -> dict[str, Any]:
    details = changes.details_as_proposed(saml.details(db, row.id), row)
    coming = as_proposed(row)
    return {
        "source": Changing.address.value if details.source is Source.address else Changing.given.value,
        "address": details.address,
        "metadata": "",
        "binding_claim": coming.binding_claim,
        "binding_value": coming.binding_value,
        "strength": strength_of(coming).value,
        "acr_values": " ".join(coming.acr_values),
        "required_claims": " ".join(coming.required_claims),
        "wants_encrypted": "true" if details.wants_encrypted else "",
        "allows_unasked": "true" if details.allows_unasked else "",
    }


def _what_it_is(db: Session, row: IdpConnection) -> dict[str, Any]:
    """The connection, and what is not asked because the federation says it."""
    is_vouched_for = saml.details(db, row.id).source is Source.federation
    return {"row": row, "but": SamlChangeForm.of_metadata if is_vouched_for else ()}


def _change(request: Request, who: Preparer, form: Form[SamlChangeForm], view: dict[str, Any]) -> Response:
    status = 422 if form.reasons else 200
    return page(request, "connecting/change_saml.html", status_code=status, form=form, model=SamlChangeForm, who=who,
                **view)  # fmt: skip


@router.post("/{connection_id:uuid}/andra-saml")
async def propose_change(request: Request, connection_id: UUID, who: PatientMechanic, form: ProviderChange) -> Response:
    """Reads the metadata where it is published, as when it was set up."""
    view = await write(request, lambda db: _what_it_is(db, _in_use(db, who, connection_id)))
    if form.ok:
        try:
            read = await _read_for_change(request, form.values, is_asked=not view["but"])
            has_changed = await write(
                request,
                lambda db: actions.propose(
                    db, who.actor, _in_use(db, who, connection_id), read, form.values, form.version
                ),
            )
            return see_other(request, "connection_checks" if has_changed else "connection", connection_id=connection_id)
        except Overtaken:
            raise
        except Refused as refused:
            form.reasons += [_where_it_is_asked(reason, Where[form.values.source.name]) for reason in refused.reasons]
    return _change(request, who, form, view)


def _in_use(db: Session, who: Preparer, connection_id: UUID) -> IdpConnection:
    """Raises:
    NotFound: it is not theirs, or speaks another language, or is not in use.
    """
    row = who.connection(db, connection_id)
    if row.protocol is not Protocol.saml or row.status is not ConnectionStatus.active:
        raise NotFound
    return row


async def _read_for_change(request: Request, said: SamlChangeForm, *, is_asked: bool) -> Described | None:
    means = means_in(request)
    if not is_asked:
        return None
    if said.source is Changing.address:
        return await from_address(means.outbound, said.address)
    if not said.metadata:
        return None
    return await run_in_threadpool(read_metadata, said.metadata.encode(), plain_http=means.outbound.plain_http)


def _where_it_is_asked(reason: Reason, source: Where) -> Reason:
    """What is wrong with metadata is told where it was asked for."""
    if reason.field != "metadata":
        return reason
    field = {Where.address: "address", Where.given: "metadata", Where.federation: "entity_id"}[source]
    return dataclasses.replace(reason, field=field)
