"""Asking a colleague to do what waits for oneself, and taking it back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.activity.models import Task
from app.actor import Actor
from app.telling import delegating
from app.telling.forms import Delegation
from app.telling.guards import WaitingTask
from app.web.forms import Form, Pressed, filled
from app.web.guards import CurrentActor, Db, signed_in
from app.web.templating import page, see_other

router = APIRouter(prefix="/att-gora/{task_id:uuid}", include_in_schema=False, dependencies=[Depends(signed_in)])


@router.get("/kollega", name="delegate_task")
def choose_colleague(request: Request, db: Db, actor: CurrentActor, task: WaitingTask) -> Response:
    return _choose(request, db, actor, task, Form(Delegation))


@router.post("/kollega")
def delegate(
    request: Request,
    db: Db,
    actor: CurrentActor,
    task: WaitingTask,
    form: Annotated[Form[Delegation], filled(Delegation)],
) -> Response:
    task_id = task.id
    if form.ok:
        with form.takes_refusals(db):
            delegating.delegate(db, actor, task_id, form.values.colleague)
            return see_other(request, "todo", {"kollega": "ja"})
    return _choose(request, db, actor, delegating.waiting_for(db, actor, task_id), form)


def _choose(request: Request, db: Session, actor: Actor, task: Task, form: Form[Delegation]) -> Response:
    found = delegating.colleagues(db, actor, task)
    return page(
        request,
        "telling/delegate.html",
        status_code=422 if form.reasons else 200,
        task=task,
        form=form,
        model=Delegation,
        choices={"colleagues": [(str(one.id), one.person.name) for one in found]},
    )


@router.post("/ta-tillbaka", name="take_back_task")
def take_back(request: Request, db: Db, actor: CurrentActor, task_id: UUID, _: Pressed) -> Response:
    delegating.take_back(db, actor, task_id)
    return see_other(request, "todo", {"tillbaka": "ja"})
