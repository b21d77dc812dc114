"""Conversations (ux.md B12): all of one's own, one about a thing, and changing what one wrote."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from app.activity.readers import Readers, readers
from app.actor import Actor
from app.conversations import actions, queries
from app.conversations.forms import MessageText
from app.conversations.guards import ADDRESSES, Attached, OwnMessage, Room, TalkedAbout, TheRoom
from app.conversations.models import Message
from app.documents.pages import download
from app.language import N_
from app.refusals import Reason, Refused
from app.web.forms import Form, filled, submitted_form
from app.web.guards import CurrentActor, Db, signed_in
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/meddelanden", include_in_schema=False)

Written = Annotated[Form[MessageText], filled(MessageText)]
Uploaded = Annotated[FormData, Depends(submitted_form)]


@router.get("", name="conversations", dependencies=[Depends(signed_in)])
def list_conversations(request: Request, db: Db, actor: CurrentActor, q: str = "", sida: int = 1) -> Response:
    words = " ".join(q.replace("\0", "").split())[:200]
    found = queries.conversations(db, actor, words, min(max(sida, 1), 10_000))
    return page(request, "conversations/list.html", found=found, words=words, addresses=ADDRESSES)


@router.get("/{ref:reference}", name="message")
def show_conversation(
    request: Request,
    db: Db,
    actor: CurrentActor,
    talk: TalkedAbout,
    room: TheRoom,
    lasare: str = "",
    sparat: str = "",
) -> Response:
    """Named after what letters lead to: a message, in its conversation."""
    room = room or Room(talk, queries.latest_reach(db, actor, talk))
    draft = queries.draft(db, actor, talk, room.reach)
    form = Form(MessageText, {"text": draft.text} if draft else {})
    circle = readers(db, room.talk.circle(actor, room.reach), talk.row) if lasare else None
    return _conversation(request, db, actor, room, form, draft, circle=circle, saved=bool(sparat))


@router.post("/{ref:reference}")
def write_message(
    request: Request,
    db: Db,
    actor: CurrentActor,
    talk: TalkedAbout,
    room: TheRoom,
    form: Written,
    submitted: Uploaded,
) -> Response:
    """Send it, keep it for later, or take a file along: what was typed is kept whichever button is pressed."""
    pressed = submitted.get("_upload") is not None or submitted.get("_remove") is not None
    if room is None:
        form.reasons.append(Reason(N_("Choose who will read the message, and send it again.")))
    elif form.later or pressed:
        form.reasons = [reason for reason in form.reasons if not reason.values.get("unfinished")]
        if form.ok:
            with form.takes_refusals(db):
                draft = _keep(request, db, actor, room, form)
                _change_files(request, db, actor, draft, submitted)
                return see_other(request, "message", {"krets": room.address, "sparat": "ja"}, ref=talk.reference)
    else:
        if before := made_before(db, form):
            return before
        if form.ok:
            with form.takes_refusals(db):
                _send(request, db, actor, room, form, submitted)
                return made(request, db, form, "message", _query={"krets": room.address}, ref=talk.reference)
    talk = queries.talk(db, actor, talk.reference)
    room = Room(talk, room.reach if room else talk.reaches[0])
    return _conversation(request, db, actor, room, form, queries.draft(db, actor, talk, room.reach))


def _send(
    request: Request, db: Session, actor: Actor, room: Room, form: Form[MessageText], submitted: FormData
) -> None:
    """A file that was chosen and not yet uploaded goes along as well."""
    draft = _keep(request, db, actor, room, form)
    if _file(submitted):
        _change_files(request, db, actor, draft, submitted)
    actions.send(db, actor, room.talk, room.reach, form.values, request.state.language, draft.version)


def _keep(request: Request, db: Session, actor: Actor, room: Room, form: Form[MessageText]) -> Message:
    text, language = str(form.partial.get("text") or ""), request.state.language
    return actions.keep_draft(db, actor, room.talk, room.reach, text, language, form.version)


def _change_files(request: Request, db: Session, actor: Actor, draft: Message, submitted: FormData) -> None:
    """Take the file that was chosen, or take away the one whose button was pressed.

    Raises:
        Refused: no file was chosen, or it is not one we take.
    """
    removed, file = submitted.get("_remove"), _file(submitted)
    if isinstance(removed, str):
        if document_id := _id(removed.removeprefix("file-")):
            actions.detach(db, actor, draft, document_id)
    elif file:
        folder = request.app.state.settings.documents
        actions.attach(db, actor, draft, folder, file.filename or "", file.file.read())
    elif submitted.get("_upload") is not None:
        raise Refused(Reason(N_("Choose the file."), field="file"))


def _file(submitted: FormData) -> UploadFile | None:
    file = submitted.get("file")
    return file if isinstance(file, UploadFile) and file.filename else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _conversation(
    request: Request,
    db: Session,
    actor: Actor,
    room: Room,
    form: Form[MessageText],
    draft: Message | None,
    *,
    circle: Readers | None = None,
    saved: bool = False,
) -> Response:
    return page(
        request,
        "conversations/show.html",
        status_code=422 if form.reasons else 200,
        room=room,
        talk=room.talk,
        rooms_here=[(reach, ADDRESSES[reach]) for reach in room.talk.reaches],
        messages=queries.messages(db, actor, room.talk, room.reach),
        draft=draft,
        form=form,
        model=MessageText,
        readers=circle,
        saved=saved,
    )


@router.get("/andra/{message_id:uuid}", name="edit_message")
def show_edit(request: Request, message: OwnMessage) -> Response:
    form = Form(MessageText, {"text": message.text})
    form.version = message.version
    return _edit(request, message, form)


@router.post("/andra/{message_id:uuid}")
def edit(request: Request, db: Db, actor: CurrentActor, message: OwnMessage, form: Written) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.change(db, actor, message, form.values, form.version)
            return see_other(request, "message", {"krets": ADDRESSES[message.reach]}, ref=message.reference)
    return _edit(request, message, form)


def _edit(request: Request, message: Message, form: Form[MessageText]) -> Response:
    return page(
        request,
        "conversations/edit.html",
        status_code=422 if form.reasons else 200,
        message=message,
        address=ADDRESSES[message.reach],
        form=form,
        model=MessageText,
    )


@router.get("/bilaga/{document_id:uuid}", name="message_document")
def open_document(request: Request, link: Attached) -> Response:
    return download(request.app.state.settings.documents, link.document)
