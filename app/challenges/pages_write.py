"""Describing a need: similar ones first, then its five parts, the check and the receipt (ux.md 2.1)."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.challenges import actions, queries, rules
from app.challenges.forms import PARTS
from app.challenges.forms_act import SimilarForm
from app.challenges.guards import EditableChallenge
from app.challenges.lifecycle import LIFECYCLE
from app.challenges.queries import choices
from app.challenges.tasks import MANDATE_DAYS
from app.database import today
from app.language import N_
from app.refusals import Overtaken
from app.web.forms import Form, Pressed, filled, filled_part, refilled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.part_pages import LongForm, after_part, check_page, part_page, task_list
from app.web.templating import page, see_other
from app.working_days import after_working_days

router = APIRouter(prefix="/behov", include_in_schema=False)

DESCRIBE = LongForm(
    parts=PARTS,
    title=N_("Describe a need"),
    caption=N_("Describe a need"),
    check_title=N_("Check the need before you send it"),
    list_route="edit_challenge",
    part_route="write_challenge",
    check_route="check_challenge",
    back_route="challenge",
    submit=N_("Send for a decision"),
    draft_note=N_("Only your municipality can see the draft. Everything you write is saved part by part."),
    check_note=N_("Nobody outside your municipality and the region sees the need until it has been published."),
)


Similar = Annotated[Form[SimilarForm], filled(SimilarForm)]
ThePart = Annotated[Form[Any], filled_part(PARTS)]


@router.get("/nytt", name="new_challenge", dependencies=[only(rules.may_draft)])
def new_challenge(request: Request, db: Db, actor: CurrentActor, words: str = "") -> Response:
    words = words.strip()[:200]
    similar = queries.similar(db, actor, words) if words else []
    return page(
        request,
        "challenges/new.html",
        form=Form(SimilarForm, {"words": words}),
        model=SimilarForm,
        words=words,
        similar=similar,
        looks=LIFECYCLE.looks,
    )


@router.post("/nytt", dependencies=[only(rules.may_draft)])
def draft_challenge(request: Request, db: Db, actor: CurrentActor, form: Similar) -> Response:
    if before := made_before(db, form):
        return before
    words = form.typed.get("words", "").strip()
    challenge = actions.draft(db, actor, words if len(words) >= 10 else "", similar_seen=True)
    return made(request, db, form, "edit_challenge", ref=challenge.reference)


@router.get("/{ref:reference}/redigera", name="edit_challenge")
def edit_challenge(request: Request, challenge: EditableChallenge) -> Response:
    return task_list(request, DESCRIBE, challenge)


@router.get("/{ref:reference}/redigera/{part}", name="write_challenge")
def show_part(request: Request, db: Db, actor: CurrentActor, challenge: EditableChallenge, part: str) -> Response:
    asked = PARTS.part(part)
    form = refilled(challenge, asked.model)
    return part_page(request, DESCRIBE, challenge, asked, form, choices=choices(db, actor.organisation_id))


@router.post("/{ref:reference}/redigera/{part}")
def save_part(
    request: Request, db: Db, actor: CurrentActor, challenge: EditableChallenge, part: str, form: ThePart
) -> Response:
    asked = PARTS.part(part)
    if form.ok:
        with form.takes_refusals(db):
            actions.write(db, actor, challenge, asked, form.partial, form.version)
            route, path = after_part(DESCRIBE, challenge, asked, form)
            return see_other(request, route, **path)
    return part_page(request, DESCRIBE, challenge, asked, form, choices=choices(db, actor.organisation_id))


@router.get("/{ref:reference}/kontrollera", name="check_challenge")
def check(request: Request, db: Db, actor: CurrentActor, challenge: EditableChallenge) -> Response:
    return check_page(
        request,
        DESCRIBE,
        challenge,
        choices=choices(db, actor.organisation_id),
        similar=queries.similar(db, actor, challenge.title, besides=challenge.id) if challenge.title else [],
    )


@router.post("/{ref:reference}/kontrollera")
def submit(request: Request, db: Db, actor: CurrentActor, challenge: EditableChallenge, form: Pressed) -> Response:
    if before := made_before(db, form):
        return before
    if form.version is not None and form.version != challenge.version:
        raise Overtaken(challenge)
    with form.takes_refusals(db):
        actions.submit(db, actor, challenge)
        return made(request, db, form, "challenge_receipt", ref=challenge.reference)
    return check_page(
        request, DESCRIBE, challenge, choices=choices(db, actor.organisation_id), declared=form, similar=[]
    )


@router.get("/{ref:reference}/kvitto", name="challenge_receipt")
def show_receipt(request: Request, challenge: EditableChallenge) -> Response:
    received = challenge.submitted_at.date() if challenge.submitted_at else today()
    return page(
        request,
        "challenges/receipt.html",
        challenge=challenge,
        answer_by=after_working_days(received, MANDATE_DAYS),
    )
