"""A question as a template shows it: one `Ask` with its choices, its limit and how an answer to it reads.

Templates call `question(model, name)`; nothing else is needed to draw a field, or to show what was answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.asking import Ask, inner, is_many, options_of, questions, row_model, stored
from app.language import N_, Worded

Choices = Mapping[str, Sequence[Any]]
"""The lists a page hands over, by the name in `Ask.choices`: pairs (value, words), with a hint and its
language if somebody wrote one, or choices."""

YES_NO = (("true", N_("Yes")), ("false", N_("No")))
DATE_HINT = N_("For example 2026-12-04")


@dataclass(frozen=True)
class Option:
    """One alternative. `own` is a name somebody else gave (an organisation), which is never translated."""

    value: str
    label: str
    hint: str = ""
    own: bool = False
    language: str = ""  # of what somebody else wrote


@dataclass(frozen=True)
class Shown:
    """How an answer reads. `kind` is nothing, text, day, number, money, words, list or rows.

    `parts` are the options of a list, or for rows the list of (question, Shown) of each row.
    """

    kind: str
    value: Any = None
    parts: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Question:
    """What `ui.field` draws and `ui.answers` reads. `limit` is the most characters, 0 where there is no limit."""

    name: str
    label: str
    hint: str
    kind: str
    rows: int
    width: str
    autocomplete: str
    options: tuple[Option, ...]
    optional: bool
    shown_if: tuple[str, str] | None
    limit: int
    whole: bool
    add: str
    row: str
    row_questions: tuple["Question", ...]
    language: str = ""

    def value_in(self, source: Any) -> Any:
        """The answer in a form, in a row of a table or in a dictionary."""
        typed = getattr(source, "typed", source)
        return typed.get(self.name) if isinstance(typed, Mapping) else getattr(typed, self.name)

    def shown(self, source: Any) -> Shown:
        """How the answer in a form or a row reads."""
        value = self.value_in(source)
        if value in (None, "", []) or (self.kind == "tick" and value in (False, "false")):
            return Shown("nothing")
        if self.kind == "rows":
            rows = [[(sub, sub.shown(row)) for sub in self.row_questions] for row in value]
            told = [row for row in rows if any(shown.kind != "nothing" for _, shown in row)]
            return Shown("rows", parts=told) if told else Shown("nothing")
        if self.kind == "tick":
            return Shown("words", N_("Yes"))
        if self.options or isinstance(value, list | tuple):
            return self._chosen(value)
        return _plain(self.kind, value)

    def has_answer(self, source: Any, answer: str) -> bool:
        """Whether this answer is (one of) what was chosen."""
        value = self.value_in(source)
        chosen = value if isinstance(value, list | tuple) else [value]
        return answer in [_text(item) for item in chosen]

    def _chosen(self, value: Any) -> Shown:
        found = {option.value: option for option in self.options}
        if isinstance(value, list | tuple):
            chosen = [_text(item) for item in value]
            return Shown("list", parts=[found.get(item, Option(item, item, own=True)) for item in chosen])
        chosen_one = found.get(_text(value))
        return Shown("text", _text(value)) if chosen_one is None else Shown("list", parts=[chosen_one])


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value if isinstance(value, Enum) else value)


def _plain(kind: str, value: Any) -> Shown:
    """A single answer; what was typed and cannot be read is shown as it was typed."""
    if kind == "date":
        day = value if isinstance(value, date) else _iso(value)
        return Shown("day", day) if day else Shown("text", value)
    if kind in ("number", "money") and not isinstance(value, str):
        return Shown(kind, value)
    if kind in ("number", "money") and value.isascii() and value.isdecimal():
        return Shown(kind, int(value))
    return Shown("text", value)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def question(model: type[BaseModel], name: str, choices: Choices | None = None) -> Question | None:
    """One question of a form, or None when the field is not asked (a version, a key)."""
    found = next(((info, ask) for field_name, info, ask in questions(model) if field_name == name), None)
    return _question(name, *found, choices or {}) if found else None


def answered(source: Any, model: type[BaseModel], names: Sequence[str]) -> bool:
    """Whether one of these questions was answered otherwise than it stands from the beginning."""
    typed = getattr(source, "typed", source)
    return any(name in typed and _said(typed[name]) != _said(_beginning(model, name)) for name in names)


def _beginning(model: type[BaseModel], name: str) -> Any:
    return stored(model.model_fields[name].get_default(call_default_factory=True))


def _said(value: Any) -> Any:
    """An answer as text, however it came; nothing and no are the same."""
    if isinstance(value, list):
        return [_text(one) for one in value]
    return "" if value in (None, False, "false") else _text(value)


def _question(name: str, info: FieldInfo, ask: Ask, choices: Choices) -> Question:
    row = row_model(info.annotation)
    return Question(
        name=name,
        label=ask.label,
        hint=ask.hint or (DATE_HINT if ask.kind == "date" else ""),
        kind=ask.kind,
        rows=ask.rows,
        width=ask.width or ("short" if ask.kind in ("number", "money", "date") else ""),
        autocomplete=ask.autocomplete,
        options=_options(info, ask, choices),
        optional=_is_optional(info, ask),
        shown_if=(ask.shown_if[0], _text(stored(ask.shown_if[1]))) if ask.shown_if else None,
        limit=next((extra.max_length for extra in info.metadata if hasattr(extra, "max_length")), 0) or 0,
        whole=inner(info.annotation) is int,
        add=ask.add,
        row=ask.row,
        row_questions=tuple(_question(sub, sub_info, sub_ask, choices) for sub, sub_info, sub_ask in questions(row))
        if row
        else (),
        language=ask.language,
    )


def _is_optional(info: FieldInfo, ask: Ask) -> bool:
    """What may be left out is marked. What belongs under another answer is asked for only there, so it is not."""
    return not info.is_required() and ask.shown_if is None and ask.kind != "tick" and not ask.empty


def _options(info: FieldInfo, ask: Ask, choices: Choices) -> tuple[Option, ...]:
    if ask.choices:
        return tuple(_option(choice, own=True) for choice in choices.get(ask.choices, ()))
    if found := options_of(info.annotation):
        return tuple(_option(choice, own=False) for choice in found)
    if ask.kind == "radios" and not is_many(info.annotation) and inner(info.annotation) is bool:
        return tuple(Option(value, label) for value, label in YES_NO)
    return ()


def _option(choice: Any, *, own: bool) -> Option:
    if isinstance(choice, Option):
        return choice
    if isinstance(choice, Worded):
        return Option(choice.value, choice.label, choice.hint)
    value, label, hint, language = (*choice, "", "")[:4]
    return Option(_text(value), str(label), str(hint), own=own, language=str(language))
