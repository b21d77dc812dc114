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
    """The table in the form asked for: csv (as a Swedish Excel opens it), csv-int or xlsx. Words are translated.

    Raises:
        NotFound: there is no such form.
    """
    if form not in (*FORMS, "xlsx"):
        raise NotFound
    say = sayer(request)
    sheet = Sheet(say(title), [say(cell) for cell in head], rows, request.app.state.cofinancing.on_page(request))
    content, kind, ending = (
        (sheet.csv(FORMS[form]), "text/csv; charset=utf-8", "csv") if form in FORMS else (sheet.xlsx(), XLSX, "xlsx")
    )
    return Response(
        content,
        media_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{today().isoformat()}.{ending}"',
            "Cache-Control": "no-store",
        },
    )
