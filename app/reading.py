"""Reading what a person typed into a form: what it means, what can be kept as a draft, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from app.asking import Ask, is_many, looks_like_personnummer, questions, row_model
from app.language import N_, Words
from app.refusals import Reason

Model = TypeVar("Model", bound=BaseModel)
Typed = dict[str, Any]
"""What was typed: text for one answer, a list of texts for several, a list of dictionaries for rows."""

MOST_ROWS = 50  # no form asks for more; a hostile one cannot make us work for longer

UNFINISHED = frozenset({"missing", "string_too_short", "too_short", "unfinished"})
"""Kinds of fault that only say that more is to come: a draft may have them."""

SENTENCES = {
    "missing": N_("Answer the question “%(label)s”."),
    "too_short": N_("Answer the question “%(label)s”."),
    "string_too_short": N_("Write at least %(min_length)s characters under “%(label)s”."),
    "string_too_long": N_("“%(label)s” can be at most %(max_length)s characters. You wrote %(length)s."),
    "too_long": N_("You have chosen %(actual_length)s under “%(label)s”. Choose at most %(max_length)s."),
    "enum": N_("Choose one of the alternatives under “%(label)s”."),
    "literal_error": N_("Choose one of the alternatives under “%(label)s”."),
    "uuid_parsing": N_("Choose one of the alternatives under “%(label)s”."),
    "int_parsing": N_("Write “%(label)s” with digits, for example 12."),
    "int_from_float": N_("Write “%(label)s” with digits, for example 12."),
    "decimal_parsing": N_("Write “%(label)s” with digits, for example 12."),
    "greater_than_equal": N_("“%(label)s” must be %(ge)s or more."),
    "less_than_equal": N_("“%(label)s” must be %(le)s or less."),
    "greater_than": N_("“%(label)s” must be more than %(gt)s."),
    "value_error": N_("Enter an email address with an @, like name@example.se."),
    "url_parsing": N_("Enter the web address as it appears in your browser, like https://example.se."),
    "url_scheme": N_("Enter the web address as it appears in your browser, like https://example.se."),
}
NOT_ASKED = N_("The request could not be understood.")
NOT_VALID = N_("“%(label)s” could not be understood. Write it in another way.")
PERSONAL = N_("Remove what looks like a personal identity number under “%(label)s”.")
UNREADABLE = N_("“%(label)s” holds characters that cannot be saved. Write the text again.")


@dataclass
class Reading(Generic[Model]):
    """What a form said. `values` is the whole form when nothing is wrong; `partial` is what a draft may keep."""

    values: Model | None
    partial: dict[str, Any]
    reasons: list[Reason] = field(default_factory=list)

    @property
    def blocking(self) -> list[Reason]:
        """What is wrong even for a draft: text that cannot be understood or may not be stored."""
        return [reason for reason in self.reasons if not reason.values.get("unfinished")]


def read(model: type[Model], typed: Typed) -> Reading[Model]:
    """Make sense of what was typed; never raises."""
    present = {name: value for name, value in ((n, _without_empty(typed.get(n))) for n in model.model_fields) if value}
    unsafe = _unsafe(model, present)
    try:
        values = model.model_validate(present)
    except ValidationError as problems:
        reasons = _in_order(model, unsafe + [_reason(model, dict(problem)) for problem in problems.errors()])
        return Reading(None, _partial(model, present, unsafe), reasons)
    if unsafe:
        return Reading(None, _partial(model, present, unsafe), unsafe)
    return Reading(values, {name: getattr(values, name) for name in model.model_fields})


def shortcomings(model: type[BaseModel], answered: Mapping[str, Any]) -> list[Reason]:
    """What is still to be answered before the form is complete, for a row as it is stored."""
    present = {name: _asked(value) for name, value in answered.items() if value not in (None, "", [])}
    try:
        model.model_validate(present)
    except ValidationError as problems:
        return _in_order(model, [_reason(model, dict(problem)) for problem in problems.errors()])
    return []


def _asked(value: Any) -> Any:
    """A choice among rows of another table is asked for, and answered, as text."""
    return str(value) if isinstance(value, UUID) else value


def _without_empty(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        items = [_row(item) if isinstance(item, dict) else item for item in value]
        return [item for item in items if item]
    return value


def _row(typed: Typed) -> Typed:
    return {name: value for name, value in typed.items() if _without_empty(value)}


def _texts(model: type[BaseModel], typed: Typed) -> Iterable[tuple[str, Ask, str]]:
    for name, info, ask in questions(model):
        value = typed.get(name)
        if row := row_model(info.annotation):
            for number, item in enumerate(value or []):
                for sub, sub_ask, text in _texts(row, item):
                    yield f"{name}-{number}-{sub}", sub_ask, text
        elif isinstance(value, list):
            yield from ((name, ask, text) for text in value if isinstance(text, str))
        elif isinstance(value, str):
            yield name, ask, value


def _unsafe(model: type[BaseModel], typed: Typed) -> list[Reason]:
    found = []
    for name, ask, text in _texts(model, typed):
        if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in text) or _has_lone_surrogate(text):
            found.append(Reason(UNREADABLE, field=name, values={"label": Words(ask.label)}))
        elif ask.free and looks_like_personnummer(text):
            found.append(Reason(PERSONAL, field=name, values={"label": Words(ask.label)}))
    return found


def _has_lone_surrogate(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _reason(model: type[BaseModel], problem: dict[str, Any]) -> Reason:
    place, kind, context = problem["loc"], problem["type"], problem.get("ctx", {})
    name, label, own = _where(model, place)
    if kind in ("asked", "unfinished"):
        values = context["values"] | ({"unfinished": True} if kind == "unfinished" else {})
        return Reason(context["text"], field=context["field"] or name, values={"label": label} | values)
    simple = {key: value for key, value in context.items() if isinstance(value, str | int | float | Decimal | date)}
    values = {"label": label, "length": len(str(problem.get("input", "")))} | simple
    if kind in UNFINISHED:
        values["unfinished"] = True
    if not label:
        return Reason(NOT_ASKED, field=name)
    text = own if own and kind in ("missing", "too_short") else SENTENCES.get(kind, NOT_VALID)
    return Reason(text, field=name, values=values)


def _where(model: type[BaseModel], place: tuple[Any, ...]) -> tuple[str | None, Words, str]:
    if not place:
        return None, Words(""), ""
    ask = next((ask for name, _, ask in questions(model) if name == place[0]), None)
    if ask is None:  # a field that goes along with the form, and is wrong only when someone has changed it
        return None, Words(""), ""
    row = row_model(model.model_fields[str(place[0])].annotation)
    if row and len(place) >= 3:
        name, label, own = _where(row, place[2:])
        return f"{place[0]}-{place[1]}-{name}", label, own
    return str(place[0]), Words(ask.label), ask.empty


def _in_order(model: type[BaseModel], reasons: list[Reason]) -> list[Reason]:
    order = {name: place for place, name in enumerate(model.model_fields)}
    seen: dict[str | None, Reason] = {}
    for reason in reasons:
        seen.setdefault(reason.field, reason)
    return sorted(seen.values(), key=lambda reason: order.get((reason.field or "").split("-")[0], len(order)))


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    info: FieldInfo = model.model_fields[name]
    kept = [extra for extra in info.metadata if not isinstance(extra, Ask)]
    annotation: Any = info.annotation
    return TypeAdapter(Annotated[annotation, *kept]) if kept else TypeAdapter(annotation)


def _partial(model: type[BaseModel], present: Typed, unsafe: list[Reason]) -> dict[str, Any]:
    """Every answer that can be understood on its own; too short a text is kept as it is."""
    kept: dict[str, Any] = {}
    unsafe_fields = {(reason.field or "").split("-")[0] for reason in unsafe}
    for name, info in model.model_fields.items():
        if name in unsafe_fields:
            continue
        if name not in present:
            kept[name] = info.get_default(call_default_factory=True) if not info.is_required() else _nothing(info)
            continue
        try:
            kept[name] = _adapter(model, name).validate_python(present[name])
        except ValidationError as problems:
            if all(problem["type"] in UNFINISHED for problem in problems.errors()):
                kept[name] = present[name]
    return kept


def _nothing(info: FieldInfo) -> Any:
    if is_many(info.annotation):
        return []
    return "" if info.annotation is str else None
