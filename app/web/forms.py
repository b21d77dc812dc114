"""A submitted form: what was typed, what it means, and what is wrong with it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from app.asking import Asked, is_many, row_model, stored
from app.parts import Parts
from app.reading import MOST_ROWS, Reading, Typed, read
from app.refusals import Overtaken, Reason, Refused

Model = TypeVar("Model", bound=BaseModel)

LARGEST_TEXT = 2_000_000  # bytes of a file that is read as if it had been written
MOST_FIELDS = 1000  # of one submission; no form of ours has half as many


class Form(Generic[Model]):
    """What was typed into one form. `model` is what it asks; without a submission it is simply empty."""

    def __init__(self, model: type[Model] | None = None, typed: Typed | None = None) -> None:
        self.model = model
        self.typed: Typed = typed or {}
        self.reasons: list[Reason] = []
        self.version: int | None = None
        self.once: str = ""
        self.later = False
        self.changes_rows = ""
        self._reading: Reading[Model] | None = None

    @classmethod
    def read(cls, model: type[Model], submitted: FormData) -> "Form[Model]":
        """Never raises: what cannot be understood is kept as typed, with a reason."""
        form = cls(model, _typed(model, submitted))
        version = submitted.get("version")
        form.version = int(version) if isinstance(version, str) and re.fullmatch(r"[0-9]{1,9}", version) else None
        once = submitted.get("once")
        form.once = once if isinstance(once, str) else ""
        form.later = submitted.get("save") == "later"
        form.changes_rows = _change_rows(model, form.typed, submitted)
        form._reading = read(model, form.typed)
        form.reasons = list(form._reading.blocking if form.later else form._reading.reasons)
        return form

    @property
    def values(self) -> Model:
        """The whole form, understood. Ask `ok` first."""
        if self._reading is None or self._reading.values is None:
            raise ValueError("the form is not complete")
        return self._reading.values

    @property
    def partial(self) -> dict[str, Any]:
        """What a draft may keep."""
        return self._reading.partial if self._reading else {}

    @property
    def ok(self) -> bool:
        """Whether it can be acted on: complete, or good enough for a draft when that was asked for."""
        return not self.reasons and not self.changes_rows

    @property
    def is_whole(self) -> bool:
        return self._reading is not None and self._reading.values is not None

    def reason(self, field: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.field == field), None)

    @contextmanager
    def takes_refusals(self, db: Session) -> Iterator[None]:
        """A refusal inside becomes an error of this form, and what was changed on the way is undone."""
        try:
            with db.begin_nested():
                yield
        except Refused as refused:
            if isinstance(refused, Overtaken):
                raise
            self.reasons += refused.reasons


def _typed(model: type[BaseModel], submitted: FormData) -> Typed:
    chosen = _settled(submitted)
    if chosen is not None:
        return {name: _shaped(info.annotation, chosen.get(name)) for name, info in model.model_fields.items()}
    typed: Typed = {}
    for name, info in model.model_fields.items():
        if row := row_model(info.annotation):
            typed[name] = _rows(name, row, submitted)
        elif is_many(info.annotation):
            typed[name] = [value for value in submitted.getlist(name) if isinstance(value, str)]
        else:
            value = submitted.get(name)
            typed[name] = _from_file(submitted.get(f"{name}-file")) or (value if isinstance(value, str) else "")
    return typed


def _from_file(file: Any) -> str:
    """The text of a file that was chosen instead of writing (`Ask.kind` document). What is no UTF-8 is kept as far as
    it can be read, and whoever reads the text says what is wrong with it."""
    if not isinstance(file, UploadFile) or not file.filename:
        return ""
    content = file.file.read(LARGEST_TEXT)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def _shaped(annotation: Any, value: Any) -> Any:
    """What a page sent along and got back, as it would have been typed; anything else it may hold is left out."""
    if row := row_model(annotation):
        return [_texts_of(row, item) for item in _list(value) if isinstance(item, dict)][:MOST_ROWS]
    if is_many(annotation):
        return [_text(item) for item in _list(value) if isinstance(item, str)]
    return _text(value)


def _texts_of(row: type[Asked], item: Typed) -> Typed:
    return {name: _text(text) for name, text in item.items() if name in row.model_fields}


def _text(value: Any) -> str:
    """Half a character, which JSON can hold and no page can show, becomes what it would have become in a form."""
    return re.sub("[\ud800-\udfff]", "\ufffd", value) if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def as_sent(submitted: FormData) -> Typed:
    """A submission as it can be parked and given back, whatever form it was for. Files are not kept, nor secrets:
    what is parked is not sealed."""
    kept = [(name, value) for name, value in submitted.multi_items() if not name.endswith("secret")]
    return {"sent": [[name, value] for name, value in kept if isinstance(value, str)]}


def give_back(form: Form[Any], parked: Typed) -> None:
    """Show in a form what was typed into it before the session ended."""
    if form.model is not None:
        sent = FormData([(name, value) for name, value in parked["sent"]])
        typed = _typed(form.model, sent)
        form.typed |= {name: value for name, value in typed.items() if value}


def _rows(name: str, row: type[Asked], submitted: FormData) -> list[Typed]:
    """`goals-0-text`, `goals-1-text` …: rows in the order of their numbers."""
    pattern = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})-(\w+)")
    found: dict[int, Typed] = {}
    for key, value in submitted.multi_items():
        match = pattern.fullmatch(key)
        if match and isinstance(value, str) and match[2] in row.model_fields:
            found.setdefault(int(match[1]), {})[match[2]] = value
    return [found[number] for number in sorted(found)][:MOST_ROWS]


def _change_rows(model: type[BaseModel], typed: Typed, submitted: FormData) -> str:
    """The person pressed "Add a row" or "Remove row 2": change what is shown, save nothing. Returns the field."""
    add, remove = submitted.get("_add"), submitted.get("_remove")
    rows = {name: typed[name] for name, info in model.model_fields.items() if row_model(info.annotation)}
    if isinstance(add, str) and add in rows and len(rows[add]) < MOST_ROWS:
        rows[add].append({})
        return add
    if isinstance(remove, str) and (match := re.fullmatch(r"(\w+)-([0-9]{1,4})", remove)):
        name, number = match[1], int(match[2])
        if name in rows and number < len(rows[name]):
            del rows[name][number]
            return name
    return ""


def _settled(submitted: FormData) -> Typed | None:
    """The conflict page comes back with both versions and a choice per field: put the chosen ones together."""
    raw = submitted.get("_conflict")
    if not isinstance(raw, str):
        return None
    try:
        both = json.loads(raw)
        mine, theirs = both["mine"], both["theirs"]
        return {name: mine[name] if submitted.get(f"_keep-{name}") != "theirs" else theirs[name] for name in mine}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


async def submitted_form(request: Request) -> FormData:
    """The form of a request, read once, whoever asks for it."""
    found = getattr(request.state, "submitted", None)
    if found is None:
        found = request.state.submitted = await request.form(max_fields=MOST_FIELDS, max_files=20)
    return found


def filled(model: type[Model]) -> Any:
    """The dependency of a handler that saves: `form: Annotated[Form[X], filled(X)]`."""

    async def read_form(request: Request) -> Form[Model]:
        form = Form.read(model, await submitted_form(request))
        request.state.form = form
        return form

    return Depends(read_form)


class Button(Asked):
    """A form that asks nothing: only its button is pressed."""


Pressed = Annotated[Form[Button], filled(Button)]


def filled_part(parts: Parts) -> Any:
    """The dependency of a handler that saves whichever part of a long form the address names."""

    async def read_part(request: Request, part: str) -> Form[Any]:
        form: Form[Any] = Form.read(parts.part(part).model, await submitted_form(request))
        request.state.form = form
        return form

    return Depends(read_part)


def as_typed(value: Any) -> Any:
    """A stored value as it would have been typed."""
    value = stored(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list):
        return [{name: as_typed(item) for name, item in row.items()} if isinstance(row, dict) else row for row in value]
    return str(value)


def refilled(row: Any, model: type[Model]) -> Form[Model]:
    """A form showing what a row says now."""
    form = Form(model, {name: as_typed(getattr(row, name)) for name in model.model_fields})
    form.version = getattr(row, "version", None)
    return form


def conflict(form: Form[Any], row: Any) -> dict[str, Any]:
    """Both versions of what two people saved at once, for the conflict page (ux.md C31)."""
    mine = form.typed
    # What the form asks but the row does not keep, such as a declaration, is nobody's version but mine.
    theirs = {name: as_typed(getattr(row, name)) if hasattr(row, name) else typed for name, typed in mine.items()}
    return {
        "mine": mine,
        "theirs": theirs,
        "version": row.version,
        "later": form.later,
        "differs": [n for n in mine if _said(mine[n]) != _said(theirs[n])],
    }


def _said(value: Any) -> Any:
    """An answer without what was left empty: a row nobody wrote in is no row."""
    if not isinstance(value, list):
        return value
    rows = [{name: said for name, said in row.items() if said} if isinstance(row, dict) else row for row in value]
    return [row for row in rows if row]
