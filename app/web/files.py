"""A table as a file the reader asked for: who co-finances stands in it, whoever wrote the page."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import Request, Response

from app.database import today
from app.refusals import NotFound
from app.sheets import INTERNATIONAL, SWEDISH, Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"csv": SWEDISH, "csv-int": INTERNATIONAL}


def sayer(request: Request) -> Callable[..., str]:
    say: Callable[..., str] = request.app.state.templates[request.state.language].globals["sentence"]
    return say


def sheet_file(
    request: Request, form: str, name: str, title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Response:
    """The table in the form asked for: csv (as a Swedish Excel opens it), csv-int, xlsx or json. Words are translated.

    Raises:
        NotFound: there is no such form.
    """
    say = sayer(request)
    sheet = Sheet(say(title), [say(cell) for cell in head], rows, request.app.state.cofinancing.on_page(request))
    return sheet_as_it_is(form, name, sheet)


def sheet_as_it_is(form: str, name: str, sheet: Sheet) -> Response:
    """The table in the form asked for, with nothing in it translated.

    Raises:
        NotFound: there is no such form.
    """
    if form not in (*FORMS, "xlsx", "json"):
        raise NotFound
    content, kind, ending = _written(sheet, form)
    return Response(
        content,
        media_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{today().isoformat()}.{ending}"',
            "Cache-Control": "no-store",
        },
    )


def _written(sheet: Sheet, form: str) -> tuple[bytes, str, str]:
    """The file, what kind it is, and how its name ends."""
    if form == "xlsx":
        return sheet.xlsx(), XLSX, "xlsx"
    if form == "json":
        return sheet.json(), "application/json", "json"
    return sheet.csv(FORMS[form]), "text/csv; charset=utf-8", "csv"
