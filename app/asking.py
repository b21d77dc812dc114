"""What a form asks, declared once beside the value it asks for.

A form is a pydantic model whose fields carry an `Ask`. The page, the check-answers list, the object page, the export
and the error messages all read the same declaration. Fields without a default must be answered before the form is
complete; a draft may be saved without them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from stdnum.luhn import is_valid as luhn_holds

from app.language import N_, Worded


@dataclass(frozen=True)
class Ask:
    """One question. `kind` is text, area, document (a long text that can also be a file), number, year, money, date,
    email, radios, checks, select, tick or rows.

    `choices` names a list that the page hands over (organisations, people); choices of an enum need no name.
    `shown_if` is (field, value): the question belongs under that answer of another one.
    `visibility` says who may read the answer: public, members, parties, internal (domain.md 4).
    """

    label: str
    hint: str = ""
    kind: str = "text"
    rows: int = 5
    width: str = ""  # "short" for numbers and codes
    autocomplete: str = ""
    choices: str = ""
    shown_if: tuple[str, str] | None = None
    empty: str = ""  # own sentence when it is not answered
    add: str = ""  # rows: the button that adds one
    row: str = ""  # rows: the legend of one, numbered
    visibility: str = "parties"
    language: str = ""  # of a label that a person wrote, such as a criterion; ours are translated
    free: bool = True  # whether people write freely here (and personal data must be looked for)


class Asked(BaseModel):
    """Base of every form: trims, refuses what was not asked, keeps to NFC."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="forbid", frozen=True)


def questions(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo, Ask]]:
    """The fields of a form with what they ask, in order."""
    for name, field in model.model_fields.items():
        ask = next((extra for extra in field.metadata if isinstance(extra, Ask)), None)
        if ask is not None:
            yield name, field, ask


def ask_of(model: type[BaseModel], name: str) -> Ask:
    return next(ask for field, _, ask in questions(model) if field == name)


def inner(annotation: Any) -> Any:
    """The type under `X | None` and `Annotated[X, …]`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return inner(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return inner(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def is_many(annotation: Any) -> bool:
    return get_origin(inner(annotation)) in (list, tuple)


def row_model(annotation: Any) -> type[Asked] | None:
    """The form of one row, if the field is a list of rows."""
    if not is_many(annotation):
        return None
    item = inner(get_args(inner(annotation))[0])
    return item if isinstance(item, type) and issubclass(item, Asked) else None


def options_of(annotation: Any) -> list[Worded]:
    """The choices of a field whose type is a Worded enum, or a list of one."""
    item = inner(annotation)
    if is_many(annotation):
        item = inner(get_args(item)[0])
    return list(item) if isinstance(item, type) and issubclass(item, Worded) else []


def wrong(text: str, field: str = "", **values: Any) -> PydanticCustomError:
    """Raise this in a validator: `raise wrong(N_("The weights add up to %(sum)s. …"), field="criteria", sum=90)`."""
    return PydanticCustomError("asked", "{text}", {"text": text, "field": field, "values": values})


def _readable_date(value: Any) -> Any:
    """Swedes write dates in many ways: 2026-12-04, 20261204, 4/12 2026, 4/12-26, 4 dec 2026 (ux.md 2.0)."""
    if not isinstance(value, str):
        return value
    found = read_date(value)
    if found is None:
        raise wrong(N_("Enter the date as year-month-day, like 2026-12-04."))
    return found


MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
ENGLISH_MONTHS = {"may": "maj", "oct": "okt"}


def read_date(text: str) -> date | None:
    """The day a person meant, or None."""
    text = text.strip().lower().replace(".", " ")
    digits = text.replace("-", "").replace("/", "").replace(" ", "")
    try:
        if digits.isdecimal() and digits.isascii():
            if len(digits) == 8 and "/" not in text:
                return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
            parts = [int(part) for part in text.replace("/", " ").replace("-", " ").split()]
            if len(parts) == 3 and parts[0] > 31:
                return date(*parts)
            if len(parts) == 3:
                return date(parts[2] + (2000 if parts[2] < 100 else 0), parts[1], parts[0])
        words = text.split()
        if len(words) == 3 and words[0].isdecimal() and words[2].isdecimal():
            month = ENGLISH_MONTHS.get(words[1][:3], words[1][:3])
            return date(int(words[2]), MONTHS.index(month) + 1, int(words[0]))
    except ValueError:
        return None
    return None


Day = Annotated[date, BeforeValidator(_readable_date)]
"""A date as people write it."""


def _readable_number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    plain = "".join(value.split()).replace("\u00a0", "").replace("−", "-").lower()
    plain = plain.removesuffix("kr").removesuffix("sek").replace(",", ".")
    if not plain.isascii():
        raise wrong(N_("Write it with digits, for example 12."))
    return plain


Whole = Annotated[int, BeforeValidator(_readable_number)]
"""A whole number as people write it: spaces and "kr" are fine."""


def looks_like_personnummer(text: str) -> bool:
    """Whether a text holds what looks like a personal identity number or a co-ordination number.

    Ten or twelve digits, a month 01–12, a day 01–31 or that plus 60, and a check digit that holds
    (Skatteverket SKV 704 and 707; the rule is `domain.md` 4).
    """
    run = ""
    for sign in [*text, " "]:
        if sign.isdecimal() and sign.isascii():
            run += sign
        elif not (sign in "-+" and len(run) in (6, 8)):
            if _is_personnummer(run):
                return True
            run = ""
    return False


def _is_personnummer(digits: str) -> bool:
    if len(digits) == 12 and digits[:2] in ("18", "19", "20"):
        digits = digits[2:]
    if len(digits) != 10:
        return False
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91) and bool(luhn_holds(digits))


def stored(value: Any) -> Any:
    """A form's value as a column holds it: enums as their text, rows as plain dictionaries, dates in rows as text."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list | tuple):
        return [stored(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value


def answers(row: Any, model: type[BaseModel]) -> dict[str, Any]:
    """What a row says to each question of a form."""
    return {name: getattr(row, name) for name in model.model_fields}
