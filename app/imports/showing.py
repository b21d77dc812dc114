"""What the pages of every import share: the file that was sent, its columns by name, and the rows to mend."""

from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData, UploadFile

from app.imports import tabular
from app.imports.looking import Plan, listed
from app.imports.models import FileRead
from app.language import N_
from app.refusals import Reason
from app.web.forms import Form

SHOWN = 20  # rows in the preview; the file to mend has them all


def file_in(submitted: FormData, form: Form[Any]) -> tuple[str, bytes] | None:
    """Name and content of the file, or None and a reason on the form. No more is read than can be taken."""
    file = submitted.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        form.reasons.append(Reason(N_("Choose the file."), field="file"))
        return None
    return file.filename, file.file.read(tabular.LARGEST + 1)


def columns_of(found: FileRead) -> list[tuple[str, str]]:
    """The columns of the file as choices: each by its heading and its first value, so that one sees what it holds."""
    return [(str(place), _named(found, place)) for place in range(len(found.head))]


def _named(found: FileRead, place: int) -> str:
    sample = next((row[place] for row in found.rows[:50] if place < len(row) and row[place]), "")
    return f"{found.head[place] or place + 1} ({sample[:40]})" if sample else found.head[place] or str(place + 1)


def rows_to_mend(found: FileRead, plan: Plan[Any], say: Callable[..., str]) -> list[tuple[str, ...]]:
    """The rows that must be mended, with what is wrong in a column of their own."""
    wrong: dict[int, list[str]] = {}
    for row, problem in listed(plan):
        wrong.setdefault(row, []).append(say(problem.text, problem.values))
    return [(*found.rows[row - 2], " ".join(texts)) for row, texts in sorted(wrong.items())]
