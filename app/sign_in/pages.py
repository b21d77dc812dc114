"""Finding one's sign-in service, signing out, one's sessions, and whom one acts for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Form as Submitted
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.actor import VISITOR
from app.passkeys import queries as passkeys
from app.people.models import Membership
from app.refusals import Reason
from app.sign_in import leaving, queries
from app.sign_in.forms import NOT_FOUND, Where
from app.sign_in.guards import (
    BROWSER_COOKIE,
    ORGANISATION_COOKIE,
    TheOneSignedIn,
    forget_session,
    keep_browser,
    keep_session,
    means_in,
)
from app.sign_in.leaving import FarewellTo
from app.sign_in.models import SessionOrganisation
from app.sign_in.oidc import with_query
from app.sign_in.queries import Door
from app.sign_in.return_path import safe_path
from app.sign_in.secrets import new_token
from app.sign_in.tokens import is_clean
from app.web.forms import Form
from app.web.guards import SESSION_COOKIE, Db, SignedIn, everyone, signed_in
from app.web.templating import page, see_other

router = APIRouter(include_in_schema=False)

LONGEST_WORDS = 200
Text = Annotated[str, Query()]


@dataclass(frozen=True)
class Sought:
    """What was asked for on the sign-in page; it goes with every button on it."""

    words: str = ""
    back: str = ""
    remember: bool = False

    @property
    def along(self) -> dict[str, str]:
        """What a button takes with it to the start of a sign-in."""
        return {"next": self.back, "remember": "true" if self.remember else "", "hint": self.hint}

    @property
    def hint(self) -> str:
        """An e-mail address spares the person from typing it again at their own service."""
        return self.words if "@" in self.words else ""


def sought(organisation: Text = "", back: Annotated[str, Query(alias="next")] = "", remember: Text = "") -> Sought:
    words = organisation.strip()[:LONGEST_WORDS]
    return Sought(words if is_clean(words) else "", safe_path(back), remember == "true")


@dataclass(frozen=True)
class House:
    """An organisation of the demonstration, and who one can be there."""

    door: Door
    members: list[Membership] = field(default_factory=list)


@router.get("/logga-in", name="sign_in", dependencies=[Depends(everyone)])
def find_organisation(request: Request, db: Db, asked: Annotated[Sought, Depends(sought)]) -> Response:
    form = Form(Where, {"organisation": asked.words, "remember": "true" if asked.remember else ""})
    doors = queries.doors(db, asked.words)
    alone = passkeys.organisations_called(db, asked.words)
    if asked.words and not doors and not alone:
        form.reasons.append(Reason(NOT_FOUND, field="organisation", values={"words": asked.words}))
    return page(
        request,
        "sign_in/find.html",
        form=form,
        model=Where,
        asked=asked,
        doors=doors,
        alone=alone,
        last_time=queries.door_of(db, request.cookies.get(ORGANISATION_COOKIE, "")[:LONGEST_WORDS]),
        alone_here=_alone(db) if means_in(request).development_provider else [],
        houses=_houses(db) if means_in(request).development_provider else [],
    )


def _alone(db: Session) -> list[Membership]:
    """Invented people whose organisation has no sign-in service."""
    members = queries.invented_members(db)
    doors = queries.doors_of(db, [one.organisation_id for one in members])
    return [one for one in members if one.organisation_id not in doors]


def _houses(db: Session) -> list[House]:
    members = queries.invented_members(db)
    doors = queries.doors_of(db, [one.organisation_id for one in members])
    houses: dict[UUID, House] = {}
    for member in members:
        if door := doors.get(member.organisation_id):
            houses.setdefault(door.organisation_id, House(door)).members.append(member)
    return list(houses.values())


@router.get("/logga-ut", name="sign_out", dependencies=[Depends(everyone)])
def ask_to_sign_out(request: Request) -> Response:
    return page(request, "sign_in/sign_out.html")


@router.post("/logga-ut", dependencies=[Depends(everyone)])
def sign_out(request: Request, db: Db) -> Response:
    """The session here ends first, whatever the provider does afterwards."""
    cookie = request.cookies.get(SESSION_COOKIE, "")
    browser = request.cookies.get(BROWSER_COOKIE) or new_token()
    farewell = leaving.sign_out(db, means_in(request), cookie, browser, request.state.language)
    response = _onward(request, farewell) if farewell else see_other(request, "signed_out")
    forget_session(response)
    keep_browser(response, browser)
    return response


def _onward(request: Request, farewell: FarewellTo) -> Response:
    """A page that goes on by itself, for the reason given at `oidc.start`."""
    request.state.actor, request.state.signed_in = VISITOR, None
    there = with_query(farewell.endpoint, dict(farewell.fields))
    response = page(request, "sign_in/onward_out.html", there=there, organisation=farewell.organisation_name)
    response.headers["Refresh"] = f"0; url={there}"
    return response


@router.get("/logga-ut/klar", name="signed_out", dependencies=[Depends(everyone)])
def signed_out(request: Request, db: Db, state: Text = "") -> Response:
    """Signed out here in any case; at the provider too, if it sent the browser back with what it was given."""
    found = leaving.signed_out_there(db, state, request.cookies.get(BROWSER_COOKIE, ""))
    organisation = ""
    if found:
        organisation, request.state.language = found
    return page(request, "sign_in/signed_out.html", organisation=organisation)


@dataclass
class Browser:
    """One line of the list of sessions."""

    session_id: UUID
    agent: str
    since: datetime
    last_seen_at: datetime
    is_this: bool
    organisations: list[str]


@router.get("/konto/inloggningar", name="sign_ins", dependencies=[Depends(signed_in)])
def show_sign_ins(request: Request, db: Db, me: TheOneSignedIn) -> Response:
    mine = [proof.organisation_id for proof in queries.proofs_in(db, me.session_id)]
    return page(
        request,
        "sign_in/sessions.html",
        browsers=_browsers(queries.proofs_of(db, me.actor.person_id, mine), me.session_id),
        last=queries.last_sign_ins(db, me.actor.person_id, mine),
        keeps_keys=passkeys.keeps_keys(db, me.actor),
        keys=passkeys.own_keys(db, me.actor),
    )


def _browsers(proofs: list[SessionOrganisation], this: UUID) -> list[Browser]:
    found: dict[UUID, Browser] = {}
    for proof in proofs:
        session = proof.session
        line = found.setdefault(
            session.id,
            Browser(session.id, session.agent, session.created_at, session.last_seen_at, session.id == this, []),
        )
        line.organisations.append(proof.organisation.name)
    return sorted(found.values(), key=lambda line: not line.is_this)


@router.post("/konto/inloggningar/avsluta", name="end_sign_ins", dependencies=[Depends(signed_in)])
def end_sign_ins(
    request: Request, db: Db, me: TheOneSignedIn, which: Annotated[str, Submitted()] = "others"
) -> Response:
    """`which` is one session, the others, or everywhere: this one too, at once and without asking the provider."""
    leaving.end_elsewhere(db, me.session_id, me.actor.person_id, chosen=_session_id(which))
    if which != "everywhere":
        return see_other(request, "sign_ins")
    leaving.sign_out_here(db, request.cookies.get(SESSION_COOKIE, ""))
    response = see_other(request, "signed_out")
    forget_session(response)
    return response


def _session_id(which: str) -> UUID | None:
    if which in ("others", "everywhere"):
        return None
    try:
        return UUID(which)
    except ValueError:
        return UUID(int=0)  # nobody's


@dataclass(frozen=True)
class Hat:
    """An organisation one may act for: at once if this session has proven it, otherwise by signing in there."""

    membership_id: UUID
    organisation: str
    is_worn: bool
    is_proven: bool
    door: Door | None


@router.get("/konto/byt-organisation", name="change_organisation", dependencies=[Depends(signed_in)])
def choose_organisation(
    request: Request, db: Db, me: TheOneSignedIn, asked: Annotated[Sought, Depends(sought)]
) -> Response:
    return page(request, "sign_in/switch.html", hats=_hats(db, me), asked=asked)


def _hats(db: Session, me: SignedIn) -> list[Hat]:
    memberships = queries.memberships_of(db, me.actor.person_id)
    doors = queries.doors_of(db, [one.organisation_id for one in memberships])
    proven = {proof.organisation_id for proof in queries.proofs_in(db, me.session_id)}
    return [
        Hat(
            membership_id=one.id,
            organisation=one.organisation.name,
            is_worn=one.id == me.actor.membership_id,
            is_proven=one.organisation_id in proven,
            door=doors.get(one.organisation_id),
        )
        for one in memberships
    ]


@router.post("/konto/byt-organisation", dependencies=[Depends(signed_in)])
def act_for_another(
    request: Request,
    db: Db,
    me: TheOneSignedIn,
    membership: Annotated[UUID, Submitted()],
) -> Response:
    token = leaving.switch(db, me.session_id, request.cookies.get(SESSION_COOKIE, ""), membership)
    response = see_other(request, "todo" if "todo" in request.app.state.route_names else "sign_ins")
    keep_session(response, token, means_in(request))
    return response
