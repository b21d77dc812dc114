"""Looking at the rows of a file before anything is made of them: what each would become, what is wrong with it, and
what is there already. The same for every kind of import. No database here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from app.asking import ask_of
from app.language import N_, Words
from app.reading import SENTENCES, read
from app.refusals import Reason, Refused

FORMULA = N_("Row %(row)s holds a formula. Copy the cells and paste them as values.")
Made = TypeVar("Made", bound=BaseModel)
Said = dict[str, str]
"""What a row says to each thing that is asked."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend, and the rows it is in with what they say now."""

    text: str
    values: dict[str, Any]
    rows: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Plan(Generic[Made]):
    """What would be imported (row in the file, the form it would have been typed into), what must be mended, and how
    many rows are left out, why."""

    ready: list[tuple[int, Made]]
    problems: list[Problem]
    there_already: int = 0
    left_out: int = 0

    @property
    def wrong(self) -> int:
        return len({row for problem in self.problems for row, _ in problem.rows})


@dataclass(frozen=True)
class Kind(Generic[Made]):
    """What rows are taken for. `asked` is what a column can be, `typed` a row as it would have been typed."""

    form: type[Made]
    asked: Mapping[str, str]
    typed: Callable[[Said], dict[str, Any]]
    is_known: Callable[[Made], bool]
    is_left_out: Callable[[Said], bool] = lambda _: False


def guessed(head: Sequence[str], guesses: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which column is what, by its heading."""
    plain = [cell.strip().lower() for cell in head]
    found: dict[str, int] = {}
    for asked, names in guesses.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None and place not in found.values():
            found[asked] = place
    return found


def chosen(form: BaseModel, asked: Mapping[str, str], head: Sequence[str]) -> dict[str, int]:
    """Which column is what, as a person said it. What the form demands must be a column of the file.

    Raises:
        Refused: a column is missing or asked for twice.
    """
    given, model = form.model_dump(), type(form)
    columns = {name: int(given[name]) for name in asked if given[name].isdecimal()}
    columns = {name: place for name, place in columns.items() if place < len(head)}
    needed = [name for name in asked if model.model_fields[name].is_required()]
    if missing := [name for name in needed if name not in columns]:
        text = SENTENCES["missing"]
        raise Refused(*(Reason(text, name, {"label": Words(ask_of(model, name).label)}) for name in missing))
    twice = [name for name, place in columns.items() if list(columns.values()).count(place) > 1]
    if twice:
        raise Refused(Reason(N_("A column can only be one thing."), field=twice[-1]))
    return columns


def look(rows: Sequence[Sequence[str]], columns: Mapping[str, int], kind: Kind[Made]) -> Plan[Made]:
    """Look at every row. The same row twice in a file is two."""
    ready: list[tuple[int, Made]] = []
    problems: dict[tuple[str, str], Problem] = {}
    there_already = left_out = 0
    for row, cells in enumerate(rows, start=2):
        said = {asked: cells[place] for asked, place in columns.items() if 0 <= place < len(cells)}
        if kind.is_left_out(said):
            left_out += 1
            continue
        if any(text.startswith(("=", "@")) for text in said.values()):
            _note(problems, row, Reason(FORMULA, values={"row": row}), said, kind.asked, one_each=True)
            continue
        reading = read(kind.form, kind.typed(said))
        if reading.values is None:
            for reason in reading.reasons:
                _note(problems, row, reason, said, kind.asked)
            continue
        if kind.is_known(reading.values):
            there_already += 1
            continue
        ready.append((row, reading.values))
    return Plan(ready, list(problems.values()), there_already, left_out)


def _note(
    problems: dict[tuple[str, str], Problem],
    row: int,
    reason: Reason,
    said: Said,
    asked: Mapping[str, str],
    *,
    one_each: bool = False,
) -> None:
    """Problems are grouped by how they are mended, not by row."""
    name = reason.field or ""
    key = (reason.text, f"{name}{row if one_each else ''}")
    if key not in problems:
        label = {"label": Words(asked[name])} if name in asked else {}
        problems[key] = Problem(reason.text, {**reason.values, **label})
    problems[key].rows.append((row, said.get(name, "")))


def listed(plan: Plan[Any]) -> Iterator[tuple[int, Problem]]:
    """What is wrong, row by row: the last column of the file to mend."""
    for problem in plan.problems:
        for row, _ in problem.rows:
            yield row, problem
