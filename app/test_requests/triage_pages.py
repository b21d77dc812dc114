"""Unsolicited proposals: the region finds a published need, offers them to the leaders, or refers them (page F7)."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.test_requests import handling, queries, rules
from app.test_requests.case_forms import TriageForm
from app.test_requests.guards import Proposal
from app.test_requests.lifecycle import LIFECYCLE
from app.test_requests.models import TestRequest
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page, see_other

router = APIRouter(prefix="/formedla", include_in_schema=False)

Triage = Annotated[Form[TriageForm], filled(TriageForm)]


@router.get("", name="proposals", dependencies=[only(rules.may_distribute)])
def list_proposals(request: Request, db: Db, actor: CurrentActor) -> Response:
    found = queries.proposals(db, actor)
    return page(request, "test_requests/proposals.html", proposals=found, looks=LIFECYCLE.looks)


def _shown(request: Request, db: Session, actor: Actor, proposal: TestRequest, form: Form[TriageForm]) -> Response:
    words = " ".join([proposal.label, proposal.solution.pitch if proposal.solution else ""])[:200]
    alike = queries.needs_that_take_requests(db, actor, words)
    others = [need for need in queries.needs_that_take_requests(db, actor) if need.id not in {one.id for one in alike}]
    needs = [*alike, *others]
    return page(
        request,
        "test_requests/distribute.html",
        status_code=422 if form.reasons else 200,
        test_request=proposal,
        look=LIFECYCLE.looks[proposal.state],
        form=form,
        model=TriageForm,
        choices={
            "needs": [
                (need.reference, f"{need.reference} {need.title}", need.organisation.name, need.language)
                for need in needs
            ]
        },
    )


@router.get("/{ref:reference}", name="distribute")
def show_proposal(request: Request, db: Db, actor: CurrentActor, proposal: Proposal) -> Response:
    return _shown(request, db, actor, proposal, Form(TriageForm))


@router.post("/{ref:reference}")
def distribute(request: Request, db: Db, actor: CurrentActor, proposal: Proposal, form: Triage) -> Response:
    reference = proposal.reference
    if form.ok:
        with form.takes_refusals(db):
            handling.distribute(db, actor, proposal, form.values)
            return see_other(request, "test_request", ref=reference)
    return _shown(request, db, actor, queries.test_request(db, actor, reference), form)
