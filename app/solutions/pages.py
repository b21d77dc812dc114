"""The catalogue of solutions, one solution, and describing one in three parts (ux.md A6, A7, D2)."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.activity.readers import readers
from app.challenges.choices import Category, EffectGoal
from app.language import N_
from app.references.slugs import in_address
from app.refusals import NotFound, Overtaken
from app.solutions import actions, queries, rules
from app.solutions.forms import PARTS, NameForm
from app.solutions.guards import EditableSolution, VisibleSolution
from app.solutions.lifecycle import LIFECYCLE
from app.solutions.models import Solution, SolutionState
from app.solutions.tasks import confirm_by
from app.web.forms import Form, Pressed, filled, filled_part, refilled
from app.web.guards import CurrentActor, Db, everyone, only
from app.web.once import made, made_before
from app.web.part_pages import LongForm, after_part, check_page, part_page, task_list
from app.web.templating import address, canonical, is_partial, page, see_other

router = APIRouter(prefix="/losningar", include_in_schema=False)

DESCRIBE = LongForm(
    parts=PARTS,
    title=N_("Describe a solution"),
    caption=N_("Describe a solution"),
    check_title=N_("Check the solution"),
    list_route="edit_solution",
    part_route="write_solution",
    check_route="check_solution",
    back_route="solution",
    submit=N_("Make the solution ready to use"),
    draft_note=N_("Only your company can see the draft. Everything you write is saved part by part."),
    check_note=N_("The solution can then be used in requests. You choose yourselves whether it is shown to everyone."),
)

IN_USE = replace(DESCRIBE, draft_note="", submit="", check_note="")
"""The same once it is ready to use: each part is saved into the solution itself, and nothing is left to send."""

BY_HAND = ("show", "hide", "confirm", "confirm_shown")


def sought(
    q: str = "",
    omrade: Annotated[list[str] | None, Query()] = None,
    nytta: Annotated[list[str] | None, Query()] = None,
    sida: int = 1,
) -> queries.Filter:
    """What the address asks for; values that mean nothing are left out rather than refused."""
    return queries.Filter(
        words=q.strip()[:200],
        categories=tuple(value for value in omrade or () if value in set(Category)),
        effects=tuple(value for value in nytta or () if value in set(EffectGoal)),
        page=min(max(sida, 1), 10_000),
    )


Sought = Annotated[queries.Filter, Depends(sought)]
Name = Annotated[Form[NameForm], filled(NameForm)]
ThePart = Annotated[Form[Any], filled_part(PARTS)]


@router.get("", name="solutions", dependencies=[Depends(everyone)])
def list_solutions(request: Request, db: Db, actor: CurrentActor, asked: Sought) -> Response:
    return page(
        request,
        "solutions/list.html",
        region="solutions/_results.html",
        solutions=queries.shown(db, asked),
        sought=asked,
        is_partial=is_partial(request),
        categories=list(Category),
        effects=list(EffectGoal),
        may_describe=rules.may_describe(actor),
    )


@router.get("/egna", name="own_solutions", dependencies=[only(rules.may_describe)])
def list_own(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(request, "solutions/own.html", solutions=queries.own(db, actor), looks=LIFECYCLE.looks)


@router.get("/ny", name="new_solution", dependencies=[only(rules.may_describe)])
def new_solution(request: Request) -> Response:
    return page(request, "solutions/new.html", form=Form(NameForm), model=NameForm)


@router.post("/ny", dependencies=[only(rules.may_describe)])
def draft_solution(request: Request, db: Db, actor: CurrentActor, form: Name) -> Response:
    if before := made_before(db, form):
        return before
    if form.ok:
        with form.takes_refusals(db):
            solution = actions.draft(db, actor, form.values.name)
            return made(request, db, form, "edit_solution", ref=solution.reference)
    return page(request, "solutions/new.html", status_code=422, form=form, model=NameForm)


@router.get("/{ref:reference}", name="solution", dependencies=[Depends(everyone)])
def show_solution(request: Request, db: Db, actor: CurrentActor, solution: VisibleSolution) -> Response:
    if elsewhere := canonical(request, address(request, "solution", ref=in_address(solution.reference, solution.name))):
        return elsewhere
    own = rules.may_see_pricing(actor, solution)
    audiences = {Audience.public, Audience.parties} if own else {Audience.public}
    return page(
        request,
        "solutions/show.html",
        solution=solution,
        parts=PARTS,
        look=LIFECYCLE.looks[solution.state],
        steps=[step for step in LIFECYCLE.open_to(actor, solution) if step.name in BY_HAND],
        own=own,
        may_edit=rules.may_edit(actor, solution),
        is_draft=solution.state is SolutionState.draft,
        is_lapsed=solution.state is SolutionState.lapsed,
        confirm_by=confirm_by(solution),
        lines=activity.history(db, actor, solution, audiences),
    )


@router.get("/{ref:reference}/vem-kan-se", name="solution_readers")
def show_readers(request: Request, db: Db, solution: EditableSolution) -> Response:
    found = readers(db, rules.may_view, solution)
    return page(request, "solutions/readers.html", solution=solution, readers=found)


def _form_of(solution: Solution) -> LongForm:
    return DESCRIBE if solution.state is SolutionState.draft else IN_USE


@router.get("/{ref:reference}/redigera", name="edit_solution")
def edit_solution(request: Request, solution: EditableSolution) -> Response:
    return task_list(request, _form_of(solution), solution)


@router.get("/{ref:reference}/redigera/{part}", name="write_solution")
def show_part(request: Request, solution: EditableSolution, part: str) -> Response:
    asked = PARTS.part(part)
    return part_page(request, DESCRIBE, solution, asked, refilled(solution, asked.model))


@router.post("/{ref:reference}/redigera/{part}")
def save_part(
    request: Request, db: Db, actor: CurrentActor, solution: EditableSolution, part: str, form: ThePart
) -> Response:
    asked = PARTS.part(part)
    if form.ok:
        with form.takes_refusals(db):
            actions.write(db, actor, solution, asked, form.partial, form.version)
            route, path = after_part(DESCRIBE, solution, asked, form)
            if solution.state is not SolutionState.draft and not form.later:
                route, path = "solution", {"ref": solution.reference}
            return see_other(request, route, **path)
    return part_page(request, DESCRIBE, queries.solution(db, actor, solution.reference), asked, form)


@router.get("/{ref:reference}/kontrollera", name="check_solution")
def check(request: Request, solution: EditableSolution) -> Response:
    return check_page(request, _form_of(solution), solution)


@router.post("/{ref:reference}/kontrollera")
def finish(request: Request, db: Db, actor: CurrentActor, solution: EditableSolution, form: Pressed) -> Response:
    if form.version is not None and form.version != solution.version:
        raise Overtaken(solution)
    if solution.state is not SolutionState.draft:
        return see_other(request, "solution", ref=solution.reference)
    with form.takes_refusals(db):
        actions.take_step(db, actor, solution, "finish")
        return see_other(request, "solution", ref=solution.reference)
    return check_page(request, DESCRIBE, queries.solution(db, actor, solution.reference), declared=form)


@router.post("/{ref:reference}/steg/{step}", name="solution_step")
def take_step(request: Request, db: Db, actor: CurrentActor, solution: EditableSolution, step: str) -> Response:
    if step not in BY_HAND:
        raise NotFound
    actions.take_step(db, actor, solution, step)
    return see_other(request, "solution", ref=solution.reference)
