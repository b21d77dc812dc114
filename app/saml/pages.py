"""The way to an identity provider that speaks SAML, and back (sso.md 7.2).

Asynchronous for the reason given in `sign_in.oidc`. What blocks (xmlsec1) goes to a thread.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session as Db

from app.actor import NOBODY
from app.database import now
from app.late import late
from app.refusals import NotFound, Refused
from app.saml import queries
from app.saml.agreement import Agreement, acs_of, agreement, entity_id_of, keep, require_valid
from app.saml.answers import Listening, back_to, listen, park, take
from app.saml.believing import believe, receive
from app.saml.fetching import from_address, from_federation
from app.saml.keys import own_keys
from app.saml.models import Source
from app.saml.own_metadata import AboutUs, own_metadata
from app.saml.parties import Ourselves, Question, Theirs, Wish
from app.sign_in.arrivals import PROVEN_ANEW, Back, Errand
from app.sign_in.attempts import leave
from app.sign_in.door import browser_of, let_in, onward, refused, welcome, write
from app.sign_in.guards import BROWSER_COOKIE, anyone_at_the_door, keep_browser, means_in
from app.sign_in.models import Purpose, TraceStep
from app.sign_in.outbound import Unreachable
from app.sign_in.queries import connection_for
from app.sign_in.secrets import new_token
from app.sign_in.tokens import Distrust
from app.sign_in.traces import Trail, names_of, write_down
from app.web.guards import from_anywhere
from app.web.headers import leads_to_other_sites
from app.web.templating import page

if TYPE_CHECKING:
    from app.saml import library
else:
    library = late("app.saml.library")

router = APIRouter(prefix="/sso", include_in_schema=False, dependencies=[Depends(anyone_at_the_door)])

METADATA_AT_MOST_EVERY = timedelta(minutes=10)
METADATA_TYPE = "application/samlmetadata+xml"


async def depart(request: Request, connection_id: UUID, errand: Errand) -> Response:
    """Send the browser to the organisation's own identity provider."""
    browser, means = browser_of(request), means_in(request)
    agreed: Agreement | None = None
    try:
        agreed = await write(request, lambda db: agreement(db, means, connection_id, errand.purpose))
        agreed = going = await _up_to_date(request, agreed, errand.purpose)
        asked = await _ask(request, going, browser, errand)
    except (Distrust, Unreachable) as problem:
        trail = Trail(connection_id, purpose=errand.purpose)
        return await refused(request, connection_id, problem, house=agreed, trail=trail if agreed else None)
    if not asked.fields:
        return onward(request, asked.address, agreed.organisation_name, browser)
    response = page(request, "saml/onward.html", asked=asked, organisation=agreed.organisation_name)
    leads_to_other_sites(response, is_https=means.origin.startswith("https:"))
    keep_browser(response, browser)
    return response


async def _ask(request: Request, agreed: Agreement, browser: str, errand: Errand) -> Question:
    """A signed question that only this attempt can be answered with."""
    means, request_id = means_in(request), f"_{new_token()}"
    out = await write(
        request,
        lambda db: leave(
            db,
            means,
            connection_for(db, agreed.connection_id, errand.purpose),
            browser,
            errand,
            request_id=request_id,
        ),
    )
    wish = Wish(errand.purpose in PROVEN_ANEW, tuple(out.acr_values), agreed.name_format)
    return await run_in_threadpool(_question, agreed.ours, agreed.theirs, request_id, out.state, wish)


def _question(ours: Ourselves, theirs: Theirs, request_id: str, relay_state: str, wish: Wish) -> Question:
    """In a thread, where also the library is read the first time."""
    return library.question(ours, theirs, request_id, relay_state, wish)


async def _up_to_date(request: Request, agreed: Agreement, purpose: Purpose) -> Agreement:
    """The same, with metadata that is not old; what was read before serves until it says itself that it ends."""
    connection_id, means = agreed.connection_id, means_in(request)
    if agreed.is_stale and await write(
        request, lambda db: queries.may_read_again(db, connection_id, METADATA_AT_MOST_EVERY)
    ):
        try:
            if agreed.federation:
                read = await from_federation(means.outbound, agreed.federation, agreed.theirs.entity_id)
            else:
                read = await from_address(means.outbound, agreed.address)
        except Refused:  # told of by the nightly look; here whoever signs in is not to wait for a mended address
            read = None
        if read is not None:
            newer = read
            await write(request, lambda db: keep(db, connection_id, newer))
            agreed = await write(request, lambda db: agreement(db, means, connection_id, purpose))
    require_valid(agreed)
    return agreed


@router.post("/saml/acs", name="saml_federated_answer", dependencies=[Depends(from_anywhere)])
async def receive_federated_answer(request: Request) -> Response:
    """Where the providers of federations answer: they know the portal as one service."""
    return await _answered(request, None)


