"""The pages every long form has: its task list, one page a part, and check-your-answers (ux.md 1.5, T3–T5)."""

from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response

from app.parts import PROGRESS_WORDS, Part, Parts, Progress
from app.web.forms import Form
from app.web.templating import address, page


@dataclass(frozen=True)
class LongForm:
    """What one long form is called and where its pages are. Routes take `ref`, the part's page also `part`.

    Texts are marked with N_. `choices` are lists the questions name, handed over by the page: {name: [(value, label)]}.
    """

    parts: Parts
    title: str  # of the task list
    caption: str  # above the heading of each part: "Describe a need"
    check_title: str
    list_route: str
    part_route: str
    check_route: str
    back_route: str
    submit: str  # the button on the check page; empty when nothing is left to send
    draft_note: str = ""  # who can see the draft
    check_note: str = ""  # above the button on the check page
    extra: dict[str, str] = field(default_factory=dict)


def task_list(request: Request, form: LongForm, row: Any, **values: Any) -> Response:
    """Where the person is in the form, and what is left."""
    items = [
        {
            "label": part.title,
            "url": address(request, form.part_route, ref=row.reference, part=part.slug),
            "state": PROGRESS_WORDS[progress],
            "done": progress is Progress.done,
        }
        for part in form.parts
        for progress in [part.progress(row)]
    ]
    following = form.parts.first_unfinished(row)
    return page(request, "ui/tasklist_page.html", long_form=form, row=row, items=items, following=following, **values)


def part_page(
    request: Request, form: LongForm, row: Any, part: Part, filled: Form[Any], *, choices: Any = None, **values: Any
) -> Response:
    """One part's questions; 422 when what was sent has something wrong with it."""
    status = 422 if filled.reasons else 200
    if filled.changes_rows:
        filled.reasons, status = [], 200
    return page(
        request,
        "ui/part_page.html",
        status_code=status,
        long_form=form,
        row=row,
        part=part,
        number=form.parts.number(part),
        form=filled,
        choices=choices or {},
        **values,
    )


def check_page(
    request: Request, form: LongForm, row: Any, *, choices: Any = None, declared: Form[Any] | None = None, **values: Any
) -> Response:
    """All answers with a way to change each, what is missing, and the button that sends."""
    return page(
        request,
        "ui/check_page.html",
        status_code=422 if declared is not None and declared.reasons else 200,
        long_form=form,
        row=row,
        missing=form.parts.missing(row),
        form=declared or Form(),
        choices=choices or {},
        **values,
    )


def after_part(form: LongForm, row: Any, part: Part, filled: Form[Any]) -> tuple[str, dict[str, Any]]:
    """Where "Save and continue" leads: the next unfinished part, or the check page when all are done."""
    if filled.later:
        return form.list_route, {"ref": row.reference}
    later_parts = form.parts.parts[form.parts.number(part) :]
    following = next((one for one in later_parts if one.progress(row) is not Progress.done), None)
    following = following or form.parts.first_unfinished(row)
    if following is not None:
        return form.part_route, {"ref": row.reference, "part": following.slug}
    return form.check_route, {"ref": row.reference}