@router.post("/{connection_id:uuid}/acs", name="saml_answer", dependencies=[Depends(from_anywhere)])
async def receive_answer(request: Request, connection_id: UUID) -> Response:
    return await _answered(request, connection_id)


@dataclass
class Progress:
    """How far an answer has come, for telling of it."""

    connection_id: UUID
    house: Agreement | None = None
    back: Back | None = None
    trail: Trail | None = None


async def _answered(request: Request, asked_at: UUID | None) -> Response:
    """Another site has the browser post an answer. It is verified and parked; the browser comes for it by itself."""
    form = await request.form()
    posted, state = (str(form.get(name, "")) for name in ("SAMLResponse", "RelayState"))
    so_far = Progress(asked_at or NOBODY)
    try:
        handle = await _verified(request, asked_at, posted, state, so_far)
    except (Distrust, Unreachable) as problem:
        return await refused(
            request, so_far.connection_id, problem,
            house=so_far.house, back=so_far.back, trail=so_far.trail, state=state,
        )  # fmt: skip
    return RedirectResponse(request.app.url_path_for("saml_finish", handle=handle), status_code=303)


async def _verified(request: Request, asked_at: UUID | None, posted: str, state: str, so_far: Progress) -> str:
    means = means_in(request)
    received = await run_in_threadpool(receive, posted)
    heard: Listening = await write(request, lambda db: listen(db, means, asked_at, state, received.sent))
    so_far.connection_id, so_far.house, so_far.back = heard.agreed.connection_id, heard.agreed, heard.back
    trail = so_far.trail = Trail(so_far.connection_id)
    if heard.back:
        request.state.language = heard.back.language
        trail = so_far.trail = Trail(
            so_far.connection_id, heard.back.attempt_id, heard.back.purpose, last=TraceStep.sent
        )
    trail.reached(TraceStep.returned)
    trail.reached(TraceStep.answered)
    statement = await run_in_threadpool(
        believe, heard.agreed.ours, heard.agreed.theirs, received, heard.expected, now()
    )
    trail.reached(TraceStep.believed, claims=names_of(statement.claims))

    def keep_it(db: Db) -> str:
        handle = park(db, means, heard, statement, state)
        write_down(db, trail, "")
        return handle

    return await write(request, keep_it)


@router.get("/saml/finish/{handle}", name="saml_finish")
async def finish(request: Request, handle: str) -> Response:
    """The browser comes for what was parked, with the cookie that another site's post could not bring."""
    means, browser = means_in(request), request.cookies.get(BROWSER_COOKIE, "")
    connection_id, state = NOBODY, ""
    back: Back | None = None
    trail: Trail | None = None
    try:
        taken = await write(request, lambda db: take(db, means, handle))
        connection_id, state = taken.connection_id, taken.state
        back = await write(request, lambda db: back_to(db, means, taken, browser))
        request.state.language = back.language
        trail = Trail(connection_id, back.attempt_id, back.purpose, last=TraceStep.believed)
        entered = await let_in(request, taken.arrival, back, trail)
    except (Distrust, Unreachable) as problem:
        return await refused(request, connection_id, problem, back=back, trail=trail, state=state)
    return welcome(request, entered)


@router.get("/saml/metadata", name="saml_federated_metadata")
async def show_federated_metadata(request: Request) -> Response:
    """What a federation registers."""
    return await _about_us(request, NOBODY, Source.federation)


@router.get("/{connection_id:uuid}/metadata", name="saml_metadata")
async def show_metadata(request: Request, connection_id: UUID) -> Response:
    """What one organisation's identity provider is set up with. Nothing secret, so nobody is asked who they are.

    Raises:
        NotFound: there is no such connection.
    """

    def source(db: Db) -> Source:
        connection_for(db, connection_id, Purpose.test)
        return queries.details(db, connection_id).source

    found = await write(request, source)
    if found is Source.federation:
        raise NotFound
    return await _about_us(request, connection_id, found)


async def _about_us(request: Request, connection_id: UUID, source: Source) -> Response:
    means, settings = means_in(request), request.app.state.settings
    keys = await write(request, lambda db: own_keys(db, means))
    us = AboutUs(
        entity_id=entity_id_of(means, connection_id, source),
        acs=acs_of(means, connection_id, source),
        name=settings.testbed_name,
        home=f"{means.origin}/",
        privacy=f"{means.origin}{request.app.url_path_for('personal_data')}",
        support=settings.support_email,
        signing=keys.signing,
        opening=keys.opening,
        in_federation=source is Source.federation,
    )
    return Response(own_metadata(us), media_type=METADATA_TYPE, headers={"Cache-Control": "public, max-age=3600"})
